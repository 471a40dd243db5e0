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

HRESULT MakeBody(IStream* stream, std::optional<uint64_t> declared, std::weak_ptr<BodyOwner> owner,
                 std::shared_ptr<BodySource>* body) {
  ComPtr<IImnxportAsyncStream> async;
  const HRESULT asked = stream->QueryInterface(IID_IImnxportAsyncStream, async.PutVoid());
  if (SUCCEEDED(asked) && async) {
    // Who answers this interface says that it may be called on any thread.
    *body = std::make_shared<AsyncBody>(stream, async.Get(), declared, std::move(owner));
    return S_OK;
  }
  (void)async.Detach();  // a failing QueryInterface owns nothing, whatever it left in the pointer
  StreamAccess access;
  const HRESULT hr = access.Open(stream);
  if (FAILED(hr)) return hr;
  *body = std::make_shared<BlockingBody>(std::move(access), declared, std::move(owner));
  return S_OK;
}

}  // namespace imnxport
