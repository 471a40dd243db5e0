// Posts for JavaScript: the request, the body by the piece, the answer.
#include "binding/handled_post_wrap.h"

#include <utility>
#include <vector>

#include "binding/addon_data.h"
#include "binding/arguments.h"
#include "binding/implemented_transport.h"
#include "binding/js_error.h"
#include "binding/js_text.h"

namespace imnxport::binding {
namespace {

// Brings what the post says to the JS thread. Any thread.
class Reader final : public HandledPostReader {
 public:
  explicit Reader(std::shared_ptr<JsLink<HandledPostWrap>> link) noexcept : link_(std::move(link)) {}

  bool OnBytes(std::vector<uint8_t> bytes) noexcept override {
    return link_->Queue([bytes = std::move(bytes)](Napi::Env env, HandledPostWrap& wrap) {
      wrap.Call("bytes", {Napi::Buffer<uint8_t>::Copy(env, bytes.data(), bytes.size())});
    });
  }
  bool OnEnd() noexcept override {
    return link_->Queue([](Napi::Env, HandledPostWrap& wrap) { wrap.Call("end", {}); });
  }
  void OnOver(HRESULT reason) noexcept override {
    (void)link_->Queue([reason](Napi::Env env, HandledPostWrap& wrap) { wrap.Over(ToJs(env, reason)); });
  }

 private:
  const std::shared_ptr<JsLink<HandledPostWrap>> link_;
};

Napi::Value TextToJs(Napi::Env env, const std::string& text) {
  return text.empty() ? env.Null() : ToJs(env, text);
}

Napi::Object RequestToJs(Napi::Env env, const HandledRequest& request) {
  auto object = Napi::Object::New(env);
  object.Set("url", ToJs(env, request.url));
  object.Set("contentType", TextToJs(env, request.content_type));
  object.Set("userAgent", ToJs(env, request.user_agent));
  object.Set("headers", ToJs(env, request.headers));
  object.Set("context", request.context);
  object.Set("length",
             request.length ? Napi::BigInt::New(env, *request.length).As<Napi::Value>() : env.Null());
  return object;
}

HandledAnswer ToAnswer(const Napi::Object& object) {
  HandledAnswer answer;
  answer.failure = ToHResult(object.Get("hresult"), "answer.hresult");
  answer.status = static_cast<int>(ToUnsigned(object.Get("status"), "answer.status"));
  answer.reason = ToText(object.Get("statusText"), "answer.statusText");
  answer.location = ToOptionalText(object.Get("location"), "answer.location").value_or("");
  answer.problem = ToOptionalText(object.Get("problem"), "answer.problem").value_or("");
  answer.socket_error = ToUnsigned(object.Get("socketError"), "answer.socketError");
  const HeaderList headers(object.Get("headers"), "answer.headers");
  for (DWORD i = 0; i < headers.Count(); ++i) {
    answer.headers.push_back({headers.Data()[i].pszName, headers.Data()[i].pszValue});
  }
  const ByteView body = ToBytes(object.Get("body"), "answer.body");
  answer.body.assign(reinterpret_cast<const char*>(body.data), body.size);
  if (answer.status > 999) ThrowBadArgument(object.Env(), "answer.status", "is none of HTTP");
  if (answer.status == 0 && SUCCEEDED(answer.failure)) {
    ThrowBadArgument(object.Env(), "answer", "has neither a status nor a failure");
  }
  return answer;
}

}  // namespace

Napi::Function HandledPostWrap::DefineClass(Napi::Env env) {
  return ObjectWrap::DefineClass(
      env, "NativeHandledPost",
      {InstanceMethod<&HandledPostWrap::Begin>("begin"), InstanceMethod<&HandledPostWrap::Pull>("pull"),
       InstanceMethod<&HandledPostWrap::Answer>("answer")});
}

HandledPostWrap::HandledPostWrap(const Napi::CallbackInfo& info)
    : ObjectWrap(info),
      link_(std::make_shared<JsLink<HandledPostWrap>>(AddonData::Of(info.Env()).environment)) {}

// While it works this happens only at the end of the environment, where the transport may be gone already.
HandledPostWrap::~HandledPostWrap() { link_->Cut(); }

void HandledPostWrap::Deliver(Napi::Env env, std::shared_ptr<HandledPost> post,
                              ImplementedTransport& transport) {
  const Napi::Object request = RequestToJs(env, post->Request());
  const Napi::Object object = AddonData::Of(env).handled_post_class.New({});
  KeepWith(object, transport.Value());
  HandledPostWrap& wrap = *Unwrap(object);
  wrap.post_ = std::move(post);
  wrap.transport_ = &transport;
  transport.Call("post", {object, request});
}

void HandledPostWrap::Begin(const Napi::CallbackInfo& info) {
  const Napi::Object reader = ToHandlers(info[0], "reader", {"bytes", "end", "over"});
  if (!post_ || reader_) ThrowFailure(info.Env(), E_UNEXPECTED, "the post has begun or ended already");
  auto native_reader = std::make_shared<Reader>(link_);
  reader_.emplace(info.This().As<Napi::Object>(), reader);
  working_ = true;
  Ref();
  transport_->AddWork();
  link_->Tie(this);
  post_->Begin(std::move(native_reader));
}

void HandledPostWrap::Pull(const Napi::CallbackInfo&) {
  if (post_) post_->Pull();
}

Napi::Value HandledPostWrap::Answer(const Napi::CallbackInfo& info) {
  const bool taken = post_ && post_->Answer(ToAnswer(ToObject(info[0], "answer")));
  EndWork();
  return Napi::Boolean::New(info.Env(), taken);
}

void HandledPostWrap::Over(Napi::Number reason) {
  [[maybe_unused]] const Napi::Object alive = Value();  // our own reference goes below
  Call("over", {reason});
  EndWork();
}

void HandledPostWrap::EndWork() noexcept {
  post_.reset();
  link_->Cut();
  if (!std::exchange(working_, false)) return;
  transport_->RemoveWork();
  Unref();
}

}  // namespace imnxport::binding
