// NativeCom of lib/native.ts: the methods of a transport, called as they are.
#pragma once

#include <memory>

#include "binding/com_place.h"
#include "binding/napi_setup.h"

namespace imnxport::binding {

// JS thread only. Holds the place from its making to release() or garbage collection.
class ComWrap final : public Napi::ObjectWrap<ComWrap> {
 public:
  static Napi::Function DefineClass(Napi::Env env);

  static Napi::Object Wrap(Napi::Env env, std::unique_ptr<ComPlace> place);

  // comOfPointer(pointer), the export: calls are made right here. Throws NativeFailure.
  static Napi::Value OfPointer(const Napi::CallbackInfo& info);

  // Without a transport, as if it had been released: all that a script gets which calls the constructor.
  explicit ComWrap(const Napi::CallbackInfo& info) : ObjectWrap(info) {}

 private:
  // Each is the member of NativeCom of that name.
  Napi::Value Call(const Napi::CallbackInfo& info);
  void Release(const Napi::CallbackInfo&) { place_.reset(); }

  std::shared_ptr<ComPlace> place_;  // null once released; shared, because a call may release it
};

}  // namespace imnxport::binding
