/* transport_questions.c: OnLogonPrompt and OnTimeout, and what their answers do. */
#include <stdio.h>
#include <string.h>

#include "transport_test.h"

static const char kUnauthorized[] =
    "HTTP/1.1 401 Who are you\r\nWWW-Authenticate: Basic realm=\"mail\"\r\nContent-Length: 0\r\n\r\n";
static const char kBasicUserSecret[] = "Basic dXNlcjpzZWNyZXQ="; /* user:secret */

/* The request that got the final answer. */
static const Request* LastRequest(Fixture* fixture) {
  const Request* last = ServerWaitEnd(fixture->server, ServerRequests(fixture->server) - 1);
  REQUIRE(last != NULL);
  return last;
}

CASE(logon_with_credentials_of_connect) {
  Fixture fixture;
  FixtureStart(&fixture);
  ServerDemandLogon(fixture.server, kUnauthorized);
  INETSERVER info = ServerInfo(&fixture, "user", "secret");
  CHECK_HR(S7_Connect(fixture.transport, &info, TRUE, FALSE), S_OK);
  OddStream* stream = OddStreamMake(100);
  PostTo(&fixture, "/", stream, 0);
  REQUIRE(RecorderWaitDone(fixture.recorder, 1));
  CHECK_HR(RecorderFinal(fixture.recorder, 0).hr, S_OK);
  CHECK_EQ(fixture.recorder->logon_count, 0);
  const Request* first = ServerWaitEnd(fixture.server, 0);
  REQUIRE(first != NULL);
  CHECK_TEXT(RequestField(first, "Authorization"), NULL); /* never before the server asks */
  CHECK_TEXT(RequestField(LastRequest(&fixture), "Authorization"), kBasicUserSecret);
  CHECK_HR(S5_IsState(fixture.transport, IXP_IS_AUTHENTICATED), S_OK);
  CHECK_HR(S9_Disconnect(fixture.transport), S_OK);
  CHECK_HR(S5_IsState(fixture.transport, IXP_IS_AUTHENTICATED), S_FALSE);
  OddStreamEnd(stream);
  FixtureEnd(&fixture);
}

CASE(logon_is_asked_for) {
  Fixture fixture;
  FixtureStart(&fixture);
  ServerDemandLogon(fixture.server, kUnauthorized);
  fixture.recorder->logon_answer = S_OK;
  fixture.recorder->user = "user";
  fixture.recorder->password = "secret";
  OddStream* stream = OddStreamMake(100);
  PostTo(&fixture, "/", stream, 0);
  REQUIRE(RecorderWaitDone(fixture.recorder, 1));
  CHECK_HR(RecorderFinal(fixture.recorder, 0).hr, S_OK);
  CHECK_EQ(fixture.recorder->logon_count, 1);
  /* Without Connect the structure is empty but for who asks. */
  const INETSERVER* asked = &fixture.recorder->last_logon;
  CHECK(strstr(asked->szServerName, "127.0.0.1") != NULL);
  CHECK_TEXT(asked->szUserName, "");
  CHECK_TEXT(asked->szPassword, "");
  CHECK_TEXT(RequestField(LastRequest(&fixture), "Authorization"), kBasicUserSecret);
  OddStreamEnd(stream);
  FixtureEnd(&fixture);
}

CASE(logon_cancelled) {
  Fixture fixture;
  FixtureStart(&fixture);
  ServerDemandLogon(fixture.server, kUnauthorized);
  INETSERVER info = ServerInfo(&fixture, NULL, NULL);
  CHECK_HR(S7_Connect(fixture.transport, &info, TRUE, FALSE), S_OK);
  OddStream* stream = OddStreamMake(100);
  PostTo(&fixture, "/", stream, 0);
  REQUIRE(RecorderWaitDone(fixture.recorder, 1));
  Response final = RecorderFinal(fixture.recorder, 0);
  CHECK_HR(final.hr, IXP_E_USER_CANCEL);
  CHECK_EQ(final.status, 401);
  REQUIRE(RecorderWaitStatus(fixture.recorder, 0, IXP_DISCONNECTED));
  CHECK_HR(S5_IsState(fixture.transport, IXP_IS_CONNECTED), S_FALSE);
  CHECK_EQ(ServerRequests(fixture.server), 1);
  OddStreamEnd(stream);
  FixtureEnd(&fixture);
}

CASE(logon_three_times_at_most) {
  Fixture fixture;
  FixtureStart(&fixture);
  for (int i = 0; i < 10; ++i) ServerAnswer(fixture.server, (Answer){.text = kUnauthorized});
  fixture.recorder->logon_answer = S_OK;
  fixture.recorder->user = "user";
  fixture.recorder->password = "wrong";
  OddStream* stream = OddStreamMake(100);
  PostTo(&fixture, "/", stream, 0);
  REQUIRE(RecorderWaitDone(fixture.recorder, 1));
  CHECK_HR(RecorderFinal(fixture.recorder, 0).hr, IXP_E_HTTP_UNAUTHORIZED);
  CHECK_EQ(RecorderFinal(fixture.recorder, 0).status, 401);
  CHECK_EQ(fixture.recorder->logon_count, 3);
  OddStreamEnd(stream);
  FixtureEnd(&fixture);
}

CASE(logon_of_another_server) {
  /* Redirected to a server that asks too: it must neither get nor show what was given for the first. */
  Fixture fixture;
  FixtureStart(&fixture);
  Server* other = ServerStart();
  REQUIRE(other != NULL);
  ServerDemandLogon(other, kUnauthorized);
  char moved[160];
  snprintf(moved, sizeof moved, "HTTP/1.1 307 Moved\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n",
           ServerUrl(other, "/"));
  ServerAnswer(fixture.server, (Answer){.text = moved});
  INETSERVER info = ServerInfo(&fixture, "user", "secret");
  CHECK_HR(S7_Connect(fixture.transport, &info, TRUE, FALSE), S_OK);
  OddStream* stream = OddStreamMake(100);
  PostTo(&fixture, "/", stream, 0);
  REQUIRE(RecorderWaitDone(fixture.recorder, 1));
  CHECK_HR(RecorderFinal(fixture.recorder, 0).hr, IXP_E_USER_CANCEL);
  CHECK_EQ(fixture.recorder->logon_count, 1);
  CHECK_TEXT(fixture.recorder->last_logon.szUserName, "");
  CHECK_TEXT(fixture.recorder->last_logon.szPassword, "");
  for (int i = 0; i < ServerRequests(other); ++i) {
    const Request* request = ServerWaitEnd(other, i);
    REQUIRE(request != NULL);
    CHECK_TEXT(RequestField(request, "Authorization"), NULL);
  }
  OddStreamEnd(stream);
  FixtureEnd(&fixture);
  ServerStop(other);
}

CASE(logon_outlives_disconnect) {
  /* Disconnect lets the command in progress finish, and that needs its credentials. */
  Fixture fixture;
  FixtureStart(&fixture);
  ServerDemandLogon(fixture.server, kUnauthorized);
  INETSERVER info = ServerInfo(&fixture, "user", "secret");
  CHECK_HR(S7_Connect(fixture.transport, &info, TRUE, FALSE), S_OK);
  OddStream* stream = OddStreamMake(100);
  PostHeld(&fixture, stream, 0);
  CHECK_HR(S9_Disconnect(fixture.transport), S_OK);
  ServerLetGo(fixture.server);
  REQUIRE(RecorderWaitDone(fixture.recorder, 1));
  CHECK_HR(RecorderFinal(fixture.recorder, 0).hr, S_OK);
  CHECK_TEXT(RequestField(LastRequest(&fixture), "Authorization"), kBasicUserSecret);
  CHECK_HR(S5_IsState(fixture.transport, IXP_IS_AUTHENTICATED), S_FALSE);
  OddStreamEnd(stream);
  FixtureEnd(&fixture);
}

/* Posts to a server that never answers, with a time-out of one second. */
static OddStream* PostIntoSilence(Fixture* fixture) {
  FixtureStart(fixture);
  ServerAnswer(fixture->server, (Answer){.silent = 1});
  INETSERVER info = ServerInfo(fixture, NULL, NULL);
  info.dwTimeout = 1;
  CHECK_HR(S7_Connect(fixture->transport, &info, TRUE, FALSE), S_OK);
  return OddStreamMake(100);
}

CASE(timeout_gives_up) {
  Fixture fixture;
  OddStream* stream = PostIntoSilence(&fixture);
  OddStream* queued = OddStreamMake(100);
  PostTo(&fixture, "/", stream, 1);
  PostTo(&fixture, "/queued", queued, 2);
  REQUIRE(RecorderWaitDone(fixture.recorder, 2));
  CHECK_EQ(fixture.recorder->timeout_count, 1);
  CHECK_HR(RecorderFinalOf(fixture.recorder, 1).hr, IXP_E_TIMEOUT);
  CHECK_HR(RecorderFinalOf(fixture.recorder, 2).hr, IXP_E_TIMEOUT); /* the cause's HRESULT */
  REQUIRE(RecorderWaitStatus(fixture.recorder, 0, IXP_DISCONNECTED));
  CHECK_HR(S5_IsState(fixture.transport, IXP_IS_CONNECTED), S_FALSE);
  CHECK_EQ(ServerRequests(fixture.server), 1);
  OddStreamEnd(stream);
  OddStreamEnd(queued);
  FixtureEnd(&fixture);
}

static int CountTimeouts(Recorder* recorder, int wanted) {
  Lock(&recorder->monitor);
  WAIT_LOCKED(&recorder->monitor, recorder->timeout_count >= wanted);
  int count = recorder->timeout_count;
  Unlock(&recorder->monitor);
  return count;
}

CASE(timeout_waits_on) {
  Fixture fixture;
  OddStream* stream = PostIntoSilence(&fixture);
  fixture.recorder->timeout_answer = S_OK;
  fixture.recorder->timeout_seconds = 0; /* as before */
  PostTo(&fixture, "/", stream, 1);
  CHECK(CountTimeouts(fixture.recorder, 2) >= 2);
  CHECK_EQ(RecorderDone(fixture.recorder), 0);
  CHECK_HR(S10_DropConnection(fixture.transport), S_OK);
  REQUIRE(RecorderWaitDone(fixture.recorder, 1));
  CHECK_HR(RecorderFinalOf(fixture.recorder, 1).hr, IXP_E_CONNECTION_DROPPED);
  OddStreamEnd(stream);
  FixtureEnd(&fixture);
}
