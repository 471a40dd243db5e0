// The free-threaded marshaler.
#include <objbase.h>

#include "com/com_object.h"
#include "com/marshaler.h"

namespace imnxport {

HRESULT Marshaler::Aggregate(IUnknown* outer) noexcept {
  return CoCreateFreeThreadedMarshaler(outer, marshaler_.Put());
}

namespace {

HRESULT QueryAgile(IUnknown* outer, REFIID riid, void** ppv) noexcept {
  *ppv = SameGuid(riid, IID_IAgileObject) ? outer : nullptr;
  if (!*ppv) return E_NOINTERFACE;
  outer->AddRef();
  return S_OK;
}

}  // namespace

HRESULT Marshaler::Query(IUnknown* outer, REFIID riid, void** ppv) const noexcept {
  if (SameGuid(riid, IID_IMarshal)) return marshaler_->QueryInterface(riid, ppv);
  return QueryAgile(outer, riid, ppv);
}

LateMarshaler::~LateMarshaler() {
  if (IUnknown* made = marshaler_.load()) made->Release();
}

HRESULT LateMarshaler::Query(IUnknown* outer, REFIID riid, void** ppv) noexcept {
  if (!SameGuid(riid, IID_IMarshal)) return QueryAgile(outer, riid, ppv);
  IUnknown* marshaler = marshaler_.load();
  if (!marshaler) {
    IUnknown* made = nullptr;
    const HRESULT hr = CoCreateFreeThreadedMarshaler(outer, &made);
    *ppv = nullptr;
    if (FAILED(hr)) return hr;
    // Of two threads that come here at once, one has made it in vain.
    if (marshaler_.compare_exchange_strong(marshaler, made)) {
      marshaler = made;
    } else {
      made->Release();
    }
  }
  return marshaler->QueryInterface(riid, ppv);
}

}  // namespace imnxport
