// AsyncBody: a stream that says "not yet" is read on the I/O thread, by the rules of every stream.
#include "stream/async_body.h"

#include <doctest/doctest.h>

#include "support/async_fixture.h"

using namespace imnxport;
using namespace imnxport::test;

TEST_CASE("async: the whole stream reaches the wire, once and in order, with any size of piece") {
  for (const size_t size : {size_t{0}, size_t{1}, size_t{10}, size_t{100'003}}) {
    for (const size_t max : {size_t{1}, size_t{7}, size_t{64 * 1024}}) {
      if (size / max > 50'000) continue;
      CAPTURE(size);
      CAPTURE(max);
      ScriptedAsyncStream stream(Pattern(size));
      stream.position = size / 2;
      AsyncFixture test(stream);
      REQUIRE(test.body->Prepare());
      CHECK(test.body->Failure() == S_OK);
      CHECK(test.body->Length() == uint64_t{size});
      CHECK(test.body->Rewindable());
      CHECK(test.TakeWhileData(max) == BodyRead::kEnd);
      CHECK(test.Take() == BodyRead::kEnd);
      CHECK(test.bytes == stream.content);
    }
  }
}

TEST_CASE("async: a stream without length is posted to its end") {
  for (const HRESULT end : {S_OK, S_FALSE}) {
    ScriptedAsyncStream stream(Pattern(5000));
    stream.length = IMNXPORT_UNKNOWN;
    stream.end_answer = end;
    stream.data_answer = S_FALSE;
    AsyncFixture test(stream);
    REQUIRE(test.body->Prepare());
    CHECK_FALSE(test.body->Length().has_value());
    CHECK(test.TakeWhileData() == BodyRead::kEnd);
    CHECK(test.bytes == stream.content);
  }
}

TEST_CASE("async: a promised length takes the place of what the stream says") {
  ScriptedAsyncStream stream(Pattern(100));
  stream.length = 7;
  AsyncFixture test(stream, 100);
  REQUIRE(test.body->Prepare());
  CHECK(test.body->Length() == uint64_t{100});
  CHECK(test.TakeWhileData() == BodyRead::kEnd);
}

TEST_CASE("async: a stream that cannot be rewound is posted from where it stands, without asking for it") {
  ScriptedAsyncStream stream(Pattern(100));
  stream.rewindable = FALSE;
  stream.length = IMNXPORT_UNKNOWN;
  stream.position = 60;
  AsyncFixture test(stream);
  REQUIRE(test.body->Prepare());
  CHECK_FALSE(test.body->Rewindable());
  CHECK(test.TakeWhileData() == BodyRead::kEnd);
  CHECK(test.bytes == stream.content.substr(60));
  CHECK(stream.rewound == 0);
}

TEST_CASE("async: what is not there yet is pending, and comes after the stream's OnReady") {
  ScriptedAsyncStream stream(Pattern(30));
  stream.available = 0;
  stream.end_known = false;
  AsyncFixture test(stream);
  REQUIRE(test.body->Prepare());
  CHECK(test.Take() == BodyRead::kPending);
  CHECK(test.owner->News() == 0);
  stream.Ready(10, false);
  CHECK(test.owner->News() == 1);
  CHECK(test.TakeWhileData() == BodyRead::kPending);
  CHECK(test.bytes == stream.content.substr(0, 10));
  stream.Ready(30, true);
  CHECK(test.owner->News() == 2);
  CHECK(test.TakeWhileData() == BodyRead::kEnd);
  CHECK(test.bytes == stream.content);
}

TEST_CASE("async: OnReady from inside the call that answers E_PENDING is passed on") {
  ScriptedAsyncStream stream(Pattern(30));
  stream.available = 0;
  stream.on_pending = [&] { stream.readiness->OnReady(); };
  AsyncFixture test(stream);
  REQUIRE(test.body->Prepare());
  CHECK(test.Take() == BodyRead::kPending);
  CHECK(test.owner->News() == 1);
}

TEST_CASE("async: a stream that is ready before it is rewound, or never was asked, does no harm") {
  ScriptedAsyncStream stream(Pattern(30));
  AsyncFixture test(stream);
  REQUIRE(test.body->Prepare());
  for (int i = 0; i < 3; ++i) stream.readiness->OnReady();
  CHECK(test.TakeWhileData() == BodyRead::kEnd);
  CHECK(test.bytes == stream.content);
}

TEST_CASE("behaviour 4.4: async: the last bytes are held until it is certain that they are the last") {
  for (const size_t size : {size_t{1}, size_t{10}, size_t{5000}}) {
    for (const size_t max : {size_t{1}, size_t{3}, size_t{8000}}) {
      CAPTURE(size);
      CAPTURE(max);
      ScriptedAsyncStream stream(Pattern(size));
      stream.end_known = false;
      AsyncFixture test(stream);
      REQUIRE(test.body->Prepare());
      CHECK(test.TakeWhileData(max) == BodyRead::kPending);
      CHECK(test.bytes.size() < size);
      CHECK(test.Take(max) == BodyRead::kPending);  // asked again: still held
      stream.Ready(size, true);
      CHECK(test.TakeWhileData(1) == BodyRead::kEnd);  // in smaller pieces than they were held in
      CHECK(test.bytes == stream.content);
    }
  }
}

TEST_CASE("behaviour 4.4: async: held bytes are not given when more follows, or when the stream fails") {
  for (const bool more : {true, false}) {
    ScriptedAsyncStream stream(Pattern(10));
    stream.end_known = false;
    AsyncFixture test(stream);
    REQUIRE(test.body->Prepare());
    CHECK(test.TakeWhileData() == BodyRead::kPending);
    if (more) stream.content += "x";
    if (!more) stream.read_failure = E_ABORT;
    stream.Ready(11, true);
    CHECK(test.TakeWhileData() == BodyRead::kFailed);
    CHECK(test.body->Failure() == (more ? IXP_E_INCOMPLETE : E_ABORT));
    CHECK(test.bytes.size() < 10);
  }
}

TEST_CASE("behaviour 6.1: async: a rewound body is the same again, held bytes are forgotten") {
  ScriptedAsyncStream stream(Pattern(5000));
  AsyncFixture test(stream);
  REQUIRE(test.body->Prepare());
  for (const size_t pieces : {0, 1, 4, 5, 6}) {
    for (size_t i = 0; i < pieces; ++i) test.Take(1000);
    test.body->Rewind();
    test.bytes.clear();
  }
  stream.end_known = false;
  CHECK(test.TakeWhileData() == BodyRead::kPending);
  CHECK(test.bytes.size() == 4000);
  test.body->Rewind();
  stream.end_known = true;
  test.bytes.clear();
  CHECK(test.TakeWhileData(999) == BodyRead::kEnd);
  CHECK(test.bytes == stream.content);
}

TEST_CASE("async: a Rewind that is pending gives nothing until it is done, and old bytes never") {
  ScriptedAsyncStream stream(Pattern(3000));
  AsyncFixture test(stream);
  REQUIRE(test.body->Prepare());
  test.Take(1000);
  stream.rewinds = {E_PENDING, E_PENDING};
  test.body->Rewind();
  test.bytes.clear();
  CHECK(test.Take() == BodyRead::kPending);
  CHECK(test.Take() == BodyRead::kPending);
  CHECK(test.TakeWhileData() == BodyRead::kEnd);
  CHECK(test.bytes == stream.content);
  CHECK(stream.rewound == 4);  // Prepare's, and three for this one
}

TEST_CASE("async: a Rewind that fails ends the body with its HRESULT") {
  ScriptedAsyncStream stream(Pattern(3000));
  AsyncFixture test(stream);
  REQUIRE(test.body->Prepare());
  test.Take(1000);
  stream.rewinds = {E_PENDING, STG_E_REVERTED};
  test.body->Rewind();
  CHECK(test.Take() == BodyRead::kPending);
  CHECK(test.Take() == BodyRead::kFailed);
  CHECK(test.body->Failure() == STG_E_REVERTED);
  CHECK(test.Take() == BodyRead::kFailed);
}

TEST_CASE("async: an empty body can be rewound, also when its end is not known at once") {
  ScriptedAsyncStream stream;
  AsyncFixture test(stream);
  REQUIRE(test.body->Prepare());
  CHECK(test.Take() == BodyRead::kEnd);
  test.body->Rewind();
  stream.end_known = false;
  CHECK(test.Take() == BodyRead::kPending);
  stream.Ready(0, true);
  CHECK(test.Take() == BodyRead::kEnd);
}
