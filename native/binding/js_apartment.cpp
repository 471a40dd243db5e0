// Work for the JS thread, by way of the environment's queue.
#include "binding/js_apartment.h"

#include <mutex>
#include <new>
#include <thread>
#include <utility>

namespace imnxport::binding {
namespace {

class JsApartment final : public Apartment, public std::enable_shared_from_this<JsApartment> {
 public:
  explicit JsApartment(std::shared_ptr<Environment> environment) noexcept
      : environment_(std::move(environment)) {}

  bool Start() noexcept override { return true; }

  void Kick(WorkItem& item) noexcept override {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      queue_.PushLocked(item);
      if (!coming_) coming_ = QueueTurnLocked();
      if (coming_) return;
    }
    DropAll();
  }

  bool IsHere() const noexcept override { return std::this_thread::get_id() == thread_; }
  bool WaitUntil(const std::function<bool()>&) noexcept override { return false; }
  void Wake() noexcept override {}
  // Who lives here has been closed: what is left would do nothing.
  void End() noexcept override { DropAll(); }

 private:
  class Turn final : public Event {
   public:
    explicit Turn(std::shared_ptr<JsApartment> place) noexcept : place_(std::move(place)) {}
    void Deliver(Napi::Env) override { place_->WorkAll(); }

   private:
    const std::shared_ptr<JsApartment> place_;
  };

  void WorkAll() noexcept {
    std::unique_lock<std::mutex> lock(mutex_);
    coming_ = false;
    while (auto item = queue_.PopLocked()) {
      lock.unlock();
      item->Work();
      item.reset();  // this may be the last reference: not under the lock
      lock.lock();
    }
  }

  // One event for any number of items. False: the environment has ended, or there is no memory.
  bool QueueTurnLocked() noexcept {
    std::unique_ptr<Event> turn(new (std::nothrow) Turn(shared_from_this()));
    return turn && environment_->Queue(std::move(turn));
  }

  void DropAll() noexcept {
    for (bool more = true; more;) {
      std::shared_ptr<WorkItem> dropped;  // let go after the lock
      std::lock_guard<std::mutex> lock(mutex_);
      dropped = queue_.PopLocked();
      more = dropped != nullptr;
    }
  }

  const std::shared_ptr<Environment> environment_;
  const std::thread::id thread_ = std::this_thread::get_id();
  std::mutex mutex_;  // guards what follows
  WorkQueue queue_;
  bool coming_ = false;  // a Turn is queued
};

}  // namespace

std::shared_ptr<Apartment> MakeJsApartment(std::shared_ptr<Environment> environment) {
  return std::make_shared<JsApartment>(std::move(environment));
}

}  // namespace imnxport::binding
