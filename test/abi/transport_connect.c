/* transport_connect.c: Connect, what counts as connected, Disconnect and DropConnection without commands. */
#include <stdio.h>
#include <string.h>

#include "transport_test.h"

static IXPSTATUS Status(Fixture* fixture) {
  IXPSTATUS status = IXP_LAST;
  CHECK_HR(S11_GetStatus(fixture->transport, &status), S_OK);
  return status;
}

static HRESULT Is(Fixture* fixture, IXPISSTATE state) { return S5_IsState(fixture->transport, state); }

CASE(connect_announces_itself) {
  Fixture fixture;
  FixtureStart(&fixture);
  INETSERVER info = ServerInfo(&fixture, "user", "secret");
  CHECK_HR(S7_Connect(fixture.transport, &info, TRUE, FALSE), S_OK);
  CHECK_HR(Is(&fixture, IXP_IS_CONNECTED), S_OK); /* from this S_OK on */
  REQUIRE(RecorderWaitStatus(fixture.recorder, 0, IXP_CONNECTED));
  CHECK_EQ(fixture.recorder->status_count, 2);
  CHECK_EQ(fixture.recorder->statuses[0], IXP_CONNECTING);
  CHECK_EQ(fixture.recorder->statuses[1], IXP_CONNECTED);
  CHECK_EQ(Status(&fixture), IXP_CONNECTED);
  CHECK_EQ(ServerConnections(fixture.server), 0); /* the network is not touched */
  CHECK_HR(S9_Disconnect(fixture.transport), S_OK);
  FixtureEnd(&fixture);
}

CASE(connect_twice) {
  Fixture fixture;
  FixtureStart(&fixture);
  INETSERVER info = ServerInfo(&fixture, NULL, NULL);
  CHECK_HR(S7_Connect(fixture.transport, &info, TRUE, FALSE), S_OK);
  CHECK_HR(S7_Connect(fixture.transport, &info, TRUE, FALSE), IXP_E_ALREADY_CONNECTED);
  CHECK_HR(S7_Connect(fixture.transport, NULL, TRUE, FALSE), E_INVALIDARG); /* arguments come first */
  CHECK_HR(S10_DropConnection(fixture.transport), S_OK);
  CHECK_HR(S7_Connect(fixture.transport, &info, TRUE, FALSE), S_OK);
  CHECK_HR(S9_Disconnect(fixture.transport), S_OK);
  CHECK_HR(S7_Connect(fixture.transport, &info, TRUE, FALSE), S_OK);
  FixtureEnd(&fixture);
}

CASE(connect_structure_is_copied) {
  Fixture fixture;
  FixtureStart(&fixture);
  INETSERVER info = ServerInfo(&fixture, "user", "secret");
  INETSERVER kept;
  CHECK_HR(S7_Connect(fixture.transport, &info, TRUE, FALSE), S_OK);
  memset(&info, 0xEE, sizeof info);
  CHECK_HR(S3_GetServerInfo(fixture.transport, &kept), S_OK);
  CHECK_TEXT(kept.szServerName, "127.0.0.1");
  CHECK_TEXT(kept.szUserName, "user");
  CHECK_EQ(kept.dwPort, ServerPort(fixture.server));
  FixtureEnd(&fixture);
}

/* Each of the five arrays without its end. */
CASE(connect_unterminated_strings) {
  Fixture fixture;
  FixtureStart(&fixture);
  for (int i = 0; i < 5; ++i) {
    INETSERVER info = ServerInfo(&fixture, "user", "secret");
    char* const fields[] = {info.szAccount, info.szUserName, info.szPassword, info.szServerName,
                            info.szConnectoid};
    memset(fields[i], 'a', 256);
    CHECK_HR(S7_Connect(fixture.transport, &info, TRUE, FALSE), E_INVALIDARG);
  }
  CHECK_HR(Is(&fixture, IXP_IS_CONNECTED), S_FALSE);
  FixtureEnd(&fixture);
}

CASE(connect_bad_members) {
  static const char* const kBadServers[] = {
      "a b",     "host\r\n",  "\x01",           "ftp://127.0.0.1",
      "http://", "http:///x", "user@127.0.0.1", "http://user:secret@127.0.0.1/"};
  Fixture fixture;
  FixtureStart(&fixture);
  INETSERVER info;
  for (unsigned i = 0; i < sizeof kBadServers / sizeof *kBadServers; ++i) {
    info = ServerInfo(&fixture, "user", "secret");
    snprintf(info.szServerName, sizeof info.szServerName, "%s", kBadServers[i]);
    Looking(kBadServers[i]);
    CHECK_HR(S7_Connect(fixture.transport, &info, TRUE, FALSE), E_INVALIDARG);
  }
  Looking(NULL);
  info = ServerInfo(&fixture, "us\ner", "secret");
  CHECK_HR(S7_Connect(fixture.transport, &info, TRUE, FALSE), E_INVALIDARG);
  info = ServerInfo(&fixture, "user", "sec\x01ret");
  CHECK_HR(S7_Connect(fixture.transport, &info, TRUE, FALSE), E_INVALIDARG);
  info = ServerInfo(&fixture, "user", "secret");
  info.dwPort = 65536;
  CHECK_HR(S7_Connect(fixture.transport, &info, TRUE, FALSE), E_INVALIDARG);
  CHECK_HR(Is(&fixture, IXP_IS_CONNECTED), S_FALSE);
  CHECK_EQ(fixture.recorder->status_count, 0);
  FixtureEnd(&fixture);
}

CASE(connect_good_members) {
  static const char* const kServers[] = {"",
                                         "localhost",
                                         "127.0.0.1",
                                         "http://127.0.0.1",
                                         "https://example.com/path",
                                         "http://127.0.0.1:8080/ignored"};
  Fixture fixture;
  FixtureStart(&fixture);
  for (unsigned i = 0; i < sizeof kServers / sizeof *kServers; ++i) {
    INETSERVER info = ServerInfo(&fixture, "user", "secret");
    snprintf(info.szServerName, sizeof info.szServerName, "%s", kServers[i]);
    info.dwPort = i % 2 ? 0 : 65535;
    Looking(kServers[i]);
    CHECK_HR(S7_Connect(fixture.transport, &info, TRUE, FALSE), S_OK);
    CHECK_HR(S9_Disconnect(fixture.transport), S_OK);
  }
  Looking(NULL);
  FixtureEnd(&fixture);
}

CASE(disconnect_without_connect) {
  Fixture fixture;
  FixtureStart(&fixture);
  CHECK_HR(S9_Disconnect(fixture.transport), IXP_E_NOT_CONNECTED);
  CHECK_HR(S10_DropConnection(fixture.transport), S_OK);
  CHECK_HR(S10_DropConnection(fixture.transport), S_OK);
  CHECK_HR(S9_Disconnect(fixture.transport), IXP_E_NOT_CONNECTED);
  FixtureEnd(&fixture);
}

CASE(disconnect_announces_itself) {
  Fixture fixture;
  FixtureStart(&fixture);
  INETSERVER info = ServerInfo(&fixture, NULL, NULL);
  for (int drop = 0; drop < 2; ++drop) {
    int from = StatusCount(&fixture);
    CHECK_HR(S7_Connect(fixture.transport, &info, TRUE, FALSE), S_OK);
    REQUIRE(RecorderWaitStatus(fixture.recorder, from, IXP_CONNECTED));
    CHECK_HR(drop ? S10_DropConnection(fixture.transport) : S9_Disconnect(fixture.transport), S_OK);
    CHECK_HR(Is(&fixture, IXP_IS_CONNECTED), S_FALSE);
    REQUIRE(RecorderWaitStatus(fixture.recorder, from, IXP_DISCONNECTED));
    CHECK_EQ(Status(&fixture), IXP_DISCONNECTED);
    CHECK_HR(S9_Disconnect(fixture.transport), IXP_E_NOT_CONNECTED);
  }
  FixtureEnd(&fixture);
}

CASE(states) {
  Fixture fixture;
  FixtureStart(&fixture);
  OddStream* stream = OddStreamMake(10);
  CHECK_HR(Is(&fixture, IXP_IS_CONNECTED), S_FALSE);
  CHECK_HR(Is(&fixture, IXP_IS_BUSY), S_FALSE);
  CHECK_HR(Is(&fixture, IXP_IS_READY), S_FALSE);
  INETSERVER info = ServerInfo(&fixture, NULL, NULL);
  CHECK_HR(S7_Connect(fixture.transport, &info, TRUE, FALSE), S_OK);
  CHECK_HR(Is(&fixture, IXP_IS_READY), S_OK);
  PostHeld(&fixture, stream, 0);
  CHECK_HR(Is(&fixture, IXP_IS_CONNECTED), S_OK);
  CHECK_HR(Is(&fixture, IXP_IS_BUSY), S_OK);
  CHECK_HR(Is(&fixture, IXP_IS_READY), S_FALSE);
  ServerLetGo(fixture.server);
  REQUIRE(RecorderWaitDone(fixture.recorder, 1));
  CHECK_HR(Is(&fixture, IXP_IS_AUTHENTICATED), S_FALSE);
  OddStreamEnd(stream);
  FixtureEnd(&fixture);
}

/* Read inside the final response: the command is over for the client then. */
static void LookAtState(Recorder* recorder, void* argument) {
  (void)recorder;
  Fixture* fixture = argument;
  CHECK_HR(Is(fixture, IXP_IS_CONNECTED), S_OK);
}

CASE(states_inside_a_callback) {
  Fixture fixture;
  FixtureStart(&fixture);
  fixture.recorder->argument = &fixture;
  fixture.recorder->on_response = fixture.recorder->on_status = LookAtState;
  INETSERVER info = ServerInfo(&fixture, NULL, NULL);
  CHECK_HR(S7_Connect(fixture.transport, &info, TRUE, FALSE), S_OK);
  OddStream* stream = OddStreamMake(10);
  PostTo(&fixture, "/", stream, 0);
  REQUIRE(RecorderWaitDone(fixture.recorder, 1));
  fixture.recorder->on_status = NULL; /* the last statuses come when it is no longer connected */
  OddStreamEnd(stream);
  FixtureEnd(&fixture);
}

CASE(connect_is_optional) {
  Fixture fixture;
  FixtureStart(&fixture);
  OddStream* stream = OddStreamMake(10);
  PostTo(&fixture, "/", stream, 0);
  REQUIRE(RecorderWaitDone(fixture.recorder, 1));
  CHECK_HR(RecorderFinal(fixture.recorder, 0).hr, S_OK);
  const Request* request = ServerWaitEnd(fixture.server, 0);
  REQUIRE(request != NULL);
  CHECK_TEXT(RequestField(request, "Authorization"), NULL);
  CHECK_EQ(fixture.recorder->command_count, 0); /* no OnCommand */
  CHECK_HR(S9_Disconnect(fixture.transport), IXP_E_NOT_CONNECTED);
  OddStreamEnd(stream);
  FixtureEnd(&fixture);
}

CASE(command_logging) {
  for (int logging = 0; logging < 2; ++logging) {
    Fixture fixture;
    FixtureStart(&fixture);
    INETSERVER info = ServerInfo(&fixture, "user", "hush-hush");
    CHECK_HR(S7_Connect(fixture.transport, &info, TRUE, (boolean)logging), S_OK);
    OddStream* stream = OddStreamMake(10);
    PostTo(&fixture, "/", stream, 0);
    REQUIRE(RecorderWaitDone(fixture.recorder, 1));
    Recorder* recorder = fixture.recorder;
    int sent = 0;
    int received = 0;
    for (int i = 0; i < recorder->command_count; ++i) {
      sent += strncmp(recorder->commands[i], "> POST / HTTP/1.1", 17) == 0;
      received += strncmp(recorder->commands[i], "< HTTP/1.1 201", 14) == 0;
      CHECK(strstr(recorder->commands[i], "hush-hush") == NULL);
    }
    CHECK_EQ(sent, logging);
    CHECK_EQ(received, logging);
    OddStreamEnd(stream);
    FixtureEnd(&fixture);
  }
}
