// A time that may come; the I/O thread keeps the clock.
#pragma once

#include <atomic>
#include <memory>

#include "com/work_queue.h"
#include "http/engine.h"

namespace imnxport {

class AlarmOwner {
 public:
  // The time has come; or one that was set before and was moved just now. On the I/O thread: it must not
  // wait.
  virtual void OnAlarm() noexcept = 0;

 protected:
  ~AlarmOwner() = default;
};

// It holds the I/O thread while a time is set, and then keeps itself alive.
class Alarm final : public WorkItem, public Timed {
 public:
  explicit Alarm(std::weak_ptr<AlarmOwner> owner) noexcept : owner_(std::move(owner)) {}

  // Sets the time, in place of the one before. False: there is no thread to keep it. Any thread.
  bool Set(Clock::time_point when) noexcept;
  // There is none any more. Any thread.
  void Clear() noexcept;

  // The I/O thread.
  void Work() noexcept override;
  Clock::time_point Deadline() const noexcept override { return when_.load(); }
  void OnDeadline() noexcept override;

 private:
  static constexpr Clock::time_point kNever = Clock::time_point::max();

  const std::weak_ptr<AlarmOwner> owner_;
  std::atomic<Clock::time_point> when_{kNever};
  std::atomic<bool> held_{false};      // the I/O thread: since Set, until Clear
  std::shared_ptr<WorkItem> watched_;  // I/O thread only: itself, while the engine looks at its deadline
};

}  // namespace imnxport
