// An object of JavaScript functions that native code calls.
#pragma once

#include <initializer_list>

#include "binding/napi_setup.h"

namespace imnxport::binding {

// Keeps `kept` from the garbage collector for as long as it keeps `owner`. Throws Napi::Error. JS thread.
void KeepWith(Napi::Object owner, const Napi::Value& kept);

// Holds the functions exactly as long as `owner`, the JavaScript object that they serve: the owner refers to
// them in a hidden property, and this only weakly. A strong reference here would make a cycle through native
// code (handlers → their closure → owner → here), which no garbage collector sees. JS thread only.
class Handlers {
 public:
  // Throws Napi::Error.
  Handlers(Napi::Object owner, Napi::Object handlers);

  // Calls a handler; an exception it throws surfaces as an uncaught one. Nothing happens when the owner is
  // garbage already, or when no JavaScript can run any more. In a handle scope.
  void Call(Napi::Env env, const char* name, std::initializer_list<napi_value> arguments) const noexcept;

  // The same, for what the handler returns; null when it could not be called or has thrown.
  napi_value Ask(Napi::Env env, const char* name, std::initializer_list<napi_value> arguments) const noexcept;

  // The same for native code that was not called by JavaScript, perhaps: what the handler leaves to promises
  // and to process.nextTick is then done before this returns.
  void Enter(Napi::Env env, const char* name, std::initializer_list<napi_value> arguments) const noexcept;

  // As Enter, for handlers that do not throw. False: JavaScript cannot run here (too little of the stack is
  // left, say), and nothing has happened.
  bool Try(Napi::Env env, const char* name, std::initializer_list<napi_value> arguments) const noexcept;

  // Calls a handler that the caller has: to look one up by name takes longer than the call.
  void Call(Napi::Env env, napi_value handler, std::initializer_list<napi_value> arguments) const noexcept;

 private:
  // Null when they are garbage.
  napi_value Get(Napi::Env env) const noexcept;
  // Null when there is no such function any more.
  napi_value Find(Napi::Env env, const char* name, napi_value* handlers) const noexcept;
  bool MakeCallback(Napi::Env env, const char* name,
                    std::initializer_list<napi_value> arguments) const noexcept;

  Napi::ObjectReference handlers_;
};

}  // namespace imnxport::binding
