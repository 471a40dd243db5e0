// A post handler that the test plays: it keeps what it is given, and does what the test's own thread tells
// it.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "gate.h"
#include "transport/handled_post.h"

namespace imnxport::test {

// What became of one post, as its reader saw it.
class RecordingReader final : public HandledPostReader {
 public:
  std::atomic<bool> reads{true};  // false: it takes nothing any more

  bool OnBytes(std::vector<uint8_t> bytes) noexcept override {
    std::lock_guard<std::mutex> lock(mutex_);
    largest_ = std::max(largest_, bytes.size());
    bytes_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    ++pieces_;
    changed_.notify_all();
    return reads;
  }
  bool OnEnd() noexcept override {
    std::lock_guard<std::mutex> lock(mutex_);
    ended_ = true;
    changed_.notify_all();
    return reads;
  }
  void OnOver(HRESULT reason) noexcept override {
    std::lock_guard<std::mutex> lock(mutex_);
    over_.push_back(reason);
    changed_.notify_all();
  }

  // Pulls once, and waits for what it brings. False: nothing comes, or it is over.
  bool PullOne(HandledPost& post) {
    std::unique_lock<std::mutex> lock(mutex_);
    const size_t before = pieces_;
    lock.unlock();
    post.Pull();
    lock.lock();
    const auto moved = [&] { return pieces_ > before || ended_ || !over_.empty(); };
    return changed_.wait_for(lock, kPatience, moved) && over_.empty();
  }
  // Pulls until the end. False: it does not come.
  bool PullAll(HandledPost& post) {
    while (!Ended()) {
      if (!PullOne(post)) return false;
    }
    return true;
  }
  bool WaitForOver() {
    std::unique_lock<std::mutex> lock(mutex_);
    return changed_.wait_for(lock, kPatience, [&] { return !over_.empty(); });
  }

  bool Ended() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return ended_;
  }
  std::string Bytes() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return bytes_;
  }
  size_t Largest() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return largest_;
  }
  std::vector<HRESULT> Over() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return over_;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::string bytes_;
  size_t largest_ = 0;
  size_t pieces_ = 0;
  bool ended_ = false;
  std::vector<HRESULT> over_;
};

class ScriptedHandler final : public PostHandler {
 public:
  void OnPost(std::shared_ptr<HandledPost> post) noexcept override {
    std::lock_guard<std::mutex> lock(mutex_);
    ++posts_;
    if (listens) waiting_.push_back(std::move(post));
    changed_.notify_all();
  }

  std::atomic<bool> listens{true};  // false: posts are let go at once

  // The next post; null: it does not come.
  std::shared_ptr<HandledPost> Next() {
    std::unique_lock<std::mutex> lock(mutex_);
    if (!changed_.wait_for(lock, kPatience, [&] { return !waiting_.empty(); })) return nullptr;
    std::shared_ptr<HandledPost> post = std::move(waiting_.front());
    waiting_.erase(waiting_.begin());
    return post;
  }
  // How many have come.
  int Posts() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return posts_;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::shared_ptr<HandledPost>> waiting_;
  int posts_ = 0;
};

}  // namespace imnxport::test
