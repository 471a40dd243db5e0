// Off Windows nothing is marshalled.
#include "com/com_object.h"
#include "com/marshaler.h"

namespace imnxport {

HRESULT Marshaler::Aggregate(IUnknown*) noexcept { return S_OK; }

HRESULT Marshaler::Query(IUnknown* outer, REFIID riid, void** ppv) const noexcept {
  *ppv = SameGuid(riid, IID_IAgileObject) ? outer : nullptr;
  if (!*ppv) return E_NOINTERFACE;
  outer->AddRef();
  return S_OK;
}

LateMarshaler::~LateMarshaler() = default;

HRESULT LateMarshaler::Query(IUnknown* outer, REFIID riid, void** ppv) noexcept {
  return Marshaler().Query(outer, riid, ppv);
}

}  // namespace imnxport
