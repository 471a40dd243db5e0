// The class factory of the transport: both CLSIDs make the same object.
#include "com/class_factory.h"

#include <new>

#include "com/com_object.h"
#include "com/com_ptr.h"
#include "transport/transport_class.h"

namespace imnxport {
namespace {

class ClassFactory final : public ComObject<Implements<IClassFactory>> {
 public:
  HRESULT STDMETHODCALLTYPE CreateInstance(IUnknown* outer, REFIID riid, void** ppv) noexcept override {
    if (!ppv) return E_POINTER;
    *ppv = nullptr;
    if (outer) return CLASS_E_NOAGGREGATION;
    return CreateTransport(riid, ppv);
  }

  HRESULT STDMETHODCALLTYPE LockServer(BOOL lock) noexcept override {
    LockModule(lock != 0);
    return S_OK;
  }
};

}  // namespace

HRESULT GetClassObject(REFCLSID rclsid, REFIID riid, void** ppv) noexcept {
  if (!ppv) return E_POINTER;
  *ppv = nullptr;
  if (!SameGuid(rclsid, CLSID_IHTTPMailTransport) && !SameGuid(rclsid, CLSID_ImnxportTransport)) {
    return CLASS_E_CLASSNOTAVAILABLE;
  }
  auto factory = ComPtr<ClassFactory>::Attach(new (std::nothrow) ClassFactory);
  return factory ? factory->QueryInterface(riid, ppv) : E_OUTOFMEMORY;
}

}  // namespace imnxport
