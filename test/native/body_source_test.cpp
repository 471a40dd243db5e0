// MakeBody: which way a stream is read, decided on the client's thread without touching its bytes.
#include "stream/body_source.h"

#include <doctest/doctest.h>

#include "support/body_driver.h"
#include "support/scripted_async_stream.h"
#include "support/scripted_stream.h"

using namespace imnxport;
using namespace imnxport::test;
using Method = ScriptedStream::Method;

namespace {

std::shared_ptr<BodySource> Make(IStream* stream, const std::shared_ptr<RecordingOwner>& owner) {
  std::shared_ptr<BodySource> body;
  CHECK(MakeBody(stream, {}, owner, &body) == S_OK);
  return body;
}

}  // namespace

TEST_CASE("behaviour 3.3: making a body asks for interfaces only, on the caller's thread") {
  ScriptedStream stream("12345");
  const auto owner = std::make_shared<RecordingOwner>();
  auto body = Make(&stream, owner);
  REQUIRE(body);
  CHECK(stream.Taken() == 1);
  for (const auto& call : stream.Calls()) {
    CHECK(call.method == Method::kQuery);
    CHECK(call.thread == std::this_thread::get_id());
  }
  body.reset();
  CHECK(stream.Taken() == 0);
}

TEST_CASE("a stream that answers IImnxportAsyncStream is used through it alone") {
  ScriptedAsyncStream stream("12345");
  const auto owner = std::make_shared<RecordingOwner>();
  auto body = Make(&stream, owner);
  CHECK(stream.Taken() > 0);
  REQUIRE(PrepareAll(*body, *owner));
  CHECK(stream.advised == 1);
  CHECK(TakeAll(*body, *owner).bytes == "12345");
  CHECK(CloseAll(*body, *owner));
  body.reset();
  CHECK(stream.asked_as_stream == 0);
  CHECK(stream.Taken() == 0);
}

TEST_CASE("a QueryInterface that fails and leaves something in the pointer gave no reference") {
  ScriptedStream stream("12345");
  stream.on_query = [&](REFIID riid, void** ppv) {
    *ppv = SameGuid(riid, IID_IImnxportAsyncStream) ? static_cast<IStream*>(&stream) : nullptr;
    return E_NOINTERFACE;
  };
  const auto owner = std::make_shared<RecordingOwner>();
  auto body = Make(&stream, owner);
  REQUIRE(PrepareAll(*body, *owner));
  CHECK(TakeAll(*body, *owner).bytes == "12345");
  CHECK(CloseAll(*body, *owner));
  CHECK(stream.Taken() == 0);
}

TEST_CASE("a QueryInterface that succeeds with NULL gave nothing: the stream is an ordinary one") {
  ScriptedStream stream("12345");
  stream.on_query = [](REFIID, void** ppv) {
    *ppv = nullptr;
    return S_OK;
  };
  const auto owner = std::make_shared<RecordingOwner>();
  auto body = Make(&stream, owner);
  REQUIRE(PrepareAll(*body, *owner));
  CHECK(TakeAll(*body, *owner).bytes == "12345");
  CHECK(CloseAll(*body, *owner));
  CHECK(stream.Taken() == 0);
}

TEST_CASE("a body that is dropped without Close gives every reference back") {
  ScriptedAsyncStream async("12345");
  ScriptedStream blocking("12345");
  const auto owner = std::make_shared<RecordingOwner>();
  for (IStream* stream : {static_cast<IStream*>(&async), static_cast<IStream*>(&blocking)}) {
    auto body = Make(stream, owner);
    REQUIRE(PrepareAll(*body, *owner));
    REQUIRE(CloseAll(*body, *owner));
    auto unused = Make(stream, owner);
  }
  CHECK(async.Taken() == 0);
  CHECK(blocking.Taken() == 0);
}

TEST_CASE("every failure of a body has words, and the usual ones have words of their own") {
  const std::string general = DescribeBodyFailure(E_FAIL);
  CHECK(general != "");
  for (const HRESULT failure : {IXP_E_INCOMPLETE, E_UNEXPECTED, E_OUTOFMEMORY}) {
    CHECK(std::string(DescribeBodyFailure(failure)) != general);
  }
  CHECK(DescribeBodyFailure(STG_E_READFAULT) == general);
}
