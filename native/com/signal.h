// Something that happens once, and a thread of the host that waits for it.
#pragma once

#include <cstdint>

#include "abi/imnxport.h"

namespace imnxport {

// Waiting is what a thread may do while COM calls it: on Windows a single-threaded apartment goes on
// dispatching calls and window messages, without which whoever is to set the signal could be waiting for that
// very thread.
class Signal {
 public:
  static constexpr uint32_t kForever = UINT32_MAX;

  Signal() noexcept = default;
  ~Signal();
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;

  // Before all else. E_OUTOFMEMORY, or the system's reason why there is nothing to wait for.
  HRESULT Prepare() noexcept;

  // Any thread, any number of times.
  void Set() noexcept;

  // S_OK: it is set; S_FALSE: it was not within so many milliseconds. A failure says that the apartment
  // cannot wait in this way, at once or after a part of that time.
  HRESULT Wait(uint32_t milliseconds) noexcept;

  // For who cannot go on without it: waits, and dispatches nothing.
  void Block() noexcept;

 private:
  void* state_ = nullptr;  // the system's
};

}  // namespace imnxport
