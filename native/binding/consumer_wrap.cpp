// Between a stream that is written to and a JavaScript target.
#include "binding/consumer_wrap.h"

#include <utility>

#include "binding/addon_data.h"
#include "binding/arguments.h"
#include "binding/js_error.h"

namespace imnxport::binding {
namespace {

// Brings what is written to the JS thread. Any thread; an environment that has ended takes nothing.
class ReadsOwner final : public ConsumerOwner {
 public:
  explicit ReadsOwner(std::shared_ptr<JsLink<ConsumerWrap>> link) noexcept : link_(std::move(link)) {}

  bool OnChunk(std::vector<uint8_t> chunk) noexcept override {
    return link_->Queue(
        [chunk = std::move(chunk)](Napi::Env env, ConsumerWrap& wrap) { wrap.Write(env, chunk); });
  }
  void OnClosed() noexcept override {
    (void)link_->Queue([](Napi::Env, ConsumerWrap& wrap) { wrap.Closed(); });
  }
  bool OnWaiting(bool begins) noexcept override {
    return link_->Queue([begins](Napi::Env, ConsumerWrap& wrap) { wrap.Waiting(begins); });
  }

 private:
  const std::shared_ptr<JsLink<ConsumerWrap>> link_;
};

}  // namespace

// Random.
const napi_type_tag ConsumerWrap::kTypeTag = {0x2f6b9c04d15e47a9, 0x9b07e3f86a2d51c4};

Napi::Function ConsumerWrap::DefineClass(Napi::Env env) {
  return ObjectWrap::DefineClass(
      env, "NativeConsumer",
      {InstanceMethod<&ConsumerWrap::Taken>("taken"), InstanceMethod<&ConsumerWrap::Fail>("fail")});
}

ConsumerWrap::ConsumerWrap(const Napi::CallbackInfo& info)
    : ObjectWrap(info),
      environment_(AddonData::Of(info.Env()).environment),
      link_(std::make_shared<JsLink<ConsumerWrap>>(environment_)),
      owner_(info.This().As<Napi::Object>(), ToHandlers(info[0], "owner", {"write", "closed"})),
      consumer_(std::make_shared<Consumer>(std::make_shared<ReadsOwner>(link_))),
      waiters_(environment_) {
  info.This().As<Napi::Object>().TypeTag(&kTypeTag);
  environment_->Add(this);
  link_->Tie(this);  // nothing can fail any more
}

ConsumerWrap::~ConsumerWrap() { Close(); }

void ConsumerWrap::Close() noexcept {
  environment_->Remove(this);
  link_->Cut();
  if (consumer_) consumer_->Fail(E_ABORT);
}

void ConsumerWrap::HandOut() noexcept {
  gone_ = writing_ = true;
  Ref();
}

void ConsumerWrap::Write(Napi::Env env, const std::vector<uint8_t>& chunk) const {
  try {
    owner_.Call(env, "write", {Napi::Buffer<uint8_t>::Copy(env, chunk.data(), chunk.size())});
  } catch (const Napi::Error&) {
    consumer_->Fail(E_OUTOFMEMORY);  // nobody has the bytes
  }
}

void ConsumerWrap::Closed() {
  [[maybe_unused]] const Napi::Object alive = Value();  // our own reference goes below
  owner_.Call(Env(), "closed", {});
  waiters_.Clear();
  environment_->Remove(this);
  if (std::exchange(writing_, false)) Unref();
}

void ConsumerWrap::Taken(const Napi::CallbackInfo& info) {
  consumer_->Taken(static_cast<size_t>(ToUnsigned(info[0], "bytes")));
}

void ConsumerWrap::Fail(const Napi::CallbackInfo& info) { consumer_->Fail(ToHResult(info[0], "hresult")); }

}  // namespace imnxport::binding
