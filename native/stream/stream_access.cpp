// Taking hold of a stream and giving it back, where it lives.
#include "stream/stream_access.h"

#include <utility>

#include "stream/stream_threads.h"

namespace imnxport {

StreamAccess::StreamAccess(StreamAccess&& other) noexcept
    : stream_(std::move(other.stream_)), cookie_(std::exchange(other.cookie_, 0)) {}

HRESULT StreamAccess::Open(IStream* stream) noexcept {
  const HRESULT hr = RegisterStream(stream, &cookie_);
  if (FAILED(hr)) return hr;
  if (!Bound()) {
    stream_ = ComPtr<IStream>(stream);
    return S_OK;
  }
  // One stream thread stays until it is given back: the I/O thread must never have to do that itself, and our
  // apartment, in which its proxy lives, lasts as long as one of its threads.
  if (StreamThreads().Acquire()) return S_OK;
  RevokeStream(std::exchange(cookie_, 0));
  return E_OUTOFMEMORY;
}

HRESULT StreamAccess::Connect() noexcept {
  return stream_ || !Bound() ? S_OK : GetRegisteredStream(cookie_, &stream_);
}

void StreamAccess::Close() noexcept {
  if (Bound()) {
    // The table lets go first, while the proxy still holds the stream: the last reference then goes the way
    // of every call, through the proxy into the stream's apartment.
    (void)Connect();
    RevokeStream(std::exchange(cookie_, 0));
    stream_.Reset();
    StreamThreads().Release();
  }
  stream_.Reset();
}

}  // namespace imnxport
