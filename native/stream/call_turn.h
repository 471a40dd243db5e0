// Calls into a stream whose other side has a thread of its own: one at a time, and none waits on that thread.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

namespace imnxport {

// Guarded by its owner's mutex, but for Here. `home` is the thread of the other side: a call that waited
// there for the other side, or for a call that does, would wait for ever.
class CallTurn {
 public:
  explicit CallTurn(std::thread::id home) noexcept : home_(home) {}

  // Whether this is the home thread. Any thread, without the mutex.
  bool Here() const noexcept { return std::this_thread::get_id() == home_; }

  // Begins a call, when those before it are done. False: there is one, and this is the home thread.
  bool BeginLocked(std::unique_lock<std::mutex>& lock) {
    if (running_ && Here()) return false;
    changed_.wait(lock, [this] { return !running_; });
    running_ = true;
    return true;
  }
  void EndLocked() noexcept {
    running_ = false;
    changed_.notify_all();
  }

  // Inside a call: until there is news, or for no reason at all. Never on the home thread.
  void WaitLocked(std::unique_lock<std::mutex>& lock) { changed_.wait(lock); }
  // Something has changed that a call may be waiting for.
  void News() noexcept { changed_.notify_all(); }

 private:
  const std::thread::id home_;
  bool running_ = false;
  std::condition_variable changed_;
};

}  // namespace imnxport
