// NativeCallback of lib/native.ts: the JavaScript half of an object behind implement(IHTTPMailCallback).
#pragma once

#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "binding/environment.h"
#include "binding/handlers.h"
#include "binding/holders.h"
#include "binding/js_link.h"
#include "binding/napi_setup.h"
#include "binding/waiting_call.h"

namespace imnxport::binding {

// JS thread only. It has the handlers and the questions that they have not answered yet. While anybody but
// its pointer holds the COM object it is kept from garbage collection, and with it the handlers; and it is a
// reason for the event loop to go on, unless unref() was called. The end of the environment answers every
// question as a user who cancels.
class CallbackWrap final : public Napi::ObjectWrap<CallbackWrap>, private Closable {
 public:
  static Napi::Function DefineClass(Napi::Env env);

  // new NativeCallback(handlers, deadline): makes the object, whose one reference is the property `pointer`.
  // Throws NativeFailure.
  explicit CallbackWrap(const Napi::CallbackInfo& info);
  ~CallbackWrap() override;

  // Calls a handler. In a handle scope.
  void Tell(const char* handler, Napi::Object info) const noexcept {
    handlers_.Enter(Env(), handler, {info});
  }

  // The same for a question, which the handler answers by its token. `here`: it is asked on this thread, and
  // has to be answered before the handler returns.
  void Ask(const char* handler, uint32_t token, Napi::Object info, bool here);

  // Takes a question in, and gives its token. May throw std::bad_alloc, and then it is declined.
  uint32_t Open(Ticket ticket);

  // Tells of the questions for whose answer nobody waits any more. In a handle scope.
  void CloseAbandoned();

  // Somebody has taken or given back a reference.
  void Update() noexcept;

 private:
  // Each is the member of NativeCallback of that name.
  Napi::Value Answer(const Napi::CallbackInfo& info);
  void Decline(const Napi::CallbackInfo& info);
  void KeepAlive(const Napi::CallbackInfo& info);
  void LetEnd(const Napi::CallbackInfo& info);

  // From the object's end, the finalizer or the end of the environment, whichever comes first.
  void Close() noexcept override;
  // Whether this object, and the event loop, are to be kept.
  void Keep(bool object, bool loop) noexcept;

  const std::shared_ptr<Environment> environment_;
  const std::shared_ptr<JsLink<CallbackWrap>> link_;
  const Handlers handlers_;
  const std::shared_ptr<Holders> holders_;
  std::unordered_map<uint32_t, Ticket> questions_;
  uint32_t last_token_ = 0;
  std::vector<uint32_t> expired_;
  bool open_ = false;   // made, and not closed yet
  bool wanted_ = true;  // ref() was the last word, not unref()
  bool keeps_object_ = false;
  bool keeps_loop_ = false;
};

}  // namespace imnxport::binding
