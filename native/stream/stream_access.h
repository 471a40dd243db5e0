// Holds the stream of a command from CommandPOST to its end, and knows how it may be called.
#pragma once

#include "stream/stream_apartment.h"

namespace imnxport {

// Open on the client's thread, all else on stream threads, one at a time.
class StreamAccess {
 public:
  StreamAccess() noexcept = default;
  // Called as it is, by whichever thread.
  StreamAccess(IStream* stream) noexcept : stream_(stream) {}
  StreamAccess(StreamAccess&& other) noexcept;
  StreamAccess& operator=(StreamAccess&&) = delete;
  ~StreamAccess() { Close(); }

  // Takes hold of it: a reference, or a place in the system's table when it belongs to the apartment of the
  // calling thread. On failure nothing is held: the registration's, E_OUTOFMEMORY.
  HRESULT Open(IStream* stream) noexcept;

  // Whether it belongs to an apartment: then every call into it, the last Release too, waits until a thread
  // of the client's pumps messages.
  bool Bound() const noexcept { return cookie_ != 0; }

  // Makes Stream() ready for this thread and its fellows. Fails when the stream's apartment has ended.
  HRESULT Connect() noexcept;
  IStream* Stream() const noexcept { return stream_.Get(); }

  // Gives everything back.
  void Close() noexcept;

 private:
  ComPtr<IStream> stream_;  // itself; for a bound one what stands for it in our apartment, once connected
  DWORD cookie_ = 0;
};

}  // namespace imnxport
