// A place where a thread of the code under test is held until the test lets it go on.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace imnxport::test {

// How long a test waits for what must happen before it fails. Long, because machines are slow; nothing
// ever waits for it in a test that passes.
constexpr std::chrono::seconds kPatience{30};

class Gate {
 public:
  // For the thread under test: waits until the gate is open.
  void Pass() {
    std::unique_lock<std::mutex> lock(mutex_);
    ++arrived_;
    changed_.notify_all();
    changed_.wait_for(lock, kPatience, [this] { return open_; });
  }

  // For the test: waits until `count` threads have come to the gate. False: they do not come.
  bool AwaitArrival(int count = 1) {
    std::unique_lock<std::mutex> lock(mutex_);
    return changed_.wait_for(lock, kPatience, [&] { return arrived_ >= count; });
  }

  // Lets go whoever waits and whoever comes later.
  void Open() {
    std::lock_guard<std::mutex> lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }

  int Arrived() {
    std::lock_guard<std::mutex> lock(mutex_);
    return arrived_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int arrived_ = 0;
  bool open_ = false;
};

}  // namespace imnxport::test
