// The push body: one side pushes chunks when asked, the other side reads them, waiting or not.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "abi/imnxport.h"
#include "abi/imnxport_ext.h"
#include "com/com_ptr.h"
#include "stream/byte_queue.h"
#include "stream/call_turn.h"

namespace imnxport {

class Producer;

// Whom a producer asks. Called on any thread, never while a lock is held; the calls may come from inside
// Push, or from inside any call of the reader, the last Release included. They must not block: they hop.
// `here` says that the reader calls on the producer's own thread and cannot wait: what the producer can do at
// once, it has to do before it returns.
class ProducerOwner {
 public:
  virtual ~ProducerOwner() = default;

  // Bytes are wanted: Push until it answers false. First when the reader begins to read.
  virtual void OnPull(bool here) noexcept = 0;

  // The bytes from `position` on are wanted, counted from the beginning of the body; kToTheEnd: none, only
  // its length. Answer with Producer::Restarted, or Fail. What was pushed before, and what is pushed until
  // then, is thrown away; End is undone.
  virtual void OnRestart(uint64_t position, bool here) noexcept = 0;

  // The reader has let go; nothing will be asked or taken any more. Exactly once, also when it never read.
  virtual void OnClosed() noexcept = 0;

  // A reader begins to wait for the producer, or has ceased to. True: it wants to hear of the end as well.
  virtual bool OnWaiting(bool) noexcept { return false; }

  // Another producer of the same body, rewindable and with its own owner. E_NOTIMPL: there is only one;
  // E_ABORT: nobody could push any more; E_OUTOFMEMORY.
  virtual HRESULT OnClone(std::shared_ptr<Producer>*) noexcept { return E_NOTIMPL; }
};

// A queue of bytes with two sides. The producing side, and the reading one further down. Every method may be
// called on any thread; only Push comes one at a time. Memory is bounded by kHighWater plus one chunk and
// what is kept for the next ones (ByteQueue::kMaxSpare), as long as Push's answer is heeded; all is given
// back with the end. Neither side copies while it keeps the other one from copying.
class Producer {
 public:
  // Bytes queued: enough, wait for OnPull, which comes when half of them are read. Up to the larger one it
  // doubles whenever the reader has taken all before there was more: a slow network needs little memory, a
  // fast one time.
  static constexpr size_t kFirstHighWater = 256 * 1024;
  static constexpr size_t kHighWater = 2 * 1024 * 1024;
  static constexpr uint64_t kToTheEnd = UINT64_MAX;

  // `length`: of the whole body in bytes, if it is known. `rewindable`: whether OnRestart may be asked.
  // `home`: the producer's own thread.
  Producer(std::optional<uint64_t> length, bool rewindable, std::shared_ptr<ProducerOwner> owner,
           std::thread::id home = std::this_thread::get_id()) noexcept
      : rewindable_(rewindable), owner_(std::move(owner)), turn_(home), length_(length) {}
  Producer(const Producer&) = delete;
  Producer& operator=(const Producer&) = delete;

  // ---- the producing side: none of these blocks, and all are harmless once the reader has let go

  // Queues a copy of the bytes. False: enough for now (or for ever), wait for OnPull. No bytes add nothing.
  // May throw std::bad_alloc; then nothing was queued.
  bool Push(const void* chunk, size_t size);

  // That was all. The reader gets what is queued, then the end.
  void End() noexcept;

  // The source has failed: the reader gets `hr` after what is queued, or with `at_once` in its place. A
  // success or E_PENDING is taken for E_FAIL. The first failure stays.
  void Fail(HRESULT hr, bool at_once) noexcept;

  // The answer to OnRestart: from here on Push begins with the byte at `position`. `ended`: there is none,
  // that is the length of the body.
  void Restarted(uint64_t position, bool ended) noexcept;

  // Nobody will push any more: a body that has not ended, or that would have to be sent again, fails with
  // E_ABORT instead of waiting for ever.
  void Abandon() noexcept;

  // ---- the reading side, which waits; the calls run one after another

  // As IStream::Read, but that `read` is there: gives `size` bytes, or fewer at the end (S_FALSE) or with a
  // failure. On the producer's own thread it gives what is there or can be had at once, with S_OK; when that
  // is nothing, RPC_E_CANTCALLOUT_INEXTERNALCALL.
  HRESULT Read(void* to, ULONG size, ULONG* read) noexcept;

  // As IStream::Seek, but that `position` is there. The bytes are fetched by the Read that follows, so that
  // only the length, when it is not known, is waited for. STG_E_INVALIDFUNCTION: it is elsewhere, and the
  // body is not rewindable; or there is no such place.
  HRESULT Seek(LARGE_INTEGER move, DWORD origin, uint64_t* position) noexcept;

  // Another one whose reader stands where this one's stands. The results of OnClone.
  HRESULT Clone(std::shared_ptr<Producer>* clone) noexcept;

  // Bytes of the whole body: as announced, or as found at its end. Where the reader stands.
  std::optional<uint64_t> Length() noexcept;
  uint64_t Position() noexcept;

  // ---- the reading side, which never waits; see IImnxportAsyncStream

  HRESULT TryRead(void* to, ULONG size, ULONG* read) noexcept;
  HRESULT Rewind() noexcept;
  HRESULT Advise(IImnxportReadiness* readiness) noexcept;
  bool Rewindable() const noexcept { return rewindable_; }

  // The reader lets go.
  void Close() noexcept;

 private:
  enum class State {
    kOpen,        // pushes are queued
    kEnded,       // all was pushed
    kRestarting,  // OnRestart was asked, Restarted has not come
    kFailed,      // failure_ says how
    kClosed       // the reader has let go
  };
  using Readiness = ComPtr<IImnxportReadiness>;
  using Blocks = ByteQueue::Blocks;

  // What is to be asked when the lock has been let go.
  struct Question {
    bool pull = false;
    std::optional<uint64_t> restart;
    bool Asks() const noexcept { return pull || restart; }
  };
  class Call;  // one that may wait

  // Copies what is there, with the lock let go meanwhile. S_OK: at least one byte; S_FALSE: the end;
  // E_PENDING: neither; else it has failed.
  HRESULT Take(std::unique_lock<std::mutex>& lock, void* to, ULONG size, ULONG* got, Blocks* dropped,
               Question* question) noexcept;
  // Brings the queue to where the reader stands. S_OK: there are bytes; else as Take.
  HRESULT ArriveLocked(Blocks* dropped, Question* question) noexcept;
  // E_PENDING, or E_ABORT when nobody is there to be asked. The body is rewindable.
  HRESULT RestartLocked(uint64_t position, Blocks* dropped, Question* question) noexcept;
  HRESULT FindLength(Call& call, uint64_t* length) noexcept;
  void Ask(const Question& question, bool here) noexcept;

  // Whom to tell that a pending call is worth repeating; null when none is pending.
  Readiness TakeWaiterLocked() noexcept;
  Readiness FailLocked(HRESULT hr) noexcept;
  // There will be no more pushes: what waited for them goes to `dropped`, to be freed when the lock is
  // released.
  void NoMoreLocked(Blocks* dropped) noexcept { queue_.TrimLocked(0, dropped); }

  const bool rewindable_;
  const std::shared_ptr<ProducerOwner> owner_;

  std::mutex mutex_;  // guards all below; never held during a call to the outside
  CallTurn turn_;
  std::optional<uint64_t> length_;
  State state_ = State::kOpen;
  HRESULT failure_ = S_OK;
  ByteQueue queue_;           // bytes that were pushed and not read
  uint64_t queue_start_ = 0;  // the position of the next byte in queue_, or of the next one that is pushed
  uint64_t position_ = 0;     // where the reader stands; a Seek moves only this
  bool pull_owed_ = true;     // the producer pushes nothing until it is asked
  size_t enough_ = kFirstHighWater;
  bool stopped_ = false;       // Push has answered that it is enough, since that was last found too little
  bool reader_waits_ = false;  // a call was answered with E_PENDING
  bool abandoned_ = false;
  Readiness readiness_;
};

}  // namespace imnxport
