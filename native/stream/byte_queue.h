// The bytes between who pushes and who reads: blocks that are used again and again, so that a chunk costs one
// copy on either side, and no fresh memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>

#include "stream/block.h"

namespace imnxport {

// Guarded by its owner's mutex, except for the copying itself: a Pin keeps a block's memory while it is
// copied from or to without the mutex, whatever happens to the queue meanwhile. One thread at a time adds,
// one takes.
class ByteQueue {
 public:
  using Pin = std::shared_ptr<Block>;
  using Blocks = std::list<Pin>;  // unlike a deque it is empty without any allocation

  static constexpr size_t kBlock = 64 * 1024;           // bytes in a block, once there is much to carry
  static constexpr size_t kSmallest = 4 * 1024;         // ... and in the first one, of a few small chunks
  static constexpr size_t kMaxSpare = 2 * 1024 * 1024;  // bytes of blocks that are kept for what comes next

  // Where the next bytes go to.
  struct Place {
    Pin last;  // the last block of the queue, when it has space; then it is filled first
    size_t space = 0;
    Blocks fresh;      // blocks that are not in the queue yet
    size_t grown = 0;  // capacity of those that are still to be made
    uint64_t age = 0;
  };

  // Bytes in it.
  size_t Size() const noexcept { return size_; }

  // The space behind the last byte, and blocks to use again for the rest of `size` bytes.
  Place ReserveLocked(size_t size);
  // Without the mutex: makes the blocks that are missing, and copies. May throw std::bad_alloc; the place is
  // then good for nothing.
  static void Fill(Place& place, const void* from, size_t size);
  // Adds what was filled. False: the queue was emptied meanwhile, and nothing was added.
  bool CommitLocked(Place& place, size_t size) noexcept;

  // Copies bytes of the first block, at most `size`, to `to`, with the mutex let go meanwhile. Not when it is
  // empty. How many; 0: the queue was emptied meanwhile, and what was copied does not count.
  size_t TakePart(std::unique_lock<std::mutex>& lock, void* to, size_t size) noexcept;
  // The next bytes, at most all, go to `to`, or nowhere when that is null.
  void TakeLocked(void* to, size_t size) noexcept;

  // Blocks go to `dropped`, to be freed without the mutex.
  void DropAllLocked(Blocks* dropped) noexcept;
  // Keeps no more than `bytes` for what comes next.
  void TrimLocked(size_t bytes, Blocks* dropped) noexcept;
  size_t SpareLocked() const noexcept { return spare_.size() * kBlock; }

 private:
  void TakenLocked(size_t bytes) noexcept;

  Blocks blocks_;
  Blocks spare_;  // all of kBlock
  size_t size_ = 0;
  size_t grown_ = 0;  // capacity of the block that was asked for last
  uint64_t age_ = 0;  // how often it was emptied
};

}  // namespace imnxport
