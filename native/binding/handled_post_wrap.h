// NativeHandledPost of lib/native.ts: a post that JavaScript carries out.
#pragma once

#include <initializer_list>
#include <memory>
#include <optional>

#include "binding/handlers.h"
#include "binding/js_link.h"
#include "binding/napi_setup.h"
#include "transport/handled_post.h"

namespace imnxport::binding {

class ImplementedTransport;

// From begin() to the answer, or to the post's end without one, it is kept from garbage collection, and
// is work of its transport. JS thread only.
class HandledPostWrap final : public Napi::ObjectWrap<HandledPostWrap> {
 public:
  static Napi::Function DefineClass(Napi::Env env);

  // Gives the post to the `post` handler of `transport`, with its request. In a handle scope; throws
  // Napi::Error.
  static void Deliver(Napi::Env env, std::shared_ptr<HandledPost> post, ImplementedTransport& transport);

  // Without a post, as if it had ended: all that a script gets which calls the constructor.
  explicit HandledPostWrap(const Napi::CallbackInfo& info);
  ~HandledPostWrap() override;

  // Calls a handler of the reader. In a handle scope.
  void Call(const char* handler, std::initializer_list<napi_value> arguments) const noexcept {
    if (reader_) reader_->Call(Env(), handler, arguments);
  }

  // No answer is wanted any more.
  void Over(Napi::Number reason);

 private:
  // Each is the method of NativeHandledPost of that name.
  void Begin(const Napi::CallbackInfo& info);
  void Pull(const Napi::CallbackInfo& info);
  Napi::Value Answer(const Napi::CallbackInfo& info);

  void EndWork() noexcept;

  const std::shared_ptr<JsLink<HandledPostWrap>> link_;
  std::shared_ptr<HandledPost> post_;          // null when it has ended
  ImplementedTransport* transport_ = nullptr;  // a hidden property keeps its object
  std::optional<Handlers> reader_;
  bool working_ = false;
};

}  // namespace imnxport::binding
