// A record of calls: what was called, and on which thread.
#pragma once

#include <windows.h>

#include <functional>
#include <string>
#include <vector>

namespace host {

struct Call {
  std::string what;
  DWORD thread;
  std::string apartment;  // of that thread
  long value;             // a status, an HRESULT, a count of references: see the recorder
};

// Any thread.
class Calls {
 public:
  void Add(const char* what, long value);
  std::vector<Call> All() const;
  size_t Count() const;
  // Of one kind.
  std::vector<Call> Of(const std::string& what) const;

  // Until `enough`, asked under the lock after each call. False: not in time.
  bool Wait(const std::function<bool(const std::vector<Call>&)>& enough, DWORD timeout_ms = 30000) const;

  // Checks that all calls, but for those of the excluded kinds, were made on that thread, or on none of it.
  void CheckAllOn(DWORD thread, const std::vector<std::string>& but = {}) const;
  void CheckNoneOn(DWORD thread, const std::vector<std::string>& but = {}) const;

 private:
  mutable SRWLOCK lock_ = SRWLOCK_INIT;
  mutable CONDITION_VARIABLE changed_ = CONDITION_VARIABLE_INIT;
  std::vector<Call> calls_;
};

}  // namespace host
