// The calls of a NativeStream: each is made on a stream thread and settles a promise.
#pragma once

#include <memory>

#include "binding/napi_setup.h"
#include "stream/stream_client.h"

namespace imnxport::binding {

// Made and settled on the JS thread, run wherever the stream may be called. One that is never settled,
// because the environment has ended, may be destroyed on any thread.
class PromiseCall : public StreamCall {
 public:
  Napi::Value Promise() const { return deferred_.Promise(); }

  // `ran`: Run was called; otherwise the stream was closed before. In a handle scope.
  void Settle(Napi::Env env, bool ran);

 protected:
  // `method` names the call in errors.
  PromiseCall(Napi::Env env, const char* method) : deferred_(env), method_(method) {}

  HRESULT hr_ = S_OK;  // of the call

 private:
  // What the promise is resolved with, when hr_ is no failure.
  virtual Napi::Value Result(Napi::Env env) = 0;

  const Napi::Promise::Deferred deferred_;
  const char* const method_;
};

// One for each method of NativeStream; they read the arguments, and throw NativeFailure. JS thread.
std::unique_ptr<PromiseCall> MakeReadCall(const Napi::CallbackInfo& info);
std::unique_ptr<PromiseCall> MakeSeekCall(const Napi::CallbackInfo& info);
std::unique_ptr<PromiseCall> MakeStatCall(const Napi::CallbackInfo& info);
std::unique_ptr<PromiseCall> MakeCloneCall(const Napi::CallbackInfo& info);
std::unique_ptr<PromiseCall> MakeWriteCall(const Napi::CallbackInfo& info);
std::unique_ptr<PromiseCall> MakeCommitCall(const Napi::CallbackInfo& info);
// Calls nothing; for the end.
std::unique_ptr<PromiseCall> MakeCloseCall(const Napi::CallbackInfo& info);

}  // namespace imnxport::binding
