// A few blocks between a thread that reads and one that sends; what was read is there to be taken at once,
// also from the block that is still being filled.
#pragma once

#include <algorithm>
#include <cstring>

#include "stream/block.h"

namespace imnxport {

// Guarded by its owner's mutex. Only the memory that Filling gave may be written to without it.
class BlockRing {
 public:
  // Whether there is space to read into.
  bool HasRoom() const noexcept { return used_ < kBlocks || Last().Space() > 0; }

  // The block to read into next; call when HasRoom. Null: no memory for `capacity` bytes.
  Block* Filling(size_t capacity) noexcept {
    if (used_ > 0 && Last().Space() > 0) return &Last();
    Block& next = blocks_[(first_ + used_) % kBlocks];
    if (next.Capacity() == 0 && !next.Allocate(capacity)) return nullptr;
    next.Clear();
    ++used_;
    return &next;
  }

  // Copies at most `max` bytes to `to`, in the order in which they were read. 0: there are none.
  size_t Take(char* to, size_t max) noexcept {
    if (used_ == 0) return 0;
    Block& block = blocks_[first_];
    const size_t size = std::min(max, block.Size());
    std::memcpy(to, block.ReadPosition(), size);
    block.Taken(size);
    if (block.Size() == 0 && block.Space() == 0) {
      first_ = (first_ + 1) % kBlocks;
      --used_;
    }
    return size;
  }

  void Clear() noexcept { first_ = used_ = 0; }

 private:
  static constexpr int kBlocks = 3;

  Block& Last() noexcept { return blocks_[(first_ + used_ - 1) % kBlocks]; }
  const Block& Last() const noexcept { return blocks_[(first_ + used_ - 1) % kBlocks]; }

  Block blocks_[kBlocks];
  int first_ = 0;
  int used_ = 0;  // from first_ on; the last of them may be in filling
};

}  // namespace imnxport
