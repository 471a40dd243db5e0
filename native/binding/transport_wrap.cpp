// JavaScript calls become COM calls.
#include "binding/transport_wrap.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>

#include "binding/addon_data.h"
#include "binding/arguments.h"
#include "binding/body.h"
#include "binding/com_wrap.h"
#include "binding/js_callback.h"
#include "binding/js_error.h"
#include "binding/pointer_wrap.h"
#include "binding/transport_options.h"
#include "http/engine.h"
#include "stream/memory_stream.h"
#include "transport/transport_class.h"

namespace imnxport::binding {
namespace {

Napi::Object ToTransportHandlers(const Napi::Value& value) {
  return ToHandlers(value, "handlers",
                    {"progress", "done", "status", "command", "fault", "logon", "idle", "replaced"});
}

// The first one's is the usual one.
bool HasUsualDone(Napi::Object handlers) {
  Napi::FunctionReference& usual = AddonData::Of(handlers.Env()).done;
  const Napi::Value done = handlers.Get("done");
  if (usual.IsEmpty()) usual = Napi::Persistent(done.As<Napi::Function>());
  return done.StrictEquals(usual.Value());
}

}  // namespace

Napi::Function TransportWrap::DefineClass(Napi::Env env) {
  return ObjectWrap::DefineClass(
      env, "NativeTransport",
      {InstanceMethod<&TransportWrap::Configure>("configure"), InstanceMethod<&TransportWrap::Post>("post"),
       InstanceMethod<&TransportWrap::Hear>("hear"), InstanceMethod<&TransportWrap::Cancel>("cancel"),
       InstanceMethod<&TransportWrap::AnswerLogon>("answerLogon"),
       InstanceMethod<&TransportWrap::AnswerIdle>("answerIdle"),
       InstanceMethod<&TransportWrap::DropConnection>("dropConnection"),
       InstanceMethod<&TransportWrap::Status>("status"),
       InstanceMethod<&TransportWrap::ToPointer>("toPointer"), InstanceMethod<&TransportWrap::Com>("com"),
       InstanceMethod<&TransportWrap::Release>("release")});
}

TransportWrap::TransportWrap(const Napi::CallbackInfo& info)
    : ObjectWrap(info),
      environment_(AddonData::Of(info.Env()).environment),
      link_(std::make_shared<JsLink<TransportWrap>>(environment_)),
      handlers_(info.This().As<Napi::Object>(), ToTransportHandlers(info[1])),
      usual_done_(HasUsualDone(info[1].As<Napi::Object>())),
      heard_(std::make_shared<Heard>()) {
  const Napi::Env env = info.Env();
  const Napi::Object init = ToObject(info[0], "init");
  const std::string user_agent = ToText(init.Get("userAgent"), "init.userAgent");
  const std::optional<std::string> log_path = ToOptionalFileName(init.Get("logFile"), "init.logFile");

  foreign_ = ForeignTransport::Of(init, link_, environment_);

  ThrowIfFailed(env,
                foreign_ ? MakeTransport(foreign_->Factory(), IID_IHTTPMailTransport, transport_.PutVoid())
                         : CreateTransport(IID_IHTTPMailTransport, transport_.PutVoid()),
                "CreateTransport");
  ThrowIfFailed(env, transport_->QueryInterface(IID_IImnxportTransport, extension_.PutVoid()),
                "QueryInterface");
  const auto callback = ComPtr<JsCallback>::Attach(new JsCallback(link_, heard_));
  ThrowIfFailed(env, transport_->InitNew(user_agent.c_str(), OrNull(log_path), callback.Get()), "InitNew");
  if (foreign_) foreign_->Initialise(env, user_agent);

  environment_->Add(this);
  link_->Tie(this);  // nothing can fail any more
}

TransportWrap::~TransportWrap() { Close(); }

void TransportWrap::Close() noexcept {
  if (!transport_) return;
  environment_->Remove(this);
  link_->Cut();
  // First the callback, so that what the rest brings about is not announced any more. A transport whose
  // callback is somebody else's is his.
  if (!lost_) {
    (void)transport_->HandsOffCallback();
    (void)transport_->DropConnection();
  }
  extension_.Reset();
  transport_.Reset();
  if (foreign_) foreign_->Close();
  EndPosts(posts_.size());
}

void TransportWrap::ThrowIfReleased(Napi::Env env) const {
  if (!transport_) ThrowFailure(env, IXP_E_NOT_INIT, "the transport has been released");
}

// There is room for one more.
void TransportWrap::BeginPost(uint64_t token) noexcept {
  environment_->AddPending();
  posts_.push_back(token);
  if (posts_.size() == 1) Ref();
}

// The first of them.
void TransportWrap::EndPosts(size_t count) noexcept {
  if (count == 0) return;
  environment_->RemovePending(count);
  posts_.erase(posts_.begin(), posts_.begin() + static_cast<std::ptrdiff_t>(count));
  if (posts_.empty()) Unref();
}

void TransportWrap::Finish(Napi::Env env, uint64_t token, const PostResult& post) {
  // Whatever becomes of the handler, the post has ended; unless it released the transport, which ends all.
  struct End {
    TransportWrap* wrap;
    uint64_t token;
    Napi::Object alive;  // the last post's end is the end of our own reference
    ~End() {
      auto& posts = wrap->posts_;
      const auto post = std::find(posts.begin(), posts.end(), token);
      if (post == posts.end()) return;  // native code's
      std::rotate(posts.begin(), post, post + 1);
      wrap->EndPosts(1);
    }
  } const end{this, token, Value()};
  const auto number = [env](double value) { return Napi::Number::New(env, value); };
  const auto flag = [env](bool value) { return Napi::Boolean::New(env, value); };
  const std::initializer_list<napi_value> arguments = {
      number(static_cast<double>(token)),
      ToJs(env, post.hresult),
      number(post.context),
      number(post.status),
      ToJs(env, post.status_line),
      ToJs(env, post.location),
      ToJs(env, post.url),
      ToJs(env, post.problem),
      number(post.socket_error),
      number(static_cast<double>(post.sent)),
      LengthToJs(env, post.total),
      number(post.delivery),
      flag(post.resent),
      ToJs(env, post.headers),
      BodyToJs(env, post),
      flag(post.body_truncated),
      foreign_ ? foreign_->RefusalOf(env, token) : env.Null()};
  if (usual_done_) {
    handlers_.Call(env, AddonData::Of(env).done.Value(), arguments);
  } else {
    handlers_.Call(env, "done", arguments);
  }
}

void TransportWrap::Lose() {
  [[maybe_unused]] const Napi::Object alive = Value();  // our own reference goes below
  lost_ = true;
  Call("replaced", {});
  EndPosts(posts_.size());
}

void TransportWrap::Configure(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const TransportOptions options(ToObject(info[0], "options"));
  ThrowIfReleased(env);  // after the options, whose getters are JavaScript that may do anything
  ThrowIfFailed(env, extension_->Configure(&options.Get()), "Configure");
}

void TransportWrap::Hear(const Napi::CallbackInfo& info) {
  const std::string what = ToText(info[0], "what");
  if (what != "status" && what != "progress") ThrowBadArgument(info.Env(), "what", "is none of those");
  (what == "status" ? heard_->status : heard_->progress) = true;
}

Napi::Value TransportWrap::Post(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const std::string url = ToText(info[0], "url");
  const PostOptions options(info, 2);
  ThrowIfReleased(env);  // after the headers, whose getters are JavaScript that may do anything
  Body* const body = info[1].IsTypedArray() ? nullptr : &ToBody(info[1], "body");
  const ComPtr<IStream> stream =
      body ? body->StreamToPost(env, "body") : MakeMemoryStream(CopyBytes(info[1], "body"));
  ThrowIfFailed(env, stream ? S_OK : E_OUTOFMEMORY, "MakeMemoryStream");
  posts_.reserve(posts_.size() + 1);
  ULONGLONG token = 0;
  HRESULT hr;
  {
    // JavaScript posts several at once, when several have ended; `wake` follows.
    const Engine::Quiet quiet;
    hr = extension_->Post(url.c_str(), stream.Get(), &options.Get(), &token);
  }
  ThrowIfFailed(env, hr, "Post");
  BeginPost(token);
  if (body) body->OnPosted();
  return Napi::Number::New(env, static_cast<double>(token));
}

Napi::Value TransportWrap::Cancel(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const uint64_t token = ToToken(info[0], "token");
  const HRESULT reason = ToHResult(info[1], "hresult");
  const HRESULT hr = extension_ ? extension_->Cancel(token, reason) : S_FALSE;
  ThrowIfFailed(env, hr, "Cancel");
  return Napi::Boolean::New(env, hr == S_OK);
}

void TransportWrap::AnswerLogon(const Napi::CallbackInfo& info) {
  const uint64_t token = ToToken(info[0], "token");
  const HRESULT answer = ToHResult(info[1], "hresult");
  const SecretText user(info[2], "user");
  const SecretText password(info[3], "password");
  if (!extension_) return;
  ThrowIfFailed(info.Env(), extension_->AnswerLogon(token, answer, user.Get(), password.Get()),
                "AnswerLogon");
}

void TransportWrap::AnswerIdle(const Napi::CallbackInfo& info) {
  const uint64_t token = ToToken(info[0], "token");
  const HRESULT answer = ToHResult(info[1], "hresult");
  const uint32_t idle_timeout = ToUnsigned(info[2], "idleTimeoutMs");
  if (!extension_) return;
  ThrowIfFailed(info.Env(), extension_->AnswerIdle(token, answer, idle_timeout), "AnswerIdle");
}

Napi::Value TransportWrap::DropConnection(const Napi::CallbackInfo& info) {
  return ToJs(info.Env(), transport_ ? transport_->DropConnection() : IXP_E_NOT_INIT);
}

Napi::Value TransportWrap::Status(const Napi::CallbackInfo& info) {
  IXPSTATUS status = IXP_DISCONNECTED;
  if (transport_) ThrowIfFailed(info.Env(), transport_->GetStatus(&status), "GetStatus");
  return Napi::Number::New(info.Env(), status);
}

Napi::Value TransportWrap::ToPointer(const Napi::CallbackInfo& info) {
  const IID iid = ToGuid(info[0], "iid");
  ThrowIfReleased(info.Env());
  ComPtr<IUnknown> pointer;
  if (foreign_) {
    pointer = foreign_->Query(info.Env(), iid);
  } else {
    ThrowIfFailed(info.Env(), transport_->QueryInterface(iid, pointer.PutVoid()), "QueryInterface");
  }
  return PointerWrap::Wrap(info.Env(), std::move(pointer), iid);
}

Napi::Value TransportWrap::Com(const Napi::CallbackInfo& info) {
  ThrowIfReleased(info.Env());
  return ComWrap::Wrap(info.Env(),
                       foreign_ ? foreign_->Com(info.Env()) : std::make_unique<ComPlaceHere>(transport_));
}

void TransportWrap::Release(const Napi::CallbackInfo&) { Close(); }

}  // namespace imnxport::binding
