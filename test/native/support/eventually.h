// Bounded polling, for what announces itself to nobody: a count that reaches zero, a thread that is gone.
#pragma once

#include <chrono>
#include <thread>

#include "com/module.h"
#include "gate.h"

namespace imnxport::test {

// Asks until `condition` is true. False: it did not become true in time.
template <class Condition>
bool Eventually(Condition condition) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() >= end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

// Whether everything that keeps the module in memory ends: objects, locks and threads.
inline bool BecomesUnloadable() {
  return Eventually([] { return CanUnloadModule() == S_OK; });
}

}  // namespace imnxport::test
