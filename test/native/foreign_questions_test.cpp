// What a transport that is not ours asks, and what its silence asks.
#include <doctest/doctest.h>

#include "support/foreign_fixture.h"

using namespace imnxport;
using namespace imnxport::test;
using Calls = std::vector<std::string>;

namespace {

// A transport that asks for a logon, by the documented way, and then ends as it was answered.
struct AskingTransport {
  ScriptedTransport foreign;
  HRESULT answer = E_UNEXPECTED;
  std::string logon;

  void Ask(const HandedPost& post) {
    INETSERVER server{};
    std::strcpy(server.szServerName, "https://mail.example.org");
    answer = foreign.Callback()->OnLogonPrompt(&server, foreign.Pointer());
    logon = std::string(server.szUserName) + ":" + server.szPassword;
    ScriptedTransport::ReadAll(*post.stream.Get());
    foreign.Done(post.context, answer == S_OK ? S_OK : IXP_E_USER_CANCEL, answer == S_OK ? 201 : 401);
  }
};

}  // namespace

TEST_CASE("a logon that is asked for on the transport's own thread is answered from elsewhere, meanwhile") {
  AskingTransport asking;
  ScriptedStream stream("abc");
  asking.foreign.on_post = [&](HandedPost post) {
    asking.Ask(post);
    return S_OK;
  };
  ForeignFixture fixture(asking.foreign);
  fixture.client.on_logon = [&](const IMNXPORT_LOGON& logon) {
    // The thread goes on with other work while it waits.
    bool ran = false;
    CHECK(RunAndWait(fixture.runner->Place(), [&] { ran = true; }));
    CHECK(ran);
    fixture.extension->AnswerLogon(logon.ullToken, S_OK, "user", "secret");
  };
  const Ended ended = fixture.client.Wait(fixture.Post(stream));
  CHECK(ended.hr == S_OK);
  CHECK(asking.answer == S_OK);
  CHECK(asking.logon == "user:secret");
  CHECK(fixture.client.Calls().front() == "logon https://mail.example.org:443 1");
}

TEST_CASE("... and one that is asked for on a thread of its own, too") {
  AskingTransport asking;
  ScriptedStream stream("abc");
  ForeignFixture* at = nullptr;
  asking.foreign.on_post = [&](HandedPost post) {
    at->Later([&asking, post] { asking.Ask(post); });
    return S_OK;
  };
  ForeignFixture fixture(asking.foreign);
  at = &fixture;
  fixture.client.on_logon = [&](const IMNXPORT_LOGON& logon) {
    fixture.extension->AnswerLogon(logon.ullToken, S_OK, "user", "secret");
  };
  CHECK(fixture.client.Wait(fixture.Post(stream)).hr == S_OK);
  CHECK(asking.logon == "user:secret");
}

TEST_CASE("behaviour 6.3: a logon that is declined ends the connection, and what is queued behind") {
  AskingTransport asking;
  ScriptedStream stream("abc"), other("abc");
  asking.foreign.on_post = [&](HandedPost post) {
    asking.Ask(post);
    return S_OK;
  };
  ForeignFixture fixture(asking.foreign);
  Gate gate;
  fixture.client.on_logon = [&](const IMNXPORT_LOGON& logon) {
    gate.Pass();
    fixture.extension->AnswerLogon(logon.ullToken, S_FALSE, nullptr, nullptr);
  };
  const ULONGLONG first = fixture.Post(stream);
  const ULONGLONG second = fixture.Post(other);
  gate.Open();
  CHECK(fixture.client.Wait(first).hr == IXP_E_USER_CANCEL);
  CHECK(fixture.client.Wait(second).hr == IXP_E_USER_CANCEL);
  CHECK(asking.answer == S_FALSE);
  CHECK(asking.foreign.CountOf("CommandPOST http://h/inbox/") == 1);
}

TEST_CASE("a logon that nobody answers is a failure to the transport, and goes no further than the command") {
  AskingTransport asking;
  ScriptedStream stream("abc"), other("abc");
  asking.foreign.on_post = [&](HandedPost post) {
    asking.Ask(post);
    return S_OK;
  };
  ForeignFixture fixture(asking.foreign);
  fixture.client.on_logon = [&](const IMNXPORT_LOGON& logon) {
    fixture.extension->AnswerLogon(logon.ullToken, E_NOTIMPL, nullptr, nullptr);
  };
  const ULONGLONG first = fixture.Post(stream);
  const ULONGLONG second = fixture.Post(other);
  fixture.client.Wait(first);
  CHECK(asking.answer == E_NOTIMPL);
  fixture.client.Wait(second);
  CHECK(asking.foreign.CountOf("CommandPOST http://h/inbox/") == 2);
}

TEST_CASE("a command that is dropped while it asks gets the answer that declines, then it is dropped") {
  AskingTransport asking;
  ScriptedStream stream("abc");
  asking.foreign.on_post = [&](HandedPost post) {
    asking.Ask(post);
    return S_OK;
  };
  ForeignFixture fixture(asking.foreign);
  const ULONGLONG token = fixture.Post(stream);
  REQUIRE(fixture.client.WaitForCall("logon https://mail.example.org:443 1"));
  SUBCASE("by Cancel") { CHECK(fixture.extension->Cancel(token, E_ABORT) == S_OK); }
  SUBCASE("by DropConnection") { CHECK(fixture.front->DropConnection() == S_OK); }
  const Ended ended = fixture.client.Wait(token);
  CHECK(FAILED(ended.hr));
  CHECK(asking.answer == S_FALSE);
}

TEST_CASE("HandsOffCallback with a question open answers it with a failure") {
  AskingTransport asking;
  ScriptedStream stream("abc");
  Gate gate;
  asking.foreign.on_post = [&](HandedPost post) {
    asking.Ask(post);
    gate.Pass();
    return S_OK;
  };
  ForeignFixture fixture(asking.foreign);
  fixture.Post(stream);
  REQUIRE(fixture.client.WaitForCall("logon https://mail.example.org:443 1"));
  CHECK(fixture.front->HandsOffCallback() == S_OK);
  REQUIRE(gate.AwaitArrival());
  CHECK(FAILED(asking.answer));
  gate.Open();
}

TEST_CASE("OnTimeout is asked in seconds and answered in seconds") {
  ScriptedTransport foreign;
  ScriptedStream stream("abc");
  HRESULT answer = E_UNEXPECTED;
  DWORD seconds = 3;
  foreign.on_post = [&](HandedPost post) {
    answer = foreign.Callback()->OnTimeout(&seconds, foreign.Pointer());
    ScriptedTransport::ReadAll(*post.stream.Get());
    foreign.Done(0);
    return S_OK;
  };
  ForeignFixture fixture(foreign);
  SUBCASE("another time") {
    fixture.client.on_idle = [&](ULONGLONG token, DWORD) {
      fixture.extension->AnswerIdle(token, S_OK, 4500);
    };
    fixture.client.Wait(fixture.Post(stream));
    CHECK(answer == S_OK);
    CHECK(seconds == 5);
  }
  SUBCASE("the same again") {
    fixture.client.on_idle = [&](ULONGLONG token, DWORD) { fixture.extension->AnswerIdle(token, S_OK, 0); };
    fixture.client.Wait(fixture.Post(stream));
    CHECK(answer == S_OK);
    CHECK(seconds == 3);
  }
  SUBCASE("no more") {
    fixture.client.on_idle = [&](ULONGLONG token, DWORD) { fixture.extension->AnswerIdle(token, E_FAIL, 0); };
    fixture.client.Wait(fixture.Post(stream));
    CHECK(answer == S_FALSE);
  }
  CHECK(fixture.client.Calls().front() == "idle 3000");
}

TEST_CASE("the questions of an extended transport are passed on, and so are the answers") {
  ScriptedTransport foreign(true);
  ScriptedStream stream("abc");
  foreign.on_post = [&](HandedPost) {
    IMNXPORT_LOGON logon{};
    logon.cbSize = sizeof logon;
    logon.ullToken = foreign.LastToken();
    logon.pszOrigin = "http://h:80";
    CHECK(foreign.ExtendedCallback()->OnLogonRequest(&logon, foreign.Pointer()) == S_OK);
    return S_OK;
  };
  foreign.on_answer = [&](HRESULT, std::string what) {
    if (what == "user:secret")
      foreign.ExtendedCallback()->OnIdle(foreign.LastToken(), 700, foreign.Pointer());
    else
      foreign.ExtendedDone(foreign.LastToken(), IXP_E_TIMEOUT, IMNXPORT_DELIVERY_PARTIAL);
  };
  ForeignFixture fixture(foreign);
  fixture.client.on_logon = [&](const IMNXPORT_LOGON& logon) {
    fixture.extension->AnswerLogon(logon.ullToken, S_OK, "user", "secret");
  };
  fixture.client.on_idle = [&](ULONGLONG token, DWORD) { fixture.extension->AnswerIdle(token, S_FALSE, 0); };
  const Ended ended = fixture.client.Wait(fixture.Post(stream));
  CHECK(ended.hr == IXP_E_TIMEOUT);
  CHECK(ended.delivery == IMNXPORT_DELIVERY_PARTIAL);
  CHECK(fixture.client.Calls() == Calls{"logon http://h:80 1", "idle 700"});
  CHECK(foreign.CountOf("AnswerLogon 101 0 user:secret") == 1);
  CHECK(foreign.CountOf("AnswerIdle 101 1 0") == 1);
}

TEST_CASE("a question about no command that runs is declined") {
  ScriptedTransport foreign;
  ScriptedStream stream("abc");
  ForeignFixture fixture(foreign);
  fixture.client.Wait(fixture.Post(stream));
  DWORD seconds = 3;
  CHECK(foreign.Callback()->OnTimeout(&seconds, foreign.Pointer()) == S_FALSE);
  INETSERVER server{};
  CHECK(foreign.Callback()->OnLogonPrompt(&server, foreign.Pointer()) == S_FALSE);
}

TEST_CASE(
    "behaviour 10.8: a transport that says nothing for the time-out is asked about as a silent server is") {
  ScriptedTransport foreign;
  ScriptedStream stream("abc"), other("abc");
  foreign.on_post = [](HandedPost) { return S_OK; };
  ForeignFixture fixture(foreign);
  // Short: the silence is what is tested. The transport is told whole seconds, and gets the first word.
  IMNXPORT_OPTIONS options{};
  options.cbSize = sizeof options;
  options.dwIdleTimeout = 20;
  REQUIRE(fixture.extension->Configure(&options) == S_OK);
  int asked = 0;
  SUBCASE("declined: the command and what is queued behind end") {
    foreign.on_drop = [&] { foreign.Done(0, IXP_E_CONNECTION_DROPPED, 0); };
    fixture.client.on_idle = [&](ULONGLONG token, DWORD ms) {
      const bool first = asked++ == 0;
      CHECK(ms == (first ? 20 : 30));
      fixture.extension->AnswerIdle(token, first ? S_OK : S_FALSE, 30);
    };
    const ULONGLONG first = fixture.Post(stream);
    const ULONGLONG second = fixture.Post(other);
    const Ended ended = fixture.client.Wait(first);
    CHECK(ended.hr == IXP_E_TIMEOUT);
    CHECK(ended.problem == "no sign of life from the transport for 30 ms");
    CHECK(ended.delivery == IMNXPORT_DELIVERY_NONE);
    CHECK(fixture.client.Wait(second).hr == IXP_E_TIMEOUT);
    CHECK(asked == 2);
    CHECK(foreign.CountOf("DropConnection") == 1);
  }
  SUBCASE("the answer comes while it is asked: the question is moot") {
    fixture.client.on_idle = [&](ULONGLONG, DWORD) { foreign.Done(0, E_FAIL, 0); };
    CHECK(fixture.client.Wait(fixture.Post(stream)).hr == E_FAIL);
  }
}

TEST_CASE("where a thread must not wait, only an answer that is given at once counts") {
  struct AskNow final : AskHere {
    std::function<void(uint64_t)> logon = [](uint64_t) {};
    void Logon(uint64_t token, const std::string& origin, uint32_t attempt) noexcept override {
      CHECK(origin == "https://mail.example.org:443");
      CHECK(attempt == 1);
      logon(token);
    }
    void Idle(uint64_t, uint32_t) noexcept override {}
  };
  AskingTransport asking;
  ScriptedStream stream("abc");
  asking.foreign.on_post = [&](HandedPost post) {
    asking.Ask(post);
    return S_OK;
  };
  auto ask = std::make_unique<AskNow>();
  AskNow& here = *ask;
  ForeignFixture fixture(asking.foreign, std::move(ask));
  SUBCASE("given at once") {
    here.logon = [&](uint64_t token) { fixture.extension->AnswerLogon(token, S_OK, "user", "secret"); };
    CHECK(fixture.client.Wait(fixture.Post(stream)).hr == S_OK);
    CHECK(asking.logon == "user:secret");
  }
  SUBCASE("not given") {
    const Ended ended = fixture.client.Wait(fixture.Post(stream));
    CHECK(ended.hr == IXP_E_USER_CANCEL);
    CHECK(asking.answer == S_FALSE);
    CHECK(ended.problem.find("given at once") != std::string::npos);
  }
}
