// A thread that runs tasks in order, as the thread of a script does; and a script on it that feeds a
// producer.
#pragma once

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "stream/pipe_stream.h"
#include "stream/producer.h"

namespace imnxport::test {

class HomeLoop {
 public:
  ~HomeLoop() {
    Post(nullptr);
    thread_.join();
  }

  std::thread::id Id() const { return thread_.get_id(); }

  // Any thread. Null: the last one.
  void Post(std::function<void()> task) {
    std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
    changed_.notify_one();
  }

 private:
  void Run() {
    for (;;) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return !tasks_.empty(); });
      const std::function<void()> task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      if (!task) return;
      task();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::list<std::function<void()>> tasks_;
  std::thread thread_{[this] { Run(); }};
};

// Gives a producer the bytes of a string, in chunks of odd sizes: later, on the thread of a loop; or without
// a loop at once, which serves callers of the home thread only.
class Feeder final : public ProducerOwner, public std::enable_shared_from_this<Feeder> {
 public:
  Feeder(HomeLoop* loop, std::shared_ptr<const std::string> bytes) : loop_(loop), bytes_(std::move(bytes)) {}

  // A producer that is fed; its home is the loop's thread, or this one.
  static std::shared_ptr<Producer> Make(HomeLoop* loop, std::shared_ptr<const std::string> bytes,
                                        std::optional<uint64_t> length = {}) {
    const auto feeder = std::make_shared<Feeder>(loop, std::move(bytes));
    const auto producer =
        std::make_shared<Producer>(length, true, feeder, loop ? loop->Id() : std::this_thread::get_id());
    feeder->producer_ = producer;
    return producer;
  }

  void OnPull(bool here) noexcept override {
    Do(here, [](Feeder& self) { self.Pull(); });
  }
  void OnRestart(uint64_t position, bool here) noexcept override {
    Do(here, [position](Feeder& self) { self.Restart(position); });
  }
  void OnClosed() noexcept override {}
  HRESULT OnClone(std::shared_ptr<Producer>* clone) noexcept override {
    *clone = Make(loop_, bytes_);
    return S_OK;
  }

 private:
  void Do(bool here, std::function<void(Feeder&)> work) {
    if (!loop_ && here) work(*this);
    if (loop_) loop_->Post([self = shared_from_this(), work = std::move(work)] { work(*self); });
  }

  void Pull() {
    const auto producer = producer_.lock();
    if (!producer) return;
    while (position_ < bytes_->size()) {
      size_ = size_ * 3 % 65'521;
      const size_t size = std::min(size_, bytes_->size() - position_);
      const char* const chunk = bytes_->data() + position_;
      position_ += size;
      if (!producer->Push(chunk, size)) return;
    }
    producer->End();
  }

  void Restart(uint64_t position) {
    position_ = static_cast<size_t>(std::min<uint64_t>(position, bytes_->size()));
    if (const auto producer = producer_.lock()) producer->Restarted(position_, position_ == bytes_->size());
  }

  HomeLoop* const loop_;
  const std::shared_ptr<const std::string> bytes_;
  std::weak_ptr<Producer> producer_;
  size_t position_ = 0;
  size_t size_ = 1;
};

}  // namespace imnxport::test
