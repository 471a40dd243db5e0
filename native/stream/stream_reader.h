// What the rules say about one caller's IStream: rewinding, length, and what a Read's answer means.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <utility>

#include "abi/imnxport.h"
#include "stream/stream_access.h"

namespace imnxport {

// Used by one thread at a time, but for Stop; its calls may block as long as the stream does. Source: our
// decision (behaviour 4).
class StreamReader {
 public:
  explicit StreamReader(StreamAccess stream) noexcept : stream_(std::move(stream)) {}

  // Puts the stream to offset 0 and finds its length: its end by Seek, else the size that Stat gives (0
  // there means unknown). A stream that cannot seek is used from where it stands. Fails only when the
  // stream went to its end and does not come back, or when it cannot be reached any more.
  HRESULT Open(std::optional<uint64_t> declared) noexcept;

  // Reads up to `size` bytes. S_OK with *read > 0: data; S_FALSE: the end; else it failed.
  HRESULT Read(void* to, uint32_t size, uint32_t* read) noexcept;

  // Back to offset 0.
  HRESULT Rewind() noexcept;

  // No call into the stream is begun any more but the last Release: what is asked for answers E_ABORT. Any
  // thread.
  void Stop() noexcept { stopped_.store(true); }

  // Releases the stream.
  void Close() noexcept { stream_.Close(); }

  // See StreamAccess. It stays what it is until Close.
  bool Bound() const noexcept { return stream_.Bound(); }

  bool Rewindable() const noexcept { return rewindable_; }
  std::optional<uint64_t> Length() const noexcept { return length_; }

 private:
  HRESULT Seek(DWORD origin, uint64_t* position) noexcept;
  HRESULT LengthFromStat() noexcept;

  StreamAccess stream_;
  std::atomic<bool> stopped_{false};
  bool rewindable_ = false;
  std::optional<uint64_t> length_;
};

}  // namespace imnxport
