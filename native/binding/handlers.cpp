// Calling JavaScript handlers.
#include "binding/handlers.h"

#include "binding/js_error.h"

namespace imnxport::binding {

void KeepWith(Napi::Object owner, const Napi::Value& kept) {
  // A symbol that nobody else has, and not enumerable: the property is there for the garbage collector only.
  const Napi::Symbol hidden = Napi::Symbol::New(owner.Env(), "kept");
  owner.DefineProperty(Napi::PropertyDescriptor::Value(hidden, kept, napi_default));
}

Handlers::Handlers(Napi::Object owner, Napi::Object handlers) : handlers_(Napi::Weak(handlers)) {
  KeepWith(owner, handlers);
}

// Plain Node-API calls: their failures are ordinary here (the environment may be ending), not exceptional.
napi_value Handlers::Get(Napi::Env env) const noexcept {
  napi_ref reference = handlers_;
  napi_value handlers = nullptr;
  return napi_get_reference_value(env, reference, &handlers) == napi_ok ? handlers : nullptr;
}

napi_value Handlers::Find(Napi::Env env, const char* name, napi_value* handlers) const noexcept {
  napi_value function = nullptr;
  *handlers = Get(env);
  if (!*handlers) return nullptr;
  return napi_get_named_property(env, *handlers, name, &function) == napi_ok ? function : nullptr;
}

void Handlers::Call(Napi::Env env, napi_value handler,
                    std::initializer_list<napi_value> arguments) const noexcept {
  if (const napi_value handlers = Get(env)) {
    napi_call_function(env, handlers, handler, arguments.size(), arguments.begin(), nullptr);
  }
  ReportPendingException(env);
}

napi_value Handlers::Ask(Napi::Env env, const char* name,
                         std::initializer_list<napi_value> arguments) const noexcept {
  napi_value handlers = nullptr;
  napi_value answer = nullptr;
  const napi_value function = Find(env, name, &handlers);
  if (function &&
      napi_call_function(env, handlers, function, arguments.size(), arguments.begin(), &answer) == napi_ok) {
    return answer;
  }
  ReportPendingException(env);
  return nullptr;
}

void Handlers::Call(Napi::Env env, const char* name,
                    std::initializer_list<napi_value> arguments) const noexcept {
  (void)Ask(env, name, arguments);
}

void Handlers::Enter(Napi::Env env, const char* name,
                     std::initializer_list<napi_value> arguments) const noexcept {
  if (!MakeCallback(env, name, arguments)) ReportPendingException(env);
}

bool Handlers::Try(Napi::Env env, const char* name,
                   std::initializer_list<napi_value> arguments) const noexcept {
  if (MakeCallback(env, name, arguments)) return true;
  napi_value exception = nullptr;
  (void)napi_get_and_clear_last_exception(env, &exception);
  return false;
}

bool Handlers::MakeCallback(Napi::Env env, const char* name,
                            std::initializer_list<napi_value> arguments) const noexcept {
  napi_value handlers = nullptr;
  const napi_value function = Find(env, name, &handlers);
  return function && napi_make_callback(env, nullptr, handlers, function, arguments.size(), arguments.begin(),
                                        nullptr) == napi_ok;
}

}  // namespace imnxport::binding
