/* stream_shapes.c: streams that are odd but right: all of their bytes must arrive. */
#include <stdio.h>

#include "support/fixture.h"

/* Posts the stream; the server must get exactly its bytes, from `from` on, with or without a length. */
static void PostWhole(OddStream* stream, uint64_t from, int chunked) {
  Fixture fixture;
  FixtureStart(&fixture);
  fixture.recorder->watch = &stream->references;
  PostTo(&fixture, "/", stream, 7);
  REQUIRE(RecorderWaitDone(fixture.recorder, 1));
  Response final = RecorderFinal(fixture.recorder, 0);
  CHECK_HR(final.hr, S_OK);
  CHECK_EQ(final.watched, 1); /* given back before the final response */
  CHECK_EQ(final.current, stream->size - from);
  CHECK_EQ(final.total, chunked ? 0 : stream->size - from);
  const Request* request = ServerWaitEnd(fixture.server, 0);
  REQUIRE(request != NULL);
  CHECK(request->complete);
  CHECK_EQ(request->chunked, chunked);
  CHECK_EQ(request->body_size, stream->size - from);
  CHECK(OddSame(request->body, request->body_size, from));
  char length[32];
  snprintf(length, sizeof length, "%llu", (unsigned long long)(stream->size - from));
  CHECK_TEXT(RequestField(request, "Content-Length"), chunked ? NULL : length);
  CHECK_EQ(ServerRequests(fixture.server), 1);
  OddStreamEnd(stream);
  FixtureEnd(&fixture);
}

CASE(plain) { PostWhole(OddStreamMake(10000), 0, 0); }

CASE(sizes_around_blocks) {
  static const uint64_t kSizes[] = {1,     2,     4095,   4096,   16384,  65535,
                                    65536, 65537, 131072, 262143, 262144, 262145};
  for (unsigned i = 0; i < sizeof kSizes / sizeof *kSizes; ++i) PostWhole(OddStreamMake(kSizes[i]), 0, 0);
}

CASE(large) { PostWhole(OddStreamMake(20000003), 0, 0); }

CASE(empty) { PostWhole(OddStreamMake(0), 0, 0); }

CASE(short_reads) {
  OddStream* stream = OddStreamMake(300000);
  stream->most = 1021;
  PostWhole(stream, 0, 0);
}

CASE(one_byte_at_a_time) {
  OddStream* stream = OddStreamMake(5000);
  stream->most = 1;
  PostWhole(stream, 0, 0);
}

CASE(one_byte_at_a_time_chunked) {
  OddStream* stream = OddStreamMake(5000);
  stream->most = 1;
  stream->seek = stream->stat = E_NOTIMPL;
  PostWhole(stream, 0, 1);
}

CASE(no_seek_but_stat) {
  OddStream* stream = OddStreamMake(100000);
  stream->seek = E_NOTIMPL;
  PostWhole(stream, 0, 0);
}

CASE(no_seek_no_stat) {
  OddStream* stream = OddStreamMake(100000);
  stream->seek = stream->stat = E_NOTIMPL;
  PostWhole(stream, 0, 1);
}

CASE(no_seek_and_stat_knows_nothing) {
  OddStream* stream = OddStreamMake(100000);
  stream->seek = E_NOTIMPL;
  stream->stat_size = 0;
  PostWhole(stream, 0, 1);
}

CASE(seek_fails_otherwise) {
  static const HRESULT kFailures[] = {STG_E_INVALIDFUNCTION, E_FAIL, STG_E_ACCESSDENIED, STG_E_SEEKERROR};
  for (int i = 0; i < 4; ++i) {
    OddStream* stream = OddStreamMake(1000);
    stream->seek = stream->stat = kFailures[i];
    PostWhole(stream, 0, 1);
  }
}

CASE(seek_but_no_stat) {
  OddStream* stream = OddStreamMake(100000);
  stream->stat = E_NOTIMPL;
  PostWhole(stream, 0, 0);
}

CASE(chunked_large) {
  OddStream* stream = OddStreamMake(3000001);
  stream->seek = stream->stat = E_NOTIMPL;
  PostWhole(stream, 0, 1);
}

CASE(chunked_empty) {
  OddStream* stream = OddStreamMake(0);
  stream->seek = stream->stat = E_NOTIMPL;
  PostWhole(stream, 0, 1);
}

CASE(chunked_sizes_around_blocks) {
  static const uint64_t kSizes[] = {1, 16384, 65535, 65536, 65537, 262144, 262145};
  for (unsigned i = 0; i < sizeof kSizes / sizeof *kSizes; ++i) {
    OddStream* stream = OddStreamMake(kSizes[i]);
    stream->seek = stream->stat = E_NOTIMPL;
    PostWhole(stream, 0, 1);
  }
}

CASE(ends_with_s_false) {
  for (int chunked = 0; chunked < 2; ++chunked) {
    OddStream* stream = OddStreamMake(100000);
    stream->end_with_false = 1;
    if (chunked) stream->seek = stream->stat = E_NOTIMPL;
    PostWhole(stream, 0, chunked);
  }
}

CASE(s_false_with_each_read) {
  OddStream* stream = OddStreamMake(100000);
  stream->most = 777;
  stream->always_false = 1;
  PostWhole(stream, 0, 0);
}

CASE(stands_in_the_middle) {
  OddStream* stream = OddStreamMake(100000);
  stream->position = 60000; /* the whole stream is posted */
  PostWhole(stream, 0, 0);
}

CASE(stands_in_the_middle_without_seek) {
  OddStream* stream = OddStreamMake(100000);
  stream->seek = stream->stat = E_NOTIMPL;
  stream->position = 60000; /* posted from where it stands */
  PostWhole(stream, 60000, 1);
}

CASE(agile) {
  OddStream* stream = OddStreamMake(100000);
  stream->agile = 1;
  PostWhole(stream, 0, 0);
}

CASE(posted_again) {
  Fixture fixture;
  FixtureStart(&fixture);
  OddStream* stream = OddStreamMake(70000);
  for (int i = 0; i < 3; ++i) {
    PostTo(&fixture, "/", stream, 0);
    REQUIRE(RecorderWaitDone(fixture.recorder, i + 1));
    const Request* request = ServerWaitEnd(fixture.server, i);
    REQUIRE(request != NULL);
    CHECK(request->body_size == 70000 && OddSame(request->body, 70000, 0));
  }
  OddStreamEnd(stream);
  FixtureEnd(&fixture);
}
