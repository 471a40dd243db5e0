// NativeProducer of lib/native.ts: the body that JavaScript pushes.
#pragma once

#include <memory>

#include "abi/imnxport.h"
#include "binding/body.h"
#include "binding/environment.h"
#include "binding/handlers.h"
#include "binding/js_link.h"
#include "binding/napi_setup.h"
#include "com/com_ptr.h"
#include "stream/producer_stream.h"

namespace imnxport::binding {

// Posted once. Its JavaScript object is kept from garbage collection from the post until `closed`, because
// the reader may ask for bytes all that time. JS thread only, except what Producer says of itself.
class ProducerWrap final : public Napi::ObjectWrap<ProducerWrap>, public Body {
 public:
  static const napi_type_tag kTypeTag;

  static Napi::Function DefineClass(Napi::Env env);

  // new NativeProducer(length, rewindable, owner). Throws NativeFailure.
  explicit ProducerWrap(const Napi::CallbackInfo& info);
  ~ProducerWrap() override;

  ComPtr<IStream> StreamToPost(Napi::Env env, const char* name) override;
  void OnPosted() override;

  // What the reader asks, as the owner's `pull` and `rewind`; and its end, `closed`. In a handle scope.
  void Call(const char* handler) const noexcept { owner_.Call(Env(), handler, {}); }
  void Closed();

 private:
  // Each is the method of NativeProducer of that name.
  Napi::Value Push(const Napi::CallbackInfo& info);
  void End(const Napi::CallbackInfo& info);
  void Fail(const Napi::CallbackInfo& info);
  void Restarted(const Napi::CallbackInfo& info);
  void Release(const Napi::CallbackInfo& info);

  const std::shared_ptr<JsLink<ProducerWrap>> link_;
  const Handlers owner_;
  std::shared_ptr<Producer> producer_;
  ComPtr<IStream> stream_;  // null once posted or released: the reader's references alone decide on `closed`
  bool reading_ = false;    // posted, and not closed yet
};

}  // namespace imnxport::binding
