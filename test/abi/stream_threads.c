/* stream_threads.c: streams that block, and who may wait for them. */
#include "support/fixture.h"

/* A stream whose Read stops at a position until the test opens the gate. */
typedef struct Blocking {
  OddStream* stream;
  Gate gate;
  Gate reached;
} Blocking;

static void Block(Blocking* blocking, uint64_t size, uint64_t at) {
  GateInit(&blocking->gate);
  GateInit(&blocking->reached);
  blocking->stream = OddStreamMake(size);
  blocking->stream->gate = &blocking->gate;
  blocking->stream->reached = &blocking->reached;
  blocking->stream->gate_at = at;
}

static void EndBlocking(Blocking* blocking) {
  OddStreamEnd(blocking->stream);
  GateDestroy(&blocking->gate);
  GateDestroy(&blocking->reached);
}

CASE(blocked_read_stops_nobody_else) {
  Fixture fixture;
  FixtureStart(&fixture);
  Recorder* recorder = RecorderMake();
  void* other = MakeTransport(&fixture.library);
  CHECK_HR(S12_InitNew(other, "other", NULL, recorder), S_OK);
  Blocking blocking;
  Block(&blocking, 1000, 0);
  PostTo(&fixture, "/blocked", blocking.stream, 1);
  REQUIRE(GateWait(&blocking.reached));
  OddStream* quick = OddStreamMake(100000);
  CHECK_HR(S15_CommandPOST(other, ServerUrl(fixture.server, "/quick"), quick, NULL, 2), S_OK);
  REQUIRE(RecorderWaitDone(recorder, 1));
  CHECK_HR(RecorderFinal(recorder, 0).hr, S_OK);
  CHECK_EQ(RecorderDone(fixture.recorder), 0);
  GateOpen(&blocking.gate);
  REQUIRE(RecorderWaitDone(fixture.recorder, 1));
  CHECK_HR(RecorderFinal(fixture.recorder, 0).hr, S_OK);
  OddStreamEnd(quick);
  EndBlocking(&blocking);
  CHECK_EQ(S2_Release(other), 0);
  RecorderEnd(recorder);
  FixtureEnd(&fixture);
}

CASE(many_blocked_reads) {
  /* Every one of them blocks, and one more transport still gets through. */
  enum { kBlocked = 24 };
  Fixture fixture;
  FixtureStart(&fixture);
  Blocking blocking[kBlocked];
  Recorder* recorders[kBlocked];
  void* transports[kBlocked];
  for (int i = 0; i < kBlocked; ++i) {
    recorders[i] = RecorderMake();
    transports[i] = MakeTransport(&fixture.library);
    CHECK_HR(S12_InitNew(transports[i], "blocked", NULL, recorders[i]), S_OK);
    Block(&blocking[i], 1000, 0);
    CHECK_HR(S15_CommandPOST(transports[i], ServerUrl(fixture.server, "/"), blocking[i].stream, NULL, 0),
             S_OK);
    REQUIRE(GateWait(&blocking[i].reached));
  }
  OddStream* quick = OddStreamMake(1000);
  PostTo(&fixture, "/quick", quick, 1);
  REQUIRE(RecorderWaitDone(fixture.recorder, 1));
  CHECK_HR(RecorderFinal(fixture.recorder, 0).hr, S_OK);
  OddStreamEnd(quick);
  for (int i = 0; i < kBlocked; ++i) GateOpen(&blocking[i].gate);
  for (int i = 0; i < kBlocked; ++i) {
    REQUIRE(RecorderWaitDone(recorders[i], 1));
    CHECK_HR(RecorderFinal(recorders[i], 0).hr, S_OK);
    CHECK_EQ(S2_Release(transports[i]), 0);
    EndBlocking(&blocking[i]);
    RecorderEnd(recorders[i]);
  }
  FixtureEnd(&fixture);
}

CASE(blocked_read_does_not_delay_the_end) {
  Fixture fixture;
  FixtureStart(&fixture);
  Blocking blocking;
  Block(&blocking, 1000000, 300000);
  PostTo(&fixture, "/", blocking.stream, 1);
  REQUIRE(GateWait(&blocking.reached));
  CHECK_HR(S10_DropConnection(fixture.transport), S_OK);
  REQUIRE(RecorderWaitDone(fixture.recorder, 1)); /* while the Read still runs */
  CHECK_HR(RecorderFinal(fixture.recorder, 0).hr, IXP_E_CONNECTION_DROPPED);
  CHECK(blocking.stream->references > 1);
  CHECK_EQ(blocking.stream->inside, 1);
  GateOpen(&blocking.gate);
  EndBlocking(&blocking); /* waits for that reference */
  FixtureEnd(&fixture);
}

CASE(blocked_read_and_final_release) {
  Fixture fixture;
  FixtureStart(&fixture);
  Blocking blocking;
  Block(&blocking, 1000, 0);
  PostTo(&fixture, "/", blocking.stream, 1);
  REQUIRE(GateWait(&blocking.reached));
  CHECK_EQ(S2_Release(fixture.transport), 0); /* does not wait for it */
  fixture.transport = NULL;
  CHECK_EQ(blocking.stream->inside, 1);
  GateOpen(&blocking.gate);
  EndBlocking(&blocking);
  CHECK_EQ(fixture.recorder->response_count, 0);
  FixtureEnd(&fixture);
}

CASE(blocked_read_and_next_command) {
  /* The same transport goes on with its next command after one with a stuck Read was dropped. */
  Fixture fixture;
  FixtureStart(&fixture);
  Blocking blocking;
  Block(&blocking, 1000, 0);
  PostTo(&fixture, "/", blocking.stream, 1);
  REQUIRE(GateWait(&blocking.reached));
  CHECK_HR(S10_DropConnection(fixture.transport), S_OK);
  OddStream* next = OddStreamMake(1000);
  PostTo(&fixture, "/next", next, 2);
  REQUIRE(RecorderWaitDone(fixture.recorder, 2));
  CHECK_HR(RecorderFinalOf(fixture.recorder, 2).hr, S_OK);
  OddStreamEnd(next);
  GateOpen(&blocking.gate);
  EndBlocking(&blocking);
  FixtureEnd(&fixture);
}

CASE(slow_stream_is_no_silence) {
  /* Time spent waiting for the caller's stream is not silence: no OnTimeout after one second. */
  Fixture fixture;
  FixtureStart(&fixture);
  INETSERVER info = ServerInfo(&fixture, NULL, NULL);
  info.dwTimeout = 1;
  CHECK_HR(S7_Connect(fixture.transport, &info, TRUE, FALSE), S_OK);
  Blocking blocking;
  Block(&blocking, 400000, 300000);
  PostTo(&fixture, "/", blocking.stream, 1);
  REQUIRE(GateWait(&blocking.reached));
  PauseMs(2500); /* the thing that is tested is time */
  GateOpen(&blocking.gate);
  REQUIRE(RecorderWaitDone(fixture.recorder, 1));
  CHECK_HR(RecorderFinal(fixture.recorder, 0).hr, S_OK);
  CHECK_EQ(fixture.recorder->timeout_count, 0);
  EndBlocking(&blocking);
  FixtureEnd(&fixture);
}

CASE(queued_stream_is_left_alone) {
  /* A stream belongs to the transport, but nothing is done with it before its turn. */
  Fixture fixture;
  FixtureStart(&fixture);
  OddStream* running = OddStreamMake(10);
  OddStream* queued = OddStreamMake(10);
  PostHeld(&fixture, running, 1);
  PostTo(&fixture, "/", queued, 2);
  CHECK(queued->references > 1);
  CHECK_HR(S10_DropConnection(fixture.transport), S_OK);
  REQUIRE(RecorderWaitDone(fixture.recorder, 2));
  CHECK_EQ(queued->reads, 0);
  OddStreamEnd(running);
  OddStreamEnd(queued);
  FixtureEnd(&fixture);
}
