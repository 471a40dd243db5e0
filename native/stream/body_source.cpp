// Chooses how a stream is read.
#include "stream/body_source.h"

#include "stream/async_body.h"
#include "stream/blocking_body.h"

namespace imnxport {

std::shared_ptr<BodySource> MakeBody(IStream* stream, std::optional<uint64_t> declared,
                                     std::weak_ptr<BodyOwner> owner) {
  ComPtr<IImnxportAsyncStream> async;
  const HRESULT hr = stream->QueryInterface(IID_IImnxportAsyncStream, async.PutVoid());
  if (SUCCEEDED(hr) && async)
    return std::make_shared<AsyncBody>(stream, async.Get(), declared, std::move(owner));
  (void)async.Detach();  // a failing QueryInterface owns nothing, whatever it left in the pointer
  return std::make_shared<BlockingBody>(stream, declared, std::move(owner));
}

}  // namespace imnxport
