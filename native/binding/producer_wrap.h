// NativeProducer of lib/native.ts: the body that JavaScript pushes.
#pragma once

#include <memory>

#include "abi/imnxport.h"
#include "binding/body.h"
#include "binding/environment.h"
#include "binding/handlers.h"
#include "binding/js_link.h"
#include "binding/napi_setup.h"
#include "binding/waiters.h"
#include "com/com_ptr.h"
#include "stream/producer.h"

namespace imnxport::binding {

// A clone of a stream, on its way to the JS thread, where a wrap takes it over.
struct ProducerClone {
  ProducerClone(std::shared_ptr<Producer> made, std::shared_ptr<JsLink<class ProducerWrap>> to) noexcept;
  ProducerClone(ProducerClone&&) noexcept = default;
  ~ProducerClone();  // nobody has taken it: its readers are not left to wait
  std::shared_ptr<Producer> producer;
  std::shared_ptr<JsLink<class ProducerWrap>> link;
};

// Read by one stream: that of a post, or one that native code is given. Its JavaScript object is kept from
// garbage collection from then until `closed`, because the reader may ask for bytes all that time. It keeps
// the event loop alive while a thread waits for bytes. JS thread only, except what Producer says of itself.
class ProducerWrap final : public Napi::ObjectWrap<ProducerWrap>, public Body, private Closable {
 public:
  static const napi_type_tag kTypeTag;

  static Napi::Function DefineClass(Napi::Env env);

  // new NativeProducer({ length, rewindable, cloneable }, owner). Throws NativeFailure.
  explicit ProducerWrap(const Napi::CallbackInfo& info);
  ~ProducerWrap() override;

  ComPtr<IStream> StreamToPost(Napi::Env env, const char* name) override;
  void OnPosted() override;

  std::shared_ptr<Producer> Get() const noexcept { return producer_; }
  // A stream reads it from now on, which will tell when it has ended. Once.
  void HandOut() noexcept;
  // Whether a stream reads it, or it has been released.
  bool Gone() const noexcept { return gone_; }

  // What the reader asks, as the owner's handlers; the first two at once, if JavaScript can run here, or
  // false. And its end, `closed`. In a handle scope.
  bool TryPull() const noexcept { return owner_.Try(Env(), "pull", {}); }
  bool TryRestart(uint64_t position) const noexcept;
  void Pull() const noexcept { owner_.Call(Env(), "pull", {}); }
  void Restart(uint64_t position) const { owner_.Call(Env(), "restart", {PositionToJs(position)}); }
  void Closed();
  void Waiting(bool begins) noexcept { waiters_.Count(begins); }

  // The stream was cloned: the owner makes another owner, to feed the clone. In a handle scope.
  void Fork(Napi::Env env, ProducerClone clone);

 private:
  // Each is the method of NativeProducer of that name.
  Napi::Value Push(const Napi::CallbackInfo& info);
  void End(const Napi::CallbackInfo& info);
  void Fail(const Napi::CallbackInfo& info);
  void Restarted(const Napi::CallbackInfo& info);
  void Release(const Napi::CallbackInfo& info);

  napi_value PositionToJs(uint64_t position) const { return Napi::BigInt::New(Env(), position); }

  // From `closed`, the finalizer or the end of the environment, whichever comes first.
  void Close() noexcept override;

  const std::shared_ptr<Environment> environment_;
  const Handlers owner_;
  std::shared_ptr<JsLink<ProducerWrap>> link_;
  std::shared_ptr<Producer> producer_;
  // Made to be posted, and not posted yet: the reader's references alone decide on `closed`.
  ComPtr<IStream> stream_;
  bool gone_ = false;
  bool reading_ = false;  // handed out, and not closed yet
  Waiters waiters_;
};

}  // namespace imnxport::binding
