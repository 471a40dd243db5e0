// A record of calls.
#include "calls.h"

#include <algorithm>

#include "checks.h"
#include "host_thread.h"

namespace host {
namespace {

class Guard {
 public:
  explicit Guard(SRWLOCK* lock) : lock_(lock) { AcquireSRWLockExclusive(lock_); }
  ~Guard() { ReleaseSRWLockExclusive(lock_); }

 private:
  SRWLOCK* const lock_;
};

bool Contains(const std::vector<std::string>& list, const std::string& what) {
  return std::find(list.begin(), list.end(), what) != list.end();
}

}  // namespace

void Calls::Add(const char* what, long value) {
  Call call{what, GetCurrentThreadId(), ApartmentHere(), value};
  const Guard guard(&lock_);
  calls_.push_back(std::move(call));
  WakeAllConditionVariable(&changed_);
}

std::vector<Call> Calls::All() const {
  const Guard guard(&lock_);
  return calls_;
}

size_t Calls::Count() const { return All().size(); }

std::vector<Call> Calls::Of(const std::string& what) const {
  std::vector<Call> found;
  for (const Call& call : All()) {
    if (call.what == what) found.push_back(call);
  }
  return found;
}

bool Calls::Wait(const std::function<bool(const std::vector<Call>&)>& enough, DWORD timeout_ms) const {
  const ULONGLONG end = GetTickCount64() + timeout_ms;
  const Guard guard(&lock_);
  while (!enough(calls_)) {
    const ULONGLONG now = GetTickCount64();
    if (now >= end) return false;
    SleepConditionVariableSRW(&changed_, &lock_, static_cast<DWORD>(end - now), 0);
  }
  return true;
}

void Calls::CheckAllOn(DWORD thread, const std::vector<std::string>& but) const {
  for (const Call& call : All()) {
    if (Contains(but, call.what)) continue;
    Looking(call.what.c_str());
    CHECK_EQ(call.thread, thread);
    Looking(nullptr);
  }
}

void Calls::CheckNoneOn(DWORD thread, const std::vector<std::string>& but) const {
  for (const Call& call : All()) {
    if (Contains(but, call.what)) continue;
    Looking(call.what.c_str());
    CHECK(call.thread != thread);
    Looking(nullptr);
  }
}

}  // namespace host
