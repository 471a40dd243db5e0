// Objects that are made at their first use and live as long as the module.
#pragma once

#include <atomic>
#include <new>
#include <thread>
#include <utility>

namespace imnxport {

// Storage for the one T of the process, as a static variable: constant-initialised, and never destroyed,
// because threads may use the object until the very end. A local static would do, but for what MinGW's guard
// of it leaves behind when the module is unloaded: handles for the thread that came first. Any thread.
template <class T>
class ProcessObject {
 public:
  // make(storage) is called once and constructs it there; it must not throw, nor come back here.
  template <class Make>
  T& Get(Make&& make) noexcept {
    if (state_.load(std::memory_order_acquire) != State::kMade) MakeOnce(std::forward<Make>(make));
    return *std::launder(reinterpret_cast<T*>(storage_));
  }

 private:
  enum class State { kNone, kInMaking, kMade };

  template <class Make>
  void MakeOnce(Make&& make) noexcept {
    State none = State::kNone;
    if (state_.compare_exchange_strong(none, State::kInMaking)) {
      make(static_cast<void*>(storage_));
      state_.store(State::kMade, std::memory_order_release);
    }
    // Another thread is a few instructions from the end.
    while (state_.load(std::memory_order_acquire) != State::kMade) std::this_thread::yield();
  }

  std::atomic<State> state_{State::kNone};
  alignas(T) unsigned char storage_[sizeof(T)] = {};
};

}  // namespace imnxport
