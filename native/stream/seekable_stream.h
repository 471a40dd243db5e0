// A read-only IStream over bytes of a known number: the seek pointer and all that follows from it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <mutex>

#include "stream/copy_bytes.h"
#include "stream/seek_target.h"
#include "stream/stream_base.h"

namespace imnxport {

// Base of the memory and the file stream. Any thread; calls that come at the same time wait for each other.
// Two readers take a Clone each, as with every IStream.
template <class... Others>
class SeekableStream : public StreamBase<Others...> {
 public:
  HRESULT STDMETHODCALLTYPE Read(void* to, ULONG size, ULONG* read) noexcept final {
    ULONG got = 0;
    const HRESULT hr = to ? ReadHere(to, size, &got) : STG_E_INVALIDPOINTER;
    if (read) *read = got;
    return hr;
  }

  HRESULT STDMETHODCALLTYPE Seek(LARGE_INTEGER move, DWORD origin, ULARGE_INTEGER* position) noexcept final {
    std::lock_guard lock(mutex_);
    uint64_t from = 0;
    switch (origin) {
      case STREAM_SEEK_SET:
        break;
      case STREAM_SEEK_CUR:
        from = position_;
        break;
      case STREAM_SEEK_END:
        from = size_;
        break;
      default:
        return STG_E_INVALIDFUNCTION;
    }
    const HRESULT hr = SeekTarget(from, move, &position_);
    if (SUCCEEDED(hr) && position) position->QuadPart = position_;
    return hr;
  }

  HRESULT STDMETHODCALLTYPE CopyTo(IStream* to, ULARGE_INTEGER size, ULARGE_INTEGER* read,
                                   ULARGE_INTEGER* written) noexcept final {
    return CopyBytes(this, to, size, read, written);
  }

  // No name, whatever the flag says: there is none to tell in memory, and a file's is the caller's own.
  HRESULT STDMETHODCALLTYPE Stat(STATSTG* stat, DWORD) noexcept final {
    if (!stat) return STG_E_INVALIDPOINTER;
    *stat = {};
    stat->type = STGTY_STREAM;
    stat->cbSize.QuadPart = size_;
    stat->grfMode = STGM_READ;
    return S_OK;
  }

  // A new stream on the same bytes whose seek pointer stands where this one's stands now.
  HRESULT STDMETHODCALLTYPE Clone(IStream** clone) noexcept final {
    if (!clone) return STG_E_INVALIDPOINTER;
    SeekableStream* copy = NewOnSameBytes();
    *clone = copy;
    if (!copy) return E_OUTOFMEMORY;
    std::lock_guard lock(mutex_);
    copy->position_ = position_;
    return S_OK;
  }

 protected:
  explicit SeekableStream(uint64_t size) noexcept : size_(size) {}

  uint64_t Size() const noexcept { return size_; }
  void ToStart() noexcept {
    std::lock_guard lock(mutex_);
    position_ = 0;
  }
  // Where the seek pointer stands, and moving it on.
  uint64_t Position() noexcept {
    std::lock_guard lock(mutex_);
    return position_;
  }
  void Advance(uint64_t bytes) noexcept {
    std::lock_guard lock(mutex_);
    position_ += bytes;
  }

  // Reads up to `size` bytes that begin at `position`; position + size never exceeds Size(). *got says how
  // many came; 0 with S_OK: the bytes have come to an end earlier than Size() promised.
  virtual HRESULT ReadAt(uint64_t position, void* to, ULONG size, ULONG* got) noexcept = 0;

  // One reference, or null when there is no memory.
  virtual SeekableStream* NewOnSameBytes() noexcept = 0;

 private:
  // S_FALSE: fewer bytes than asked.
  HRESULT ReadHere(void* to, ULONG size, ULONG* got) noexcept {
    std::lock_guard lock(mutex_);
    const uint64_t left = position_ < size_ ? size_ - position_ : 0;
    const ULONG wanted = static_cast<ULONG>(std::min<uint64_t>(size, left));
    const HRESULT hr = wanted > 0 ? ReadAt(position_, to, wanted, got) : S_OK;
    if (FAILED(hr)) return hr;
    position_ += *got;
    return *got == size ? S_OK : S_FALSE;
  }

  const uint64_t size_;
  std::mutex mutex_;  // guards what follows, and is held while the bytes are read
  uint64_t position_ = 0;
};

}  // namespace imnxport
