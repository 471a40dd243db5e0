// NativePointer of lib/native.ts: one reference on a COM object, owned by a JavaScript object.
#pragma once

#include <functional>

#include "abi/imnxport.h"
#include "binding/arguments.h"
#include "binding/napi_setup.h"
#include "com/com_object.h"
#include "com/com_ptr.h"

namespace imnxport::binding {

// Holds one reference from its making to release(), detach() or garbage collection, whichever comes first.
// The object is called, AddRef and Release included, on the JS thread only: what crosses apartments is the
// business of who made the pointer.
class PointerWrap final : public Napi::ObjectWrap<PointerWrap> {
 public:
  static const napi_type_tag kTypeTag;

  static Napi::Function DefineClass(Napi::Env env);

  // Makes one that owns the reference; `pointer` is the interface `iid` of its object, seen as its IUnknown.
  // `gone` is called once, just before the reference is released or given away.
  static Napi::Object Wrap(Napi::Env env, ComPtr<IUnknown> pointer, REFIID iid,
                           std::function<void()> gone = {});

  // wrapPointer(address, iid, addRef), the export. Throws NativeFailure.
  static Napi::Value OfAddress(const Napi::CallbackInfo& info);

  // A pointer without an object, as if it had been released: all that a script gets which calls the
  // constructor.
  explicit PointerWrap(const Napi::CallbackInfo& info);
  ~PointerWrap() override { (void)Take(); }

  // Null once it has been released or given away.
  const ComPtr<IUnknown>& Get() const noexcept { return pointer_; }
  const IID& InterfaceOf() const noexcept { return iid_; }

 private:
  // Each is the member of NativePointer of that name.
  Napi::Value Address(const Napi::CallbackInfo& info);
  Napi::Value QueryInterface(const Napi::CallbackInfo& info);
  Napi::Value Detach(const Napi::CallbackInfo& info);
  void Release(const Napi::CallbackInfo& info);

  ComPtr<IUnknown> Take() noexcept;

  ComPtr<IUnknown> pointer_;
  std::function<void()> gone_;
  IID iid_ = {};
};

// Where an object is; 0n for none. JS thread.
Napi::BigInt AddressToJs(Napi::Env env, const void* pointer);

// What JavaScript lends: a NativePointer, which is asked for `iid` unless it is that; or an address as
// BigInt, which is taken for one of that interface. With a reference. Throws NativeFailure: E_INVALIDARG, or
// what QueryInterface answered. JS thread.
ComPtr<IUnknown> ToPointer(const Napi::Value& value, const char* name, REFIID iid);

// The same as it comes, whatever its interface; null for null and undefined.
ComPtr<IUnknown> ToOptionalPointer(const Napi::Value& value, const char* name);

// ToPointer, typed.
template <class Interface>
ComPtr<Interface> ToInterface(const Napi::Value& value, const char* name) {
  ComPtr<IUnknown> pointer = ToPointer(value, name, InterfaceId<Interface>());
  return ComPtr<Interface>::Attach(static_cast<Interface*>(static_cast<void*>(pointer.Detach())));
}

// The same; null for null and undefined.
template <class Interface>
ComPtr<Interface> ToOptionalInterface(const Napi::Value& value, const char* name) {
  if (IsNothing(value)) return nullptr;
  return ToInterface<Interface>(value, name);
}

}  // namespace imnxport::binding
