// The standard library's, never destroyed; they hold nothing but their own memory here.
#include <condition_variable>
#include <mutex>
#include <new>

#include "com/process_lock.h"

namespace imnxport {
namespace {

std::mutex& Mutex(unsigned char* state) noexcept {
  return *std::launder(reinterpret_cast<std::mutex*>(state));
}

std::condition_variable& Condition(unsigned char* state) noexcept {
  return *std::launder(reinterpret_cast<std::condition_variable*>(state));
}

}  // namespace

ProcessLock::ProcessLock() noexcept {
  static_assert(sizeof(std::mutex) <= sizeof state_);
  new (state_) std::mutex;
}
void ProcessLock::lock() noexcept { Mutex(state_).lock(); }
void ProcessLock::unlock() noexcept { Mutex(state_).unlock(); }

ProcessCondition::ProcessCondition() noexcept {
  static_assert(sizeof(std::condition_variable) <= sizeof state_);
  new (state_) std::condition_variable;
}

bool ProcessCondition::WaitFor(ProcessLock& lock, std::chrono::milliseconds time) noexcept {
  std::unique_lock<std::mutex> held(Mutex(lock.state_), std::adopt_lock);
  const bool woken = Condition(state_).wait_for(held, time) == std::cv_status::no_timeout;
  (void)held.release();
  return woken;
}

void ProcessCondition::NotifyOne() noexcept { Condition(state_).notify_one(); }
void ProcessCondition::NotifyAll() noexcept { Condition(state_).notify_all(); }

}  // namespace imnxport
