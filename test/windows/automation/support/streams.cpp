// The streams.
#include "support/streams.h"

IStream* SystemStream(const std::string& bytes) {
  IStream* stream = nullptr;
  REQUIRE(CreateStreamOnHGlobal(nullptr, TRUE, &stream) == S_OK);
  ULONG written = 0;
  CHECK_HR(stream->Write(bytes.data(), static_cast<ULONG>(bytes.size()), &written), S_OK);
  return stream;  // at its end: whoever posts it has to rewind it
}

HRESULT ScriptObject::QueryInterface(REFIID riid, void** ppv) {
  if (riid == IID_IStream && stream_) return stream_->QueryInterface(riid, ppv);
  *ppv = riid == IID_IUnknown || riid == IID_IDispatch ? this : nullptr;
  if (!*ppv) return E_NOINTERFACE;
  AddRef();
  return S_OK;
}

ULONG ScriptObject::Release() {
  const ULONG left = --references_;
  if (left == 0) {
    if (stream_) stream_->Release();
    delete this;
  }
  return left;
}
