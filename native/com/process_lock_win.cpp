// Locks of the system's that are a pointer each and have no handle.
#include <windows.h>

#include <new>

#include "com/process_lock.h"

namespace imnxport {
namespace {

SRWLOCK* Lock(unsigned char* state) noexcept { return std::launder(reinterpret_cast<SRWLOCK*>(state)); }

CONDITION_VARIABLE* Condition(unsigned char* state) noexcept {
  return std::launder(reinterpret_cast<CONDITION_VARIABLE*>(state));
}

}  // namespace

ProcessLock::ProcessLock() noexcept {
  static_assert(sizeof(SRWLOCK) <= sizeof state_);
  InitializeSRWLock(new (state_) SRWLOCK);
}
void ProcessLock::lock() noexcept { AcquireSRWLockExclusive(Lock(state_)); }
void ProcessLock::unlock() noexcept { ReleaseSRWLockExclusive(Lock(state_)); }

ProcessCondition::ProcessCondition() noexcept {
  static_assert(sizeof(CONDITION_VARIABLE) <= sizeof state_);
  InitializeConditionVariable(new (state_) CONDITION_VARIABLE);
}

bool ProcessCondition::WaitFor(ProcessLock& lock, std::chrono::milliseconds time) noexcept {
  return SleepConditionVariableSRW(Condition(state_), Lock(lock.state_), static_cast<DWORD>(time.count()),
                                   0) != 0;
}

void ProcessCondition::NotifyOne() noexcept { WakeConditionVariable(Condition(state_)); }
void ProcessCondition::NotifyAll() noexcept { WakeAllConditionVariable(Condition(state_)); }

}  // namespace imnxport
