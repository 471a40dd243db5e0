// BlockingBody: what reaches the wire of a stream that may block, and who calls the stream.
#include "stream/blocking_body.h"

#include <doctest/doctest.h>

#include "com/thread.h"
#include "support/blocking_fixture.h"

using namespace imnxport;
using namespace imnxport::test;
using Method = ScriptedStream::Method;

TEST_CASE("behaviour 4.1: the whole stream reaches the wire, once and in order") {
  for (const size_t size : {size_t{0}, size_t{1}, size_t{10}, size_t{256 * 1024 - 1}, size_t{256 * 1024},
                            size_t{256 * 1024 + 1}, size_t{3 * 256 * 1024}, size_t{2'000'003}}) {
    CAPTURE(size);
    ScriptedStream stream(Pattern(size));
    stream.position = size / 2;
    BlockingFixture test(stream);
    REQUIRE(test.Prepare());
    CHECK(test.body->Failure() == S_OK);
    CHECK(test.body->Length() == uint64_t{size});
    CHECK(test.body->Rewindable());
    const Taken taken = test.Take();
    CHECK(taken.end == BodyRead::kEnd);
    CHECK(taken.bytes == stream.content);
    CHECK(test.Take().end == BodyRead::kEnd);  // and it stays the end
  }
}

TEST_CASE("behaviour 4.2: a stream without length is posted to its end") {
  for (const size_t size : {size_t{0}, size_t{1}, size_t{256 * 1024}, size_t{1'000'003}}) {
    CAPTURE(size);
    ScriptedStream stream(Pattern(size));
    stream.WithoutSeek().WithoutStat();
    BlockingFixture test(stream);
    REQUIRE(test.Prepare());
    CHECK_FALSE(test.body->Length().has_value());
    CHECK_FALSE(test.body->Rewindable());
    const Taken taken = test.Take();
    CHECK(taken.end == BodyRead::kEnd);
    CHECK(taken.bytes == stream.content);
  }
}

TEST_CASE("behaviour 4.3: short Reads, S_FALSE with bytes and S_OK at the end make no difference") {
  for (const bool seeks : {true, false}) {
    for (const HRESULT end : {S_OK, S_FALSE}) {
      ScriptedStream stream(Pattern(5000));
      stream.longest_read = 7;
      stream.data_answer = S_FALSE;
      stream.end_answer = end;
      if (!seeks) stream.WithoutSeek().WithoutStat();
      BlockingFixture test(stream);
      REQUIRE(test.Prepare());
      const Taken taken = test.Take(100);
      CHECK(taken.end == BodyRead::kEnd);
      CHECK(taken.bytes == stream.content);
    }
  }
}

TEST_CASE("any size of piece may be taken, down to single bytes") {
  ScriptedStream stream(Pattern(700));
  BlockingFixture test(stream);
  REQUIRE(test.Prepare());
  CHECK(test.Take(1).bytes == stream.content);
}

TEST_CASE("behaviour 3.3: every Read, Seek and Stat, and the last Release, is made on another thread") {
  ScriptedStream stream(Pattern(300'000));
  {
    BlockingFixture test(stream);
    REQUIRE(test.Prepare());
    test.Take();
    test.body->Rewind();
    test.Take();
    REQUIRE(CloseAll(*test.body, *test.owner));
    CHECK(stream.Taken() == 0);
    CHECK(stream.ReleasedOn() != std::this_thread::get_id());
  }
  for (const auto& call : stream.Calls()) {
    if (call.method != Method::kQuery) CHECK(call.thread != std::this_thread::get_id());
  }
  CHECK(stream.CountOf(Method::kRead) >= 4);
}

TEST_CASE("behaviour 4.2: a few blocks are read ahead, not the whole stream") {
  ScriptedStream stream(Pattern(8 * 1024 * 1024));
  BlockingFixture test(stream);
  REQUIRE(test.Prepare());
  CHECK(test.Take(1000, 1000).bytes == stream.content.substr(0, 1000));
  // With nothing to do no thread is occupied: the module could be unloaded but for what the test holds.
  REQUIRE(Eventually([] { return ReapIdleThreads(); }));
  CHECK(stream.position <= 1024 * 1024);
  CHECK(test.Take().bytes == stream.content.substr(1000));
}

TEST_CASE("what was read goes to the wire although the stream is stuck in its next Read") {
  for (const bool seeks : {true, false}) {
    ScriptedStream stream(Pattern(1000));
    stream.longest_read = 10;
    Gate gate;
    stream.on_read = [&](void* to, ULONG size, ULONG* read) {
      if (stream.position >= 500) gate.Pass();
      return stream.HonestRead(to, size, read);
    };
    if (!seeks) stream.WithoutSeek().WithoutStat();
    BlockingFixture test(stream);
    REQUIRE(test.Prepare());
    CHECK(test.Take(64, 500).bytes == stream.content.substr(0, 500));
    REQUIRE(gate.AwaitArrival());
    std::string bytes;
    CHECK(test.TakeOnce(&bytes) == BodyRead::kPending);
    gate.Open();
    CHECK(test.Take().bytes == stream.content.substr(500));
  }
}

TEST_CASE("behaviour 6.1: a rewound body is the same again, as often as it is rewound") {
  for (const size_t stop_at : {size_t{1}, size_t{400'000}, size_t{1'000'000}, SIZE_MAX}) {
    ScriptedStream stream(Pattern(1'000'000));
    BlockingFixture test(stream);
    REQUIRE(test.Prepare());
    for (int i = 0; i < 3; ++i) {
      CHECK(test.Take(50'000, stop_at).bytes == stream.content.substr(0, stop_at));
      test.body->Rewind();
    }
    CHECK(test.Take().bytes == stream.content);
    CHECK(test.body->Failure() == S_OK);
  }
}

TEST_CASE("an empty body can be rewound too") {
  ScriptedStream stream;
  BlockingFixture test(stream);
  REQUIRE(test.Prepare());
  CHECK(test.Take().end == BodyRead::kEnd);
  test.body->Rewind();
  CHECK(test.Take().end == BodyRead::kEnd);
}

TEST_CASE("a rewind while a Read runs throws away what that Read brings") {
  ScriptedStream stream(Pattern(600'000));
  Gate gate;
  bool held = false;
  stream.on_read = [&](void* to, ULONG size, ULONG* read) {
    if (stream.position >= 300'000 && !held) {
      held = true;
      gate.Pass();
    }
    return stream.HonestRead(to, size, read);
  };
  stream.longest_read = 60'000;
  BlockingFixture test(stream);
  REQUIRE(test.Prepare());
  CHECK(test.Take(1000, 200'000).bytes == stream.content.substr(0, 200'000));
  REQUIRE(gate.AwaitArrival());
  test.body->Rewind();
  std::string bytes;
  CHECK(test.TakeOnce(&bytes) == BodyRead::kPending);
  CHECK(bytes == "");
  gate.Open();
  const Taken again = test.Take();
  CHECK(again.end == BodyRead::kEnd);
  CHECK(again.bytes == stream.content);
}

TEST_CASE("a rewind that fails ends the body with its HRESULT, and nothing more is given") {
  ScriptedStream stream(Pattern(1000));
  BlockingFixture test(stream);
  REQUIRE(test.Prepare());
  test.Take();
  stream.on_seek = [](LONGLONG, DWORD, ULARGE_INTEGER*) { return STG_E_REVERTED; };
  test.body->Rewind();
  const Taken taken = test.Take();
  CHECK(taken.end == BodyRead::kFailed);
  CHECK(taken.bytes == "");
  CHECK(test.body->Failure() == STG_E_REVERTED);
}

TEST_CASE("a stream that blocks delays no other body") {
  ScriptedStream slow(Pattern(10));
  Gate gate;
  slow.on_read = [&](void* to, ULONG size, ULONG* read) {
    gate.Pass();
    return slow.HonestRead(to, size, read);
  };
  BlockingFixture blocked(slow);
  REQUIRE(blocked.Prepare());
  std::string bytes;
  CHECK(blocked.TakeOnce(&bytes) == BodyRead::kPending);
  REQUIRE(gate.AwaitArrival());
  ScriptedStream quick(Pattern(100'000));
  BlockingFixture free_body(quick);
  REQUIRE(free_body.Prepare());
  CHECK(free_body.Take().bytes == quick.content);
  gate.Open();
  CHECK(blocked.Take().bytes == slow.content);
}
