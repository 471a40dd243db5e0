// The stream of a command whose executor hands it on.
#pragma once

#include <memory>
#include <utility>

#include "foreign/held_stream.h"
#include "foreign/stream_record.h"
#include "transport/command.h"

namespace imnxport {

struct ForeignStream final : TakenStream {
  explicit ForeignStream(std::optional<uint64_t> declared)
      : held(std::make_shared<HeldStream>()), record(std::make_shared<StreamRecord>(declared)) {}

  const std::shared_ptr<HeldStream> held;
  const std::shared_ptr<StreamRecord> record;
};

}  // namespace imnxport
