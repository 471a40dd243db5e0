// A lock and a condition for what is never destroyed.
#include "com/process_lock.h"

#include <doctest/doctest.h>

#include <mutex>
#include <ostream>
#include <thread>
#include <vector>

using namespace imnxport;

TEST_CASE("one thread at a time has the lock") {
  ProcessLock lock;
  int count = 0;  // unguarded but for the lock
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 10000; ++j) {
        std::lock_guard<ProcessLock> held(lock);
        ++count;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(count == 40000);
}

TEST_CASE("a condition lets go of the lock while it waits, and has it again afterwards") {
  ProcessLock lock;
  ProcessCondition condition;
  bool asked = false, answered = false;
  std::thread other([&] {
    std::unique_lock<ProcessLock> held(lock);
    while (!asked) condition.WaitFor(lock, std::chrono::seconds(30));
    answered = true;
    condition.NotifyAll();
  });
  {
    std::unique_lock<ProcessLock> held(lock);
    asked = true;
    condition.NotifyOne();
    while (!answered) REQUIRE(condition.WaitFor(lock, std::chrono::seconds(30)));
  }
  other.join();
  CHECK(answered);
}

TEST_CASE("a condition that nobody announces says that the time was up") {
  ProcessLock lock;
  ProcessCondition condition;
  std::lock_guard<ProcessLock> held(lock);
  bool woken = true;
  for (int i = 0; i < 10 && woken; ++i) woken = condition.WaitFor(lock, std::chrono::milliseconds(5));
  CHECK_FALSE(woken);
}
