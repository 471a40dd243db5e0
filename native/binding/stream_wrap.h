// NativeStream of lib/native.ts: somebody's IStream, called from JavaScript.
#pragma once

#include <memory>

#include "abi/imnxport.h"
#include "binding/environment.h"
#include "binding/js_link.h"
#include "binding/napi_setup.h"
#include "binding/stream_calls.h"
#include "stream/stream_client.h"

namespace imnxport::binding {

// Holds one reference on the stream until close(), garbage collection or the end of the environment. While
// calls are under way it is kept from garbage collection, and the event loop alive. JS thread only.
class StreamWrap final : public Napi::ObjectWrap<StreamWrap>, private Closable {
 public:
  static Napi::Function DefineClass(Napi::Env env);

  // Makes one, with a reference of its own.
  static Napi::Object Wrap(Napi::Env env, IStream* stream);

  // openStream(pointer), the export. Throws NativeFailure.
  static Napi::Value Open(const Napi::CallbackInfo& info);

  // One without a stream, as if it had been closed: all that a script gets which calls the constructor.
  explicit StreamWrap(const Napi::CallbackInfo& info);
  ~StreamWrap() override;

  // A call has ended. In a handle scope.
  void Settle(Napi::Env env, PromiseCall& call, bool ran);

 private:
  using Make = std::unique_ptr<PromiseCall> (*)(const Napi::CallbackInfo& info);

  // Every method but the last makes its call, which settles the promise that it returns.
  template <Make make>
  Napi::Value Call(const Napi::CallbackInfo& info);
  Napi::Value CloseStream(const Napi::CallbackInfo& info);

  void Begin();
  // From the finalizer or the end of the environment.
  void Close() noexcept override;

  const std::shared_ptr<Environment> environment_;
  const std::shared_ptr<JsLink<StreamWrap>> link_;
  std::shared_ptr<StreamClient> client_;  // null once closed
  size_t pending_ = 0;                    // calls that are not settled
};

}  // namespace imnxport::binding
