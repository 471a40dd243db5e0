// Between a JavaScript source and the stream that the core reads.
#include "binding/producer_wrap.h"

#include "binding/addon_data.h"
#include "binding/arguments.h"
#include "binding/js_error.h"

namespace imnxport::binding {
namespace {

// Brings what a producer asks to the JS thread. Any thread; an environment that has ended is not asked, and
// the producer then fails by itself when the wrap is destroyed.
class Owner final : public ProducerOwner {
 public:
  explicit Owner(std::shared_ptr<JsLink<ProducerWrap>> link) noexcept : link_(std::move(link)) {}

  void OnPull() noexcept override {
    (void)link_->Queue([](Napi::Env, ProducerWrap& wrap) { wrap.Call("pull"); });
  }
  void OnRewind() noexcept override {
    (void)link_->Queue([](Napi::Env, ProducerWrap& wrap) { wrap.Call("rewind"); });
  }
  void OnClosed() noexcept override {
    (void)link_->Queue([](Napi::Env, ProducerWrap& wrap) { wrap.Closed(); });
  }

 private:
  const std::shared_ptr<JsLink<ProducerWrap>> link_;
};

}  // namespace

// Random.
const napi_type_tag ProducerWrap::kTypeTag = {0x8fd1762e5b0a4c93, 0xb76e2a90c4f8431d};

Napi::Function ProducerWrap::DefineClass(Napi::Env env) {
  return ObjectWrap::DefineClass(
      env, "NativeProducer",
      {InstanceMethod<&ProducerWrap::Push>("push"), InstanceMethod<&ProducerWrap::End>("end"),
       InstanceMethod<&ProducerWrap::Fail>("fail"), InstanceMethod<&ProducerWrap::Restarted>("restarted"),
       InstanceMethod<&ProducerWrap::Release>("release")});
}

ProducerWrap::ProducerWrap(const Napi::CallbackInfo& info)
    : ObjectWrap(info),
      link_(std::make_shared<JsLink<ProducerWrap>>(AddonData::Of(info.Env()).environment)),
      owner_(info.This().As<Napi::Object>(), ToHandlers(info[2], "owner", {"pull", "rewind", "closed"})) {
  const std::optional<uint64_t> length = ToOptionalCount(info[0], "length");
  const bool rewindable = ToFlag(info[1], "rewindable");
  producer_ = std::make_shared<Producer>(length, rewindable, std::make_shared<Owner>(link_));
  stream_ = MakeProducerStream(producer_);
  ThrowIfFailed(info.Env(), stream_ ? S_OK : E_OUTOFMEMORY, "MakeProducerStream");
  info.This().As<Napi::Object>().TypeTag(&kTypeTag);
  link_->Tie(this);
}

ProducerWrap::~ProducerWrap() {
  link_->Cut();
  if (producer_) producer_->Abandon();
}

ComPtr<IStream> ProducerWrap::StreamToPost(Napi::Env env, const char* name) {
  if (!stream_) ThrowBadArgument(env, name, "has been posted or released already");
  return stream_;
}

void ProducerWrap::OnPosted() {
  stream_.Reset();
  reading_ = true;
  Ref();
}

void ProducerWrap::Closed() {
  [[maybe_unused]] const Napi::Object alive = Value();  // our own reference goes below
  Call("closed");
  if (reading_) Unref();
  reading_ = false;
}

Napi::Value ProducerWrap::Push(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), producer_->Push(CopyBytes(info[0], "chunk")));
}

void ProducerWrap::End(const Napi::CallbackInfo&) { producer_->End(); }

void ProducerWrap::Fail(const Napi::CallbackInfo& info) { producer_->Fail(ToHResult(info[0], "hresult")); }

void ProducerWrap::Restarted(const Napi::CallbackInfo&) { producer_->Restarted(); }

void ProducerWrap::Release(const Napi::CallbackInfo&) {
  producer_->Abandon();
  stream_.Reset();
}

}  // namespace imnxport::binding
