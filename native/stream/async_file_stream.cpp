// Which way the next bytes of a file come.
#include "stream/async_file_stream.h"

#include <algorithm>
#include <new>

namespace imnxport {

AsyncFileStream::AsyncFileStream(std::shared_ptr<const OpenFile> file, uint64_t start, uint64_t end)
    : FileBytes(std::move(file), start, end), ahead_(std::make_shared<FileReadAhead>(File(), Size())) {}

HRESULT AsyncFileStream::GetInfo(ULONGLONG* length, BOOL* rewindable) noexcept {
  if (!length || !rewindable) return E_POINTER;
  *length = Size();
  *rewindable = TRUE;
  return S_OK;
}

HRESULT AsyncFileStream::TryRead(void* to, ULONG size, ULONG* read) noexcept {
  uint32_t got = 0;
  HRESULT hr = STG_E_INVALIDPOINTER;
  if (to) {
    const uint64_t position = Position();
    const uint64_t left = Size() - std::min(Size(), position);
    const auto wanted = static_cast<uint32_t>(std::min<uint64_t>(size, left));
    hr = wanted > 0 ? TryReadAt(Start() + position, to, wanted, &got) : S_OK;
    Advance(got);
    if (hr == S_OK && got < size) hr = wanted == got ? S_FALSE : S_OK;
  }
  if (read) *read = got;
  return hr;
}

// S_OK: some bytes; S_FALSE: the file has none there any more.
HRESULT AsyncFileStream::TryReadAt(uint64_t offset, void* to, uint32_t size, uint32_t* got) noexcept {
  const HRESULT ahead = ahead_->Take(offset, to, size, got);
  if (ahead != S_OK || *got > 0) return ahead;
  if (cached_) {
    const HRESULT hr = File()->TryReadAt(offset, to, size, got);
    // No bytes are no proof of the end: some versions of Linux say so wrongly (preadv2(2), BUGS).
    if (SUCCEEDED(hr) && *got > 0) return S_OK;
    // What went wrong, if anything did, is told by the call that may wait.
    cached_ = SUCCEEDED(hr) || hr == E_PENDING;
  }
  ahead_->Begin(offset, cached_ ? std::min(offset + kWindow, End()) : End());
  return ahead_->Take(offset, to, size, got);
}

HRESULT AsyncFileStream::Rewind() noexcept {
  ahead_->Stop();
  ToStart();
  return S_OK;
}

AsyncFileStream::SeekableStream* AsyncFileStream::NewOnSameBytes() noexcept {
  try {
    return new AsyncFileStream(File(), Start(), End());
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}

}  // namespace imnxport
