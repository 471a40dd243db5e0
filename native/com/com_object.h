// How a COM object of ours is made: reference count, QueryInterface over a list, module count.
#pragma once

#include <atomic>

#include "abi/imnxport.h"
#include "abi/imnxport_ext.h"
#include "com/module.h"

namespace imnxport {

// The IID of an interface type. One line per interface that an object of ours implements.
template <class Interface>
const IID& InterfaceId() noexcept;

#define IMNXPORT_INTERFACE_ID(Interface)                \
  template <>                                           \
  inline const IID& InterfaceId<Interface>() noexcept { \
    return IID_##Interface;                             \
  }

IMNXPORT_INTERFACE_ID(IUnknown)
IMNXPORT_INTERFACE_ID(IClassFactory)
IMNXPORT_INTERFACE_ID(ISequentialStream)
IMNXPORT_INTERFACE_ID(IStream)
IMNXPORT_INTERFACE_ID(ITransportCallback)
IMNXPORT_INTERFACE_ID(IHTTPMailCallback)
IMNXPORT_INTERFACE_ID(IInternetTransport)
IMNXPORT_INTERFACE_ID(IHTTPMailTransport)
IMNXPORT_INTERFACE_ID(IImnxportTransport)
IMNXPORT_INTERFACE_ID(IImnxportCallback)
IMNXPORT_INTERFACE_ID(IImnxportAsyncStream)
IMNXPORT_INTERFACE_ID(IImnxportReadiness)

inline bool SameGuid(const GUID& a, const GUID& b) noexcept { return IsEqualGUID(a, b) != 0; }

// An interface that an object derives from, with the base interfaces that the same vtable also is.
template <class Interface, class... Bases>
struct Implements : public Interface {
  static void* Find(Implements* self, REFIID riid) noexcept {
    const bool mine =
        SameGuid(riid, InterfaceId<Interface>()) || (SameGuid(riid, InterfaceId<Bases>()) || ...);
    return mine ? static_cast<Interface*>(self) : nullptr;
  }
};

// Base of our objects: derive from ComObject<Implements<IStream, ISequentialStream>, Implements<...>>
// and make the object with ComPtr<T>::Attach(new (std::nothrow) T(...)): it is born with one reference.
// IUnknown is answered through the first of the list, always the same pointer (the identity law of COM);
// *ppv is NULL on every failure.
template <class First, class... Others>
class ComObject : public First, public Others... {
 public:
  ComObject(const ComObject&) = delete;
  ComObject& operator=(const ComObject&) = delete;

  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppv) noexcept override {
    if (!ppv) return E_POINTER;
    *ppv = SameGuid(riid, IID_IUnknown) ? static_cast<void*>(static_cast<First*>(this))
                                        : First::Find(this, riid);
    if constexpr (sizeof...(Others) > 0) {
      if (!*ppv) (void)((*ppv = Others::Find(this, riid)) || ...);
    }
    if (!*ppv) return E_NOINTERFACE;
    AddRef();
    return S_OK;
  }

  ULONG STDMETHODCALLTYPE AddRef() noexcept override {
    return references_.fetch_add(1, std::memory_order_relaxed) + 1;
  }

  ULONG STDMETHODCALLTYPE Release() noexcept override {
    // A local copy: after the decrement the object may be gone.
    const ULONG left = references_.fetch_sub(1, std::memory_order_acq_rel) - 1;
    if (left == 0) delete this;
    return left;
  }

 protected:
  ComObject() noexcept = default;
  virtual ~ComObject() = default;

 private:
  std::atomic<ULONG> references_{1};
  ModuleReference module_;
};

}  // namespace imnxport
