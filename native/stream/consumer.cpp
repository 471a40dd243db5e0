// What a writer waits for.
#include "stream/consumer.h"

#include <algorithm>
#include <new>

namespace imnxport {

void Consumer::Taken(size_t bytes) noexcept {
  std::lock_guard lock(mutex_);
  on_their_way_ -= std::min(bytes, on_their_way_);
  turn_.NewsLocked();
}

void Consumer::Fail(HRESULT hr) noexcept {
  std::lock_guard lock(mutex_);
  if (FAILED(failure_)) return;
  failure_ = FAILED(hr) && hr != E_PENDING ? hr : E_FAIL;
  turn_.NewsLocked();
}

// From its begin to its end it holds the lock, but while it gives bytes away or waits, and has the turn.
class Consumer::Call {
 public:
  explicit Call(Consumer* consumer) noexcept
      : consumer_(*consumer), lock_(consumer->mutex_), begun_(turn_.BeginLocked(lock_)) {}
  ~Call() {
    if (SUCCEEDED(begun_)) turn_.EndLocked();
    lock_.unlock();
    if (tell_end_) consumer_.owner_->OnWaiting(false);
  }

  // S_OK, or why it cannot be made.
  HRESULT Begun() const noexcept { return begun_; }
  bool Here() const noexcept { return here_; }

  // Until no more than `limit` bytes are on their way.
  HRESULT Await(size_t limit) {
    while (SUCCEEDED(consumer_.failure_) && consumer_.on_their_way_ > limit) {
      if (here_) return RPC_E_CANTCALLOUT_INEXTERNALCALL;
      if (std::exchange(told_, true)) {
        const HRESULT hr = turn_.WaitLocked(lock_);
        if (FAILED(hr)) return hr;
      } else {
        Unlocked([&] { tell_end_ = consumer_.owner_->OnWaiting(true); });
      }
    }
    return consumer_.failure_;
  }

  HRESULT Give(const uint8_t* bytes, size_t size) {
    std::vector<uint8_t> chunk;
    try {
      chunk.assign(bytes, bytes + size);
    } catch (const std::bad_alloc&) {
      return E_OUTOFMEMORY;
    }
    consumer_.on_their_way_ += size;  // before the other side can say that it has them
    consumer_.written_ += size;
    bool taken = false;
    Unlocked([&] { taken = consumer_.owner_->OnChunk(std::move(chunk)); });
    if (taken) return S_OK;
    consumer_.on_their_way_ -= std::min(size, consumer_.on_their_way_);
    consumer_.written_ -= size;
    return E_ABORT;
  }

 private:
  template <class Work>
  void Unlocked(Work work) {
    lock_.unlock();
    work();
    lock_.lock();
  }

  Consumer& consumer_;
  CallTurn& turn_ = consumer_.turn_;
  const bool here_ = turn_.Here();
  std::unique_lock<std::mutex> lock_;
  const HRESULT begun_;
  bool told_ = false;      // that it waits
  bool tell_end_ = false;  // ... and that it does not any more
};

HRESULT Consumer::Write(const void* from, ULONG size, ULONG* written) noexcept {
  *written = 0;
  Call call(this);
  if (FAILED(call.Begun())) return call.Begun();
  HRESULT hr = call.Await(kHighWater - 1);
  while (SUCCEEDED(hr) && *written < size) {
    const size_t piece = std::min<size_t>(kPiece, size - *written);
    hr = call.Give(static_cast<const uint8_t*>(from) + *written, piece);
    if (FAILED(hr)) break;
    *written += static_cast<ULONG>(piece);
    if (*written < size && !call.Here()) hr = call.Await(kHighWater - 1);
  }
  return hr;
}

HRESULT Consumer::Commit() noexcept {
  Call call(this);
  if (FAILED(call.Begun())) return call.Begun();
  return call.Await(0);
}

uint64_t Consumer::Written() noexcept {
  std::lock_guard lock(mutex_);
  return written_;
}

void Consumer::Close() noexcept {
  {
    std::lock_guard lock(mutex_);
    if (std::exchange(closed_, true)) return;
  }
  owner_->OnClosed();
}

}  // namespace imnxport
