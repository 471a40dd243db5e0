// COM pointers that JavaScript owns, and those that it lends.
#include "binding/pointer_wrap.h"

#include <utility>

#include "binding/addon_data.h"
#include "binding/js_error.h"

namespace imnxport::binding {
namespace {

// A BigInt that can be the address of an object. Whether it is one, nobody can tell.
IUnknown* ToAddress(const Napi::Value& value, const char* name) {
  if (!value.IsBigInt()) ThrowBadArgument(value.Env(), name, "must be a ComPointer or an address, a bigint");
  const uint64_t address = ToCount(value, name);
  if (address == 0 || address > UINTPTR_MAX || address % alignof(void*) != 0) {
    ThrowBadArgument(value.Env(), name, "is not the address of an object");
  }
  return reinterpret_cast<IUnknown*>(static_cast<uintptr_t>(address));
}

// A NativePointer that has its object.
const PointerWrap& ToWrap(const Napi::Value& value, const char* name) {
  const auto object = value.As<Napi::Object>();
  if (!object.CheckTypeTag(&PointerWrap::kTypeTag)) {
    ThrowBadArgument(value.Env(), name, "must be a ComPointer or an address, a bigint");
  }
  const PointerWrap& wrap = *PointerWrap::Unwrap(object);
  if (!wrap.Get()) ThrowBadArgument(value.Env(), name, "has been released");
  return wrap;
}

}  // namespace

// Random.
const napi_type_tag PointerWrap::kTypeTag = {0x51be0d9f4a7c4e02, 0x9d3f6a1be85c7720};

Napi::Function PointerWrap::DefineClass(Napi::Env env) {
  return ObjectWrap::DefineClass(
      env, "NativePointer",
      {InstanceAccessor<&PointerWrap::Address>("address"),
       InstanceMethod<&PointerWrap::QueryInterface>("queryInterface"),
       InstanceMethod<&PointerWrap::Detach>("detach"), InstanceMethod<&PointerWrap::Release>("release")});
}

PointerWrap::PointerWrap(const Napi::CallbackInfo& info) : ObjectWrap(info) {
  info.This().As<Napi::Object>().TypeTag(&kTypeTag);
}

Napi::Object PointerWrap::Wrap(Napi::Env env, ComPtr<IUnknown> pointer, REFIID iid,
                               std::function<void()> gone) {
  const Napi::Object object = AddonData::Of(env).pointer_class.New({});
  PointerWrap& wrap = *Unwrap(object);
  wrap.pointer_ = std::move(pointer);
  wrap.iid_ = iid;
  wrap.gone_ = std::move(gone);
  return object;
}

Napi::Value PointerWrap::OfAddress(const Napi::CallbackInfo& info) {
  IUnknown* const pointer = ToAddress(info[0], "address");
  const IID iid = ToGuid(info[1], "iid");
  const bool add_ref = ToFlag(info[2], "addRef");
  return Wrap(info.Env(), add_ref ? ComPtr<IUnknown>(pointer) : ComPtr<IUnknown>::Attach(pointer), iid);
}

Napi::Value PointerWrap::Address(const Napi::CallbackInfo& info) {
  return AddressToJs(info.Env(), pointer_.Get());
}

Napi::Value PointerWrap::QueryInterface(const Napi::CallbackInfo& info) {
  const IID iid = ToGuid(info[0], "iid");
  return Wrap(info.Env(), ToPointer(info.This(), "this", iid), iid);
}

Napi::Value PointerWrap::Detach(const Napi::CallbackInfo& info) {
  return AddressToJs(info.Env(), Take().Detach());
}

void PointerWrap::Release(const Napi::CallbackInfo&) { (void)Take(); }

ComPtr<IUnknown> PointerWrap::Take() noexcept {
  if (const auto gone = std::exchange(gone_, nullptr)) gone();
  return std::exchange(pointer_, nullptr);
}

Napi::BigInt AddressToJs(Napi::Env env, const void* pointer) {
  return Napi::BigInt::New(env, static_cast<uint64_t>(reinterpret_cast<uintptr_t>(pointer)));
}

ComPtr<IUnknown> ToPointer(const Napi::Value& value, const char* name, REFIID iid) {
  if (!value.IsObject()) return ComPtr<IUnknown>(ToAddress(value, name));
  const PointerWrap& wrap = ToWrap(value, name);
  // A copy: the object's QueryInterface may run JavaScript, which may release the pointer.
  const ComPtr<IUnknown> pointer = wrap.Get();
  if (SameGuid(wrap.InterfaceOf(), iid)) return pointer;
  ComPtr<IUnknown> wanted;
  ThrowIfFailed(value.Env(), pointer->QueryInterface(iid, wanted.PutVoid()), "QueryInterface");
  return wanted;
}

ComPtr<IUnknown> ToOptionalPointer(const Napi::Value& value, const char* name) {
  if (IsNothing(value)) return nullptr;
  if (!value.IsObject()) return ComPtr<IUnknown>(ToAddress(value, name));
  return ToWrap(value, name).Get();
}

}  // namespace imnxport::binding
