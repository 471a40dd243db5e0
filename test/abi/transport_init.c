/* transport_init.c: a transport before InitNew, and InitNew itself. */
#include <stdlib.h>
#include <string.h>

#include "support/fixture.h"
#include "transport_test.h"

CASE(before_init_commands) {
  Fixture fixture;
  FixtureMake(&fixture);
  OddStream* stream = OddStreamMake(10);
  const char* url = ServerUrl(fixture.server, "/");
  for (int i = 0; i < kUnimplemented; ++i) {
    Looking(UnimplementedName(i));
    CHECK_HR(CallUnimplemented(fixture.transport, i, url, stream), IXP_E_NOT_INIT);
  }
  Looking(NULL);
  CHECK_HR(S15_CommandPOST(fixture.transport, url, stream, NULL, 0), IXP_E_NOT_INIT);
  CHECK_EQ(stream->references, 1);
  OddStreamEnd(stream);
  CHECK_EQ(ServerConnections(fixture.server), 0);
  FixtureEnd(&fixture);
}

CASE(before_init_the_rest) {
  Fixture fixture;
  FixtureMake(&fixture);
  void* transport = fixture.transport;
  INETSERVER info = ServerInfo(&fixture, "user", "secret");
  IXPSTATUS status = IXP_LAST;
  CHECK_HR(S3_GetServerInfo(transport, &info), IXP_E_NOT_INIT);
  CHECK_HR(S6_InetServerFromAccount(transport, &info, &info), IXP_E_NOT_INIT);
  info = ServerInfo(&fixture, "user", "secret");
  CHECK_HR(S7_Connect(transport, &info, TRUE, TRUE), IXP_E_NOT_INIT);
  CHECK_HR(S9_Disconnect(transport), IXP_E_NOT_INIT);
  CHECK_HR(S10_DropConnection(transport), IXP_E_NOT_INIT);
  /* And those that answer in any state. */
  CHECK_EQ(S4_GetIXPType(transport), IXP_HTTPMail);
  for (int i = IXP_IS_CONNECTED; i <= IXP_IS_AUTHENTICATED; ++i) {
    CHECK_HR(S5_IsState(transport, (IXPISSTATE)i), S_FALSE);
  }
  CHECK_HR(S8_HandsOffCallback(transport), S_FALSE);
  CHECK_HR(S11_GetStatus(transport, &status), S_OK);
  CHECK_EQ(status, IXP_DISCONNECTED);
  FixtureEnd(&fixture);
}

CASE(before_init_extension) {
  Fixture fixture;
  FixtureMake(&fixture);
  void* extension = NULL;
  REQUIRE(S0_QueryInterface(fixture.transport, &IID_IImnxportTransport, &extension) == S_OK);
  IMNXPORT_OPTIONS options = {.cbSize = sizeof options};
  OddStream* stream = OddStreamMake(10);
  ULONGLONG token = 0;
  CHECK_HR(S3_Configure(extension, &options), IXP_E_NOT_INIT);
  CHECK_HR(S4_Post(extension, ServerUrl(fixture.server, "/"), stream, NULL, &token), IXP_E_NOT_INIT);
  CHECK_EQ(S2_Release(extension), 1);
  OddStreamEnd(stream);
  FixtureEnd(&fixture);
}

CASE(init_null_arguments) {
  Fixture fixture;
  FixtureMake(&fixture);
  CHECK_HR(S12_InitNew(fixture.transport, NULL, NULL, fixture.recorder), E_INVALIDARG);
  CHECK_HR(S12_InitNew(fixture.transport, "agent", NULL, NULL), E_INVALIDARG);
  CHECK_HR(S12_InitNew(fixture.transport, NULL, NULL, NULL), E_INVALIDARG);
  CHECK_EQ(fixture.recorder->references, 1);
  CHECK_HR(S9_Disconnect(fixture.transport), IXP_E_NOT_INIT);
  FixtureEnd(&fixture);
}

CASE(init_control_characters) {
  static const char* const kAgents[] = {"a\r\nX-Injected: 1", "a\nb", "\x01", "a\x1f", "a\x7f", "tab\there"};
  Fixture fixture;
  FixtureMake(&fixture);
  for (unsigned i = 0; i < sizeof kAgents / sizeof *kAgents; ++i) {
    Looking(kAgents[i]);
    CHECK_HR(S12_InitNew(fixture.transport, kAgents[i], NULL, fixture.recorder), E_INVALIDARG);
  }
  Looking(NULL);
  CHECK_EQ(fixture.recorder->references, 1);
  FixtureEnd(&fixture);
}

CASE(init_log_that_cannot_be_opened) {
  Fixture fixture;
  FixtureMake(&fixture);
  HRESULT hr = S12_InitNew(fixture.transport, "agent", "/no such folder/of any kind/x.log", fixture.recorder);
  CHECK(FAILED(hr));
  CHECK_EQ(HRESULT_FACILITY(hr), FACILITY_WIN32); /* the error of opening the file */
  CHECK_EQ(fixture.recorder->references, 1);
  CHECK_HR(S9_Disconnect(fixture.transport), IXP_E_NOT_INIT);
  /* It can be made good. */
  CHECK_HR(S12_InitNew(fixture.transport, "agent", NULL, fixture.recorder), S_OK);
  CHECK_HR(S9_Disconnect(fixture.transport), IXP_E_NOT_CONNECTED);
  FixtureEnd(&fixture);
}

CASE(init_takes_a_reference) {
  Fixture fixture;
  FixtureMake(&fixture);
  CHECK_HR(S12_InitNew(fixture.transport, "agent", NULL, fixture.recorder), S_OK);
  CHECK(fixture.recorder->references > 1);
  CHECK_EQ(S2_Release(fixture.transport), 0);
  fixture.transport = NULL;
  CHECK(RecorderWaitFree(fixture.recorder));
  FixtureEnd(&fixture);
}

CASE(init_strings_are_copied) {
  Fixture fixture;
  FixtureMake(&fixture);
  char agent[] = "copied-agent/2.0";
  CHECK_HR(S12_InitNew(fixture.transport, agent, NULL, fixture.recorder), S_OK);
  memset(agent, '#', sizeof agent - 1);
  OddStream* stream = OddStreamMake(10);
  PostTo(&fixture, "/", stream, 0);
  const Request* request = ServerWaitEnd(fixture.server, 0);
  REQUIRE(request != NULL);
  CHECK_TEXT(RequestField(request, "User-Agent"), "copied-agent/2.0");
  REQUIRE(RecorderWaitDone(fixture.recorder, 1));
  OddStreamEnd(stream);
  FixtureEnd(&fixture);
}

CASE(init_when_busy) {
  Fixture fixture;
  FixtureStart(&fixture);
  OddStream* stream = OddStreamMake(10);
  PostHeld(&fixture, stream, 0);
  CHECK_HR(S12_InitNew(fixture.transport, "agent", NULL, fixture.recorder), IXP_E_BUSY);
  ServerLetGo(fixture.server);
  REQUIRE(RecorderWaitDone(fixture.recorder, 1));
  CHECK_HR(RecorderFinal(fixture.recorder, 0).hr, S_OK);
  OddStreamEnd(stream);
  FixtureEnd(&fixture);
}

CASE(init_when_connected) {
  Fixture fixture;
  FixtureStart(&fixture);
  INETSERVER info = ServerInfo(&fixture, NULL, NULL);
  CHECK_HR(S7_Connect(fixture.transport, &info, TRUE, FALSE), S_OK);
  CHECK_HR(S12_InitNew(fixture.transport, "agent", NULL, fixture.recorder), IXP_E_ALREADY_CONNECTED);
  CHECK_HR(S9_Disconnect(fixture.transport), S_OK);
  CHECK_HR(S12_InitNew(fixture.transport, "agent", NULL, fixture.recorder), S_OK);
  FixtureEnd(&fixture);
}

CASE(init_replaces) {
  Fixture fixture;
  FixtureStart(&fixture);
  Recorder* second = RecorderMake();
  CHECK_HR(S12_InitNew(fixture.transport, "second/2.0", NULL, second), S_OK);
  CHECK(RecorderWaitFree(fixture.recorder));
  OddStream* stream = OddStreamMake(10);
  PostTo(&fixture, "/", stream, 0);
  REQUIRE(RecorderWaitDone(second, 1));
  CHECK_EQ(fixture.recorder->response_count, 0);
  const Request* request = ServerWaitEnd(fixture.server, 0);
  REQUIRE(request != NULL);
  CHECK_TEXT(RequestField(request, "User-Agent"), "second/2.0");
  OddStreamEnd(stream);
  CHECK_EQ(S2_Release(fixture.transport), 0);
  fixture.transport = NULL;
  RecorderEnd(second);
  FixtureEnd(&fixture);
}

CASE(init_same_callback_again) {
  Fixture fixture;
  FixtureStart(&fixture);
  for (int i = 0; i < 10; ++i) {
    CHECK_HR(S12_InitNew(fixture.transport, "again", NULL, fixture.recorder), S_OK);
  }
  OddStream* stream = OddStreamMake(10);
  PostTo(&fixture, "/", stream, 0);
  REQUIRE(RecorderWaitDone(fixture.recorder, 1));
  OddStreamEnd(stream);
  FixtureEnd(&fixture);
}
