// Filling, emptying and re-using blocks.
#include "stream/byte_queue.h"

#include <algorithm>
#include <cstring>
#include <new>

namespace imnxport {

ByteQueue::Place ByteQueue::ReserveLocked(size_t size) {
  Place place;
  place.age = age_;
  if (!blocks_.empty() && blocks_.back()->Space() > 0) {
    place.last = blocks_.back();
    place.space = place.last->Space();
  }
  size_t missing = size - std::min(size, place.space);
  while (missing > 0 && !spare_.empty()) {
    place.fresh.splice(place.fresh.end(), spare_, spare_.begin());
    missing -= std::min(missing, kBlock);
  }
  if (missing > 0) {
    // Grows with what is carried: thousands of small bodies must not take a large block each.
    grown_ = std::clamp(std::max(missing, 2 * grown_), kSmallest, kBlock);
    place.grown = grown_;
  }
  return place;
}

void ByteQueue::Fill(Place& place, const void* from, size_t size) {
  const char* next = static_cast<const char*>(from);
  size_t left = size - std::min(size, place.space);
  for (size_t have = place.fresh.size() * kBlock; have < left; have += place.grown) {
    auto block = std::make_shared<Block>();
    if (!block->Allocate(place.grown)) throw std::bad_alloc();
    place.fresh.push_back(std::move(block));
  }
  if (place.last) {
    // Readers see these bytes only when they are committed.
    std::memcpy(place.last->WritePosition(), next, size - left);
    next += size - left;
  }
  for (const Pin& block : place.fresh) {
    const size_t bytes = std::min(left, block->Space());
    std::memcpy(block->WritePosition(), next, bytes);
    block->Filled(bytes);
    next += bytes;
    left -= bytes;
  }
}

bool ByteQueue::CommitLocked(Place& place, size_t size) noexcept {
  if (place.age != age_) return false;
  if (place.last) place.last->Filled(std::min(size, place.space));
  place.last.reset();
  blocks_.splice(blocks_.end(), place.fresh);
  size_ += size;
  return true;
}

size_t ByteQueue::TakePart(std::unique_lock<std::mutex>& lock, void* to, size_t size) noexcept {
  const uint64_t age = age_;
  Pin block = blocks_.front();
  const size_t bytes = std::min(size, block->Size());
  const char* const from = block->ReadPosition();
  lock.unlock();
  std::memcpy(to, from, bytes);
  lock.lock();
  if (age != age_) return 0;
  block.reset();
  TakenLocked(bytes);
  return bytes;
}

void ByteQueue::TakeLocked(void* to, size_t size) noexcept {
  for (size_t done = 0; done < size;) {
    const Block& block = *blocks_.front();
    const size_t bytes = std::min(size - done, block.Size());
    if (to) std::memcpy(static_cast<char*>(to) + done, block.ReadPosition(), bytes);
    done += bytes;
    TakenLocked(bytes);
  }
}

// Of the first block. It goes when it is full and all was taken; until then who pushes may be filling it.
void ByteQueue::TakenLocked(size_t bytes) noexcept {
  Block& block = *blocks_.front();
  block.Taken(bytes);
  size_ -= bytes;
  if (block.Size() > 0 || block.Space() > 0) return;
  const bool keep = block.Capacity() == kBlock && SpareLocked() < kMaxSpare;
  block.Clear();
  if (keep) {
    spare_.splice(spare_.begin(), blocks_, blocks_.begin());  // the one that is warmest is used first
  } else {
    blocks_.pop_front();
  }
}

void ByteQueue::DropAllLocked(Blocks* dropped) noexcept {
  dropped->splice(dropped->end(), blocks_);
  size_ = 0;
  ++age_;
}

void ByteQueue::TrimLocked(size_t bytes, Blocks* dropped) noexcept {
  while (SpareLocked() > bytes) dropped->splice(dropped->end(), spare_, spare_.begin());
}

}  // namespace imnxport
