// Reading a part of a file on a stream thread, ahead of who takes it.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>

#include "abi/imnxport_ext.h"
#include "com/com_ptr.h"
#include "com/work_queue.h"
#include "stream/block_ring.h"
#include "stream/file_stream_os.h"

namespace imnxport {

// One side begins and takes, one call at a time, and never waits; a stream thread reads, and leaves when the
// blocks are full.
class FileReadAhead final : public WorkItem {
 public:
  static constexpr size_t kBlock = 256 * 1024;  // of which there are three

  // `size`: of all that may ever be read.
  FileReadAhead(std::shared_ptr<const OpenFile> file, uint64_t size) noexcept;

  // Reads [from, to) from now on, and nothing else.
  void Begin(uint64_t from, uint64_t to) noexcept;

  // Reads nothing any more, and forgets what was read and how that failed.
  void Stop() noexcept;

  // Copies at most `size` bytes from `offset` on. S_OK: some, or none because they are not being read; then
  // whatever was being read is dropped. S_FALSE: the file has none there; E_PENDING: not yet, OnReady will
  // come; else what the reading has failed with, or E_OUTOFMEMORY: there is no thread.
  HRESULT Take(uint64_t offset, void* to, uint32_t size, uint32_t* got) noexcept;

  // Whom to tell.
  void Advise(IImnxportReadiness* readiness) noexcept;

  // Stop, and nothing is told any more; the file is closed when a call into it that is running returns.
  void Close() noexcept;

  // Stream thread.
  void Work() noexcept override;

 private:
  bool WantedLocked() const noexcept;
  void DropLocked() noexcept;
  void ReadLocked(std::unique_lock<std::mutex>& lock) noexcept;
  void Schedule(std::unique_lock<std::mutex>& lock) noexcept;

  const std::shared_ptr<const OpenFile> file_;
  const size_t block_size_;

  std::mutex mutex_;  // guards what follows
  BlockRing blocks_;
  uint64_t taken_ = 0;  // the offset of what Take gives next
  uint64_t next_ = 0;   // the offset that is read next
  uint64_t to_ = 0;     // ... until here
  uint64_t age_ = 0;    // how often it was dropped
  HRESULT failure_ = S_OK;
  bool end_ = false;      // the file has ended at next_
  bool waiting_ = false;  // Take was answered with E_PENDING
  bool working_ = false;  // queued or running on a stream thread
  ComPtr<IImnxportReadiness> readiness_;
};

}  // namespace imnxport
