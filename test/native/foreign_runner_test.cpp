// Carrying commands out through a transport that is not ours.
#include "foreign/foreign_runner.h"

#include <doctest/doctest.h>

#include "support/foreign_fixture.h"

using namespace imnxport;
using namespace imnxport::test;
using Calls = std::vector<std::string>;

TEST_CASE(
    "a plain transport is opened by the first command, and told what the documented interface carries") {
  ScriptedTransport foreign;
  ScriptedStream stream("Subject: x\r\n");
  ForeignFixture fixture(foreign);
  CHECK(fixture.script.opened == 0);
  const Ended ended = fixture.client.Wait(fixture.Post(stream, 7));
  CHECK(ended.hr == S_OK);
  CHECK(ended.status == 201);
  CHECK(ended.line == "HTTP/1.1 201 Created");
  CHECK(ended.location == "http://h/inbox/1.eml");
  CHECK(ended.url == "http://h/inbox/");
  CHECK(ended.delivery == IMNXPORT_DELIVERY_WHOLE);
  CHECK(ended.sent == 12);
  CHECK(foreign.received == "Subject: x\r\n");
  CHECK(foreign.Calls() == Calls{"InitNew agent", "CommandPOST http://h/inbox/"});
}

TEST_CASE("a transport that answers IImnxportTransport gets all options, and its word counts") {
  ScriptedTransport foreign(true);
  ScriptedStream stream("abc");
  HandedPost handed;
  foreign.on_post = [&](HandedPost post) {
    handed = std::move(post);
    handed.stream.Reset();
    foreign.ExtendedDone(foreign.LastToken());
    return S_OK;
  };
  ForeignFixture fixture(foreign);
  IMNXPORT_HEADER header{"X-One", "1"};
  IMNXPORT_OPTIONS options{};
  options.cbSize = sizeof options;
  options.dwFlags = IMNXPORT_OPT_LOG_COMMANDS | IMNXPORT_OPT_DANGEROUSLY_ACCEPT_ANY_CERTIFICATE;
  options.dwIdleTimeout = 1500;
  options.pszProxy = "http://proxy:1/";
  options.pszCaFile = "/ca.pem";
  options.pszUser = "u";
  options.pszPassword = "p";
  options.pszOrigin = "http://h/";
  options.rgHeaders = &header;
  options.cHeaders = 1;
  REQUIRE(fixture.extension->Configure(&options) == S_OK);
  const Ended ended = fixture.client.Wait(fixture.Post(stream, 7));
  CHECK(ended.hr == S_OK);
  CHECK(ended.sent == 5'000'000'000);
  CHECK(ended.headers == Calls{"X-Stored"});
  CHECK(ended.body == "body");
  CHECK(foreign.Calls() ==
        Calls{"InitNew agent", "Configure http://proxy:1/ /ca.pem u p http://h:80", "Post http://h/inbox/"});
  CHECK(foreign.options.dwFlags == options.dwFlags);
  CHECK(foreign.options.dwIdleTimeout == 1500);
  CHECK(handed.context == 7);
  CHECK(handed.content_type == "message/rfc822");
  CHECK(handed.headers == Calls{"X-One: 1"});
}

TEST_CASE("a transport is made, called and released on one thread, which is none of the client's") {
  ScriptedTransport foreign;
  ScriptedStream stream("abc");
  ForeignFixture fixture(foreign);
  fixture.client.Wait(fixture.Post(stream));
  fixture.client.Wait(fixture.Post(stream));
  fixture.End();
  for (const std::thread::id& thread : foreign.Threads()) {
    CHECK(thread == foreign.Threads().front());
    CHECK(thread != std::this_thread::get_id());
  }
  CHECK(foreign.ReleasedOn() == foreign.Threads().front());
  CHECK(foreign.Calls() == Calls{"InitNew agent", "CommandPOST http://h/inbox/",
                                 "CommandPOST http://h/inbox/", "HandsOffCallback", "DropConnection"});
  CHECK(fixture.script.closed == 1);
}

TEST_CASE("commands go to it one at a time, in their order") {
  ScriptedTransport foreign;
  ScriptedStream first("1"), second("2");
  Gate gate;
  ForeignFixture* at = nullptr;
  foreign.on_post = [&](HandedPost post) {
    if (post.context == 1) {
      at->Later([&foreign, &gate, post] {
        ScriptedTransport::ReadAll(*post.stream.Get());
        gate.Pass();
        foreign.Done(1);
      });
    } else {
      ScriptedTransport::ReadAll(*post.stream.Get());
      foreign.Done(2);
    }
    return S_OK;
  };
  ForeignFixture fixture(foreign);
  at = &fixture;
  const ULONGLONG one = fixture.Post(first, 1, "http://h/1");
  const ULONGLONG two = fixture.Post(second, 2, "http://h/2");
  REQUIRE(gate.AwaitArrival());
  CHECK(foreign.CountOf("CommandPOST http://h/2") == 0);
  gate.Open();
  CHECK(fixture.client.Wait(one).hr == S_OK);
  CHECK(fixture.client.Wait(two).hr == S_OK);
}

TEST_CASE("statuses, lines and errors are passed on, lines without secrets") {
  ScriptedTransport foreign;
  ScriptedStream stream("abc");
  foreign.on_post = [&](HandedPost post) {
    foreign.Callback()->OnStatus(IXP_CONNECTING, foreign.Pointer());
    char secret[] = "Authorization: Basic abc\r\n";
    foreign.Callback()->OnCommand(CMD_SEND, secret, S_OK, foreign.Pointer());
    IXPRESULT result{};
    result.hrResult = IXP_E_CONN;
    foreign.Callback()->OnError(IXP_CONNECTING, &result, foreign.Pointer());
    foreign.Done(post.context, IXP_E_CONN, 0);
    return S_OK;
  };
  ForeignFixture fixture(foreign);
  IMNXPORT_OPTIONS options{};
  options.cbSize = sizeof options;
  options.dwFlags = IMNXPORT_OPT_LOG_COMMANDS;
  options.dwIdleTimeout = 60'000;
  REQUIRE(fixture.extension->Configure(&options) == S_OK);
  const Ended ended = fixture.client.Wait(fixture.Post(stream));
  CHECK(ended.hr == IXP_E_CONN);
  CHECK(ended.delivery == IMNXPORT_DELIVERY_NONE);
  CHECK(fixture.client.WaitForCall("status 8"));
  CHECK(fixture.client.Calls() == Calls{"status 1", "> Authorization: ***", "error 800CCC04", "status 8"});
}

TEST_CASE("counts of 32 bits go on where they end, and a restart is told") {
  ScriptedTransport foreign;
  ScriptedStream stream("abc");
  foreign.on_post = [&](HandedPost post) {
    ScriptedTransport::ReadAll(*post.stream.Get());
    foreign.Progress(0, 1000, 1000);
    foreign.Progress(0, 0xFFFFF000, 0xFFFFFFFF, 0xFFFFFFFF);
    foreign.Progress(0, 0xF0000000, 0xFFFFFFFF, 0xFFFFFFFF);
    foreign.Done(0, IXP_E_CONNECTION_DROPPED, 0);
    return S_OK;
  };
  ForeignFixture fixture(foreign);
  const Ended ended = fixture.client.Wait(fixture.Post(stream));
  // The final response has no counts: it is a restart at 0, and then what was read of the stream.
  CHECK(ended.resent);
  CHECK(ended.sent == 3);
}

TEST_CASE("behaviour 10.4: a stream belongs to the transport only until the final response") {
  ScriptedTransport foreign;
  ScriptedStream stream("abc");
  ComPtr<IStream> kept;
  foreign.on_post = [&](HandedPost post) {
    kept = post.stream;
    char two[2];
    ULONG got = 0;
    kept->Read(two, 2, &got);
    foreign.Done(0, E_FAIL, 0);
    return S_OK;
  };
  ForeignFixture fixture(foreign);
  const Ended ended = fixture.client.Wait(fixture.Post(stream));
  CHECK(ended.hr == E_FAIL);
  CHECK(ended.delivery == IMNXPORT_DELIVERY_PARTIAL);
  CHECK(stream.Taken() == 0);
  char more;
  ULONG got = 0;
  CHECK(kept->Read(&more, 1, &got) == E_ABORT);
  kept.Reset();
}

TEST_CASE("success counts only if the whole stream was read") {
  ScriptedTransport foreign;
  ScriptedStream stream("abc"), empty("");
  foreign.on_post = [&](HandedPost post) {
    if (post.context == 1) {
      char two[2];
      ULONG got = 0;
      post.stream->Read(two, 2, &got);
    }
    if (post.context == 2) {  // exactly to its end, which was asked for before
      ULARGE_INTEGER size{};
      post.stream->Seek(LARGE_INTEGER{}, STREAM_SEEK_END, &size);
      post.stream->Seek(LARGE_INTEGER{}, STREAM_SEEK_SET, nullptr);
      char three[3];
      ULONG got = 0;
      post.stream->Read(three, static_cast<ULONG>(size.QuadPart), &got);
    }
    if (post.context == 3) {
      STATSTG stat{};
      post.stream->Stat(&stat, STATFLAG_NONAME);
    }
    foreign.Done(post.context);
    return S_OK;
  };
  ForeignFixture fixture(foreign);
  Ended ended = fixture.client.Wait(fixture.Post(stream, 1));
  CHECK(ended.hr == IXP_E_INCOMPLETE);
  CHECK(ended.delivery == IMNXPORT_DELIVERY_PARTIAL);
  ended = fixture.client.Wait(fixture.Post(stream, 2));
  CHECK(ended.hr == S_OK);
  CHECK(ended.delivery == IMNXPORT_DELIVERY_WHOLE);
  ended = fixture.client.Wait(fixture.Post(empty, 3));
  CHECK(ended.hr == S_OK);
  CHECK(ended.delivery == IMNXPORT_DELIVERY_WHOLE);
}

TEST_CASE("a transport that cannot be had refuses the command, and is tried again by the next") {
  ScriptedTransport foreign;
  ScriptedStream stream("abc");
  ForeignFixture fixture(foreign);
  fixture.script.failure = OpenFailure{OpenProblem::kBitness, kBadExeFormat, "it is for ia32"};
  const ULONGLONG refused = fixture.Post(stream);
  const Ended ended = fixture.client.Wait(refused);
  CHECK(ended.hr == kBadExeFormat);
  CHECK(ended.problem == "it is for ia32");
  CHECK(ended.delivery == IMNXPORT_DELIVERY_NONE);
  CHECK(fixture.runner->TakeRefusal(refused) == ForeignRefusal::kBitness);
  CHECK(fixture.runner->TakeRefusal(refused) == std::nullopt);
  fixture.script.failure.reset();
  CHECK(fixture.client.Wait(fixture.Post(stream)).hr == S_OK);
}

TEST_CASE("an InitNew that fails is the answer, and the transport is opened again by the next command") {
  ScriptedTransport foreign;
  foreign.init_answer = IXP_E_SOCKET_INIT_ERROR;
  ScriptedStream stream("abc");
  ForeignFixture fixture(foreign);
  CHECK(fixture.client.Wait(fixture.Post(stream)).hr == IXP_E_SOCKET_INIT_ERROR);
  CHECK(fixture.client.Wait(fixture.Post(stream)).hr == IXP_E_SOCKET_INIT_ERROR);
  CHECK(fixture.script.opened == 2);
}

TEST_CASE("options that a plain transport cannot be given refuse the command by name") {
  ScriptedTransport foreign;
  ScriptedStream stream("abc");
  ForeignFixture fixture(foreign);
  IMNXPORT_HEADER header{"X-One", "1"};
  IMNXPORT_OPTIONS options{};
  options.cbSize = sizeof options;
  options.dwFlags = IMNXPORT_OPT_NO_PROXY;
  options.pszCaFile = "/ca.pem";
  options.rgHeaders = &header;
  options.cHeaders = 1;
  REQUIRE(fixture.extension->Configure(&options) == S_OK);
  const ULONGLONG token = fixture.Post(stream);
  const Ended ended = fixture.client.Wait(token);
  CHECK(ended.hr == E_NOTIMPL);
  CHECK(ended.problem ==
        "the transport has no IImnxportTransport, and cannot be given these options: headers, proxy, tls");
  CHECK(fixture.runner->TakeRefusal(token) == ForeignRefusal::kUnsupported);
  CHECK(foreign.CountOf("CommandPOST http://h/inbox/") == 0);
}

TEST_CASE("another user agent is another InitNew") {
  ScriptedTransport foreign;
  ScriptedStream stream("abc");
  ForeignFixture fixture(foreign);
  fixture.client.Wait(fixture.Post(stream));
  REQUIRE(fixture.front->InitNew("other", nullptr, &fixture.client) == S_OK);
  CHECK(fixture.client.Wait(fixture.Post(stream)).hr == S_OK);
  CHECK(foreign.CountOf("InitNew other") == 1);
}
