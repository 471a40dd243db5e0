// NativeConsumer of lib/native.ts: what native code writes, on its way to a JavaScript target.
#pragma once

#include <memory>
#include <vector>

#include "binding/environment.h"
#include "binding/handlers.h"
#include "binding/js_link.h"
#include "binding/napi_setup.h"
#include "binding/waiters.h"
#include "stream/consumer.h"

namespace imnxport::binding {

// Written to by one stream that native code is given. Its JavaScript object is kept from garbage collection
// from then until `closed`. It keeps the event loop alive while a thread waits until its bytes are taken. JS
// thread only, except what Consumer says of itself.
class ConsumerWrap final : public Napi::ObjectWrap<ConsumerWrap>, private Closable {
 public:
  static const napi_type_tag kTypeTag;

  static Napi::Function DefineClass(Napi::Env env);

  // new NativeConsumer(owner). Throws NativeFailure.
  explicit ConsumerWrap(const Napi::CallbackInfo& info);
  ~ConsumerWrap() override;

  std::shared_ptr<Consumer> Get() const noexcept { return consumer_; }
  // A stream writes to it from now on, which will tell when it has ended. Once.
  void HandOut() noexcept;
  // Whether a stream writes to it.
  bool Gone() const noexcept { return gone_; }

  // What the writer brings, as the owner's `write`; and its end, `closed`. In a handle scope.
  void Write(Napi::Env env, const std::vector<uint8_t>& chunk) const;
  void Closed();
  void Waiting(bool begins) noexcept { waiters_.Count(begins); }

 private:
  // Each is the method of NativeConsumer of that name.
  void Taken(const Napi::CallbackInfo& info);
  void Fail(const Napi::CallbackInfo& info);

  // From `closed`, the finalizer or the end of the environment, whichever comes first.
  void Close() noexcept override;

  const std::shared_ptr<Environment> environment_;
  const std::shared_ptr<JsLink<ConsumerWrap>> link_;
  const Handlers owner_;
  std::shared_ptr<Consumer> consumer_;
  bool gone_ = false;
  bool writing_ = false;  // handed out, and not closed yet
  Waiters waiters_;
};

}  // namespace imnxport::binding
