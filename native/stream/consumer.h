// The pull side turned round: one side writes bytes, the other side is given them and says when it has them.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "abi/imnxport.h"
#include "stream/call_turn.h"

namespace imnxport {

// Whom a consumer gives the bytes to. Called on any thread, in order, never while a lock is held; mostly from
// inside a call of the writer, so it must not block: it hops.
class ConsumerOwner {
 public:
  virtual ~ConsumerOwner() = default;

  // Bytes that were written, at least one; to be answered with Consumer::Taken, or Fail. False: they were not
  // taken over, and nobody will take any.
  virtual bool OnChunk(std::vector<uint8_t> chunk) noexcept = 0;

  // The writer has let go: nothing follows. Exactly once, also when it never wrote.
  virtual void OnClosed() noexcept = 0;

  // A writer begins to wait for the consumer, or has ceased to. True: it wants to hear of the end as well.
  virtual bool OnWaiting(bool) noexcept { return false; }
};

// Bytes on their way to a target that takes its time. The taking side, and the writing one further down.
// Every method may be called on any thread.
class Consumer {
 public:
  static constexpr size_t kHighWater = 256 * 1024;  // bytes on their way: enough, writers wait
  static constexpr size_t kPiece = 64 * 1024;       // bytes of a chunk, at most

  // `home`: the thread of the taking side.
  explicit Consumer(std::shared_ptr<ConsumerOwner> owner,
                    std::thread::id home = std::this_thread::get_id()) noexcept
      : owner_(std::move(owner)), turn_(home) {}
  Consumer(const Consumer&) = delete;
  Consumer& operator=(const Consumer&) = delete;

  // ---- the taking side: none of these blocks

  // So many bytes of what it was given are where they belong.
  void Taken(size_t bytes) noexcept;

  // The target has failed: every call from now on answers `hr`. A success or E_PENDING is taken for E_FAIL.
  // The first failure stays.
  void Fail(HRESULT hr) noexcept;

  // ---- the writing side; its calls run one after another

  // As ISequentialStream::Write, but that `written` is there: copies, and waits while there are more than
  // kHighWater bytes on their way. On the taking side's own thread it does not wait: it takes everything, or
  // nothing when so much is on its way already (RPC_E_CANTCALLOUT_INEXTERNALCALL). E_OUTOFMEMORY; E_ABORT:
  // nobody takes any more.
  HRESULT Write(const void* from, ULONG size, ULONG* written) noexcept;

  // Waits until everything is where it belongs. Results as of Write.
  HRESULT Commit() noexcept;

  // Bytes that were written.
  uint64_t Written() noexcept;

  // The writer lets go.
  void Close() noexcept;

 private:
  class Call;

  const std::shared_ptr<ConsumerOwner> owner_;

  std::mutex mutex_;  // guards all below; never held during a call to the outside
  CallTurn turn_;
  HRESULT failure_ = S_OK;
  size_t on_their_way_ = 0;
  uint64_t written_ = 0;
  bool closed_ = false;
};

}  // namespace imnxport
