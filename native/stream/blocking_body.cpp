// Read-ahead on the stream pool.
#include "stream/blocking_body.h"

#include <algorithm>
#include <utility>

#include "stream/stream_threads.h"

namespace imnxport {

BlockingBody::BlockingBody(StreamAccess stream, std::optional<uint64_t> declared,
                           std::weak_ptr<BodyOwner> owner)
    : reader_(std::move(stream)), declared_(declared), owner_(std::move(owner)) {}

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
  if (!rewind_) *taken = blocks_.Take(to, max);
  if (*taken > 0) {
    ScheduleLocked();
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

BodyClose BlockingBody::Close() noexcept {
  std::unique_lock<std::mutex> lock(mutex_);
  if (closed_) return BodyClose::kClosed;
  closing_ = true;
  reader_.Stop();
  waiting_ = true;
  ScheduleLocked();
  if (working_) return in_stream_ ? BodyClose::kInStream : BodyClose::kReleasing;
  // No thread can be had for the stream's last Release; it happens here rather than never.
  closed_ = true;
  lock.unlock();
  reader_.Close();
  return BodyClose::kClosed;
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
  return !end_ && blocks_.HasRoom() ? Next::kRead : Next::kNothing;
}

void BlockingBody::Work() noexcept {
  std::unique_lock<std::mutex> lock(mutex_);
  for (Next next = NextLocked(); next != Next::kNothing; next = NextLocked()) {
    const HRESULT hr = CallStream(next, lock);
    if (FAILED(hr) && SUCCEEDED(failure_)) failure_ = hr;
    if (!waiting_) continue;
    waiting_ = false;
    lock.unlock();
    TellOwner();
    lock.lock();
  }
  working_ = false;
}

// One call into the stream, with the lock let go meanwhile; then what it has changed.
HRESULT BlockingBody::CallStream(Next next, std::unique_lock<std::mutex>& lock) noexcept {
  // The last Release of a stream in an apartment waits for its thread, like every other call.
  in_stream_ = next != Next::kRelease || reader_.Bound();
  HRESULT hr = S_OK;
  if (next == Next::kRead) {
    hr = ReadLocked(lock);
  } else {
    lock.unlock();
    if (next == Next::kOpen) hr = Open();
    if (next == Next::kRewind) hr = reader_.Rewind();
    if (next == Next::kRelease) reader_.Close();
    lock.lock();
  }
  in_stream_ = false;
  if (next == Next::kRelease) closed_ = true;
  if (next == Next::kOpen && SUCCEEDED(hr)) opened_ = true;
  if (next != Next::kRead) RestartLocked();
  if (next == Next::kRewind) rewind_ = false;
  return hr;
}

void BlockingBody::RestartLocked() noexcept {
  blocks_.Clear();
  read_ = 0;
  end_ = reader_.Length() == uint64_t{0};  // Open has checked that nothing follows
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

HRESULT BlockingBody::ReadLocked(std::unique_lock<std::mutex>& lock) noexcept {
  Block* const block = blocks_.Filling(BlockSize());
  if (!block) return E_OUTOFMEMORY;
  // Only this thread fills, so the free part of the block is its own while unlocked. A rewind or a close that
  // comes meanwhile throws away what this call brings.
  char* const to = block->WritePosition();
  const auto length = reader_.Length();
  const uint64_t left = length ? *length - read_ : ~0ULL;
  const auto size = static_cast<uint32_t>(std::min<uint64_t>(left, block->Space()));
  lock.unlock();
  uint32_t got = 0;
  HRESULT hr = reader_.Read(to, size, &got);
  const bool end = hr == S_FALSE;
  if (end && length) hr = IXP_E_INCOMPLETE;
  // The entity's last byte goes out only when it is certain that it is the last.
  if (SUCCEEDED(hr) && got == left) hr = CheckEnd();
  lock.lock();
  if (FAILED(hr)) return hr;
  block->Filled(got);
  read_ += got;
  end_ = end || got == left;
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
