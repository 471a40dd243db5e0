// The free-threaded marshaler.
#include <objbase.h>

#include "com/com_object.h"
#include "com/marshaler.h"

namespace imnxport {

HRESULT Marshaler::Aggregate(IUnknown* outer) noexcept {
  return CoCreateFreeThreadedMarshaler(outer, marshaler_.Put());
}

HRESULT Marshaler::Query(IUnknown* outer, REFIID riid, void** ppv) const noexcept {
  if (SameGuid(riid, IID_IMarshal)) return marshaler_->QueryInterface(riid, ppv);
  *ppv = SameGuid(riid, IID_IAgileObject) ? outer : nullptr;
  if (!*ppv) return E_NOINTERFACE;
  outer->AddRef();
  return S_OK;
}

}  // namespace imnxport
