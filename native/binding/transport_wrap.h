// NativeTransport of lib/native.ts: one JavaScript method per COM call, and the handlers' way back.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <vector>

#include "abi/imnxport.h"
#include "abi/imnxport_ext.h"
#include "binding/environment.h"
#include "binding/foreign_transport.h"
#include "binding/handlers.h"
#include "binding/js_callback.h"
#include "binding/js_link.h"
#include "binding/napi_setup.h"
#include "binding/post_result.h"
#include "com/com_ptr.h"

namespace imnxport::binding {

// Lives as long as its JavaScript object, which is kept from garbage collection while posts are in flight.
// JS thread only. A method called on anything but such an object is refused by the engine itself, which
// knows the class that a method belongs to. A released transport answers as one before InitNew:
// IXP_E_NOT_INIT, IXP_DISCONNECTED.
class TransportWrap final : public Napi::ObjectWrap<TransportWrap>, private Closable {
 public:
  static Napi::Function DefineClass(Napi::Env env);

  // new NativeTransport({ userAgent, logFile, provider, pointer }, handlers): CreateTransport, or one whose
  // commands another transport carries out, and InitNew. Throws NativeFailure.
  explicit TransportWrap(const Napi::CallbackInfo& info);
  ~TransportWrap() override;

  // Calls a handler. In a handle scope.
  void Call(const char* handler, std::initializer_list<napi_value> arguments) const noexcept {
    handlers_.Call(Env(), handler, arguments);
  }

  // The end of a command, be it a post of JavaScript or of native code that has our pointer: calls `done`,
  // and the post is no longer in flight. In a handle scope.
  void Finish(Napi::Env env, uint64_t token, const PostResult& post);

  // The transport has let go of our callback: calls `replaced`, and no post is in flight any more, because
  // nobody would tell of its end. In a handle scope.
  void Lose();

 private:
  // Each is the method of NativeTransport of that name.
  void Configure(const Napi::CallbackInfo& info);
  Napi::Value Post(const Napi::CallbackInfo& info);
  void Hear(const Napi::CallbackInfo& info);
  Napi::Value Cancel(const Napi::CallbackInfo& info);
  void AnswerLogon(const Napi::CallbackInfo& info);
  void AnswerIdle(const Napi::CallbackInfo& info);
  Napi::Value DropConnection(const Napi::CallbackInfo& info);
  Napi::Value Status(const Napi::CallbackInfo& info);
  Napi::Value ToPointer(const Napi::CallbackInfo& info);
  Napi::Value Com(const Napi::CallbackInfo& info);
  void Release(const Napi::CallbackInfo& info);

  // From release(), the finalizer or the end of the environment, whichever comes first.
  void Close() noexcept override;
  void ThrowIfReleased(Napi::Env env) const;
  void BeginPost(uint64_t token) noexcept;
  void EndPosts(size_t count) noexcept;

  const std::shared_ptr<Environment> environment_;
  const std::shared_ptr<JsLink<TransportWrap>> link_;
  const Handlers handlers_;
  const bool usual_done_;  // their `done` is AddonData's
  const std::shared_ptr<Heard> heard_;
  std::unique_ptr<ForeignTransport> foreign_;  // null: posts by HTTP
  ComPtr<IHTTPMailTransport> transport_;       // null once released
  ComPtr<IImnxportTransport> extension_;       // the same object
  std::vector<uint64_t> posts_;  // of JavaScript, without `done`; while there are any, it is referenced
  bool lost_ = false;            // the transport has no callback any more, or somebody else's
};

}  // namespace imnxport::binding
