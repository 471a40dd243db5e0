// NativeImplementation of lib/native.ts: the JavaScript half of a transport behind
// implement(IHTTPMailTransport).
#pragma once

#include <initializer_list>

#include "binding/implementation_wrap.h"

namespace imnxport::binding {

// The COM object is a transport of the core, which hands its posts over to the handler `post`; each is work.
// JS thread only.
class ImplementedTransport final : public ImplementationWrap<ImplementedTransport> {
 public:
  static Napi::Function DefineClass(Napi::Env env);

  // new NativeImplementation(handlers): makes the transport, whose one reference is the property `pointer`.
  // Throws NativeFailure.
  explicit ImplementedTransport(const Napi::CallbackInfo& info);

  // Calls a handler. In a handle scope.
  void Call(const char* handler, std::initializer_list<napi_value> arguments) const noexcept {
    HandlersOf().Call(Env(), handler, arguments);
  }
};

}  // namespace imnxport::binding
