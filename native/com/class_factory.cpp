// The class factory: one for every row of the table of classes.
#include "com/class_factory.h"

#include <new>

#include "com/com_object.h"
#include "com/com_ptr.h"
#include "com/marshaler.h"
#include "com/server_classes.h"

namespace imnxport {
namespace {

class ClassFactory final : public ComObject<Implements<IClassFactory>> {
 public:
  explicit ClassFactory(const ServerClass& made) noexcept : made_(made) {}

  HRESULT Init() noexcept { return marshaler_.Aggregate(this); }

  // Agile, as what it makes.
  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppv) noexcept override {
    const HRESULT hr = ComObject::QueryInterface(riid, ppv);
    return hr == E_NOINTERFACE ? marshaler_.Query(this, riid, ppv) : hr;
  }

  HRESULT STDMETHODCALLTYPE CreateInstance(IUnknown* outer, REFIID riid, void** ppv) noexcept override {
    if (!ppv) return E_POINTER;
    *ppv = nullptr;
    if (outer) return CLASS_E_NOAGGREGATION;
    return made_.create(riid, ppv);
  }

  HRESULT STDMETHODCALLTYPE LockServer(BOOL lock) noexcept override {
    LockModule(lock != 0);
    return S_OK;
  }

 private:
  const ServerClass& made_;
  Marshaler marshaler_;
};

}  // namespace

HRESULT GetClassObject(REFCLSID rclsid, REFIID riid, void** ppv) noexcept {
  if (!ppv) return E_POINTER;
  *ppv = nullptr;
  for (const ServerClass& row : AllServerClasses()) {
    if (!SameGuid(rclsid, *row.clsid)) continue;
    auto factory = ComPtr<ClassFactory>::Attach(new (std::nothrow) ClassFactory(row));
    if (!factory) return E_OUTOFMEMORY;
    const HRESULT hr = factory->Init();
    return FAILED(hr) ? hr : factory->QueryInterface(riid, ppv);
  }
  return CLASS_E_CLASSNOTAVAILABLE;
}

}  // namespace imnxport
