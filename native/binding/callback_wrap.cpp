// Handlers, the questions put to them, and what keeps them.
#include "binding/callback_wrap.h"

#include <utility>

#include "binding/arguments.h"
#include "binding/com_callback.h"
#include "binding/inet_server.h"
#include "binding/js_error.h"

namespace imnxport::binding {
namespace {

Napi::Object ToCallbackHandlers(const Napi::Value& value) {
  return ToHandlers(
      value, "handlers",
      {"response", "status", "error", "command", "timeout", "logon", "prompt", "window", "expired"});
}

// Text that fits into an INETSERVER, or an error.
void CheckLogon(Napi::Env env, const char* name, LPCSTR text) {
  SecretServer scratch;
  if (!CopyToMember(text, scratch.Get()->szPassword)) {
    ThrowBadArgument(env, name,
                     "is longer than 255 bytes, or has characters outside of the system's code page");
  }
}

}  // namespace

Napi::Function CallbackWrap::DefineClass(Napi::Env env) {
  return ObjectWrap::DefineClass(
      env, "NativeCallback",
      {InstanceMethod<&CallbackWrap::Answer>("answer"), InstanceMethod<&CallbackWrap::Decline>("decline"),
       InstanceMethod("ref", &CallbackWrap::KeepAlive), InstanceMethod("unref", &CallbackWrap::LetEnd)});
}

CallbackWrap::CallbackWrap(const Napi::CallbackInfo& info)
    : ImplementationWrap(info, ToCallbackHandlers(info[0])) {
  const uint32_t deadline = ToUnsigned(info[1], "deadline");
  ComPtr<ComCallback> object;
  ThrowIfFailed(info.Env(), ComCallback::Make(LinkHere(), HoldersOf(), deadline, &object),
                "making the callback");
  auto first = ComPtr<IUnknown>::Attach(static_cast<IHTTPMailCallback*>(object.Detach()));
  Publish(info, std::move(first), IID_IHTTPMailCallback);
}

uint32_t CallbackWrap::Open(Ticket ticket) {
  questions_.emplace(++last_token_, std::move(ticket));
  return last_token_;
}

void CallbackWrap::Ask(const char* handler, uint32_t token, Napi::Object info, bool here) {
  const Napi::Env env = Env();
  const auto number = Napi::Number::New(env, token);
  HandlersOf().Enter(env, handler, {info, number, Napi::Boolean::New(env, here)});
  if (here) questions_.erase(token);
}

void CallbackWrap::CloseAbandoned() {
  for (auto at = questions_.begin(); at != questions_.end();) {
    if (at->second.IsAwaited()) {
      ++at;
      continue;
    }
    expired_.push_back(at->first);
    at = questions_.erase(at);
  }
  // Only now: a handler may do anything.
  for (const uint32_t token : std::exchange(expired_, {})) {
    HandlersOf().Enter(Env(), "expired", {Napi::Number::New(Env(), token)});
  }
}

Napi::Value CallbackWrap::Answer(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const uint32_t token = ToUnsigned(info[0], "token");
  const uint64_t number = ToCount(info[1], "number");
  const SecretText user(info[2], "user");
  const SecretText password(info[3], "password");
  CallAnswer answer;
  answer.number = number;
  if (user.Get()) {
    CheckLogon(env, "user", user.Get());
    CheckLogon(env, "password", password.Get() ? password.Get() : "");
    answer.logon.user = user.Get();
    answer.logon.password = password.Get() ? password.Get() : "";
  }
  const auto found = questions_.find(token);
  if (found == questions_.end()) return Napi::Boolean::New(env, false);
  Ticket ticket = std::move(found->second);
  questions_.erase(found);
  return Napi::Boolean::New(env, ticket.Answer(std::move(answer)));
}

void CallbackWrap::Decline(const Napi::CallbackInfo& info) { questions_.erase(ToUnsigned(info[0], "token")); }

}  // namespace imnxport::binding
