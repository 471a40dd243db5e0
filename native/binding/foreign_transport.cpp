// Providers and pointers.
#include "binding/foreign_transport.h"

#include <optional>
#include <utility>

#include "binding/arguments.h"
#include "binding/js_apartment.h"
#include "binding/js_error.h"
#include "binding/pointer_wrap.h"
#include "binding/transport_wrap.h"
#include "com/hresult.h"
#include "foreign/apartment_thread.h"

namespace imnxport::binding {
namespace {

// NativeRefusal of lib/native.ts.
const char* Name(ForeignRefusal refusal) noexcept {
  switch (refusal) {
    case ForeignRefusal::kNotFound:
      return "provider-not-found";
    case ForeignRefusal::kBitness:
      return "provider-bitness";
    case ForeignRefusal::kFailed:
      return "provider-failed";
    case ForeignRefusal::kUnsupported:
      return "not-supported";
    case ForeignRefusal::kReplaced:
      return "callback-replaced";
  }
  return "provider-failed";
}

[[noreturn]] void ThrowRefusal(Napi::Env env, HRESULT hr, const ForeignFailure& why) {
  Napi::Error error = Napi::Error::New(env, why.text);
  error.Set("hresult", ToJs(env, hr));
  if (why.refusal) error.Set("refusal", Name(*why.refusal));
  throw error;
}

// Asks JavaScript on its own thread, for a transport that waits there.
class AskJs final : public AskHere {
 public:
  explicit AskJs(std::shared_ptr<JsLink<TransportWrap>> link) noexcept : link_(std::move(link)) {}

  void Logon(uint64_t token, const std::string& origin, uint32_t attempt) noexcept override {
    if (!link_->CanRun()) return;
    link_->Here([&](Napi::Env env, TransportWrap& wrap) {
      wrap.Call("logon", {Napi::Number::New(env, static_cast<double>(token)), ToJs(env, origin),
                          Napi::Number::New(env, attempt)});
    });
  }
  void Idle(uint64_t token, uint32_t idle_ms) noexcept override {
    if (!link_->CanRun()) return;
    link_->Here([&](Napi::Env env, TransportWrap& wrap) {
      wrap.Call("idle",
                {Napi::Number::New(env, static_cast<double>(token)), Napi::Number::New(env, idle_ms)});
    });
  }

 private:
  const std::shared_ptr<JsLink<TransportWrap>> link_;
};

// The apartment of a provider, which is opened by the first call. JavaScript waits meanwhile.
class ProviderPlace final : public ComPlace {
 public:
  ProviderPlace(Napi::Env env, std::shared_ptr<ForeignRunner> runner) noexcept
      : env_(env), runner_(std::move(runner)) {}

  uint32_t Run(const std::function<uint32_t(IHTTPMailTransport*)>& call) override {
    const std::shared_ptr<ForeignRunner> runner = runner_;
    HRESULT opened = E_OUTOFMEMORY;
    ForeignFailure why;
    uint32_t result = 0;
    const bool ran = RunAndWait(runner->Place(), [&] {
      try {
        opened = runner->Open(&why);
        const ComPtr<IHTTPMailTransport> transport = runner->Transport();
        if (SUCCEEDED(opened)) result = call(transport.Get());
      } catch (...) {
        opened = HResultFromException();
      }
    });
    if (!ran) ThrowFailure(env_, E_OUTOFMEMORY, "there is no thread for the provider");
    if (FAILED(opened)) ThrowRefusal(env_, opened, why);
    return result;
  }

 private:
  const Napi::Env env_;
  const std::shared_ptr<ForeignRunner> runner_;
};

bool IsGiven(const Napi::Value& value) noexcept { return !value.IsNull() && !value.IsUndefined(); }

std::unique_ptr<TransportSource> ProviderOf(const Napi::Object& provider) {
  const std::optional<std::string> dll = ToOptionalText(provider.Get("dll"), "init.provider.dll");
  const CLSID clsid = ToGuid(provider.Get("clsid"), "init.provider.clsid");
  return dll ? SourceInFile(*dll, clsid) : SourceInRegistry(clsid);
}

}  // namespace

std::unique_ptr<ForeignTransport> ForeignTransport::Of(const Napi::Object& init,
                                                       std::shared_ptr<JsLink<TransportWrap>> link,
                                                       std::shared_ptr<Environment> environment) {
  const Napi::Value provider = init.Get("provider");
  const Napi::Value pointer = init.Get("pointer");
  if (!IsGiven(provider) && !IsGiven(pointer)) return nullptr;
  std::unique_ptr<ForeignTransport> made(new ForeignTransport);
  if (IsGiven(provider)) {
    made->source_ = ProviderOf(ToObject(provider, "init.provider"));
    made->apartment_ = MakeApartmentThread();
    ThrowIfFailed(init.Env(), made->apartment_ ? S_OK : E_OUTOFMEMORY, "MakeApartmentThread");
    return made;
  }
  made->pointer_ = ToInterface<IHTTPMailTransport>(pointer, "pointer");
  ComPtr<IUnknown> identity;
  ThrowIfFailed(init.Env(), made->pointer_->QueryInterface(IID_IUnknown, identity.PutVoid()),
                "QueryInterface");
  ThrowIfFailed(init.Env(), made->claim_.Take(identity.Get()), "wrapping the pointer");
  made->source_ = SourceOfPointer(made->pointer_.Get());
  made->apartment_ = MakeJsApartment(std::move(environment));
  made->ask_here_ = std::make_unique<AskJs>(std::move(link));
  return made;
}

ExecutorFactory ForeignTransport::Factory() {
  return [this](std::weak_ptr<Session> session) {
    runner_ = ForeignRunner::Make(std::move(session), apartment_, std::move(source_), std::move(ask_here_));
    return runner_;
  };
}

void ForeignTransport::Initialise(Napi::Env env, const std::string& user_agent) {
  if (!pointer_) return;
  ForeignFailure why;
  const HRESULT hr = runner_->Initialise(user_agent, &why);
  if (FAILED(hr)) ThrowRefusal(env, hr, why);
}

Napi::Value ForeignTransport::RefusalOf(Napi::Env env, uint64_t token) {
  const std::optional<ForeignRefusal> refusal = runner_->TakeRefusal(token);
  if (!refusal) return env.Null();
  return Napi::String::New(env, Name(*refusal));
}

ComPtr<IUnknown> ForeignTransport::Query(Napi::Env env, REFIID iid) const {
  if (!pointer_)
    ThrowFailure(env, RPC_E_WRONG_THREAD, "the transport of a provider lives on a thread of its own");
  ComPtr<IUnknown> pointer;
  ThrowIfFailed(env, pointer_->QueryInterface(iid, pointer.PutVoid()), "QueryInterface");
  return pointer;
}

std::unique_ptr<ComPlace> ForeignTransport::Com(Napi::Env env) const {
  if (pointer_) return std::make_unique<ComPlaceHere>(pointer_);
  return std::make_unique<ProviderPlace>(env, runner_);
}

void ForeignTransport::Close() noexcept {
  if (pointer_ && runner_) runner_->Close();
  pointer_.Reset();
  claim_.GiveBack();
}

}  // namespace imnxport::binding
