// NativeCallback of lib/native.ts: the JavaScript half of an object behind implement(IHTTPMailCallback).
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "binding/implementation_wrap.h"
#include "binding/napi_setup.h"
#include "binding/waiting_call.h"

namespace imnxport::binding {

// It has the questions that the handlers have not answered yet. The end of the environment answers every
// question as a user who cancels. JS thread only.
class CallbackWrap final : public ImplementationWrap<CallbackWrap> {
 public:
  static Napi::Function DefineClass(Napi::Env env);

  // new NativeCallback(handlers, deadline): makes the object, whose one reference is the property `pointer`.
  // Throws NativeFailure.
  explicit CallbackWrap(const Napi::CallbackInfo& info);

  // Calls a handler. In a handle scope.
  void Tell(const char* handler, Napi::Object info) const noexcept {
    HandlersOf().Enter(Env(), handler, {info});
  }

  // The same for a question, which the handler answers by its token. `here`: it is asked on this thread, and
  // has to be answered before the handler returns.
  void Ask(const char* handler, uint32_t token, Napi::Object info, bool here);

  // Takes a question in, and gives its token. May throw std::bad_alloc, and then it is declined.
  uint32_t Open(Ticket ticket);

  // Tells of the questions for whose answer nobody waits any more. In a handle scope.
  void CloseAbandoned();

 private:
  // Each is the member of NativeCallback of that name.
  Napi::Value Answer(const Napi::CallbackInfo& info);
  void Decline(const Napi::CallbackInfo& info);

  // Whoever waits is told that nobody answers.
  void OnClose() noexcept override { questions_.clear(); }

  std::unordered_map<uint32_t, Ticket> questions_;
  uint32_t last_token_ = 0;
  std::vector<uint32_t> expired_;
};

}  // namespace imnxport::binding
