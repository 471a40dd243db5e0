// The body of one POST as the I/O thread sees it: bytes, "not yet", the end, or a failure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "abi/imnxport.h"

namespace imnxport {

// Who uses a body.
class BodyOwner {
 public:
  // Something that was pending may have moved on: preparation, data, rewinding or closing. Any thread.
  virtual void OnBodyNews() noexcept = 0;

 protected:
  ~BodyOwner() = default;
};

// What Take found.
enum class BodyRead {
  kData,     // at least one byte
  kPending,  // nothing yet; OnBodyNews will come
  kEnd,      // everything has been taken, and the length is right
  kFailed    // see Failure()
};

// How far Close is.
enum class BodyClose {
  kInStream,   // a call into the stream, or into its apartment, is running, and may for ever
  kReleasing,  // the last reference is about to be given back
  kClosed      // it is gone
};

// Takes care of what every body owes the wire: it starts at offset 0, never gives the last byte before
// it is certain that the length is right, and gives every reference on the stream back.
//
// All methods are called on the I/O thread and never block. The order of use is Prepare, then Take and
// Rewind, then Close; a method that answers "pending" is repeated after OnBodyNews.
class BodySource {
 public:
  virtual ~BodySource() = default;

  // Rewinds the stream and finds its length. True when done: then Failure, Length and Rewindable hold.
  virtual bool Prepare() noexcept = 0;

  // Copies at most `max` bytes (> 0) to `to`; `*taken` says how many.
  virtual BodyRead Take(char* to, size_t max, size_t* taken) noexcept = 0;

  // Starts again at the first byte; Take answers kPending until it is there. Only if Rewindable().
  virtual void Rewind() noexcept = 0;

  // Gives the stream back; OnBodyNews tells when that goes on. A body that is dropped before it is closed
  // gives the reference back when the call into the stream that holds it returns.
  virtual BodyClose Close() noexcept = 0;

  // S_OK, or why Prepare or Take failed: what the stream answered, IXP_E_INCOMPLETE when its length was
  // not what it said, E_UNEXPECTED when it gave more bytes than asked, E_OUTOFMEMORY.
  virtual HRESULT Failure() const noexcept = 0;

  // Bytes of the whole body; empty: unknown. Valid after Prepare.
  virtual std::optional<uint64_t> Length() const noexcept = 0;

  // Whether Rewind can work. Valid after Prepare.
  virtual bool Rewindable() const noexcept = 0;
};

// A Failure() in words. Any thread.
const char* DescribeBodyFailure(HRESULT failure) noexcept;

// Makes the body of a stream; takes a reference on it. `declared` is the length that the client
// promises, if any; otherwise the stream is asked. May throw std::bad_alloc.
// Called on the client's thread: the stream is asked for its interfaces, nothing is read from it. A failure
// is that of StreamAccess::Open; nothing is held then.
HRESULT MakeBody(IStream* stream, std::optional<uint64_t> declared, std::weak_ptr<BodyOwner> owner,
                 std::shared_ptr<BodySource>* body);

}  // namespace imnxport
