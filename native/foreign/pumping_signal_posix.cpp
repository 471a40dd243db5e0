// No messages: an ordinary signal.
#include <condition_variable>
#include <mutex>
#include <new>

#include "foreign/pumping_signal.h"

namespace imnxport {
namespace {

class Signal final : public PumpingSignal {
 public:
  void Set() noexcept override {
    std::lock_guard<std::mutex> lock(mutex_);
    set_ = true;
    changed_.notify_one();
  }

  void Wait() noexcept override {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [this] { return set_; });
    set_ = false;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool set_ = false;
};

}  // namespace

std::unique_ptr<PumpingSignal> PumpingSignal::Make() noexcept {
  return std::unique_ptr<PumpingSignal>(new (std::nothrow) Signal);
}

}  // namespace imnxport
