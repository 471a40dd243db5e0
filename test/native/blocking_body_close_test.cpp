// BlockingBody: giving the stream back, whatever it is doing.
#include <doctest/doctest.h>

#include "com/thread.h"
#include "support/blocking_fixture.h"

using namespace imnxport;
using namespace imnxport::test;
using Method = ScriptedStream::Method;

namespace {

// A stream whose first Read, Seek or Stat is held at a gate.
struct HeldStream {
  explicit HeldStream(Method where) : stream(Pattern(1000)) {
    if (where == Method::kRead) {
      stream.on_read = [this](void* to, ULONG size, ULONG* read) {
        gate.Pass();
        return stream.HonestRead(to, size, read);
      };
    } else if (where == Method::kSeek) {
      stream.on_seek = [this](LONGLONG move, DWORD origin, ULARGE_INTEGER* position) {
        gate.Pass();
        return stream.HonestSeek(move, origin, position);
      };
    } else {
      stream.WithoutSeek().on_stat = [this](STATSTG* stat, DWORD flags) {
        gate.Pass();
        return stream.HonestStat(stat, flags);
      };
    }
  }

  Gate gate;
  ScriptedStream stream;
};

}  // namespace

TEST_CASE("behaviour 4.7: a body that was never used gives its reference back on another thread, not here") {
  ScriptedStream stream("x");
  BlockingFixture test(stream);
  CHECK(stream.Taken() == 1);
  REQUIRE(CloseAll(*test.body, *test.owner));
  CHECK(stream.Taken() == 0);
  CHECK(stream.ReleasedOn() != std::this_thread::get_id());
  CHECK(stream.Calls().empty());
}

TEST_CASE("behaviour 4.7: Close says closed only when the reference is back, and can be repeated") {
  for (const size_t stop_at : {size_t{1}, size_t{500'000}, SIZE_MAX}) {
    ScriptedStream stream(Pattern(1'000'000));
    BlockingFixture test(stream);
    REQUIRE(test.Prepare());
    test.Take(1000, stop_at);
    REQUIRE(CloseAll(*test.body, *test.owner));
    CHECK(stream.Taken() == 0);
    CHECK(test.body->Close() == BodyClose::kClosed);
  }
}

TEST_CASE("behaviour 4.7: after a failure the reference goes back as always") {
  ScriptedStream stream(Pattern(1000));
  stream.on_read = [](void*, ULONG, ULONG*) { return E_FAIL; };
  BlockingFixture test(stream);
  REQUIRE(test.Prepare());
  CHECK(test.Take().end == BodyRead::kFailed);
  REQUIRE(CloseAll(*test.body, *test.owner));
  CHECK(stream.Taken() == 0);
}

TEST_CASE(
    "behaviour 4.7: Close does not wait for a call that runs, and news comes when the reference is back") {
  for (const Method where : {Method::kRead, Method::kSeek, Method::kStat}) {
    HeldStream held(where);
    BlockingFixture test(held.stream);
    test.body->Prepare();
    REQUIRE(held.gate.AwaitArrival());
    CHECK(test.body->Close() == BodyClose::kInStream);
    CHECK(test.body->Close() == BodyClose::kInStream);
    CHECK(held.stream.Taken() == 1);
    held.gate.Open();
    REQUIRE(CloseAll(*test.body, *test.owner));
    CHECK(held.stream.Taken() == 0);
  }
}

TEST_CASE("behaviour 4.7: while the reference is being given back Close says so, and news when it is done") {
  Gate gate;
  ScriptedStream stream(Pattern(1000));
  BlockingFixture test(stream);
  REQUIRE(test.Prepare());
  test.Take();
  stream.on_release = [&] { gate.Pass(); };
  CHECK(test.body->Close() == BodyClose::kReleasing);
  REQUIRE(gate.AwaitArrival());
  CHECK(test.body->Close() == BodyClose::kReleasing);
  CHECK(stream.Taken() == 1);
  gate.Open();
  REQUIRE(CloseAll(*test.body, *test.owner));
  CHECK(stream.Taken() == 0);
}

TEST_CASE(
    "behaviour 4.7: a body that is dropped during a call gives the reference back when the call returns") {
  for (const Method where : {Method::kRead, Method::kSeek, Method::kStat}) {
    HeldStream held(where);
    BlockingFixture test(held.stream);
    test.body->Prepare();
    REQUIRE(held.gate.AwaitArrival());
    CHECK(test.body->Close() == BodyClose::kInStream);
    test.body.reset();
    CHECK(held.stream.Taken() == 1);
    held.gate.Open();
    CHECK(Eventually([&] { return held.stream.Taken() == 0; }));
  }
}

TEST_CASE(
    "behaviour 4.1: after Close no further call into the stream begins: it is about to be the client's "
    "again") {
  for (const Method where : {Method::kRead, Method::kSeek, Method::kStat}) {
    HeldStream held(where);
    BlockingFixture test(held.stream);
    test.body->Prepare();
    REQUIRE(held.gate.AwaitArrival());
    const size_t calls = held.stream.Calls().size();
    CHECK(test.body->Close() == BodyClose::kInStream);
    held.gate.Open();
    CHECK(Eventually([&] { return held.stream.Taken() == 0; }));
    CHECK(held.stream.Calls().size() == calls);
  }
}

TEST_CASE("a Close during a Read makes no further call but Release, however much is left") {
  HeldStream held(Method::kRead);
  held.stream.longest_read = 1;
  BlockingFixture test(held.stream);
  test.body->Prepare();
  REQUIRE(held.gate.AwaitArrival());
  CHECK(test.body->Close() == BodyClose::kInStream);
  held.gate.Open();
  REQUIRE(CloseAll(*test.body, *test.owner));
  CHECK(held.stream.CountOf(Method::kRead) == 1);
}

TEST_CASE("a rewind that is wanted when the body is closed is not made") {
  ScriptedStream stream(Pattern(1000));
  Gate gate;
  stream.on_read = [&](void* to, ULONG size, ULONG* read) {
    gate.Pass();
    return stream.HonestRead(to, size, read);
  };
  BlockingFixture test(stream);
  test.body->Prepare();
  REQUIRE(gate.AwaitArrival());
  const int seeks = stream.CountOf(Method::kSeek);
  test.body->Rewind();
  CHECK(test.body->Close() == BodyClose::kInStream);
  gate.Open();
  CHECK(Eventually([&] { return stream.Taken() == 0; }));
  CHECK(stream.CountOf(Method::kSeek) == seeks);
}

TEST_CASE("a body whose owner is gone goes on without it") {
  ScriptedStream stream(Pattern(1000));
  Gate gate;
  stream.on_read = [&](void* to, ULONG size, ULONG* read) {
    gate.Pass();
    return stream.HonestRead(to, size, read);
  };
  auto owner = std::make_shared<RecordingOwner>();
  auto body = std::make_shared<BlockingBody>(&stream, std::nullopt, owner);
  body->Prepare();
  REQUIRE(gate.AwaitArrival());
  CHECK(body->Close() == BodyClose::kInStream);
  owner.reset();
  body.reset();
  gate.Open();
  CHECK(Eventually([&] { return stream.Taken() == 0; }));
}

TEST_CASE("behaviour 4.7: the threads that read end when there is nothing to read") {
  {
    ScriptedStream stream(Pattern(1000));
    BlockingFixture test(stream);
    REQUIRE(test.Prepare());
    test.Take();
  }
  CHECK(BecomesUnloadable());
}

TEST_CASE("bodies that are opened, read, rewound and closed at any moment give everything back") {
  // Different moments come from the steps themselves: how much is taken, and how often it is gone on without
  // waiting.
  for (int round = 0; round < 60; ++round) {
    ScriptedStream stream(Pattern(static_cast<size_t>(1 + round * 9973)));
    stream.longest_read = static_cast<size_t>(1000 + round * 50);
    BlockingFixture test(stream);
    std::string piece;
    if (round % 5 != 0) test.body->Prepare();
    if (round % 3 == 0) REQUIRE(test.Prepare());
    const bool prepared = round % 3 == 0;
    for (int i = 0; prepared && i < round % 7; ++i) test.TakeOnce(&piece, 1000);
    if (prepared && round % 2 == 0) test.body->Rewind();
    if (prepared && round % 4 == 0) CHECK(test.Take().bytes == stream.content);
    if (round % 6 < 3) REQUIRE(CloseAll(*test.body, *test.owner));
  }
}
