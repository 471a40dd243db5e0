// An AsyncBody over a scripted stream; the test is the I/O thread.
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <string>

#include "body_driver.h"
#include "scripted_async_stream.h"
#include "stream/async_body.h"

namespace imnxport::test {

// At the end the body is closed, and proved to have given every reference back.
struct AsyncFixture {
  explicit AsyncFixture(ScriptedAsyncStream& used, std::optional<uint64_t> declared = {})
      : stream(used), body(std::make_unique<AsyncBody>(&used, &used, declared, owner)) {}
  ~AsyncFixture() {
    body.reset();
    CHECK(stream.Taken() == 0);
    CHECK(!stream.readiness);
    CHECK(stream.asked_as_stream == 0);
  }

  // One Take; what it gave is appended to `bytes`.
  BodyRead Take(size_t max = 1000) {
    std::string piece(max, '\0');
    size_t taken = 99;
    const BodyRead read = body->Take(piece.data(), max, &taken);
    CHECK((taken > 0) == (read == BodyRead::kData));
    CHECK(taken <= max);
    bytes.append(piece, 0, taken);
    return read;
  }
  // Takes until something else than data comes.
  BodyRead TakeWhileData(size_t max = 1000) {
    BodyRead read;
    do read = Take(max);
    while (read == BodyRead::kData);
    return read;
  }

  ScriptedAsyncStream& stream;
  const std::shared_ptr<RecordingOwner> owner = std::make_shared<RecordingOwner>();
  std::unique_ptr<AsyncBody> body;
  std::string bytes;
};

}  // namespace imnxport::test
