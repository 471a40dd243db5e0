// A call from native code that waits for an answer of JavaScript.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "com/signal.h"
#include "http/secret.h"

namespace imnxport::binding {

// What JavaScript has answered: a number (a button, seconds, a window) or a logon. Wiped with its end.
struct CallAnswer {
  uint64_t number = 0;
  Credentials logon;
};

// Between the thread that waits and the JS thread; each has a reference.
class WaitingCall {
 public:
  // Null when there is no memory, or nothing to wait with. Any thread.
  static std::shared_ptr<WaitingCall> Make() noexcept;

  // The thread that waits, once: for the answer, at most so many milliseconds. Nothing: it was declined, or
  // the time is up, and an answer that comes later is refused.
  std::optional<CallAnswer> Wait(uint32_t milliseconds) noexcept;

  // The same without waiting: an answer that is not there yet will not come.
  std::optional<CallAnswer> Take() noexcept;

  // Whether there is no answer yet, and somebody to wait for it. Any thread.
  bool IsAwaited() noexcept;

  // Any thread. False: nobody waits any more.
  bool Answer(CallAnswer answer) noexcept;
  void Decline() noexcept;

 private:
  bool End(std::optional<CallAnswer> answer) noexcept;

  Signal ended_;
  std::mutex mutex_;  // guards what follows
  bool open_ = true;
  std::optional<CallAnswer> answer_;
};

// Declines its call when it is destroyed. Any thread.
class Ticket {
 public:
  explicit Ticket(std::shared_ptr<WaitingCall> call) noexcept : call_(std::move(call)) {}
  Ticket(Ticket&& other) noexcept = default;
  Ticket& operator=(Ticket&&) = delete;
  ~Ticket() {
    if (call_) call_->Decline();
  }

  bool IsAwaited() const noexcept { return call_->IsAwaited(); }
  bool Answer(CallAnswer answer) noexcept { return call_->Answer(std::move(answer)); }

 private:
  std::shared_ptr<WaitingCall> call_;
};

}  // namespace imnxport::binding
