// When a transport that is not ours is connected, and as what.
#include <doctest/doctest.h>

#include "foreign/plain_server.h"
#include "support/foreign_fixture.h"

using namespace imnxport;
using namespace imnxport::test;
using Calls = std::vector<std::string>;

namespace {

// What was asked of the transport, without the posts and the end.
Calls Connections(ScriptedTransport& foreign) {
  Calls calls;
  for (const std::string& call : foreign.Calls()) {
    if (call.find("onnect") != std::string::npos) calls.push_back(call);
  }
  return calls;
}

IMNXPORT_OPTIONS Options(DWORD idle_ms = 60'000) {
  IMNXPORT_OPTIONS options{};
  options.cbSize = sizeof options;
  options.dwIdleTimeout = idle_ms;
  return options;
}

}  // namespace

TEST_CASE("nothing that needs a connection: no Connect") {
  ScriptedTransport foreign;
  ScriptedStream stream("abc");
  ForeignFixture fixture(foreign);
  CHECK(fixture.client.Wait(fixture.Post(stream)).hr == S_OK);
  CHECK(Connections(foreign) == Calls{});
}

TEST_CASE("credentials, a time-out, logging and Connect itself need a connection, which stays") {
  ScriptedTransport foreign;
  ScriptedStream stream("abc");
  ForeignFixture fixture(foreign);
  IMNXPORT_OPTIONS options = Options(1500);
  SUBCASE("a time-out, in whole seconds") {
    REQUIRE(fixture.extension->Configure(&options) == S_OK);
    fixture.client.Wait(fixture.Post(stream));
    fixture.client.Wait(fixture.Post(stream));
    CHECK(Connections(foreign) == Calls{"Connect http://h:80  2"});
  }
  SUBCASE("credentials, for their origin and no other") {
    options.pszUser = "u";
    options.pszPassword = "p";
    options.dwIdleTimeout = 60'000;
    REQUIRE(fixture.extension->Configure(&options) == S_OK);
    fixture.client.Wait(fixture.Post(stream));
    fixture.client.Wait(fixture.Post(stream, 0, "http://other/"));
    CHECK(Connections(foreign) == Calls{"Connect http://h:80 u 60 authenticate", "Disconnect"});
    CHECK(std::string(foreign.server.szPassword) == "p");
    CHECK(foreign.server.dwPort == 80);
  }
  SUBCASE("logging") {
    options.dwFlags = IMNXPORT_OPT_LOG_COMMANDS;
    REQUIRE(fixture.extension->Configure(&options) == S_OK);
    fixture.client.Wait(fixture.Post(stream, 0, "https://h:444/"));
    CHECK(Connections(foreign) == Calls{"Connect https://h:444  2 logging"});
    CHECK(foreign.server.fSSL == TRUE);
    CHECK(foreign.server.dwPort == 444);
  }
  SUBCASE("Connect") {
    INETSERVER server{};
    std::strcpy(server.szServerName, "h");
    REQUIRE(fixture.front->Connect(&server, TRUE, FALSE) == S_OK);
    fixture.client.Wait(fixture.Post(stream));
    CHECK(Connections(foreign) == Calls{"Connect http://h:80  60"});
  }
}

TEST_CASE("another time-out is another connection, which takes the place of the one before") {
  ScriptedTransport foreign;
  ScriptedStream stream("abc");
  ForeignFixture fixture(foreign);
  IMNXPORT_OPTIONS options = Options(1000);
  REQUIRE(fixture.extension->Configure(&options) == S_OK);
  fixture.client.Wait(fixture.Post(stream));
  options.dwIdleTimeout = 5000;
  REQUIRE(fixture.extension->Configure(&options) == S_OK);
  fixture.client.Wait(fixture.Post(stream));
  CHECK(Connections(foreign) == Calls{"Connect http://h:80  1", "Disconnect", "Connect http://h:80  5"});
}

TEST_CASE("a transport that posts nothing without a connection is connected, and then always") {
  ScriptedTransport foreign;
  ScriptedStream stream("abc");
  int posts = 0;
  foreign.on_post = [&](HandedPost post) -> HRESULT {
    ++posts;
    if (foreign.IsState(IXP_IS_CONNECTED) != S_OK) return IXP_E_NOT_CONNECTED;
    ScriptedTransport::ReadAll(*post.stream.Get());
    foreign.Done(post.context);
    return S_OK;
  };
  ForeignFixture fixture(foreign);
  CHECK(fixture.client.Wait(fixture.Post(stream)).hr == S_OK);
  CHECK(fixture.client.Wait(fixture.Post(stream)).hr == S_OK);
  CHECK(posts == 3);
  CHECK(Connections(foreign) == Calls{"Connect http://h:80  60"});
}

TEST_CASE("one that stays without a connection ends the command with its own answer") {
  ScriptedTransport foreign;
  ScriptedStream stream("abc");
  foreign.on_post = [](HandedPost) { return IXP_E_NOT_CONNECTED; };
  ForeignFixture fixture(foreign);
  CHECK(fixture.client.Wait(fixture.Post(stream)).hr == IXP_E_NOT_CONNECTED);
}

TEST_CASE("a Connect that takes its time is waited for") {
  ScriptedTransport foreign;
  ScriptedStream stream("abc");
  foreign.connects_at_once = false;
  ForeignFixture fixture(foreign);
  IMNXPORT_OPTIONS options = Options(30'000);
  REQUIRE(fixture.extension->Configure(&options) == S_OK);
  const ULONGLONG token = fixture.Post(stream);
  REQUIRE(foreign.WaitForCall("Connect http://h:80  30"));
  foreign.Callback()->OnStatus(IXP_DISCONNECTED, foreign.Pointer());  // of something before
  foreign.Callback()->OnStatus(IXP_CONNECTING, foreign.Pointer());
  CHECK(foreign.CountOf("CommandPOST http://h/inbox/") == 0);
  foreign.SetConnected(true);
  foreign.Callback()->OnStatus(IXP_CONNECTED, foreign.Pointer());
  CHECK(fixture.client.Wait(token).hr == S_OK);
}

TEST_CASE("a Connect that fails ends the command: at once, by OnError, or by the status") {
  ScriptedTransport foreign;
  ScriptedStream stream("abc");
  foreign.connects_at_once = false;
  ForeignFixture fixture(foreign);
  IMNXPORT_OPTIONS options = Options(30'000);
  REQUIRE(fixture.extension->Configure(&options) == S_OK);
  SUBCASE("at once") {
    foreign.connect_answer = IXP_E_SOCKET_CONNECT_ERROR;
    CHECK(fixture.client.Wait(fixture.Post(stream)).hr == IXP_E_SOCKET_CONNECT_ERROR);
  }
  SUBCASE("by OnError") {
    const ULONGLONG token = fixture.Post(stream);
    REQUIRE(foreign.WaitForCall("Connect http://h:80  30"));
    IXPRESULT result{};
    result.hrResult = IXP_E_CANT_FIND_HOST;
    foreign.Callback()->OnError(IXP_FINDINGHOST, &result, foreign.Pointer());
    CHECK(fixture.client.Wait(token).hr == IXP_E_CANT_FIND_HOST);
  }
  SUBCASE("by the status") {
    const ULONGLONG token = fixture.Post(stream);
    REQUIRE(foreign.WaitForCall("Connect http://h:80  30"));
    foreign.Callback()->OnStatus(IXP_CONNECTING, foreign.Pointer());
    foreign.Callback()->OnStatus(IXP_DISCONNECTED, foreign.Pointer());
    CHECK(fixture.client.Wait(token).hr == IXP_E_FAILED_TO_CONNECT);
  }
  SUBCASE("it is dropped meanwhile") {
    const ULONGLONG token = fixture.Post(stream);
    REQUIRE(foreign.WaitForCall("Connect http://h:80  30"));
    CHECK(fixture.extension->Cancel(token, IXP_E_USER_CANCEL) == S_OK);
    CHECK(fixture.client.Wait(token).hr == IXP_E_USER_CANCEL);
    CHECK(foreign.CountOf("DropConnection") == 1);
  }
}

TEST_CASE("somebody else's connection gives way to the one that a command wants") {
  ScriptedTransport foreign;
  ScriptedStream stream("abc");
  foreign.connect_answer = IXP_E_ALREADY_CONNECTED;
  ForeignFixture fixture(foreign);
  IMNXPORT_OPTIONS options = Options(30'000);
  REQUIRE(fixture.extension->Configure(&options) == S_OK);
  CHECK(fixture.client.Wait(fixture.Post(stream)).hr == IXP_E_ALREADY_CONNECTED);
  CHECK(Connections(foreign) == Calls{"Connect http://h:80  30", "Disconnect", "Connect http://h:80  30"});
}

TEST_CASE("credentials that have no place in an INETSERVER are refused") {
  PlainServer from;
  from.origin = "http://h:80";
  INETSERVER server;
  from.credentials.user = std::string(256, 'u');
  CHECK(FillServer(from, &server) == E_INVALIDARG);
  from.credentials.user = std::string(255, 'u');
  CHECK(FillServer(from, &server) == S_OK);
  from.credentials.password = std::string(256, 'p');
  CHECK(FillServer(from, &server) == E_INVALIDARG);
}
