// Chooses how a stream is read.
#include "stream/body_source.h"

#include "stream/async_body.h"
#include "stream/blocking_body.h"

namespace imnxport {

const char* DescribeBodyFailure(HRESULT failure) noexcept {
  switch (failure) {
    case IXP_E_INCOMPLETE:
      return "the stream does not have the length that it, or its client, said";
    case E_UNEXPECTED:
      return "the stream's Read gave more bytes than were asked";
    case E_OUTOFMEMORY:
      return "there is no memory or no thread to read the stream with";
    default:
      return "the stream cannot be read";
  }
}

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
