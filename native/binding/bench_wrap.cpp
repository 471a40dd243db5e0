// A host for tests: its thread, its transports, its objects.
#include "binding/bench_wrap.h"

#include <new>
#include <utility>

#include "bench/builtin_source.h"
#include "binding/addon_data.h"
#include "binding/arguments.h"
#include "binding/bench_script.h"
#include "binding/com_wrap.h"
#include "binding/js_error.h"
#include "binding/pointer_wrap.h"
#include "com/system.h"
#include "foreign/apartment_thread.h"

namespace imnxport::binding {
namespace {

// Calls a transport in the apartment of the bench, without a reference of its own.
class BenchPlace final : public ComPlace {
 public:
  BenchPlace(std::shared_ptr<Apartment> apartment, IHTTPMailTransport* transport) noexcept
      : apartment_(std::move(apartment)), transport_(transport) {}

  uint32_t Run(const std::function<uint32_t(IHTTPMailTransport*)>& call) override {
    uint32_t result = static_cast<uint32_t>(E_UNEXPECTED);
    RunAndWait(*apartment_, [&] { result = call(transport_); });
    return result;
  }

 private:
  const std::shared_ptr<Apartment> apartment_;
  IHTTPMailTransport* const transport_;
};

// An address that this bench has given.
IUnknown* ToObjectPointer(const Napi::Value& value) {
  return reinterpret_cast<IUnknown*>(static_cast<uintptr_t>(ToCount(value, "object")));
}

// 'builtin', { clsid } or { dll, clsid }.
std::unique_ptr<TransportSource> ToSource(const Napi::Value& value) {
  if (value.IsString()) return SourceBuiltin();
  const Napi::Object object = ToObject(value, "source");
  const GUID clsid = ToGuid(object.Get("clsid"), "clsid");
  const std::optional<std::string> dll = ToOptionalText(object.Get("dll"), "dll");
  return dll ? SourceInFile(*dll, clsid) : SourceInRegistry(clsid);
}

const char* ProblemName(OpenProblem problem) noexcept {
  switch (problem) {
    case OpenProblem::kNotFound:
      return "notFound";
    case OpenProblem::kBitness:
      return "bitness";
    case OpenProblem::kFailed:
      break;
  }
  return "failed";
}

}  // namespace

Napi::Function BenchWrap::DefineClass(Napi::Env env) {
  return ObjectWrap::DefineClass(
      env, "NativeBench",
      {InstanceMethod<&BenchWrap::Open>("open"), InstanceMethod<&BenchWrap::Com>("com"),
       InstanceMethod<&BenchWrap::AddRef>("addRef"), InstanceMethod<&BenchWrap::Release>("release"),
       InstanceMethod<&BenchWrap::QueryInterface>("queryInterface"),
       InstanceMethod<&BenchWrap::Callback>("callback"), InstanceMethod<&BenchWrap::Stream>("stream"),
       InstanceMethod<&BenchWrap::Thread>("thread"), InstanceMethod<&BenchWrap::Settled>("settled")});
}

BenchWrap::BenchWrap(const Napi::CallbackInfo& info) : ObjectWrap(info) {
  source_ = ToSource(info[0]);
  if (!info[1].IsFunction()) ThrowBadArgument(info.Env(), "heard", "must be a function");
  heard_ = Napi::Persistent(info[1].As<Napi::Function>());
  link_ = std::make_shared<JsLink<BenchWrap>>(AddonData::Of(info.Env()).environment);
  link_->Tie(this);
  apartment_ = MakeApartmentThread();
  if (!apartment_) ThrowFailure(info.Env(), E_OUTOFMEMORY, "There is no thread for a bench");
}

BenchWrap::~BenchWrap() {
  if (link_) link_->Cut();
  if (apartment_) apartment_->End();
}

// Waits until `work` was done on the thread of the bench.
void BenchWrap::Run(Napi::Env env, const std::function<void()>& work) {
  if (!RunAndWait(*apartment_, work)) ThrowFailure(env, E_OUTOFMEMORY, "There is no thread for a bench");
}

Napi::Value BenchWrap::Open(const Napi::CallbackInfo& info) {
  OpenFailure why;
  IHTTPMailTransport* transport = nullptr;
  bool full = false;
  Run(info.Env(), [&] {
    try {
      transport = source_->Open(&why).Detach();
    } catch (const std::bad_alloc&) {
      full = true;
    }
  });
  if (full) ThrowFailure(info.Env(), E_OUTOFMEMORY, "Out of memory");
  if (transport) return AddressToJs(info.Env(), transport);
  Napi::Object failure = Napi::Object::New(info.Env());
  failure.Set("problem", ProblemName(why.problem));
  failure.Set("hresult", ToJs(info.Env(), why.hr));
  failure.Set("text", why.text);
  return failure;
}

Napi::Value BenchWrap::Com(const Napi::CallbackInfo& info) {
  // The transport has no other vtable than that of its last interface.
  auto* const transport = static_cast<IHTTPMailTransport*>(static_cast<void*>(ToObjectPointer(info[0])));
  return ComWrap::Wrap(info.Env(), std::make_unique<BenchPlace>(apartment_, transport));
}

Napi::Value BenchWrap::AddRef(const Napi::CallbackInfo& info) {
  IUnknown* const object = ToObjectPointer(info[0]);
  ULONG count = 0;
  Run(info.Env(), [&] { count = object->AddRef(); });
  return Napi::Number::New(info.Env(), count);
}

Napi::Value BenchWrap::Release(const Napi::CallbackInfo& info) {
  IUnknown* const object = ToObjectPointer(info[0]);
  ULONG count = 0;
  Run(info.Env(), [&] { count = object->Release(); });
  return Napi::Number::New(info.Env(), count);
}

Napi::Value BenchWrap::QueryInterface(const Napi::CallbackInfo& info) {
  IUnknown* const object = ToObjectPointer(info[0]);
  const IID iid = ToGuid(info[1], "iid");
  // What a method must overwrite, and on failure with NULL.
  void* found = this;
  HRESULT hr = S_OK;
  Run(info.Env(), [&] { hr = object->QueryInterface(iid, &found); });
  Napi::Object result = Napi::Object::New(info.Env());
  result.Set("hresult", ToJs(info.Env(), hr));
  result.Set("object", found ? Napi::Value(AddressToJs(info.Env(), found)) : info.Env().Null());
  return result;
}

Napi::Value BenchWrap::Callback(const Napi::CallbackInfo& info) {
  const double number = ToUnsigned(info[0], "number");
  auto heard = [link = link_, number](CallbackCall call) {
    link->Queue([number, call = std::move(call)](Napi::Env env, BenchWrap& wrap) {
      wrap.heard_.Call({Napi::Number::New(env, number), ToJs(env, call)});
    });
  };
  return AddressToJs(info.Env(), static_cast<IHTTPMailCallback*>(
                                     new HostCallback(ToCallbackScript(info[1]), std::move(heard))));
}

Napi::Value BenchWrap::Stream(const Napi::CallbackInfo& info) {
  return AddressToJs(info.Env(), static_cast<IStream*>(new HostStream(ToStreamScript(info[0]))));
}

Napi::Value BenchWrap::Thread(const Napi::CallbackInfo& info) {
  uint32_t thread = 0;
  Run(info.Env(), [&] { thread = ThreadId(); });
  return Napi::Number::New(info.Env(), thread);
}

void BenchWrap::Settled(const Napi::CallbackInfo& info) {
  if (!info[0].IsFunction()) ThrowBadArgument(info.Env(), "then", "must be a function");
  auto then = std::make_shared<Napi::FunctionReference>(Napi::Persistent(info[0].As<Napi::Function>()));
  link_->Queue([then](Napi::Env, BenchWrap&) { then->Call({}); });
}

}  // namespace imnxport::binding
