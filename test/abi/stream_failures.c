/* stream_failures.c: streams that are wrong: the server must never take what came for a whole entity. */
#include "support/fixture.h"

/* Posts the stream; the command must end with `hr`, and no whole entity have arrived. */
static void PostBroken(OddStream* stream, HRESULT hr) {
  Fixture fixture;
  FixtureStart(&fixture);
  fixture.recorder->watch = &stream->references;
  PostTo(&fixture, "/", stream, 7);
  REQUIRE(RecorderWaitDone(fixture.recorder, 1));
  Response final = RecorderFinal(fixture.recorder, 0);
  CHECK_HR(final.hr, hr);
  CHECK_EQ(final.context, 7);
  CHECK_EQ(final.status, 0);
  CHECK_EQ(final.watched, 1);
  CHECK_EQ(RecorderDone(fixture.recorder), 1);
  if (ServerRequests(fixture.server) > 0) {
    const Request* request = ServerWaitEnd(fixture.server, 0); /* the connection was closed */
    REQUIRE(request != NULL);
    CHECK(!request->complete);
    CHECK_EQ(ServerRequests(fixture.server), 1); /* and it was not tried again */
  }
  fixture.recorder->watch = NULL;
  OddStreamEnd(stream);
  /* The transport is none the worse for it. */
  OddStream* good = OddStreamMake(100);
  PostTo(&fixture, "/good", good, 8);
  REQUIRE(RecorderWaitDone(fixture.recorder, 2));
  CHECK_HR(RecorderFinalOf(fixture.recorder, 8).hr, S_OK);
  OddStreamEnd(good);
  FixtureEnd(&fixture);
}

static OddStream* FailingAt(uint64_t at, HRESULT hr, int chunked) {
  OddStream* stream = OddStreamMake(1000000);
  stream->fail_at = at;
  stream->fail = hr;
  if (chunked) stream->seek = stream->stat = E_NOTIMPL;
  return stream;
}

CASE(read_fails_at_once) {
  PostBroken(FailingAt(0, STG_E_READFAULT, 0), STG_E_READFAULT);
  PostBroken(FailingAt(0, STG_E_READFAULT, 1), STG_E_READFAULT);
}

CASE(read_fails_in_the_middle) {
  PostBroken(FailingAt(500000, STG_E_READFAULT, 0), STG_E_READFAULT);
  PostBroken(FailingAt(500000, STG_E_READFAULT, 1), STG_E_READFAULT);
}

CASE(read_fails_before_the_last_byte) {
  PostBroken(FailingAt(999999, E_ABORT, 0), E_ABORT);
  PostBroken(FailingAt(999999, E_ABORT, 1), E_ABORT);
}

CASE(read_fails_at_the_end) {
  /* All bytes came, but the Read that should say "no more" fails. */
  PostBroken(FailingAt(1000000, E_FAIL, 1), E_FAIL);
}

CASE(read_failure_is_handed_on) {
  static const HRESULT kFailures[] = {E_FAIL,
                                      E_OUTOFMEMORY,
                                      E_ACCESSDENIED,
                                      E_NOTIMPL,
                                      STG_E_REVERTED,
                                      E_UNEXPECTED,
                                      (HRESULT)0x80040ABCu,
                                      (HRESULT)0x800CCC0Bu,
                                      RPC_E_DISCONNECTED,
                                      IXP_E_USER_CANCEL,
                                      (HRESULT)0xFFFFFFFFu};
  for (unsigned i = 0; i < sizeof kFailures / sizeof *kFailures; ++i) {
    PostBroken(FailingAt(200000, kFailures[i], i % 2), kFailures[i]);
  }
}

CASE(pending_is_a_failure) {
  PostBroken(FailingAt(200000, E_PENDING, 0), E_PENDING);
  PostBroken(FailingAt(200000, E_PENDING, 1), E_PENDING);
}

static OddStream* Claiming(uint64_t size, uint64_t claims) {
  OddStream* stream = OddStreamMake(size);
  stream->claims = claims;
  return stream;
}

CASE(too_short) {
  PostBroken(Claiming(99999, 100000), IXP_E_INCOMPLETE);
  PostBroken(Claiming(1, 1000000), IXP_E_INCOMPLETE);
  PostBroken(Claiming(0, 1), IXP_E_INCOMPLETE);
}

CASE(too_short_by_stat) {
  OddStream* stream = OddStreamMake(1000);
  stream->seek = E_NOTIMPL;
  stream->stat_size = 1001;
  PostBroken(stream, IXP_E_INCOMPLETE);
}

CASE(too_long) {
  PostBroken(Claiming(100001, 100000), IXP_E_INCOMPLETE);
  PostBroken(Claiming(1000000, 1), IXP_E_INCOMPLETE);
  PostBroken(Claiming(65537, 65536), IXP_E_INCOMPLETE);
}

CASE(too_long_by_stat) {
  OddStream* stream = OddStreamMake(1001);
  stream->seek = E_NOTIMPL;
  stream->stat_size = 1000;
  PostBroken(stream, IXP_E_INCOMPLETE);
}

CASE(more_bytes_than_asked) {
  for (int chunked = 0; chunked < 2; ++chunked) {
    OddStream* stream = OddStreamMake(100000);
    stream->too_much = 1;
    if (chunked) stream->seek = stream->stat = E_NOTIMPL;
    PostBroken(stream, E_UNEXPECTED);
  }
}

CASE(odd_successes) {
  /* A success that is neither S_OK nor S_FALSE, without bytes: the end, and that is too early. */
  static const HRESULT kSuccesses[] = {(HRESULT)0x00030200, (HRESULT)0x7FFFFFFF, 2};
  for (unsigned i = 0; i < sizeof kSuccesses / sizeof *kSuccesses; ++i) {
    PostBroken(FailingAt(200000, kSuccesses[i], 0), IXP_E_INCOMPLETE);
  }
}

/* A redirect asks for the stream again, and it has another size by then. */
static void PostChanged(uint64_t size, HRESULT hr) {
  Fixture fixture;
  FixtureStart(&fixture);
  OddStream* stream = OddStreamMake(1000);
  ServerAnswer(
      fixture.server,
      (Answer){.text = "HTTP/1.1 307 Elsewhere\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n", .hold = 1});
  PostTo(&fixture, "/here", stream, 0);
  REQUIRE(ServerWaitEnd(fixture.server, 0) != NULL);
  Lock(&stream->monitor);
  stream->size = size;
  Unlock(&stream->monitor);
  ServerLetGo(fixture.server);
  REQUIRE(RecorderWaitDone(fixture.recorder, 1));
  CHECK_HR(RecorderFinal(fixture.recorder, 0).hr, hr);
  if (ServerRequests(fixture.server) > 1) {
    const Request* request = ServerWaitEnd(fixture.server, 1);
    REQUIRE(request != NULL);
    CHECK(!request->complete);
  }
  OddStreamEnd(stream);
  FixtureEnd(&fixture);
}

CASE(other_size_after_the_rewind) {
  PostChanged(999, IXP_E_INCOMPLETE);
  PostChanged(1001, IXP_E_INCOMPLETE);
  PostChanged(0, IXP_E_INCOMPLETE);
}
