// The client's stream, held from CommandPOST to the end of the command.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "abi/imnxport_ext.h"
#include "com/com_ptr.h"

namespace imnxport {

// A stream that belongs to an apartment is called by way of the system's table from every other; what may be
// called on any thread is called as it is.
class HeldStream {
 public:
  HeldStream() = default;
  HeldStream(const HeldStream&) = delete;
  HeldStream& operator=(const HeldStream&) = delete;
  ~HeldStream() { Close(); }

  // Takes hold of it: asks for its interfaces, reads nothing. On failure nothing is held: that of the
  // registration (behaviour 4.6). Once, on the client's thread.
  HRESULT Open(IStream* stream) noexcept;

  // What the calling thread may call, for the time of one call. E_ABORT: it has been given back; else what
  // the system says when its apartment is out of reach. Any thread.
  HRESULT Get(ComPtr<IStream>* stream) const noexcept;
  // The same for the face that does not block; null: it has none.
  HRESULT GetAsync(ComPtr<IImnxportAsyncStream>* async) const noexcept;

  bool HasAsync() const noexcept { return has_async_; }
  bool Bound() const noexcept { return bound_; }

  // Gives it back, and its clones. A call into it that is running keeps it until it returns. A thread with
  // COM; may be called again.
  void Close() noexcept;

  // A clone, to be closed with it; at once if it is closed already. May throw std::bad_alloc. Any thread.
  void AddClone(const std::shared_ptr<HeldStream>& clone);

 private:
  bool has_async_ = false;  // these two are set by Open, and stay
  bool bound_ = false;

  mutable std::mutex mutex_;  // guards what follows; never held during a call into the stream
  ComPtr<IStream> stream_;
  ComPtr<IImnxportAsyncStream> async_;
  DWORD cookie_ = 0;
  std::vector<std::weak_ptr<HeldStream>> clones_;
  bool closed_ = false;
};

}  // namespace imnxport
