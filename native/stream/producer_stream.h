// The push body: one side pushes chunks when asked, the other side is a body stream that never blocks.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "abi/imnxport.h"
#include "abi/imnxport_ext.h"
#include "com/com_ptr.h"

namespace imnxport {

// Whom a producer asks. Called on any thread, mostly the core's, never while a lock is held; the calls may
// come from inside Push, TryRead, Advise or the last Release, so they must not block: they hop.
class ProducerOwner {
 public:
  virtual ~ProducerOwner() = default;

  // Bytes are wanted: Push until it answers false. First when the reader begins to read.
  virtual void OnPull() noexcept = 0;

  // The body is to be sent again from its beginning. Answer with Producer::Restarted, or Fail. What was
  // pushed before, and what is pushed until then, is thrown away; End is undone.
  virtual void OnRewind() noexcept = 0;

  // The reader has let go; nothing will be asked or taken any more. Exactly once, also when it never read.
  virtual void OnClosed() noexcept = 0;
};

// The producing side. Every method may be called on any thread, none blocks, and all are harmless once the
// reader has let go. Memory is bounded by kHighWater plus one chunk, as long as Push's answer is heeded.
class Producer {
 public:
  static constexpr size_t kHighWater = 256 * 1024;     // bytes queued: enough, wait for OnPull
  static constexpr size_t kLowWater = kHighWater / 2;  // bytes queued: ask for more

  // `length`: of the whole body in bytes, if it is known. `rewindable`: whether OnRewind may be asked.
  Producer(std::optional<uint64_t> length, bool rewindable, std::shared_ptr<ProducerOwner> owner) noexcept
      : length_(length), rewindable_(rewindable), owner_(std::move(owner)) {}
  Producer(const Producer&) = delete;
  Producer& operator=(const Producer&) = delete;

  // Queues bytes. False: enough for now (or for ever), wait for OnPull. An empty chunk adds nothing. May
  // throw std::bad_alloc; then nothing was queued.
  bool Push(std::vector<uint8_t> chunk);

  // That was all. The reader gets what is queued, then the end.
  void End() noexcept;

  // The source has failed: the reader gets `hr` next, and what is queued is dropped. A success or E_PENDING
  // is taken for E_FAIL. The first failure stays.
  void Fail(HRESULT hr) noexcept;

  // The answer to OnRewind: from here on Push begins with the first byte.
  void Restarted() noexcept;

  // Nobody will push any more: a body that has not ended, or that would have to be sent again, fails with
  // E_ABORT instead of waiting for ever.
  void Abandon() noexcept;

 private:
  friend class ProducerStream;

  enum class State {
    kOpen,        // pushes are queued
    kEnded,       // all was pushed
    kRestarting,  // OnRewind was asked, Restarted has not come
    kFailed,      // failure_ says how
    kClosed       // the reader has let go
  };
  using Readiness = ComPtr<IImnxportReadiness>;
  using Chunks = std::list<std::vector<uint8_t>>;  // unlike a deque it is empty without any allocation

  // The reading side; see IImnxportAsyncStream.
  HRESULT TryRead(void* to, ULONG size, ULONG* read) noexcept;
  HRESULT Rewind() noexcept;
  HRESULT Advise(IImnxportReadiness* readiness) noexcept;
  void Close() noexcept;

  // Whom to tell that a pending call is worth repeating; null when none is pending.
  Readiness TakeWaiterLocked() noexcept;
  // Chunks that are not needed any more go to `dropped`, to be freed when the lock is released.
  Readiness FailLocked(HRESULT hr, Chunks* dropped) noexcept;
  void DropAllLocked(Chunks* dropped) noexcept;
  ULONG CopyOutLocked(void* to, ULONG size, Chunks* dropped) noexcept;

  const std::optional<uint64_t> length_;
  const bool rewindable_;
  const std::shared_ptr<ProducerOwner> owner_;

  std::mutex mutex_;  // guards all below; never held during a call to the outside
  State state_ = State::kOpen;
  HRESULT failure_ = S_OK;
  Chunks chunks_;
  size_t taken_ = 0;           // bytes of the front chunk that were read already
  size_t queued_ = 0;          // bytes in chunks_ that were not
  bool at_start_ = true;       // the reader has taken nothing since the beginning
  bool pull_owed_ = true;      // the producer pushes nothing until it is asked
  bool reader_waits_ = false;  // a call was answered with E_PENDING
  bool abandoned_ = false;
  Readiness readiness_;
};

// The reading side, to be posted once: an IStream in name only (identity; everything else is E_NOTIMPL) with
// IImnxportAsyncStream, which does the work. When its last reference is released, or Advise(NULL) is
// called, the producer is told OnClosed. Null: no memory.
ComPtr<IStream> MakeProducerStream(std::shared_ptr<Producer> producer) noexcept;

}  // namespace imnxport
