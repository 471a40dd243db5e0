// Handlers, the questions put to them, and what keeps them.
#include "binding/callback_wrap.h"

#include <utility>

#include "binding/addon_data.h"
#include "binding/arguments.h"
#include "binding/com_callback.h"
#include "binding/inet_server.h"
#include "binding/js_error.h"
#include "binding/pointer_wrap.h"

namespace imnxport::binding {
namespace {

Napi::Object ToCallbackHandlers(const Napi::Value& value) {
  return ToHandlers(
      value, "handlers",
      {"response", "status", "error", "command", "timeout", "logon", "prompt", "window", "expired"});
}

// Has the wrap look again at who holds its object: now on the JS thread, soon from elsewhere, once for any
// number of changes.
std::function<void()> Watch(std::shared_ptr<JsLink<CallbackWrap>> link) {
  auto on_its_way = std::make_shared<std::atomic<bool>>(false);
  return [link = std::move(link), on_its_way = std::move(on_its_way)] {
    const auto look = [on_its_way](Napi::Env, CallbackWrap& wrap) {
      on_its_way->store(false);
      wrap.Update();
    };
    if (link->IsHere()) return link->Here(look);
    if (!on_its_way->exchange(true) && !link->Queue(look)) on_its_way->store(false);
  };
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
       InstanceMethod<&CallbackWrap::KeepAlive>("ref"), InstanceMethod<&CallbackWrap::LetEnd>("unref")});
}

CallbackWrap::CallbackWrap(const Napi::CallbackInfo& info)
    : ObjectWrap(info),
      environment_(AddonData::Of(info.Env()).environment),
      link_(std::make_shared<JsLink<CallbackWrap>>(environment_)),
      handlers_(info.This().As<Napi::Object>(), ToCallbackHandlers(info[0])),
      holders_(std::make_shared<Holders>(Watch(link_))) {
  const Napi::Env env = info.Env();
  const uint32_t deadline = ToUnsigned(info[1], "deadline");
  ComPtr<ComCallback> object;
  ThrowIfFailed(env, ComCallback::Make(link_, holders_, deadline, &object), "making the callback");
  auto pointer = ComPtr<IUnknown>::Attach(static_cast<IHTTPMailCallback*>(object.Detach()));
  const auto gone = [holders = holders_] { holders->PointerGone(); };
  info.This().As<Napi::Object>().Set("pointer",
                                     PointerWrap::Wrap(env, std::move(pointer), IID_IHTTPMailCallback, gone));
  environment_->Add(this);
  link_->Tie(this);  // nothing can fail any more
  open_ = true;
}

CallbackWrap::~CallbackWrap() { Close(); }

void CallbackWrap::Close() noexcept {
  if (!std::exchange(open_, false)) return;
  environment_->Remove(this);
  link_->Cut();
  questions_.clear();  // whoever waits is told that nobody answers
  Keep(false, false);
}

void CallbackWrap::Update() noexcept {
  if (holders_->Gone()) return Close();
  const bool held = holders_->HeldElsewhere();
  Keep(held, held && wanted_);
}

void CallbackWrap::Keep(bool object, bool loop) noexcept {
  if (std::exchange(keeps_loop_, loop) != loop) {
    if (loop)
      environment_->AddPending();
    else
      environment_->RemovePending(1);
  }
  if (std::exchange(keeps_object_, object) == object) return;
  try {
    (void)(object ? Ref() : Unref());
  } catch (const Napi::Error&) {  // the environment is ending
  }
}

uint32_t CallbackWrap::Open(Ticket ticket) {
  questions_.emplace(++last_token_, std::move(ticket));
  return last_token_;
}

void CallbackWrap::Ask(const char* handler, uint32_t token, Napi::Object info, bool here) {
  const Napi::Env env = Env();
  const auto number = Napi::Number::New(env, token);
  handlers_.Enter(env, handler, {info, number, Napi::Boolean::New(env, here)});
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
    handlers_.Enter(Env(), "expired", {Napi::Number::New(Env(), token)});
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

void CallbackWrap::KeepAlive(const Napi::CallbackInfo&) {
  wanted_ = true;
  if (open_) Update();
}

void CallbackWrap::LetEnd(const Napi::CallbackInfo&) {
  wanted_ = false;
  if (open_) Update();
}

}  // namespace imnxport::binding
