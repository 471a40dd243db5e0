/* transport_callback.c: letting go of the callback, and calling the transport from inside it. */
#include "transport_test.h"

CASE(hands_off_gives_the_reference_back) {
  Fixture fixture;
  FixtureStart(&fixture);
  CHECK_HR(S8_HandsOffCallback(fixture.transport), S_OK);
  CHECK(RecorderWaitFree(fixture.recorder));
  CHECK_HR(S8_HandsOffCallback(fixture.transport), S_FALSE);
  FixtureEnd(&fixture);
}

CASE(hands_off_with_a_command_running) {
  Fixture fixture;
  FixtureStart(&fixture);
  OddStream* stream = OddStreamMake(10);
  PostHeld(&fixture, stream, 0);
  CHECK_HR(S8_HandsOffCallback(fixture.transport), S_OK);
  CHECK(RecorderWaitFree(fixture.recorder));
  int before = fixture.recorder->status_count;
  ServerLetGo(fixture.server);
  OddStreamEnd(stream); /* the command ends all the same */
  CHECK_EQ(S2_Release(fixture.transport), 0);
  fixture.transport = NULL;
  REQUIRE(LibraryWaitIdle(&fixture.library));
  CHECK_EQ(fixture.recorder->response_count, 0);
  CHECK_EQ(fixture.recorder->status_count, before);
  FixtureEnd(&fixture);
}

/* What a hook needs: the fixture, and what to look at afterwards. */
typedef struct Inside {
  Fixture* fixture;
  OddStream* stream;
  int calls;
  Gate* gate;
} Inside;

static void PostOnce(Recorder* recorder, void* argument) {
  (void)recorder;
  Inside* inside = argument;
  if (inside->calls++ == 0) PostTo(inside->fixture, "/second", inside->stream, 2);
}

CASE(inside_post) {
  Fixture fixture;
  FixtureStart(&fixture);
  OddStream* first = OddStreamMake(10);
  Inside inside = {&fixture, OddStreamMake(20), 0, NULL};
  fixture.recorder->on_response = PostOnce;
  fixture.recorder->argument = &inside;
  PostTo(&fixture, "/first", first, 1);
  REQUIRE(RecorderWaitDone(fixture.recorder, 2));
  CHECK_HR(RecorderFinalOf(fixture.recorder, 2).hr, S_OK);
  OddStreamEnd(first);
  OddStreamEnd(inside.stream);
  FixtureEnd(&fixture);
}

static void ReleaseTransport(Recorder* recorder, void* argument) {
  (void)recorder;
  Inside* inside = argument;
  if (inside->calls++ > 0) return;
  CHECK_EQ(S2_Release(inside->fixture->transport), 0);
}

CASE(inside_final_release) {
  Fixture fixture;
  FixtureStart(&fixture);
  Inside inside = {&fixture, OddStreamMake(10), 0, NULL};
  OddStream* never = OddStreamMake(10);
  fixture.recorder->on_response = ReleaseTransport;
  fixture.recorder->argument = &inside;
  PostHeld(&fixture, inside.stream, 1);
  PostTo(&fixture, "/never", never, 2);
  ServerLetGo(fixture.server);
  REQUIRE(RecorderWaitDone(fixture.recorder, 1));
  fixture.transport = NULL;
  OddStreamEnd(inside.stream);
  OddStreamEnd(never);
  REQUIRE(LibraryWaitIdle(&fixture.library));
  CHECK_EQ(inside.calls, 1); /* no callback after it */
  FixtureEnd(&fixture);
}

CASE(inside_final_release_in_a_status) {
  Fixture fixture;
  FixtureStart(&fixture);
  Inside inside = {&fixture, NULL, 0, NULL};
  fixture.recorder->on_status = ReleaseTransport;
  fixture.recorder->argument = &inside;
  INETSERVER info = ServerInfo(&fixture, NULL, NULL);
  CHECK_HR(S7_Connect(fixture.transport, &info, TRUE, FALSE), S_OK);
  REQUIRE(RecorderWaitStatus(fixture.recorder, 0, IXP_CONNECTING));
  REQUIRE(RecorderWaitFree(fixture.recorder));
  fixture.transport = NULL;
  CHECK_EQ(inside.calls, 1);
  FixtureEnd(&fixture);
}

static void HandsOff(Recorder* recorder, void* argument) {
  Inside* inside = argument;
  ++inside->calls;
  CHECK_HR(S8_HandsOffCallback(inside->fixture->transport), S_OK);
  CHECK(recorder->references > 1); /* kept until the call returns */
}

CASE(inside_hands_off) {
  Fixture fixture;
  FixtureStart(&fixture);
  Inside inside = {&fixture, OddStreamMake(10), 0, NULL};
  fixture.recorder->on_response = HandsOff;
  fixture.recorder->argument = &inside;
  PostTo(&fixture, "/", inside.stream, 1);
  REQUIRE(RecorderWaitDone(fixture.recorder, 1));
  CHECK(RecorderWaitFree(fixture.recorder));
  CHECK_EQ(inside.calls, 1);
  OddStreamEnd(inside.stream);
  FixtureEnd(&fixture);
}

static void Drop(Recorder* recorder, void* argument) {
  (void)recorder;
  Inside* inside = argument;
  if (inside->calls++ == 0) CHECK_HR(S10_DropConnection(inside->fixture->transport), S_OK);
}

CASE(inside_drop) {
  Fixture fixture;
  FixtureStart(&fixture);
  Inside inside = {&fixture, OddStreamMake(10), 0, NULL};
  OddStream* queued = OddStreamMake(10);
  fixture.recorder->on_response = Drop;
  fixture.recorder->argument = &inside;
  PostHeld(&fixture, inside.stream, 1);
  PostTo(&fixture, "/queued", queued, 2);
  ServerLetGo(fixture.server);
  REQUIRE(RecorderWaitDone(fixture.recorder, 2));
  CHECK_HR(RecorderFinalOf(fixture.recorder, 1).hr, S_OK);
  /* The next command may have been taken up already; it ends here, or it had ended well. */
  HRESULT hr = RecorderFinalOf(fixture.recorder, 2).hr;
  CHECK(hr == IXP_E_CONNECTION_DROPPED || hr == S_OK);
  OddStreamEnd(inside.stream);
  OddStreamEnd(queued);
  FixtureEnd(&fixture);
}

CASE(inside_a_failure_is_returned) {
  Fixture fixture;
  FixtureStart(&fixture);
  fixture.recorder->answer = E_FAIL;
  OddStream* stream = OddStreamMake(100000);
  for (int i = 0; i < 3; ++i) {
    PostTo(&fixture, "/", stream, 0);
    REQUIRE(RecorderWaitDone(fixture.recorder, i + 1));
    CHECK_HR(RecorderFinal(fixture.recorder, i).hr, S_OK);
  }
  OddStreamEnd(stream);
  FixtureEnd(&fixture);
}

/* Waits inside the first response for the end of a command of another transport. */
static void WaitForOther(Recorder* recorder, void* argument) {
  (void)recorder;
  Inside* inside = argument;
  if (inside->calls++ > 0) return;
  GateWait(inside->gate);
}

CASE(inside_one_at_a_time) {
  /* While a callback of a transport runs, no other of that transport is made: RecorderEnd checks. */
  Fixture fixture;
  FixtureStart(&fixture);
  Gate gate;
  GateInit(&gate);
  Inside inside = {&fixture, NULL, 0, &gate};
  fixture.recorder->on_response = WaitForOther;
  fixture.recorder->argument = &inside;
  OddStream* streams[4];
  for (int i = 0; i < 4; ++i) {
    streams[i] = OddStreamMake(200000);
    PostTo(&fixture, "/", streams[i], (DWORD)i);
  }
  REQUIRE(ServerWaitEnd(fixture.server, 0) != NULL);
  GateOpen(&gate);
  REQUIRE(RecorderWaitDone(fixture.recorder, 4));
  for (int i = 0; i < 4; ++i) OddStreamEnd(streams[i]);
  FixtureEnd(&fixture);
  GateDestroy(&gate);
}

typedef struct Blocked {
  Gate gate;
  Gate reached;
} Blocked;

static void BlockForLong(Recorder* recorder, void* argument) {
  (void)recorder;
  Blocked* blocked = argument;
  GateOpen(&blocked->reached);
  GateWait(&blocked->gate);
}

CASE(blocked_callback_holds_up_no_method_and_no_upload) {
  /* Behaviour 8: others on the dispatch thread wait their turn to be called; nothing else waits. */
  Fixture fixture;
  FixtureStart(&fixture);
  Blocked blocked;
  GateInit(&blocked.gate);
  GateInit(&blocked.reached);
  fixture.recorder->on_response = BlockForLong;
  fixture.recorder->argument = &blocked;
  OddStream* first = OddStreamMake(10);
  OddStream* second = OddStreamMake(10);
  OddStream* third = OddStreamMake(10);
  PostTo(&fixture, "/first", first, 1);
  REQUIRE(GateWait(&blocked.reached));
  Recorder* recorder = RecorderMake();
  void* other = MakeTransport(&fixture.library);
  CHECK_HR(S12_InitNew(other, "other", NULL, recorder), S_OK);
  CHECK_HR(S15_CommandPOST(other, ServerUrl(fixture.server, "/other"), second, NULL, 2), S_OK);
  PostTo(&fixture, "/next", third, 3);
  REQUIRE(ServerWaitEnd(fixture.server, 2) != NULL); /* both have arrived */
  IXPSTATUS status;
  CHECK_HR(S11_GetStatus(fixture.transport, &status), S_OK);
  CHECK_HR(S10_DropConnection(fixture.transport), S_OK);
  CHECK_HR(S8_HandsOffCallback(fixture.transport), S_OK);
  CHECK_EQ(S2_Release(fixture.transport), 0);
  fixture.transport = NULL;
  CHECK_EQ(RecorderDone(recorder), 0);
  CHECK_EQ(RecorderDone(fixture.recorder), 0); /* it has not returned yet */
  GateOpen(&blocked.gate);
  REQUIRE(RecorderWaitDone(recorder, 1));
  CHECK_HR(RecorderFinal(recorder, 0).hr, S_OK);
  OddStreamEnd(first);
  OddStreamEnd(second);
  OddStreamEnd(third);
  CHECK_EQ(S2_Release(other), 0);
  RecorderEnd(recorder);
  FixtureEnd(&fixture);
  GateDestroy(&blocked.gate);
  GateDestroy(&blocked.reached);
}

/* Everything that a host can give up, inside the final response, with more commands waiting. */
static void GiveUpAll(Recorder* recorder, void* argument) {
  (void)recorder;
  Inside* inside = argument;
  if (inside->calls++ > 0) return;
  void* transport = inside->fixture->transport;
  OddStream* stream = inside->stream;
  CHECK_HR(S15_CommandPOST(transport, ServerUrl(inside->fixture->server, "/again"), stream, NULL, 3), S_OK);
  CHECK_HR(S10_DropConnection(transport), S_OK);
  CHECK_HR(S8_HandsOffCallback(transport), S_OK);
  CHECK_EQ(S2_Release(transport), 0);
}

CASE(inside_everything_is_given_up) {
  Fixture fixture;
  FixtureStart(&fixture);
  OddStream* first = OddStreamMake(10);
  OddStream* queued = OddStreamMake(10);
  Inside inside = {&fixture, OddStreamMake(10), 0, NULL};
  fixture.recorder->on_response = GiveUpAll;
  fixture.recorder->argument = &inside;
  PostHeld(&fixture, first, 1);
  PostTo(&fixture, "/queued", queued, 2);
  ServerLetGo(fixture.server);
  REQUIRE(RecorderWaitDone(fixture.recorder, 1));
  fixture.transport = NULL;
  OddStreamEnd(first);
  OddStreamEnd(queued);
  OddStreamEnd(inside.stream);
  REQUIRE(LibraryWaitIdle(&fixture.library));
  CHECK_EQ(inside.calls, 1);
  FixtureEnd(&fixture);
}
