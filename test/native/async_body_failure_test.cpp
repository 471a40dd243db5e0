// AsyncBody: preparation, streams that lie or fail, and giving the stream back.
#include <doctest/doctest.h>

#include "com/com_ptr.h"
#include "support/async_fixture.h"

using namespace imnxport;
using namespace imnxport::test;

TEST_CASE("async: Prepare repeats what is pending, and only that") {
  ScriptedAsyncStream stream(Pattern(10));
  stream.rewinds = {E_PENDING, E_PENDING};
  AsyncFixture test(stream);
  CHECK_FALSE(test.body->Prepare());
  CHECK_FALSE(test.body->Prepare());
  CHECK(test.body->Prepare());
  CHECK(test.body->Prepare());
  CHECK(stream.rewound == 3);
  CHECK(stream.advised == 1);
  CHECK(test.body->Failure() == S_OK);
}

TEST_CASE("async: a stream that is told of readiness during a pending Prepare can wake its reader") {
  ScriptedAsyncStream stream(Pattern(10));
  stream.rewinds = {E_PENDING};
  stream.on_pending = [&] { stream.readiness->OnReady(); };
  AsyncFixture test(stream);
  CHECK(PrepareAll(*test.body, *test.owner));
  CHECK(test.owner->News() == 1);
}

TEST_CASE("behaviour 4.4: async: a body of no bytes is prepared when it is certain that there are none") {
  ScriptedAsyncStream stream;
  stream.end_known = false;
  AsyncFixture test(stream);
  CHECK_FALSE(test.body->Prepare());
  CHECK_FALSE(test.body->Prepare());
  stream.Ready(0, true);
  CHECK(test.owner->News() == 1);
  CHECK(test.body->Prepare());
  CHECK(test.body->Failure() == S_OK);
  CHECK(test.body->Length() == uint64_t{0});
  CHECK(stream.rewound == 1);
  CHECK(test.Take() == BodyRead::kEnd);
}

TEST_CASE("behaviour 4.4: async: a body of no bytes that has some fails in Prepare") {
  ScriptedAsyncStream stream("x");
  AsyncFixture test(stream, 0);
  CHECK(test.body->Prepare());
  CHECK(test.body->Failure() == IXP_E_INCOMPLETE);
  CHECK(test.Take() == BodyRead::kFailed);
}

TEST_CASE("async: what Advise, GetInfo or the first Rewind fail with is the body's failure") {
  const auto prepare = [](auto script) {
    ScriptedAsyncStream stream(Pattern(10));
    script(stream);
    AsyncFixture test(stream);
    CHECK(test.body->Prepare());
    CHECK(test.Take() == BodyRead::kFailed);
    return test.body->Failure();
  };
  CHECK(prepare([](ScriptedAsyncStream& s) { s.advise_answer = E_ACCESSDENIED; }) == E_ACCESSDENIED);
  CHECK(prepare([](ScriptedAsyncStream& s) { s.info_answer = E_NOTIMPL; }) == E_NOTIMPL);
  CHECK(prepare([](ScriptedAsyncStream& s) { s.rewinds = {STG_E_REVERTED}; }) == STG_E_REVERTED);
}

TEST_CASE(
    "behaviour 4.4: async: fewer or more bytes than the length end with IXP_E_INCOMPLETE, never whole") {
  for (const uint64_t length : {1, 999, 1000, 2999, 3001, 5000}) {
    for (const size_t max : {size_t{1}, size_t{1000}, size_t{100'000}}) {
      CAPTURE(length);
      CAPTURE(max);
      ScriptedAsyncStream stream(Pattern(3000));
      stream.length = length;
      AsyncFixture test(stream);
      REQUIRE(test.body->Prepare());
      CHECK(test.TakeWhileData(max) == BodyRead::kFailed);
      CHECK(test.body->Failure() == IXP_E_INCOMPLETE);
      CHECK(test.bytes.size() < length);
      CHECK(test.Take() == BodyRead::kFailed);
    }
  }
}

TEST_CASE("behaviour 4.5: async: a TryRead that fails ends the body with its HRESULT") {
  for (const size_t before : {size_t{0}, size_t{1000}, size_t{2000}}) {
    ScriptedAsyncStream stream(Pattern(3000));
    AsyncFixture test(stream);
    REQUIRE(test.body->Prepare());
    while (test.bytes.size() < before) test.Take(1000);
    stream.read_failure = STG_E_READFAULT;
    CHECK(test.Take() == BodyRead::kFailed);
    CHECK(test.body->Failure() == STG_E_READFAULT);
    stream.read_failure = S_OK;
    CHECK(test.Take() == BodyRead::kFailed);  // it stays failed
    CHECK(test.bytes.size() == before);
  }
}

namespace {

// An async stream that claims more than it was asked for.
class Boasting final : public Counted<StreamBase<Implements<IImnxportAsyncStream>>> {
 public:
  HRESULT STDMETHODCALLTYPE Advise(IImnxportReadiness*) noexcept override { return S_OK; }
  HRESULT STDMETHODCALLTYPE GetInfo(ULONGLONG* length, BOOL* rewindable) noexcept override {
    *length = IMNXPORT_UNKNOWN;
    *rewindable = FALSE;
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE TryRead(void*, ULONG size, ULONG* read) noexcept override {
    *read = size + 1;
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE Rewind() noexcept override { return E_NOTIMPL; }
};

}  // namespace

TEST_CASE("behaviour 4.3: async: more bytes than asked end the body with E_UNEXPECTED") {
  Boasting stream;
  const auto owner = std::make_shared<RecordingOwner>();
  AsyncBody body(&stream, &stream, std::nullopt, owner);
  REQUIRE(body.Prepare());
  char piece[10];
  size_t taken = 99;
  CHECK(body.Take(piece, sizeof piece, &taken) == BodyRead::kFailed);
  CHECK(taken == 0);
  CHECK(body.Failure() == E_UNEXPECTED);
  CHECK(body.Close() == BodyClose::kClosed);
  CHECK(stream.Taken() == 0);
}

TEST_CASE("behaviour 4.7: async: Close gives everything back at once, and can be repeated") {
  ScriptedAsyncStream stream(Pattern(3000));
  AsyncFixture test(stream);
  REQUIRE(test.body->Prepare());
  test.Take();
  CHECK(static_cast<bool>(stream.readiness));
  CHECK(test.body->Close() == BodyClose::kClosed);
  CHECK(stream.Taken() == 0);
  CHECK_FALSE(static_cast<bool>(stream.readiness));  // nobody is told any more
  CHECK(test.body->Close() == BodyClose::kClosed);
}

TEST_CASE("behaviour 4.7: async: a body that was never prepared only gives its references back") {
  ScriptedAsyncStream stream(Pattern(10));
  {
    AsyncFixture test(stream);
    CHECK(stream.Taken() > 0);
    CHECK(test.body->Close() == BodyClose::kClosed);
    CHECK(stream.Taken() == 0);
  }
  CHECK(stream.advised == 0);
  CHECK(stream.rewound == 0);
}

TEST_CASE("async: what the stream was given to call may outlive body and owner") {
  ScriptedAsyncStream stream(Pattern(10));
  ComPtr<IImnxportReadiness> kept;
  {
    AsyncFixture test(stream);
    REQUIRE(test.body->Prepare());
    kept = stream.readiness;
  }
  CHECK(kept->OnReady() == S_OK);
  ComPtr<IUnknown> identity;
  CHECK(kept->QueryInterface(IID_IUnknown, identity.PutVoid()) == S_OK);
}
