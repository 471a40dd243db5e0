// The stream that a foreign transport is given in the place of the client's.
#pragma once

#include <memory>
#include <optional>

#include "abi/imnxport_ext.h"
#include "com/com_ptr.h"
#include "foreign/held_stream.h"
#include "foreign/stream_record.h"

namespace imnxport {

// Does what the client's stream does, counts what is read, and lets go of the client's stream when `held` is
// closed, however long the transport keeps this one: every call answers E_ABORT then. It may be called on any
// thread, and is the same pointer in all apartments. It can only be read; Read keeps to the length that the
// client has `declared` (behaviour 4.4) and to what it was asked for (4.3). Null: no memory.
ComPtr<IStream> MakeWatchedStream(std::shared_ptr<HeldStream> held, std::shared_ptr<StreamRecord> record,
                                  std::optional<uint64_t> declared) noexcept;

}  // namespace imnxport
