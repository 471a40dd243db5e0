// Calls into a stream whose other side has a thread of its own: one at a time, and none waits on that thread.
#pragma once

#include <mutex>
#include <thread>

#include "abi/imnxport.h"

namespace imnxport {

// Guarded by its owner's mutex, but for Here. `home` is the thread of the other side: a call that waited
// there for the other side, or for a call that does, would wait for ever. Elsewhere waiting is what COM
// expects of it: a single-threaded apartment (Windows) goes on dispatching its calls and messages.
class CallTurn {
 public:
  explicit CallTurn(std::thread::id home) noexcept : home_(home) {}
  CallTurn(const CallTurn&) = delete;
  CallTurn& operator=(const CallTurn&) = delete;

  // Whether this is the home thread. Any thread, without the mutex.
  bool Here() const noexcept { return std::this_thread::get_id() == home_; }

  // Begins a call, when those before it are done. RPC_E_CANTCALLOUT_INEXTERNALCALL: there is one, and this is
  // the home thread, or the call's own, which has come back while it waits. Or as WaitLocked.
  HRESULT BeginLocked(std::unique_lock<std::mutex>& lock) noexcept;
  void EndLocked() noexcept;

  // Inside a call: until there is news, without the lock. S_OK; E_OUTOFMEMORY, or the system's reason why
  // nobody can wait. Never on the home thread.
  HRESULT WaitLocked(std::unique_lock<std::mutex>& lock) noexcept;
  // Something has changed that a call may be waiting for.
  void NewsLocked() noexcept;

 private:
  struct Waiter;

  const std::thread::id home_;
  bool running_ = false;
  std::thread::id runner_;     // of the call that is running
  Waiter* waiters_ = nullptr;  // a list of what lies on their stacks
};

}  // namespace imnxport
