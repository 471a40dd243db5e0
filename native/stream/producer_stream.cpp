// The queue between a producer and the core that reads it.
#include "stream/producer_stream.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

#include "stream/stream_base.h"

namespace imnxport {

// The COM face of a producer.
class ProducerStream final : public StreamBase<Implements<IImnxportAsyncStream>> {
 public:
  explicit ProducerStream(std::shared_ptr<Producer> producer) noexcept : producer_(std::move(producer)) {}
  ~ProducerStream() override { producer_->Close(); }

  HRESULT STDMETHODCALLTYPE Advise(IImnxportReadiness* readiness) noexcept override {
    if (readiness) return producer_->Advise(readiness);
    producer_->Close();
    return S_OK;
  }

  HRESULT STDMETHODCALLTYPE GetInfo(ULONGLONG* length, BOOL* rewindable) noexcept override {
    if (!length || !rewindable) return E_POINTER;
    *length = producer_->length_.value_or(IMNXPORT_UNKNOWN);
    *rewindable = producer_->rewindable_ ? TRUE : FALSE;
    return S_OK;
  }

  HRESULT STDMETHODCALLTYPE TryRead(void* to, ULONG size, ULONG* read) noexcept override {
    ULONG got = 0;
    const HRESULT hr = to ? producer_->TryRead(to, size, &got) : STG_E_INVALIDPOINTER;
    if (read) *read = got;
    return hr;
  }

  HRESULT STDMETHODCALLTYPE Rewind() noexcept override { return producer_->Rewind(); }

 private:
  const std::shared_ptr<Producer> producer_;
};

ComPtr<IStream> MakeProducerStream(std::shared_ptr<Producer> producer) noexcept {
  return ComPtr<IStream>::Attach(new (std::nothrow) ProducerStream(std::move(producer)));
}

bool Producer::Push(std::vector<uint8_t> chunk) {
  Readiness waiter;
  bool more;
  {
    std::lock_guard lock(mutex_);
    if (state_ != State::kOpen) return false;
    if (!chunk.empty()) {
      const size_t size = chunk.size();
      chunks_.push_back(std::move(chunk));
      queued_ += size;
      waiter = TakeWaiterLocked();
    }
    more = queued_ < kHighWater;
    if (!more) pull_owed_ = true;
  }
  if (waiter) waiter->OnReady();
  return more;
}

void Producer::End() noexcept {
  Readiness waiter;
  {
    std::lock_guard lock(mutex_);
    if (state_ != State::kOpen) return;
    state_ = State::kEnded;
    waiter = TakeWaiterLocked();
  }
  if (waiter) waiter->OnReady();
}

void Producer::Fail(HRESULT hr) noexcept {
  Chunks dropped;
  Readiness waiter;
  {
    std::lock_guard lock(mutex_);
    waiter = FailLocked(FAILED(hr) && hr != E_PENDING ? hr : E_FAIL, &dropped);
  }
  if (waiter) waiter->OnReady();
}

void Producer::Restarted() noexcept {
  Readiness waiter;
  {
    std::lock_guard lock(mutex_);
    if (state_ != State::kRestarting) return;
    state_ = State::kOpen;
    at_start_ = true;
    pull_owed_ = true;
    waiter = TakeWaiterLocked();
  }
  if (waiter) waiter->OnReady();
}

void Producer::Abandon() noexcept {
  Chunks dropped;
  Readiness waiter;
  {
    std::lock_guard lock(mutex_);
    abandoned_ = true;
    if (state_ != State::kEnded) waiter = FailLocked(E_ABORT, &dropped);
  }
  if (waiter) waiter->OnReady();
}

HRESULT Producer::TryRead(void* to, ULONG size, ULONG* read) noexcept {
  Chunks dropped;
  bool pull = false;
  HRESULT hr = S_OK;
  {
    std::lock_guard lock(mutex_);
    if (state_ == State::kFailed) return failure_;
    if (state_ == State::kClosed) return E_UNEXPECTED;
    if (queued_ > 0) {
      *read = CopyOutLocked(to, size, &dropped);
    } else if (state_ == State::kEnded) {
      hr = S_FALSE;
    } else {
      reader_waits_ = true;
      hr = E_PENDING;
    }
    pull = state_ == State::kOpen && pull_owed_ && queued_ <= kLowWater;
    if (pull) pull_owed_ = false;
  }
  if (pull) owner_->OnPull();
  return hr;
}

HRESULT Producer::Rewind() noexcept {
  Chunks dropped;
  {
    std::lock_guard lock(mutex_);
    if (state_ == State::kFailed) return failure_;
    if (state_ == State::kClosed) return E_UNEXPECTED;
    const bool asked = state_ == State::kRestarting;
    if (!asked) {
      if (at_start_) return S_OK;  // also the second call, after Restarted
      if (!rewindable_) return E_NOTIMPL;
      if (abandoned_) return E_ABORT;
      state_ = State::kRestarting;
      pull_owed_ = false;
      DropAllLocked(&dropped);
    }
    reader_waits_ = true;
    if (asked) return E_PENDING;
  }
  owner_->OnRewind();
  return E_PENDING;
}

HRESULT Producer::Advise(IImnxportReadiness* readiness) noexcept {
  Readiness old(readiness);
  std::lock_guard lock(mutex_);
  if (state_ == State::kClosed) return E_UNEXPECTED;
  std::swap(readiness_, old);  // the old one is released after the lock: `old` was declared first
  return S_OK;
}

void Producer::Close() noexcept {
  Chunks dropped;
  Readiness old;
  {
    std::lock_guard lock(mutex_);
    if (state_ == State::kClosed) return;
    state_ = State::kClosed;
    DropAllLocked(&dropped);
    std::swap(readiness_, old);
  }
  owner_->OnClosed();
}

Producer::Readiness Producer::TakeWaiterLocked() noexcept {
  return std::exchange(reader_waits_, false) ? readiness_ : nullptr;
}

Producer::Readiness Producer::FailLocked(HRESULT hr, Chunks* dropped) noexcept {
  if (state_ == State::kFailed || state_ == State::kClosed) return nullptr;
  state_ = State::kFailed;
  failure_ = hr;
  DropAllLocked(dropped);
  return TakeWaiterLocked();
}

void Producer::DropAllLocked(Chunks* dropped) noexcept {
  dropped->swap(chunks_);
  taken_ = queued_ = 0;
}

ULONG Producer::CopyOutLocked(void* to, ULONG size, Chunks* dropped) noexcept {
  ULONG copied = 0;
  while (copied < size && queued_ > 0) {
    const std::vector<uint8_t>& chunk = chunks_.front();
    const size_t bytes = std::min<size_t>(size - copied, chunk.size() - taken_);
    std::memcpy(static_cast<char*>(to) + copied, chunk.data() + taken_, bytes);
    copied += static_cast<ULONG>(bytes);
    taken_ += bytes;
    queued_ -= bytes;
    if (taken_ < chunk.size()) break;  // `to` is full
    dropped->splice(dropped->end(), chunks_, chunks_.begin());
    taken_ = 0;
  }
  if (copied > 0) at_start_ = false;
  return copied;
}

}  // namespace imnxport
