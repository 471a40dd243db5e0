// Between a JavaScript source and the stream that reads it.
#include "binding/producer_wrap.h"

#include <thread>
#include <utility>

#include "binding/addon_data.h"
#include "binding/arguments.h"
#include "binding/js_error.h"
#include "com/hresult.h"
#include "stream/pipe_stream.h"

namespace imnxport::binding {
namespace {

using Link = JsLink<ProducerWrap>;

// Brings what a producer asks to the JS thread. Any thread; an environment that has ended is not asked, and
// the producer then fails by itself when the wrap is closed.
class LinkedOwner final : public ProducerOwner {
 public:
  // `home`: the JS thread.
  LinkedOwner(std::shared_ptr<Environment> environment, std::shared_ptr<Link> link, bool cloneable,
              std::thread::id home) noexcept
      : environment_(std::move(environment)), link_(std::move(link)), cloneable_(cloneable), home_(home) {}

  void OnPull(bool here) noexcept override {
    if (here && Here([](const ProducerWrap& wrap) { return wrap.TryPull(); })) return;
    (void)link_->Queue([](Napi::Env, ProducerWrap& wrap) { wrap.Pull(); });
  }
  void OnRestart(uint64_t position, bool here) noexcept override {
    if (here && Here([position](const ProducerWrap& wrap) { return wrap.TryRestart(position); })) return;
    (void)link_->Queue([position](Napi::Env, ProducerWrap& wrap) { wrap.Restart(position); });
  }
  void OnClosed() noexcept override {
    (void)link_->Queue([](Napi::Env, ProducerWrap& wrap) { wrap.Closed(); });
  }
  bool OnWaiting(bool begins) noexcept override {
    return link_->Queue([begins](Napi::Env, ProducerWrap& wrap) { wrap.Waiting(begins); });
  }
  HRESULT OnClone(std::shared_ptr<Producer>* clone) noexcept override {
    if (!cloneable_) return E_NOTIMPL;
    try {
      auto link = std::make_shared<Link>(environment_);
      auto owner = std::make_shared<LinkedOwner>(environment_, link, true, home_);
      auto producer = std::make_shared<Producer>(std::nullopt, true, std::move(owner), home_);
      ProducerClone made(producer, std::move(link));
      // This comes before whatever the clone's own link will bring.
      const bool queued = link_->Queue([made = std::move(made)](Napi::Env env, ProducerWrap& wrap) mutable {
        wrap.Fork(env, std::move(made));
      });
      if (!queued) return E_ABORT;
      *clone = std::move(producer);
      return S_OK;
    } catch (...) {
      return HResultFromException();
    }
  }

 private:
  // False: JavaScript cannot run here, and is to be asked later. A wrap that is gone has nothing to say.
  template <class Try>
  bool Here(Try attempt) noexcept {
    if (!link_->CanRun()) return false;
    bool done = true;
    link_->Here([&](Napi::Env, const ProducerWrap& wrap) { done = attempt(wrap); });
    return done;
  }

  const std::shared_ptr<Environment> environment_;
  const std::shared_ptr<Link> link_;
  const bool cloneable_;
  const std::thread::id home_;
};

}  // namespace

ProducerClone::ProducerClone(std::shared_ptr<Producer> made, std::shared_ptr<Link> to) noexcept
    : producer(std::move(made)), link(std::move(to)) {}

ProducerClone::~ProducerClone() {
  if (producer) producer->Abandon();
}

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
      environment_(AddonData::Of(info.Env()).environment),
      owner_(info.This().As<Napi::Object>(),
             ToHandlers(info[1], "owner", {"pull", "restart", "closed", "fork", "attach"})),
      waiters_(environment_) {
  ProducerClone* const clone = std::exchange(AddonData::Of(info.Env()).clone, nullptr);
  if (clone) {
    link_ = std::move(clone->link);
    producer_ = std::move(clone->producer);
  } else {
    const Napi::Object options = ToObject(info[0], "options");
    const std::optional<uint64_t> length = ToOptionalCount(options.Get("length"), "options.length");
    const bool rewindable = ToFlag(options.Get("rewindable"), "options.rewindable");
    const bool cloneable = ToFlag(options.Get("cloneable"), "options.cloneable");
    link_ = std::make_shared<Link>(environment_);
    auto owner = std::make_shared<LinkedOwner>(environment_, link_, cloneable, std::this_thread::get_id());
    producer_ = std::make_shared<Producer>(length, rewindable, std::move(owner));
  }
  info.This().As<Napi::Object>().TypeTag(&kTypeTag);
  environment_->Add(this);
  link_->Tie(this);  // nothing can fail any more
}

ProducerWrap::~ProducerWrap() { Close(); }

void ProducerWrap::Close() noexcept {
  environment_->Remove(this);
  if (link_) link_->Cut();
  if (producer_) producer_->Abandon();
  stream_.Reset();
}

ComPtr<IStream> ProducerWrap::StreamToPost(Napi::Env env, const char* name) {
  if (gone_) ThrowBadArgument(env, name, "has been posted or released already");
  if (!stream_) stream_ = MakePipeStream(producer_);
  ThrowIfFailed(env, stream_ ? S_OK : E_OUTOFMEMORY, "MakePipeStream");
  return stream_;
}

void ProducerWrap::OnPosted() {
  HandOut();
  stream_.Reset();
}

void ProducerWrap::HandOut() noexcept {
  gone_ = reading_ = true;
  Ref();
}

bool ProducerWrap::TryRestart(uint64_t position) const noexcept {
  napi_value argument = nullptr;
  return napi_create_bigint_uint64(Env(), position, &argument) == napi_ok &&
         owner_.Try(Env(), "restart", {argument});
}

void ProducerWrap::Closed() {
  [[maybe_unused]] const Napi::Object alive = Value();  // our own reference goes below
  owner_.Call(Env(), "closed", {});
  waiters_.Clear();
  environment_->Remove(this);
  if (std::exchange(reading_, false)) Unref();
}

void ProducerWrap::Fork(Napi::Env env, ProducerClone clone) {
  const napi_value owner = owner_.Ask(env, "fork", {});
  if (!owner) return;
  AddonData& data = AddonData::Of(env);
  data.clone = &clone;
  Napi::Object object;
  try {
    object = data.producer_class.New({env.Undefined(), owner});  // takes the clone
  } catch (...) {
    data.clone = nullptr;  // not, when the owner is none
    throw;
  }
  ProducerWrap& wrap = *Unwrap(object);
  wrap.HandOut();
  wrap.owner_.Call(env, "attach", {object});
}

Napi::Value ProducerWrap::Push(const Napi::CallbackInfo& info) {
  const ByteView chunk = ToBytes(info[0], "chunk");
  try {
    return Napi::Boolean::New(info.Env(), producer_->Push(chunk.data, chunk.size));
  } catch (const std::bad_alloc&) {
    ThrowFailure(info.Env(), E_OUTOFMEMORY, "no memory for a copy of chunk");
  }
}

void ProducerWrap::End(const Napi::CallbackInfo&) { producer_->End(); }

void ProducerWrap::Fail(const Napi::CallbackInfo& info) {
  const HRESULT hr = ToHResult(info[0], "hresult");
  producer_->Fail(hr, ToFlag(info[1], "atOnce"));
}

void ProducerWrap::Restarted(const Napi::CallbackInfo& info) {
  const uint64_t position = ToCount(info[0], "position");
  producer_->Restarted(position, ToFlag(info[1], "ended"));
}

void ProducerWrap::Release(const Napi::CallbackInfo&) {
  gone_ = true;
  producer_->Abandon();
  stream_.Reset();
}

}  // namespace imnxport::binding
