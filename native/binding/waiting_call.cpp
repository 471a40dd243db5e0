// Answering and waiting.
#include "binding/waiting_call.h"

#include <new>

namespace imnxport::binding {

std::shared_ptr<WaitingCall> WaitingCall::Make() noexcept {
  try {
    auto call = std::make_shared<WaitingCall>();
    return SUCCEEDED(call->ended_.Prepare()) ? call : nullptr;
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}

std::optional<CallAnswer> WaitingCall::Wait(uint32_t milliseconds) noexcept {
  (void)ended_.Wait(milliseconds);  // whatever it says, what counts is whether there is an answer
  return Take();
}

std::optional<CallAnswer> WaitingCall::Take() noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  open_ = false;
  return std::exchange(answer_, std::nullopt);
}

bool WaitingCall::IsAwaited() noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  return open_;
}

bool WaitingCall::Answer(CallAnswer answer) noexcept { return End(std::move(answer)); }

void WaitingCall::Decline() noexcept { (void)End(std::nullopt); }

bool WaitingCall::End(std::optional<CallAnswer> answer) noexcept {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (!open_) return false;
    open_ = false;
    answer_ = std::move(answer);
  }
  ended_.Set();
  return true;
}

}  // namespace imnxport::binding
