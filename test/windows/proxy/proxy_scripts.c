/* proxy_scripts.c: proxies that a script names, and what goes on while the script does not come. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* clang-format off */
#include <windows.h>
/* clang-format on */

#include "private_settings.h"

static const char kFar[] = "http://mail.example/inbox/";

/* A fixture whose user has a script on a server of its own. */
typedef struct ScriptFixture {
  Fixture base;
  Server* scripts;
} ScriptFixture;

static const char* ScriptAnswer(Server* proxy) {
  const char* script = Format(
      "function FindProxyForURL(url, host) {\n"
      "  if (host == 'direct.example') return 'DIRECT';\n"
      "  return 'PROXY %s';\n"
      "}\n",
      Address(proxy));
  return Format(
      "HTTP/1.1 200 OK\r\nContent-Type: application/x-ns-proxy-autoconfig\r\nContent-Length: %u\r\n\r\n%s",
      (unsigned)strlen(script), script);
}

/* `held`: the script does not come before ServerLetGo(scripts). */
static void ScriptFixtureStart(ScriptFixture* fixture, int held) {
  ProxyFixtureStart(&fixture->base);
  fixture->scripts = ServerStart();
  REQUIRE(fixture->scripts != NULL);
  /* Each look-up may load the script again. */
  const char* script = ScriptAnswer(fixture->base.server);
  for (int i = 0; i < 8; ++i) ServerAnswer(fixture->scripts, (Answer){.text = script, .hold = held});
  SettingsSet((UserSettings){.script = ServerUrl(fixture->scripts, "/proxy.pac")});
}

static void ScriptFixtureEnd(ScriptFixture* fixture) {
  ServerLetGo(fixture->scripts);
  ProxyFixtureEnd(&fixture->base);
  ServerStop(fixture->scripts);
}

/* A post whose look-up has begun and waits for the script. */
static void PostWaiting(ScriptFixture* fixture, OddStream* stream, ULONGLONG* token) {
  void* extension = NULL;
  REQUIRE(S0_QueryInterface(fixture->base.transport, &IID_IImnxportTransport, &extension) == S_OK);
  REQUIRE(S4_Post(extension, kFar, stream, NULL, token) == S_OK);
  S2_Release(extension);
  REQUIRE(ServerWaitEnd(fixture->scripts, 0) != NULL);
}

CASE(a_script_names_the_proxy) {
  ScriptFixture fixture;
  ScriptFixtureStart(&fixture, 0);
  CHECK_HR(PostAndWait(&fixture.base, kFar).hr, S_OK);
  CHECK_TEXT(TargetOf(fixture.scripts, 0), "/proxy.pac");
  CHECK_TEXT(TargetOf(fixture.base.server, 0), kFar);
  CHECK_HR(PostAndWait(&fixture.base, "http://direct.example/").hr, IXP_E_CANT_FIND_HOST);
  CHECK_EQ(ServerRequests(fixture.base.server), 1);
  ScriptFixtureEnd(&fixture);
}

/* How often the log, of which nothing but text is expected, has these words. */
static int CountInLog(const char* path, const char* words) {
  static char text[65536];
  FILE* file = fopen(path, "rb");
  REQUIRE(file != NULL);
  text[fread(text, 1, sizeof text - 1, file)] = '\0';
  fclose(file);
  int count = 0;
  for (const char* at = text; (at = strstr(at, words)) != NULL; at += strlen(words)) ++count;
  return count;
}

CASE(a_script_that_is_not_there_leaves_the_word_to_the_list) {
  ScriptFixture fixture;
  ScriptFixtureStart(&fixture, 0);
  const char* log = Format("proxy_test-%d.log", ServerPort(fixture.scripts));
  REQUIRE(S12_InitNew(fixture.base.transport, "abi-test/1.0", log, fixture.base.recorder) == S_OK);
  Server* gone = ServerStart();
  const char* nobody = Format("http://%s/proxy.pac", Address(gone));
  ServerStop(gone);
  SettingsSet(
      (UserSettings){.script = nobody, .proxies = Address(fixture.base.server), .exceptions = "*.direct"});
  CHECK_HR(PostAndWait(&fixture.base, kFar).hr, S_OK);
  CHECK_TEXT(TargetOf(fixture.base.server, 0), kFar);
  CHECK_HR(PostAndWait(&fixture.base, "http://mail.direct/").hr, IXP_E_CANT_FIND_HOST);
  SettingsSet((UserSettings){.script = nobody});
  CHECK_HR(PostAndWait(&fixture.base, kFar).hr, IXP_E_CANT_FIND_HOST);
  CHECK_EQ(ServerConnections(fixture.scripts), 0);
  ScriptFixtureEnd(&fixture);
  CHECK_EQ(CountInLog(log, " ! the proxy script"), 3);
  remove(log);
}

CASE(this_machine_is_reached_without_asking_a_script) {
  ScriptFixture fixture;
  ScriptFixtureStart(&fixture, 0);
  CHECK_HR(PostAndWait(&fixture.base, ServerUrl(fixture.base.server, "/inbox/")).hr, S_OK);
  CHECK_TEXT(TargetOf(fixture.base.server, 0), "/inbox/");
  CHECK_EQ(ServerConnections(fixture.scripts), 0);
  ScriptFixtureEnd(&fixture);
}

CASE(an_environment_that_excepts_all_leaves_no_question_for_a_script) {
  ScriptFixture fixture;
  ScriptFixtureStart(&fixture, 0);
  SetEnvironmentVariableA("no_proxy", "*");
  CHECK_HR(PostAndWait(&fixture.base, kFar).hr, IXP_E_CANT_FIND_HOST);
  CHECK_EQ(ServerConnections(fixture.scripts), 0);
  ScriptFixtureEnd(&fixture);
}

CASE(others_go_on_while_a_script_does_not_come) {
  ScriptFixture fixture;
  ScriptFixtureStart(&fixture, 1);
  OddStream* stream = OddStreamMake(1000);
  PostWaiting(&fixture, stream, NULL);
  /* The I/O thread is free: other transports post, with and without a look-up of their own. */
  Fixture other = fixture.base;
  other.recorder = RecorderMake();
  other.transport = MakeTransport(&other.library);
  REQUIRE(S12_InitNew(other.transport, "abi-test/1.0", NULL, other.recorder) == S_OK);
  for (int i = 0; i < 10; ++i) {
    Configure(other.transport, i % 2 ? IMNXPORT_OPT_NO_PROXY : 0, NULL);
    CHECK_HR(PostAndWait(&other, ServerUrl(fixture.base.server, "/other/")).hr, S_OK);
  }
  CHECK_EQ(RecorderDone(fixture.base.recorder), 0);
  CHECK_EQ(S2_Release(other.transport), 0);
  RecorderEnd(other.recorder);

  ServerLetGo(fixture.scripts);
  REQUIRE(RecorderWaitDone(fixture.base.recorder, 1));
  CHECK_HR(RecorderFinal(fixture.base.recorder, 0).hr, S_OK);
  CHECK_TEXT(TargetOf(fixture.base.server, 10), kFar);
  OddStreamEnd(stream);
  ScriptFixtureEnd(&fixture);
}

CASE(cancel_ends_a_post_that_waits_for_a_script) {
  ScriptFixture fixture;
  ScriptFixtureStart(&fixture, 1);
  OddStream* stream = OddStreamMake(1000);
  ULONGLONG token = 0;
  PostWaiting(&fixture, stream, &token);
  void* extension = NULL;
  REQUIRE(S0_QueryInterface(fixture.base.transport, &IID_IImnxportTransport, &extension) == S_OK);
  CHECK_HR(S5_Cancel(extension, token, IXP_E_USER_CANCEL), S_OK);
  S2_Release(extension);
  REQUIRE(RecorderWaitDone(fixture.base.recorder, 1));
  CHECK_HR(RecorderFinal(fixture.base.recorder, 0).hr, IXP_E_USER_CANCEL);
  OddStreamEnd(stream); /* its references are back, and the script still has not come */
  /* What comes late is for nobody; the next post asks anew. */
  ServerLetGo(fixture.scripts);
  CHECK_HR(PostAndWait(&fixture.base, kFar).hr, S_OK);
  CHECK_TEXT(TargetOf(fixture.base.server, 0), kFar);
  CHECK_EQ(ServerRequests(fixture.base.server), 1);
  ScriptFixtureEnd(&fixture);
}

CASE(drop_connection_ends_a_post_that_waits_for_a_script) {
  ScriptFixture fixture;
  ScriptFixtureStart(&fixture, 1);
  OddStream* stream = OddStreamMake(1000);
  PostWaiting(&fixture, stream, NULL);
  CHECK_HR(S10_DropConnection(fixture.base.transport), S_OK);
  REQUIRE(RecorderWaitDone(fixture.base.recorder, 1));
  CHECK_HR(RecorderFinal(fixture.base.recorder, 0).hr, IXP_E_CONNECTION_DROPPED);
  OddStreamEnd(stream);
  ScriptFixtureEnd(&fixture);
}

CASE(a_script_that_does_not_come_is_silence) {
  ScriptFixture fixture;
  ScriptFixtureStart(&fixture, 1);
  INETSERVER info = ServerInfo(&fixture.base, NULL, NULL);
  info.dwTimeout = 1;
  CHECK_HR(S7_Connect(fixture.base.transport, &info, FALSE, FALSE), S_OK);
  OddStream* stream = OddStreamMake(1000);
  PostWaiting(&fixture, stream, NULL);
  REQUIRE(RecorderWaitDone(fixture.base.recorder, 1)); /* OnTimeout declines */
  CHECK_EQ(fixture.base.recorder->timeout_count, 1);
  CHECK_HR(RecorderFinal(fixture.base.recorder, 0).hr, IXP_E_TIMEOUT);
  CHECK_EQ(ServerConnections(fixture.base.server), 0);
  OddStreamEnd(stream);
  ScriptFixtureEnd(&fixture);
}

CASE(whoever_waits_on_gets_the_script) {
  ScriptFixture fixture;
  ScriptFixtureStart(&fixture, 1);
  fixture.base.recorder->timeout_answer = S_OK;
  fixture.base.recorder->timeout_seconds = 60;
  INETSERVER info = ServerInfo(&fixture.base, NULL, NULL);
  info.dwTimeout = 1;
  CHECK_HR(S7_Connect(fixture.base.transport, &info, FALSE, FALSE), S_OK);
  OddStream* stream = OddStreamMake(1000);
  PostWaiting(&fixture, stream, NULL);
  Lock(&fixture.base.recorder->monitor);
  WAIT_LOCKED(&fixture.base.recorder->monitor, fixture.base.recorder->timeout_count == 1);
  Unlock(&fixture.base.recorder->monitor);
  ServerLetGo(fixture.scripts);
  REQUIRE(RecorderWaitDone(fixture.base.recorder, 1));
  CHECK_HR(RecorderFinal(fixture.base.recorder, 0).hr, S_OK);
  CHECK_EQ(fixture.base.recorder->timeout_count, 1);
  CHECK_TEXT(TargetOf(fixture.base.server, 0), kFar);
  OddStreamEnd(stream);
  ScriptFixtureEnd(&fixture);
}

CASE(the_library_stays_loaded_until_a_look_up_has_ended) {
  ScriptFixture fixture;
  ScriptFixtureStart(&fixture, 1);
  OddStream* stream = OddStreamMake(1000);
  PostWaiting(&fixture, stream, NULL);
  CHECK_EQ(S2_Release(fixture.base.transport), 0);
  fixture.base.transport = NULL;
  OddStreamEnd(stream);
  for (int i = 0; i < 20; ++i) {
    CHECK_HR(fixture.base.library.can_unload_now(), S_FALSE);
    PauseMs(5);
  }
  ScriptFixtureEnd(&fixture); /* lets go, and checks that it is then unloaded */
}
