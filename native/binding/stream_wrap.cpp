// Promises for calls that are made elsewhere.
#include "binding/stream_wrap.h"

#include <utility>

#include "binding/addon_data.h"
#include "binding/js_error.h"
#include "binding/pointer_wrap.h"

namespace imnxport::binding {
namespace {

// Brings calls that were made back to the JS thread.
class CallsOwner final : public StreamClientOwner {
 public:
  explicit CallsOwner(std::shared_ptr<JsLink<StreamWrap>> link) noexcept : link_(std::move(link)) {}

  void OnDone(std::unique_ptr<StreamCall> call, bool ran) noexcept override {
    (void)link_->Queue([call = std::move(call), ran](Napi::Env env, StreamWrap& wrap) {
      wrap.Settle(env, static_cast<PromiseCall&>(*call), ran);  // a wrap queues no others
    });
  }

 private:
  const std::shared_ptr<JsLink<StreamWrap>> link_;
};

}  // namespace

Napi::Function StreamWrap::DefineClass(Napi::Env env) {
  return ObjectWrap::DefineClass(env, "NativeStream",
                                 {InstanceMethod<&StreamWrap::Call<MakeReadCall>>("read"),
                                  InstanceMethod<&StreamWrap::Call<MakeSeekCall>>("seek"),
                                  InstanceMethod<&StreamWrap::Call<MakeStatCall>>("stat"),
                                  InstanceMethod<&StreamWrap::Call<MakeCloneCall>>("clone"),
                                  InstanceMethod<&StreamWrap::Call<MakeWriteCall>>("write"),
                                  InstanceMethod<&StreamWrap::Call<MakeCommitCall>>("commit"),
                                  InstanceMethod<&StreamWrap::CloseStream>("close")});
}

StreamWrap::StreamWrap(const Napi::CallbackInfo& info)
    : ObjectWrap(info),
      environment_(AddonData::Of(info.Env()).environment),
      link_(std::make_shared<JsLink<StreamWrap>>(environment_)) {
  environment_->Add(this);
  link_->Tie(this);  // nothing can fail any more
}

StreamWrap::~StreamWrap() { Close(); }

Napi::Object StreamWrap::Wrap(Napi::Env env, IStream* stream) {
  const Napi::Object object = AddonData::Of(env).stream_class.New({});
  StreamWrap& wrap = *Unwrap(object);
  wrap.client_ = StreamClient::Make(stream, std::make_shared<CallsOwner>(wrap.link_));
  return object;
}

Napi::Value StreamWrap::Open(const Napi::CallbackInfo& info) {
  return Wrap(info.Env(), ToInterface<IStream>(info[0], "pointer").Get());
}

void StreamWrap::Begin() {
  environment_->AddPending();
  if (pending_++ == 0) Ref();
}

void StreamWrap::Settle(Napi::Env env, PromiseCall& call, bool ran) {
  [[maybe_unused]] const Napi::Object alive = Value();  // our own reference goes below
  environment_->RemovePending(1);
  if (--pending_ == 0) Unref();
  call.Settle(env, ran);
}

template <StreamWrap::Make make>
Napi::Value StreamWrap::Call(const Napi::CallbackInfo& info) {
  std::unique_ptr<PromiseCall> call = make(info);
  const Napi::Value promise = call->Promise();
  const std::shared_ptr<StreamClient> client = client_;  // a call that is made right here may run close()
  if (!client) {
    call->Settle(info.Env(), false);
    return promise;
  }
  Begin();
  client->Queue(std::move(call));
  return promise;
}

Napi::Value StreamWrap::CloseStream(const Napi::CallbackInfo& info) {
  std::unique_ptr<PromiseCall> call = MakeCloseCall(info);
  const Napi::Value promise = call->Promise();
  const std::shared_ptr<StreamClient> client = std::exchange(client_, nullptr);
  environment_->Remove(this);
  if (!client) {
    call->Settle(info.Env(), true);
    return promise;
  }
  Begin();
  client->Close(std::move(call));
  return promise;
}

void StreamWrap::Close() noexcept {
  environment_->Remove(this);
  link_->Cut();
  if (const std::shared_ptr<StreamClient> client = std::exchange(client_, nullptr)) client->Close(nullptr);
}

}  // namespace imnxport::binding
