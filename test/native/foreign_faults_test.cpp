// Transports that do what no transport should.
#include <doctest/doctest.h>

#include "support/foreign_fixture.h"

using namespace imnxport;
using namespace imnxport::test;
using Calls = std::vector<std::string>;

TEST_CASE("CommandPOST that fails is the end, whatever it has told before") {
  ScriptedTransport foreign;
  ScriptedStream stream("abc");
  foreign.on_post = [&](HandedPost post) {
    foreign.Done(post.context);
    return post.context == 1 ? E_ACCESSDENIED : S_OK;
  };
  ForeignFixture fixture(foreign);
  const Ended ended = fixture.client.Wait(fixture.Post(stream, 1));
  CHECK(ended.hr == E_ACCESSDENIED);
  CHECK(ended.problem == "the transport refused the command");
  CHECK(fixture.client.Wait(fixture.Post(stream, 2)).hr == IXP_E_INCOMPLETE);  // it has read nothing
}

TEST_CASE("a second end, and one after the end, is not heard") {
  ScriptedTransport foreign;
  ScriptedStream stream("abc");
  foreign.on_post = [&](HandedPost post) {
    ScriptedTransport::ReadAll(*post.stream.Get());
    foreign.Done(post.context);
    foreign.Done(post.context, E_FAIL, 500);
    return S_OK;
  };
  ForeignFixture fixture(foreign);
  CHECK(fixture.client.Wait(fixture.Post(stream, 1)).hr == S_OK);
  foreign.Done(1, E_FAIL, 500);
  CHECK(fixture.client.Wait(fixture.Post(stream, 2)).hr == S_OK);
}

TEST_CASE("an end of another command, or of something else than a POST, is not this one's") {
  ScriptedTransport foreign;
  ScriptedStream stream("abc");
  foreign.on_post = [&](HandedPost post) {
    ScriptedTransport::ReadAll(*post.stream.Get());
    foreign.Done(post.context + 1, E_FAIL, 500);
    HTTPMAILRESPONSE response{};
    response.command = HTTPMAIL_GET;
    response.dwContext = post.context;
    response.fDone = TRUE;
    response.rIxpResult.hrResult = E_FAIL;
    foreign.Callback()->OnResponse(&response);
    foreign.Callback()->OnResponse(nullptr);
    foreign.Done(post.context);
    return S_OK;
  };
  ForeignFixture fixture(foreign);
  CHECK(fixture.client.Wait(fixture.Post(stream, 1)).hr == S_OK);
}

TEST_CASE("success by another number than S_OK is S_OK, and a status is found in its line") {
  ScriptedTransport foreign;
  ScriptedStream stream("abc");
  foreign.on_post = [&](HandedPost post) {
    ScriptedTransport::ReadAll(*post.stream.Get());
    foreign.Done(post.context, S_FALSE, 0);
    return S_OK;
  };
  ForeignFixture fixture(foreign);
  const Ended ended = fixture.client.Wait(fixture.Post(stream, 1));
  CHECK(ended.hr == S_OK);
  CHECK(ended.status == 201);
}

TEST_CASE("a cancelled command is waited for, and then the next one is handed over") {
  ScriptedTransport foreign;
  ScriptedStream stream("abc"), other("def");
  foreign.on_post = [&](HandedPost post) {
    if (post.context == 2) {
      ScriptedTransport::ReadAll(*post.stream.Get());
      foreign.Done(2);
    }
    return S_OK;
  };
  Gate gate;
  int drops = 0;
  ForeignFixture fixture(foreign);
  foreign.on_drop = [&] {
    if (++drops > 1) return;
    // Its end comes later, from elsewhere, as of a transport with threads.
    fixture.Later([&] {
      gate.Pass();
      foreign.Done(1, IXP_E_CONNECTION_DROPPED, 0);
    });
  };
  const ULONGLONG first = fixture.Post(stream, 1);
  REQUIRE(foreign.WaitForCall("CommandPOST http://h/inbox/"));
  const ULONGLONG second = fixture.Post(other, 2, "http://h/2");
  CHECK(fixture.extension->Cancel(first, IXP_E_USER_CANCEL) == S_OK);
  REQUIRE(gate.AwaitArrival());
  CHECK(!fixture.client.HasEnded(first));
  CHECK(foreign.CountOf("CommandPOST http://h/2") == 0);
  gate.Open();
  CHECK(fixture.client.Wait(first).hr == IXP_E_USER_CANCEL);
  CHECK(fixture.client.Wait(second).hr == S_OK);
  CHECK(fixture.script.opened == 1);
}

TEST_CASE("one that does not end although it was dropped is let go, and another is opened") {
  ScriptedTransport foreign;
  ScriptedStream stream("abc"), other("def");
  foreign.on_post = [&](HandedPost post) {
    if (post.context == 2) {
      ScriptedTransport::ReadAll(*post.stream.Get());
      foreign.Done(2);
    }
    return S_OK;
  };
  ForeignFixture fixture(foreign);
  const ULONGLONG first = fixture.Post(stream, 1);
  REQUIRE(foreign.WaitForCall("CommandPOST http://h/inbox/"));
  const ComPtr<IHTTPMailCallback> old(foreign.Callback());
  CHECK(fixture.extension->Cancel(first, IXP_E_USER_CANCEL) == S_OK);
  CHECK(fixture.client.Wait(first).hr == IXP_E_USER_CANCEL);
  CHECK(foreign.CountOf("HandsOffCallback") == 1);
  HTTPMAILRESPONSE late{};
  late.command = HTTPMAIL_POST;
  late.dwContext = 2;
  late.fDone = TRUE;
  late.rIxpResult.hrResult = E_FAIL;
  foreign.on_post = [&](HandedPost post) {
    old->OnResponse(&late);  // what the one before says is not the new one's
    ScriptedTransport::ReadAll(*post.stream.Get());
    foreign.Done(2);
    return S_OK;
  };
  CHECK(fixture.client.Wait(fixture.Post(other, 2)).hr == S_OK);
  CHECK(fixture.script.opened == 2);
}

TEST_CASE("an extended transport is asked to end one command, by its token") {
  ScriptedTransport foreign(true);
  ScriptedStream stream("abc");
  foreign.on_post = [](HandedPost) { return S_OK; };
  foreign.on_drop = [&] { foreign.ExtendedDone(101, IXP_E_USER_CANCEL, IMNXPORT_DELIVERY_PARTIAL); };
  ForeignFixture fixture(foreign);
  const ULONGLONG token = fixture.Post(stream);
  REQUIRE(foreign.WaitForCall("Post http://h/inbox/"));
  foreign.ExtendedDone(100, S_OK);  // of a command that somebody else gave it
  CHECK(fixture.extension->Cancel(token, IXP_E_USER_CANCEL) == S_OK);
  const Ended ended = fixture.client.Wait(token);
  CHECK(ended.hr == IXP_E_USER_CANCEL);
  CHECK(ended.delivery == IMNXPORT_DELIVERY_PARTIAL);
  CHECK(foreign.CountOf("Cancel 101") == 1);
  CHECK(foreign.CountOf("DropConnection") == 0);
}

TEST_CASE("a callback that is replaced ends what runs, and refuses what comes") {
  ScriptedTransport foreign;
  ScriptedStream stream("abc");
  foreign.on_post = [](HandedPost) { return S_OK; };
  RecordingCallback others;
  {
    ForeignFixture fixture(foreign);
    const ULONGLONG first = fixture.Post(stream);
    REQUIRE(foreign.WaitForCall("CommandPOST http://h/inbox/"));
    CHECK(foreign.InitNew("somebody else", nullptr, &others) == S_OK);
    CHECK(fixture.client.Wait(first).hr == E_ABORT);
    CHECK(fixture.runner->TakeRefusal(first) == ForeignRefusal::kReplaced);
    const ULONGLONG second = fixture.Post(stream);
    CHECK(fixture.client.Wait(second).hr == E_ABORT);
    CHECK(fixture.runner->TakeRefusal(second) == ForeignRefusal::kReplaced);
    CHECK(foreign.CountOf("CommandPOST http://h/inbox/") == 1);
    // The other one stays where it is.
    fixture.front->HandsOffCallback();
    fixture.extension.Reset();
    fixture.front.Reset();
    CHECK(Eventually([&] { return fixture.script.closed == 1; }));
    CHECK(foreign.CountOf("HandsOffCallback") == 0);
    CHECK(others.Taken() == 1);
    foreign.HandsOffCallback();
  }
}

TEST_CASE("one that keeps no reference on its callback can be used all the same") {
  ScriptedTransport foreign;
  ScriptedStream stream("abc");
  foreign.forgets_callback = true;
  foreign.on_post = [&](HandedPost post) {
    const ComPtr<IHTTPMailCallback> now(foreign.Callback());  // comes and goes
    ScriptedTransport::ReadAll(*post.stream.Get());
    foreign.Done(0);
    return S_OK;
  };
  ForeignFixture fixture(foreign);
  CHECK(fixture.client.Wait(fixture.Post(stream)).hr == S_OK);
  CHECK(fixture.client.Wait(fixture.Post(stream)).hr == S_OK);
  foreign.Callback()->AddRef();  // the reference that it gives back at its end and never had
}

TEST_CASE("the final Release drops what runs, and releases the transport on its thread") {
  ScriptedTransport foreign;
  ScriptedStream stream("abc");
  foreign.on_post = [](HandedPost) { return S_OK; };
  foreign.on_drop = [&] { foreign.Done(0, IXP_E_CONNECTION_DROPPED, 0); };
  ForeignFixture fixture(foreign);
  const ULONGLONG token = fixture.Post(stream);
  REQUIRE(foreign.WaitForCall("CommandPOST http://h/inbox/"));
  fixture.End();
  CHECK(!fixture.client.HasEnded(token));
  CHECK(foreign.ReleasedOn() == foreign.Threads().front());
}

TEST_CASE("the final Release waits for nobody who does not come back") {
  ScriptedTransport foreign;
  ScriptedStream stream("abc");
  Gate gate;
  foreign.on_post = [&](HandedPost) {
    gate.Pass();
    return S_OK;
  };
  ForeignFixture fixture(foreign);
  fixture.Post(stream);
  REQUIRE(gate.AwaitArrival());
  fixture.front->HandsOffCallback();
  fixture.extension.Reset();
  fixture.front.Reset();  // returns although the transport does not
  gate.Open();
}
