// BlockingBody: streams that are shorter, longer or more broken than they say, and the last byte.
#include <doctest/doctest.h>

#include "com/thread.h"
#include "support/blocking_fixture.h"

using namespace imnxport;
using namespace imnxport::test;

namespace {

// A body that must fail with `expected`, and of which the whole entity is never given.
void CheckFails(BlockingFixture& test, HRESULT expected) {
  const Taken taken = test.Take();
  CHECK(taken.end == BodyRead::kFailed);
  CHECK(test.body->Failure() == expected);
  const auto length = test.body->Length();
  if (length && *length > 0) CHECK(taken.bytes.size() < *length);
  // It stays failed, and gives no more.
  const Taken again = test.Take();
  CHECK(again.end == BodyRead::kFailed);
  CHECK(again.bytes == "");
}

}  // namespace

TEST_CASE("behaviour 4.4: fewer bytes than the length end with IXP_E_INCOMPLETE") {
  for (const uint64_t missing : {1, 5, 500'000}) {
    ScriptedStream stream(Pattern(600'000));
    BlockingFixture test(stream, 600'000 + missing);
    REQUIRE(test.Prepare());
    CheckFails(test, IXP_E_INCOMPLETE);
  }
}

TEST_CASE(
    "behaviour 4.4: more bytes than the length end with IXP_E_INCOMPLETE before the last byte is given") {
  for (const uint64_t length : {1, 10, 256 * 1024, 300'000, 599'999}) {
    CAPTURE(length);
    ScriptedStream stream(Pattern(600'000));
    BlockingFixture test(stream, length);
    REQUIRE(test.Prepare());
    CheckFails(test, IXP_E_INCOMPLETE);
  }
}

TEST_CASE("behaviour 4.4: a stream that shrinks or grows after its length was asked is found out") {
  for (const size_t size_later : {size_t{999}, size_t{1001}}) {
    ScriptedStream stream(Pattern(1000));
    stream.on_seek = [&](LONGLONG move, DWORD origin, ULARGE_INTEGER* where) {
      const HRESULT hr = stream.HonestSeek(move, origin, where);
      if (origin == STREAM_SEEK_SET) stream.content = Pattern(size_later);
      return hr;
    };
    BlockingFixture test(stream);
    REQUIRE(test.Prepare());
    CHECK(test.body->Length() == uint64_t{1000});
    CheckFails(test, IXP_E_INCOMPLETE);
  }
}

TEST_CASE("behaviour 4.4: a body of no bytes that has some fails before anything is sent: in Prepare") {
  ScriptedStream stream("x");
  BlockingFixture test(stream, 0);
  REQUIRE(test.Prepare());
  CHECK(test.body->Failure() == IXP_E_INCOMPLETE);
  CheckFails(test, IXP_E_INCOMPLETE);
}

TEST_CASE("behaviour 4.4: the last byte is not given while it is not certain that it is the last") {
  for (const size_t size :
       {size_t{1}, size_t{10}, size_t{256 * 1024}, size_t{256 * 1024 + 1}, size_t{600'000}}) {
    CAPTURE(size);
    ScriptedStream stream(Pattern(size));
    Gate gate;
    stream.on_read = [&](void* to, ULONG asked, ULONG* read) {
      if (stream.position == size) gate.Pass();
      return stream.HonestRead(to, asked, read);
    };
    BlockingFixture test(stream);
    REQUIRE(test.Prepare());
    std::string bytes, piece;
    // All of it fits into the blocks that are read ahead: the stream comes to its end without being taken.
    REQUIRE(gate.AwaitArrival());
    while (test.TakeOnce(&piece) == BodyRead::kData) bytes += piece;
    CHECK(bytes.size() < size);
    gate.Open();
    const Taken rest = test.Take();
    CHECK(rest.end == BodyRead::kEnd);
    CHECK(bytes + rest.bytes == stream.content);
  }
}

TEST_CASE("behaviour 4.5: a Read that fails ends the body with the HRESULT that it gave") {
  for (const HRESULT failure : {E_FAIL, E_PENDING, E_ABORT, STG_E_READFAULT, E_OUTOFMEMORY}) {
    for (const size_t at : {size_t{0}, size_t{1}, size_t{300'000}, size_t{599'999}, size_t{600'000}}) {
      CAPTURE(failure);
      CAPTURE(at);
      ScriptedStream stream(Pattern(600'000));
      stream.on_read = [&](void* to, ULONG size, ULONG* read) {
        *read = 0;
        if (stream.position >= at) return failure;
        return stream.HonestRead(to, static_cast<ULONG>(std::min<size_t>(size, at - stream.position)), read);
      };
      BlockingFixture test(stream);
      REQUIRE(test.Prepare());
      CheckFails(test, failure);
    }
  }
}

TEST_CASE("behaviour 4.5: a Read that fails ends a body without length too, also where its end should be") {
  ScriptedStream stream(Pattern(1000));
  stream.WithoutSeek().WithoutStat();
  stream.on_read = [&](void* to, ULONG size, ULONG* read) {
    *read = 0;
    return stream.position == 1000 ? STG_E_READFAULT : stream.HonestRead(to, size, read);
  };
  BlockingFixture test(stream);
  REQUIRE(test.Prepare());
  CheckFails(test, STG_E_READFAULT);
}

TEST_CASE("behaviour 4.3: more bytes than asked end the body with E_UNEXPECTED") {
  for (const bool seeks : {true, false}) {
    ScriptedStream stream(Pattern(1000));
    if (!seeks) stream.WithoutSeek().WithoutStat();
    stream.on_read = [](void*, ULONG size, ULONG* read) {
      *read = size + 1;
      return S_OK;
    };
    BlockingFixture test(stream);
    REQUIRE(test.Prepare());
    CheckFails(test, E_UNEXPECTED);
  }
}

TEST_CASE("behaviour 4.3: more than asked beyond the length is E_UNEXPECTED as well") {
  ScriptedStream stream(Pattern(1000));
  stream.on_read = [&](void* to, ULONG size, ULONG* read) {
    if (stream.position < 1000) return stream.HonestRead(to, size, read);
    *read = size + 1;
    return S_OK;
  };
  BlockingFixture test(stream);
  REQUIRE(test.Prepare());
  CheckFails(test, E_UNEXPECTED);
}

TEST_CASE("a stream that does not come back from its end fails in Prepare") {
  ScriptedStream stream(Pattern(1000));
  stream.on_seek = [&](LONGLONG move, DWORD origin, ULARGE_INTEGER* where) {
    return origin == STREAM_SEEK_END ? stream.HonestSeek(move, origin, where) : STG_E_SEEKERROR;
  };
  BlockingFixture test(stream);
  REQUIRE(test.Prepare());
  CHECK(test.body->Failure() == STG_E_SEEKERROR);
  CHECK(test.Prepare());  // asked again it answers the same
  CheckFails(test, STG_E_SEEKERROR);
}

TEST_CASE(
    "a stream whose Seek says S_OK and does nothing is posted from where it stands, and never re-sent") {
  ScriptedStream stream(Pattern(1000));
  stream.on_seek = [](LONGLONG, DWORD, ULARGE_INTEGER*) { return S_OK; };
  BlockingFixture test(stream);
  REQUIRE(test.Prepare());
  CHECK(test.Take().bytes == stream.content);
  CHECK_FALSE(test.body->Rewindable());
}

TEST_CASE("a Seek that fails but moves all the same does not lose bytes silently: the length still counts") {
  ScriptedStream stream(Pattern(1000));
  stream.on_seek = [&](LONGLONG move, DWORD origin, ULARGE_INTEGER* where) {
    if (origin == STREAM_SEEK_END) stream.HonestSeek(move, origin, where);
    return E_FAIL;
  };
  BlockingFixture test(stream);
  REQUIRE(test.Prepare());
  CHECK(test.body->Length() == uint64_t{1000});  // by Stat
  CheckFails(test, IXP_E_INCOMPLETE);
}

TEST_CASE("a rewound body is checked like the first time") {
  ScriptedStream stream(Pattern(1000));
  BlockingFixture test(stream);
  REQUIRE(test.Prepare());
  CHECK(test.Take().end == BodyRead::kEnd);
  REQUIRE(Eventually([] { return ReapIdleThreads(); }));
  stream.content += "x";
  test.body->Rewind();
  CheckFails(test, IXP_E_INCOMPLETE);
}
