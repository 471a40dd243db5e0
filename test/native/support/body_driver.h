// Drives a BodySource as the I/O thread does: a call that is pending is repeated after news, only then.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

#include "gate.h"
#include "pattern.h"
#include "stream/body_source.h"

namespace imnxport::test {

class RecordingOwner final : public BodyOwner {
 public:
  void OnBodyNews() noexcept override {
    std::lock_guard<std::mutex> lock(mutex_);
    ++news_;
    changed_.notify_all();
  }

  int News() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return news_;
  }

  bool WaitForNewsAfter(int seen) {
    std::unique_lock<std::mutex> lock(mutex_);
    return changed_.wait_for(lock, kPatience, [&] { return news_ > seen; });
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  int news_ = 0;
};

// Repeats `step` until it answers true, waiting for news in between. False: a wake-up was lost.
template <class Step>
bool Drive(RecordingOwner& owner, Step step) {
  for (;;) {
    const int seen = owner.News();
    if (step()) return true;
    if (!owner.WaitForNewsAfter(seen)) return false;
  }
}

inline bool PrepareAll(BodySource& body, RecordingOwner& owner) {
  return Drive(owner, [&] { return body.Prepare(); });
}

inline bool CloseAll(BodySource& body, RecordingOwner& owner) {
  return Drive(owner, [&] { return body.Close() == BodyClose::kClosed; });
}

struct Taken {
  BodyRead end = BodyRead::kPending;  // kPending: a wake-up was lost
  std::string bytes;
};

// Takes pieces of at most `max` bytes until the end, a failure or `stop_at` bytes.
inline Taken TakeAll(BodySource& body, RecordingOwner& owner, size_t max = 64 * 1024,
                     size_t stop_at = SIZE_MAX) {
  Taken result;
  std::vector<char> piece(max);
  Drive(owner, [&] {
    for (;;) {
      size_t taken = 0;
      result.end = body.Take(piece.data(), std::min(max, stop_at - result.bytes.size()), &taken);
      if (result.end != BodyRead::kData) return result.end != BodyRead::kPending;
      result.bytes.append(piece.data(), taken);
      if (taken == 0 || result.bytes.size() >= stop_at) return true;
    }
  });
  return result;
}

}  // namespace imnxport::test
