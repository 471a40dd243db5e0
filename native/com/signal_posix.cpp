// Off Windows there is nothing to dispatch.
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <new>

#include "com/signal.h"

namespace imnxport {
namespace {

struct State {
  std::mutex mutex;
  std::condition_variable changed;
  bool set = false;
};

State& Of(void* state) noexcept { return *static_cast<State*>(state); }

}  // namespace

Signal::~Signal() { delete static_cast<State*>(state_); }

HRESULT Signal::Prepare() noexcept {
  state_ = new (std::nothrow) State;
  return state_ ? S_OK : E_OUTOFMEMORY;
}

// Notified under the lock: who wakes may destroy the signal at once.
void Signal::Set() noexcept {
  State& state = Of(state_);
  std::lock_guard<std::mutex> lock(state.mutex);
  state.set = true;
  state.changed.notify_all();
}

HRESULT Signal::Wait(uint32_t milliseconds) noexcept {
  if (milliseconds == kForever) {
    Block();
    return S_OK;
  }
  State& state = Of(state_);
  std::unique_lock<std::mutex> lock(state.mutex);
  const auto time = std::chrono::milliseconds(milliseconds);
  return state.changed.wait_for(lock, time, [&state] { return state.set; }) ? S_OK : S_FALSE;
}

void Signal::Block() noexcept {
  State& state = Of(state_);
  std::unique_lock<std::mutex> lock(state.mutex);
  state.changed.wait(lock, [&state] { return state.set; });
}

}  // namespace imnxport
