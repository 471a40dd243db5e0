// Read-ahead on the stream pool.
#include "stream/blocking_body.h"

#include <algorithm>
#include <cstring>

#include "stream/stream_threads.h"

namespace imnxport {

BlockingBody::BlockingBody(IStream* stream, std::optional<uint64_t> declared, std::weak_ptr<BodyOwner> owner)
    : reader_(stream), declared_(declared), owner_(std::move(owner)) {}

BlockingBody::~BlockingBody() = default;

// ---- I/O thread -------------------------------------------------------------------------------------

bool BlockingBody::Prepare() noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  wanted_ = true;
  if (opened_ || FAILED(failure_)) return true;
  waiting_ = true;
  ScheduleLocked();
  return FAILED(failure_);
}

BodyRead BlockingBody::Take(char* to, size_t max, size_t* taken) noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  *taken = 0;
  if (filled_ > 0 && !rewind_) {
    Block& block = blocks_[first_];
    *taken = std::min(max, block.Size());
    std::memcpy(to, block.ReadPosition(), *taken);
    block.Taken(*taken);
    if (block.Size() == 0) {
      first_ = (first_ + 1) % kBlocks;
      --filled_;
      ScheduleLocked();
    }
    return BodyRead::kData;
  }
  if (FAILED(failure_)) return BodyRead::kFailed;
  if (end_ && !rewind_) return BodyRead::kEnd;
  waiting_ = true;
  ScheduleLocked();
  return FAILED(failure_) ? BodyRead::kFailed : BodyRead::kPending;
}

void BlockingBody::Rewind() noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  rewind_ = true;
  ScheduleLocked();
}

bool BlockingBody::Close(bool abort) noexcept {
  std::unique_lock<std::mutex> lock(mutex_);
  if (closed_) return true;
  closing_ = true;
  waiting_ = true;
  ScheduleLocked();
  if (working_) return abort && in_stream_;
  // No thread can be had for the stream's last Release; it happens here rather than never.
  closed_ = true;
  lock.unlock();
  reader_.Close();
  return true;
}

HRESULT BlockingBody::Failure() const noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  return failure_;
}

void BlockingBody::ScheduleLocked() noexcept {
  if (working_ || NextLocked() == Next::kNothing) return;
  working_ = StreamThreads().Run(*this);
  if (!working_ && SUCCEEDED(failure_)) failure_ = E_OUTOFMEMORY;
}

// ---- pool thread ------------------------------------------------------------------------------------

BlockingBody::Next BlockingBody::NextLocked() const noexcept {
  if (closed_) return Next::kNothing;
  if (closing_) return Next::kRelease;
  if (FAILED(failure_) || !wanted_) return Next::kNothing;
  if (!opened_) return Next::kOpen;
  if (rewind_) return Next::kRewind;
  return end_ || filled_ == kBlocks ? Next::kNothing : Next::kRead;
}

void BlockingBody::Work() noexcept {
  std::unique_lock<std::mutex> lock(mutex_);
  for (;;) {
    const Next next = NextLocked();
    if (next == Next::kNothing) break;
    // Only this thread fills, so the block behind the filled ones is its own while unlocked. A rewind or
    // a close that comes meanwhile throws away what this call brings.
    Block& block = blocks_[(first_ + filled_) % kBlocks];
    const uint64_t already = read_;
    bool end = false;
    HRESULT hr = S_OK;
    in_stream_ = next != Next::kRelease;
    lock.unlock();
    switch (next) {
      case Next::kOpen:
        hr = Open();
        break;
      case Next::kRewind:
        hr = reader_.Rewind();
        break;
      case Next::kRead:
        hr = ReadBlock(block, already, &end);
        break;
      default:
        reader_.Close();
        break;
    }
    lock.lock();
    in_stream_ = false;
    if (FAILED(hr) && SUCCEEDED(failure_)) failure_ = hr;
    if (next == Next::kRelease) closed_ = true;
    if (next == Next::kOpen && SUCCEEDED(hr)) {
      opened_ = true;
      end_ = reader_.Length() == uint64_t{0};  // Open has checked that nothing follows
    }
    if (next == Next::kRewind) {
      rewind_ = false;
      first_ = filled_ = 0;
      read_ = 0;
      end_ = reader_.Length() == uint64_t{0};
    }
    if (next == Next::kRead && SUCCEEDED(hr)) {
      read_ += block.Size();
      if (block.Size() > 0) ++filled_;
      end_ = end;
    }
    if (waiting_) {
      waiting_ = false;
      lock.unlock();
      TellOwner();
      lock.lock();
    }
  }
  working_ = false;
}

HRESULT BlockingBody::Open() noexcept {
  const HRESULT hr = reader_.Open(declared_);
  if (FAILED(hr)) return hr;
  // An entity of no bytes is on the wire with its headers: whether there are bytes is asked before.
  return reader_.Length() == uint64_t{0} ? CheckEnd() : S_OK;
}

size_t BlockingBody::BlockSize() const noexcept {
  const auto length = reader_.Length();
  return length ? static_cast<size_t>(std::min<uint64_t>(kBlockSize, std::max<uint64_t>(*length, 1)))
                : kBlockSize;
}

HRESULT BlockingBody::ReadBlock(Block& block, uint64_t already, bool* end) noexcept {
  if (block.Capacity() == 0 && !block.Allocate(BlockSize())) return E_OUTOFMEMORY;
  block.Clear();
  const auto length = reader_.Length();
  while (block.Space() > 0) {
    const uint64_t left = length ? *length - already - block.Size() : ~0ULL;
    if (left == 0) {
      // The entity's last byte goes out only when it is certain that it is the last.
      *end = true;
      return CheckEnd();
    }
    uint32_t got = 0;
    const HRESULT hr = reader_.Read(block.WritePosition(),
                                    static_cast<uint32_t>(std::min<uint64_t>(left, block.Space())), &got);
    if (FAILED(hr)) return hr;
    if (hr == S_FALSE) {
      if (length) return IXP_E_INCOMPLETE;
      *end = true;
      return S_OK;
    }
    block.Filled(got);
    // Somebody waits: what is here goes first. At the end the loop goes on to the check.
    std::lock_guard<std::mutex> lock(mutex_);
    if (rewind_ || closing_ || (waiting_ && got != left)) return S_OK;
  }
  if (length && *length == already + block.Size()) {
    *end = true;
    return CheckEnd();
  }
  return S_OK;
}

HRESULT BlockingBody::CheckEnd() noexcept {
  char beyond;
  uint32_t got = 0;
  const HRESULT hr = reader_.Read(&beyond, 1, &got);
  if (FAILED(hr)) return hr;
  return got == 0 ? S_OK : IXP_E_INCOMPLETE;
}

void BlockingBody::TellOwner() noexcept {
  if (auto owner = owner_.lock()) owner->OnBodyNews();
}

}  // namespace imnxport
