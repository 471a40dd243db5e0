// A BlockingBody over a scripted stream, with the owner that drives it.
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <optional>

#include "body_driver.h"
#include "eventually.h"
#include "scripted_stream.h"
#include "stream/blocking_body.h"

namespace imnxport::test {

// At the end the body is dropped, and proved to have given every reference back.
struct BlockingFixture {
  explicit BlockingFixture(ScriptedStream& used, std::optional<uint64_t> declared = {})
      : stream(used), body(std::make_shared<BlockingBody>(&used, declared, owner)) {}
  ~BlockingFixture() {
    if (body) body->Close();
    body.reset();
    CHECK(Eventually([this] { return stream.Taken() == 0; }));
  }

  bool Prepare() { return PrepareAll(*body, *owner); }
  Taken Take(size_t max = 64 * 1024, size_t stop_at = SIZE_MAX) {
    return TakeAll(*body, *owner, max, stop_at);
  }
  // One Take, without waiting.
  BodyRead TakeOnce(std::string* bytes, size_t max = 64 * 1024) {
    bytes->resize(max);
    size_t taken = 0;
    const BodyRead read = body->Take(bytes->data(), max, &taken);
    bytes->resize(taken);
    return read;
  }

  ScriptedStream& stream;
  const std::shared_ptr<RecordingOwner> owner = std::make_shared<RecordingOwner>();
  std::shared_ptr<BlockingBody> body;
};

}  // namespace imnxport::test
