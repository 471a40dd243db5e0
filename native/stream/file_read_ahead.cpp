// The stream thread's part in reading a file.
#include "stream/file_read_ahead.h"

#include <algorithm>
#include <utility>

#include "stream/stream_threads.h"

namespace imnxport {

FileReadAhead::FileReadAhead(std::shared_ptr<const OpenFile> file, uint64_t size) noexcept
    : file_(std::move(file)), block_size_(static_cast<size_t>(std::clamp<uint64_t>(size, 1, kBlock))) {}

void FileReadAhead::Begin(uint64_t from, uint64_t to) noexcept {
  std::unique_lock<std::mutex> lock(mutex_);
  DropLocked();
  taken_ = next_ = from;
  to_ = to;
  Schedule(lock);
}

HRESULT FileReadAhead::Take(uint64_t offset, void* to, uint32_t size, uint32_t* got) noexcept {
  *got = 0;
  std::unique_lock<std::mutex> lock(mutex_);
  if (offset != taken_) DropLocked();
  *got = static_cast<uint32_t>(blocks_.Take(static_cast<char*>(to), size));
  taken_ += *got;
  if (*got > 0) {
    Schedule(lock);
    return S_OK;
  }
  if (next_ == to_) return S_OK;
  if (FAILED(failure_)) return failure_;
  if (end_) return S_FALSE;
  waiting_ = true;
  return E_PENDING;
}

void FileReadAhead::Advise(IImnxportReadiness* readiness) noexcept {
  ComPtr<IImnxportReadiness> old(readiness);  // what it becomes is released after the lock
  std::lock_guard<std::mutex> lock(mutex_);
  std::swap(readiness_, old);
}

void FileReadAhead::Stop() noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  DropLocked();
}

void FileReadAhead::Close() noexcept {
  Advise(nullptr);
  Stop();
}

void FileReadAhead::DropLocked() noexcept {
  blocks_.Clear();
  taken_ = next_ = to_ = 0;
  ++age_;
  failure_ = S_OK;
  end_ = waiting_ = false;
}

bool FileReadAhead::WantedLocked() const noexcept {
  return next_ < to_ && !end_ && SUCCEEDED(failure_) && blocks_.HasRoom();
}

// The thread is woken without the lock, which it needs at once.
void FileReadAhead::Schedule(std::unique_lock<std::mutex>& lock) noexcept {
  if (working_ || !WantedLocked()) return;
  working_ = true;
  lock.unlock();
  const bool runs = StreamThreads().Run(*this);
  lock.lock();
  if (runs) return;
  working_ = false;
  failure_ = E_OUTOFMEMORY;
}

void FileReadAhead::Work() noexcept {
  std::unique_lock<std::mutex> lock(mutex_);
  while (WantedLocked()) {
    ReadLocked(lock);
    if (!waiting_) continue;
    waiting_ = false;
    ComPtr<IImnxportReadiness> readiness = readiness_;
    lock.unlock();
    if (readiness) readiness->OnReady();
    readiness.Reset();
    lock.lock();
  }
  working_ = false;
}

// One call into the file, with the lock let go meanwhile. What it brings is thrown away when it is not wanted
// any more.
void FileReadAhead::ReadLocked(std::unique_lock<std::mutex>& lock) noexcept {
  Block* const block = blocks_.Filling(block_size_);
  if (!block) {
    failure_ = E_OUTOFMEMORY;
    return;
  }
  char* const to = block->WritePosition();
  const uint64_t offset = next_;
  const uint64_t age = age_;
  const auto size = static_cast<uint32_t>(std::min<uint64_t>(block->Space(), to_ - next_));
  lock.unlock();
  uint32_t got = 0;
  const HRESULT hr = file_->ReadAt(offset, to, size, &got);
  lock.lock();
  if (age != age_) return;
  failure_ = hr;
  end_ = SUCCEEDED(hr) && got == 0;
  block->Filled(got);
  next_ += got;
}

}  // namespace imnxport
