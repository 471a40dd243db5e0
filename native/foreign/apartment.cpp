// Calling into an apartment.
#include "foreign/apartment.h"

#include <condition_variable>
#include <memory>
#include <mutex>

namespace imnxport {
namespace {

class Call final : public WorkItem {
 public:
  explicit Call(const std::function<void()>& work) noexcept : work_(work) {}

  void Work() noexcept override {
    work_();
    std::lock_guard<std::mutex> lock(mutex_);
    done_ = true;
    changed_.notify_one();
  }

  void Wait() noexcept {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [this] { return done_; });
  }

 private:
  const std::function<void()>& work_;  // of whoever waits
  std::mutex mutex_;
  std::condition_variable changed_;
  bool done_ = false;
};

}  // namespace

bool RunAndWait(Apartment& apartment, const std::function<void()>& work) {
  if (apartment.IsHere()) {
    work();
    return true;
  }
  const auto call = std::make_shared<Call>(work);
  if (!apartment.Start()) return false;
  apartment.Kick(*call);
  call->Wait();
  return true;
}

}  // namespace imnxport
