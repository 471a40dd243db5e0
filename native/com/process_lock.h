// A lock and a condition for what is never destroyed.
#pragma once

#include <chrono>
#include <cstddef>

namespace imnxport {

// As std::mutex, for state of the process: it is never destroyed, and leaves nothing behind when the module
// is unloaded all the same. MinGW's std::mutex and std::condition_variable keep handles until their
// destructor runs, and for each thread that waits. Use it with std::lock_guard and std::unique_lock. Any
// thread.
class ProcessLock {
 public:
  ProcessLock() noexcept;
  ProcessLock(const ProcessLock&) = delete;
  ProcessLock& operator=(const ProcessLock&) = delete;
  void lock() noexcept;
  void unlock() noexcept;

 private:
  friend class ProcessCondition;
  alignas(std::max_align_t) unsigned char state_[64];  // the system's
};

// As std::condition_variable. Any thread.
class ProcessCondition {
 public:
  ProcessCondition() noexcept;
  ProcessCondition(const ProcessCondition&) = delete;
  ProcessCondition& operator=(const ProcessCondition&) = delete;
  // With the lock, which is free meanwhile. False: the time was up. It may return without a reason.
  bool WaitFor(ProcessLock& lock, std::chrono::milliseconds time) noexcept;
  void NotifyOne() noexcept;
  void NotifyAll() noexcept;

 private:
  alignas(std::max_align_t) unsigned char state_[64];
};

}  // namespace imnxport
