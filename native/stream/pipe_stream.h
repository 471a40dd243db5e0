// An IStream whose other side is a producer, a consumer, or both.
#pragma once

#include <memory>

#include "abi/imnxport.h"
#include "com/com_ptr.h"
#include "stream/consumer.h"
#include "stream/producer.h"

namespace imnxport {

// What is read comes from the producer, what is written goes to the consumer; either may be null, not both.
//
// Read, Write, Commit and a Seek for an unknown end wait for the other side, except on its own thread, where
// they answer RPC_E_CANTCALLOUT_INEXTERNALCALL instead. Any thread may call; reading does not wait for
// writing.
//
//   Read     of the producer; STG_E_ACCESSDENIED without one
//   Write    of the consumer; STG_E_ACCESSDENIED without one
//   SetSize  E_NOTIMPL with a consumer; STG_E_ACCESSDENIED without one
//   Seek     of the producer; without one only to where the writer stands, else STG_E_INVALIDFUNCTION
//   Stat     the length of the body (0: not known), without a producer what was written; no name or times
//   Clone    of the producer, when the body is there to be read twice; else, and with a consumer, E_NOTIMPL
//   Commit   of the consumer; nothing without one
//   others   Revert does nothing, regions are not locked
//
// With a producer it has IImnxportAsyncStream as well. When its last reference is released, producer and
// consumer are told OnClosed. Null: no memory; then they are not told.
ComPtr<IStream> MakePipeStream(std::shared_ptr<Producer> producer,
                               std::shared_ptr<Consumer> consumer = nullptr) noexcept;

}  // namespace imnxport
