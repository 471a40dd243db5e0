// The exports of the library, and the factory of its one class.
#include <new>

#include "com/module.h"
#include "plain_transport.h"
#include "transport/transport_class.h"

namespace imnxport::test {
namespace {

class Factory final : public ComObject<Implements<IClassFactory>> {
 public:
  HRESULT STDMETHODCALLTYPE CreateInstance(IUnknown* outer, REFIID riid, void** ppv) noexcept override {
    if (!ppv) return E_POINTER;
    *ppv = nullptr;
    if (outer) return CLASS_E_NOAGGREGATION;
    ComPtr<IHTTPMailTransport> inner;
    const HRESULT hr = CreateTransport(IID_IHTTPMailTransport, inner.PutVoid());
    if (FAILED(hr)) return hr;
    const auto made = ComPtr<PlainTransport>::Attach(new (std::nothrow) PlainTransport(std::move(inner)));
    return made ? made->QueryInterface(riid, ppv) : E_OUTOFMEMORY;
  }
  HRESULT STDMETHODCALLTYPE LockServer(BOOL lock) noexcept override {
    LockModule(lock != 0);
    return S_OK;
  }
};

}  // namespace
}  // namespace imnxport::test

STDAPI DllGetClassObject(REFCLSID rclsid, REFIID riid, void** ppv) {
  using namespace imnxport;
  if (!ppv) return E_POINTER;
  *ppv = nullptr;
  if (!SameGuid(rclsid, CLSID_IHTTPMailTransport)) return CLASS_E_CLASSNOTAVAILABLE;
  const auto factory = ComPtr<test::Factory>::Attach(new (std::nothrow) test::Factory);
  return factory ? factory->QueryInterface(riid, ppv) : E_OUTOFMEMORY;
}

STDAPI DllCanUnloadNow(void) { return imnxport::CanUnloadModule(); }
