// Holding the client's stream.
#include "foreign/held_stream.h"

#include <utility>

#include "stream/stream_apartment.h"

namespace imnxport {

HRESULT HeldStream::Open(IStream* stream) noexcept {
  const HRESULT asked = stream->QueryInterface(IID_IImnxportAsyncStream, async_.PutVoid());
  if (FAILED(asked)) (void)async_.Detach();  // it owns nothing, whatever was left there
  has_async_ = static_cast<bool>(async_);
  // Who answers that interface says that it may be called on any thread.
  if (!has_async_) {
    const HRESULT hr = RegisterStream(stream, &cookie_);
    if (FAILED(hr)) return hr;
  }
  bound_ = cookie_ != 0;
  if (!bound_) stream_ = ComPtr<IStream>(stream);
  return S_OK;
}

HRESULT HeldStream::Get(ComPtr<IStream>* stream) const noexcept {
  DWORD cookie;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    cookie = cookie_;
    *stream = stream_;
  }
  if (*stream) return S_OK;
  return cookie == 0 ? E_ABORT : GetRegisteredStream(cookie, stream);
}

HRESULT HeldStream::GetAsync(ComPtr<IImnxportAsyncStream>* async) const noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  *async = async_;
  return *async ? S_OK : E_ABORT;
}

void HeldStream::Close() noexcept {
  ComPtr<IStream> stream;
  ComPtr<IImnxportAsyncStream> async;
  std::vector<std::weak_ptr<HeldStream>> clones;
  DWORD cookie;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    closed_ = true;
    stream = std::move(stream_);
    async = std::move(async_);
    cookie = std::exchange(cookie_, 0);
    clones.swap(clones_);
  }
  for (const auto& each : clones) {
    if (const auto clone = each.lock()) clone->Close();
  }
  if (async) (void)async->Advise(nullptr);
  if (cookie != 0) RevokeStream(cookie);
}

void HeldStream::AddClone(const std::shared_ptr<HeldStream>& clone) {
  std::unique_lock<std::mutex> lock(mutex_);
  if (!closed_) return clones_.push_back(clone);
  lock.unlock();
  clone->Close();
}

}  // namespace imnxport
