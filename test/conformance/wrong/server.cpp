// The exports: the class object of the real library, with a transport of ours around each that it makes.
#define IMNXPORT_INITGUID
#include <atomic>
#include <new>

#include "abi/imnxport.h"
#include "real_library.h"
#include "wrong_transport.h"

#ifdef _MSC_VER
#define WRONG_EXPORT
#else
#define WRONG_EXPORT __attribute__((visibility("default")))
#endif

namespace wrong {
namespace {

// Owns one reference on the real class object.
class WrongFactory final : public IClassFactory {
 public:
  explicit WrongFactory(IClassFactory* real) noexcept : real_(real) { real_->AddRef(); }
  virtual ~WrongFactory() { real_->Release(); }

  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** found) override {
    if (!found) return E_POINTER;
    *found = nullptr;
    if (!IsEqualGUID(iid, IID_IUnknown) && !IsEqualGUID(iid, IID_IClassFactory)) return E_NOINTERFACE;
    AddRef();
    *found = static_cast<IClassFactory*>(this);
    return S_OK;
  }
  ULONG STDMETHODCALLTYPE AddRef() override { return ++references_; }
  ULONG STDMETHODCALLTYPE Release() override {
    const ULONG left = --references_;
    if (left == 0) delete this;
    return left;
  }

  HRESULT STDMETHODCALLTYPE CreateInstance(IUnknown* outer, REFIID iid, void** made) override {
    if (!made) return E_POINTER;
    *made = nullptr;
    void* real = nullptr;
    const HRESULT hr = real_->CreateInstance(outer, IID_IHTTPMailTransport, &real);
    if (FAILED(hr)) return hr;
    auto* transport = static_cast<IHTTPMailTransport*>(real);
    const HRESULT wrapped = MakeWrongTransport(transport, iid, made);
    transport->Release();
    return wrapped;
  }
  HRESULT STDMETHODCALLTYPE LockServer(BOOL lock) override { return real_->LockServer(lock); }

 private:
  std::atomic<ULONG> references_{1};
  IClassFactory* real_;
};

}  // namespace
}  // namespace wrong

extern "C" {

WRONG_EXPORT HRESULT STDMETHODCALLTYPE DllGetClassObject(REFCLSID clsid, REFIID iid, void** found) {
  if (!found) return E_POINTER;
  *found = nullptr;
  const wrong::GetClassObject get = wrong::RealLibrary();
  if (!get) return E_FAIL;
  void* real = nullptr;
  const HRESULT hr = get(clsid, IID_IClassFactory, &real);
  if (FAILED(hr)) return hr;
  auto* factory = static_cast<IClassFactory*>(real);
  auto* wrapped = new (std::nothrow) wrong::WrongFactory(factory);
  factory->Release();
  if (!wrapped) return E_OUTOFMEMORY;
  const HRESULT asked = wrapped->QueryInterface(iid, found);
  wrapped->Release();
  return asked;
}

// Objects are not counted: it stays.
WRONG_EXPORT HRESULT STDMETHODCALLTYPE DllCanUnloadNow() { return S_FALSE; }

}  // extern "C"
