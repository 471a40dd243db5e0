// A transport of the core, with JavaScript behind it.
#include "binding/implemented_transport.h"

#include <atomic>
#include <memory>
#include <utility>

#include "binding/arguments.h"
#include "binding/handled_post_wrap.h"
#include "binding/js_error.h"
#include "transport/handler_runner.h"
#include "transport/transport_class.h"

namespace imnxport::binding {
namespace {

// Brings posts to the JS thread. Any thread; where JavaScript has ended they are let go, which ends them.
class JsPostHandler final : public PostHandler {
 public:
  explicit JsPostHandler(std::shared_ptr<JsLink<ImplementedTransport>> link) noexcept
      : link_(std::move(link)) {}

  void OnPost(std::shared_ptr<HandledPost> post) noexcept override {
    (void)link_->Queue([post = std::move(post)](Napi::Env env, ImplementedTransport& transport) {
      HandledPostWrap::Deliver(env, post, transport);
    });
  }

 private:
  const std::shared_ptr<JsLink<ImplementedTransport>> link_;
};

// The transport counts for itself; Holders, which are born with the first reference, count along. Any thread.
class AlongWith final : public ReferenceListener {
 public:
  explicit AlongWith(std::shared_ptr<Holders> holders) noexcept : holders_(std::move(holders)) {}

  void OnAddRef() noexcept override {
    if (!born_.exchange(true)) return;
    (void)holders_->AddRef();
  }
  void OnRelease() noexcept override { (void)holders_->Release(); }

 private:
  const std::shared_ptr<Holders> holders_;
  std::atomic<bool> born_{false};
};

}  // namespace

Napi::Function ImplementedTransport::DefineClass(Napi::Env env) {
  return ObjectWrap::DefineClass(env, "NativeImplementation",
                                 {InstanceMethod("ref", &ImplementedTransport::KeepAlive),
                                  InstanceMethod("unref", &ImplementedTransport::LetEnd)});
}

ImplementedTransport::ImplementedTransport(const Napi::CallbackInfo& info)
    : ImplementationWrap(info, ToHandlers(info[0], "handlers", {"post"})) {
  const auto handler = std::make_shared<JsPostHandler>(LinkHere());
  const auto make_executor = [&handler](std::weak_ptr<Session> session) {
    return MakeHandlerExecutor(std::move(session), handler);
  };
  auto listener = std::make_shared<AlongWith>(HoldersOf());
  ComPtr<IUnknown> transport;
  const HRESULT hr =
      MakeTransport(make_executor, IID_IHTTPMailTransport, transport.PutVoid(), std::move(listener));
  ThrowIfFailed(info.Env(), hr, "MakeTransport");
  Publish(info, std::move(transport), IID_IHTTPMailTransport);
}

}  // namespace imnxport::binding
