/* transport_queue.c: many commands of one transport, several transports, and how commands are ended. */
#include <stdio.h>

#include "transport_test.h"

enum { kQueued = 20 };

CASE(queue_runs_in_order) {
  Fixture fixture;
  FixtureStart(&fixture);
  OddStream* streams[kQueued];
  for (int i = 0; i < kQueued; ++i) {
    char path[16];
    snprintf(path, sizeof path, "/%d", i);
    streams[i] = OddStreamMake((uint64_t)(kQueued - i) * 100);
    PostTo(&fixture, path, streams[i], (DWORD)i);
  }
  REQUIRE(RecorderWaitDone(fixture.recorder, kQueued));
  for (int i = 0; i < kQueued; ++i) {
    char path[16];
    snprintf(path, sizeof path, "/%d", i);
    const Request* request = ServerWaitEnd(fixture.server, i);
    REQUIRE(request != NULL);
    CHECK_TEXT(RequestTarget(request), path);
    CHECK_EQ(request->body_size, (kQueued - i) * 100);
    CHECK_EQ(RecorderFinal(fixture.recorder, i).context, i);
    CHECK_HR(RecorderFinal(fixture.recorder, i).hr, S_OK);
    OddStreamEnd(streams[i]);
  }
  FixtureEnd(&fixture);
}

CASE(queue_one_end_for_each) {
  /* Good and bad ones mixed: exactly one fDone each. */
  enum { kPosts = 60 };
  Fixture fixture;
  FixtureStart(&fixture);
  OddStream* stream[kPosts];
  for (int i = 0; i < kPosts; ++i) {
    stream[i] = OddStreamMake(100);
    if (i % 3 == 1) stream[i]->fail_at = 50, stream[i]->fail = E_ABORT;
    PostTo(&fixture, "/", stream[i], (DWORD)i);
  }
  REQUIRE(RecorderWaitDone(fixture.recorder, kPosts));
  for (int i = 0; i < kPosts; ++i) {
    int ends = 0;
    for (int j = 0; j < fixture.recorder->response_count; ++j) {
      const Response* response = &fixture.recorder->responses[j];
      ends += response->done && response->context == (DWORD)i;
    }
    CHECK_EQ(ends, 1);
    CHECK_HR(RecorderFinalOf(fixture.recorder, (DWORD)i).hr, i % 3 == 1 ? E_ABORT : S_OK);
    OddStreamEnd(stream[i]);
  }
  FixtureEnd(&fixture);
  /* FixtureEnd waited for the library to go: no late second end can come. */
}

/* A transport beside that of the fixture, with a callback of its own. */
CASE(queue_transports_run_side_by_side) {
  Fixture fixture;
  FixtureStart(&fixture);
  OddStream* held = OddStreamMake(10);
  OddStream* quick = OddStreamMake(10);
  Recorder* second_recorder = RecorderMake();
  void* second = MakeTransport(&fixture.library);
  CHECK_HR(S12_InitNew(second, "second", NULL, second_recorder), S_OK);
  PostHeld(&fixture, held, 1);
  CHECK_HR(S15_CommandPOST(second, ServerUrl(fixture.server, "/quick"), quick, NULL, 2), S_OK);
  REQUIRE(RecorderWaitDone(second_recorder, 1));
  CHECK_HR(RecorderFinal(second_recorder, 0).hr, S_OK);
  CHECK(RecorderFinal(second_recorder, 0).transport == second);
  CHECK_EQ(RecorderDone(fixture.recorder), 0);
  ServerLetGo(fixture.server);
  REQUIRE(RecorderWaitDone(fixture.recorder, 1));
  CHECK_EQ(S2_Release(second), 0);
  RecorderEnd(second_recorder);
  OddStreamEnd(held);
  OddStreamEnd(quick);
  FixtureEnd(&fixture);
}

CASE(queue_connection_is_kept) {
  Fixture fixture;
  FixtureStart(&fixture);
  OddStream* stream = OddStreamMake(10);
  for (int i = 0; i < 5; ++i) {
    PostTo(&fixture, "/", stream, 0);
    REQUIRE(RecorderWaitDone(fixture.recorder, i + 1));
  }
  CHECK_EQ(ServerConnections(fixture.server), 1);
  OddStreamEnd(stream);
  FixtureEnd(&fixture);
}

static void PostThree(Fixture* fixture, OddStream** streams) {
  for (int i = 0; i < 3; ++i) streams[i] = OddStreamMake(10);
  PostHeld(fixture, streams[0], 0);
  PostTo(fixture, "/1", streams[1], 1);
  PostTo(fixture, "/2", streams[2], 2);
}

CASE(disconnect_with_commands) {
  Fixture fixture;
  FixtureStart(&fixture);
  INETSERVER info = ServerInfo(&fixture, NULL, NULL);
  CHECK_HR(S7_Connect(fixture.transport, &info, TRUE, FALSE), S_OK);
  OddStream* streams[3];
  PostThree(&fixture, streams);
  int from = StatusCount(&fixture);
  CHECK_HR(S9_Disconnect(fixture.transport), S_OK);
  ServerLetGo(fixture.server);
  REQUIRE(RecorderWaitDone(fixture.recorder, 3));
  CHECK_HR(RecorderFinalOf(fixture.recorder, 0).hr, S_OK); /* the running one is let finish */
  CHECK_HR(RecorderFinalOf(fixture.recorder, 1).hr, IXP_E_USER_CANCEL);
  CHECK_HR(RecorderFinalOf(fixture.recorder, 2).hr, IXP_E_USER_CANCEL);
  REQUIRE(RecorderWaitStatus(fixture.recorder, from, IXP_DISCONNECTED));
  CHECK_EQ(ServerRequests(fixture.server), 1);
  for (int i = 0; i < 3; ++i) OddStreamEnd(streams[i]);
  FixtureEnd(&fixture);
}

CASE(drop_with_commands) {
  Fixture fixture;
  FixtureStart(&fixture);
  OddStream* streams[3];
  PostThree(&fixture, streams);
  CHECK_HR(S10_DropConnection(fixture.transport), S_OK);
  REQUIRE(RecorderWaitDone(fixture.recorder, 3)); /* the server still holds */
  for (DWORD i = 0; i < 3; ++i) {
    CHECK_HR(RecorderFinalOf(fixture.recorder, i).hr, IXP_E_CONNECTION_DROPPED);
    CHECK_EQ(RecorderFinal(fixture.recorder, (int)i).context, i);
  }
  CHECK_EQ(ServerRequests(fixture.server), 1);
  CHECK_HR(S5_IsState(fixture.transport, IXP_IS_BUSY), S_FALSE);
  for (int i = 0; i < 3; ++i) OddStreamEnd(streams[i]);
  ServerLetGo(fixture.server);
  /* And it works as without Connect. */
  OddStream* after = OddStreamMake(10);
  PostTo(&fixture, "/after", after, 9);
  REQUIRE(RecorderWaitDone(fixture.recorder, 4));
  CHECK_HR(RecorderFinalOf(fixture.recorder, 9).hr, S_OK);
  OddStreamEnd(after);
  FixtureEnd(&fixture);
}

CASE(final_release_with_commands) {
  Fixture fixture;
  FixtureStart(&fixture);
  OddStream* streams[3];
  PostThree(&fixture, streams);
  CHECK_EQ(S2_Release(fixture.transport), 0); /* what the library holds for itself never shows */
  fixture.transport = NULL;
  for (int i = 0; i < 3; ++i) OddStreamEnd(streams[i]);
  REQUIRE(LibraryWaitIdle(&fixture.library)); /* nothing can call any more */
  CHECK_EQ(fixture.recorder->response_count, 0);
  CHECK_EQ(ServerRequests(fixture.server), 1);
  FixtureEnd(&fixture);
}

CASE(references_with_a_command_running) {
  Fixture fixture;
  FixtureStart(&fixture);
  OddStream* stream = OddStreamMake(10);
  PostHeld(&fixture, stream, 0);
  CHECK_EQ(S1_AddRef(fixture.transport), 2);
  CHECK_EQ(S2_Release(fixture.transport), 1);
  ServerLetGo(fixture.server);
  REQUIRE(RecorderWaitDone(fixture.recorder, 1));
  OddStreamEnd(stream);
  FixtureEnd(&fixture);
}
