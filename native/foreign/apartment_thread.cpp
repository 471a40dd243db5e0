// The thread of a foreign transport.
#include "foreign/apartment_thread.h"

#include <atomic>
#include <mutex>
#include <thread>
#include <utility>

#include "com/thread.h"
#include "foreign/pumping_signal.h"

namespace imnxport {
namespace {

class ApartmentThread final : public Apartment, public std::enable_shared_from_this<ApartmentThread> {
 public:
  explicit ApartmentThread(std::unique_ptr<PumpingSignal> signal) noexcept : signal_(std::move(signal)) {}

  bool Start() noexcept override {
    std::lock_guard<std::mutex> lock(mutex_);
    if (self_ || ending_) return !ending_;
    self_ = shared_from_this();
    if (StartThread(ThreadMain, this, "imnxport-provider", ThreadApartment::kSingleThreaded)) return true;
    self_.reset();
    return false;
  }

  void Kick(WorkItem& item) noexcept override {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      if (!self_) return;
      queue_.PushLocked(item);
    }
    signal_->Set();
  }

  bool IsHere() const noexcept override { return thread_.load() == std::this_thread::get_id(); }

  bool WaitUntil(const std::function<bool()>& done) noexcept override {
    while (!done()) {
      if (!WorkOnce()) signal_->Wait();
    }
    return true;
  }

  void Wake() noexcept override { signal_->Set(); }

  void End() noexcept override {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      ending_ = true;
    }
    signal_->Set();
  }

 private:
  static void ThreadMain(void* argument) {
    auto* const self = static_cast<ApartmentThread*>(argument);
    self->thread_ = std::this_thread::get_id();
    self->WaitUntil([self] { return self->MayEnd(); });
    self->thread_ = std::thread::id();
    std::shared_ptr<ApartmentThread> last;
    std::lock_guard<std::mutex> lock(self->mutex_);
    last = std::move(self->self_);  // destroyed after the lock is given back
  }

  bool MayEnd() noexcept {
    std::lock_guard<std::mutex> lock(mutex_);
    return ending_ && queue_.EmptyLocked();
  }

  // False: there was nothing to do.
  bool WorkOnce() noexcept {
    std::unique_lock<std::mutex> lock(mutex_);
    const std::shared_ptr<WorkItem> item = queue_.PopLocked();
    lock.unlock();
    if (item) item->Work();
    return item != nullptr;
  }

  const std::unique_ptr<PumpingSignal> signal_;
  std::atomic<std::thread::id> thread_{};

  std::mutex mutex_;  // guards what follows; never held during a call
  WorkQueue queue_;
  std::shared_ptr<ApartmentThread> self_;  // while the thread runs
  bool ending_ = false;
};

}  // namespace

std::shared_ptr<Apartment> MakeApartmentThread() {
  auto signal = PumpingSignal::Make();
  if (!signal) return nullptr;
  return std::make_shared<ApartmentThread>(std::move(signal));
}

}  // namespace imnxport
