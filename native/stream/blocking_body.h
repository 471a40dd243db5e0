// A body read from an ordinary IStream, ahead of the wire, on the stream pool.
#pragma once

#include <mutex>

#include "com/work_queue.h"
#include "stream/block_ring.h"
#include "stream/body_source.h"
#include "stream/stream_reader.h"

namespace imnxport {

// The I/O thread says what it wants and takes blocks; a pool thread makes every call into the stream,
// one at a time, and leaves when there is nothing to do: a stalled connection occupies no thread.
class BlockingBody final : public BodySource, public WorkItem {
 public:
  BlockingBody(StreamAccess stream, std::optional<uint64_t> declared, std::weak_ptr<BodyOwner> owner);
  ~BlockingBody() override;

  bool Prepare() noexcept override;
  BodyRead Take(char* to, size_t max, size_t* taken) noexcept override;
  void Rewind() noexcept override;
  BodyClose Close() noexcept override;
  HRESULT Failure() const noexcept override;
  std::optional<uint64_t> Length() const noexcept override { return reader_.Length(); }
  bool Rewindable() const noexcept override { return reader_.Rewindable(); }

  // Pool thread.
  void Work() noexcept override;

 private:
  static constexpr size_t kBlockSize = 256 * 1024;

  enum class Next { kOpen, kRewind, kRead, kRelease, kNothing };

  Next NextLocked() const noexcept;
  void ScheduleLocked() noexcept;
  HRESULT Open() noexcept;
  HRESULT CallStream(Next next, std::unique_lock<std::mutex>& lock) noexcept;
  HRESULT ReadLocked(std::unique_lock<std::mutex>& lock) noexcept;
  void RestartLocked() noexcept;
  HRESULT CheckEnd() noexcept;
  size_t BlockSize() const noexcept;
  void TellOwner() noexcept;

  StreamReader reader_;  // pool thread only; its results are read-only once opened_
  const std::optional<uint64_t> declared_;
  const std::weak_ptr<BodyOwner> owner_;

  mutable std::mutex mutex_;  // guards what follows
  BlockRing blocks_;
  uint64_t read_ = 0;  // bytes read since the last rewind
  HRESULT failure_ = S_OK;
  bool wanted_ = false;  // Prepare was called
  bool opened_ = false;
  bool rewind_ = false;   // a rewind is wanted
  bool end_ = false;      // the stream's end was seen at the right place
  bool waiting_ = false;  // the owner found nothing and wants to be told
  bool closing_ = false;
  bool closed_ = false;
  bool in_stream_ = false;  // a call into it is running that may block
  bool working_ = false;    // queued or running on the pool
};

}  // namespace imnxport
