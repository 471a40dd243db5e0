// NativeBench of lib/native.ts: a host for tests of any transport, which lives on a thread of its own.
#pragma once

#include <memory>
#include <string>

#include "binding/js_link.h"
#include "binding/napi_setup.h"
#include "com/com_ptr.h"
#include "foreign/apartment.h"
#include "foreign/transport_source.h"

namespace imnxport::binding {

// JS thread only. Transports are made, called and released on the thread of the bench, an apartment that
// pumps messages; each call here waits for it. Objects are addresses, and references on them the caller's:
// what a test does wrong with them is done.
class BenchWrap final : public Napi::ObjectWrap<BenchWrap> {
 public:
  static Napi::Function DefineClass(Napi::Env env);

  // createBench(source, heard), the export.
  explicit BenchWrap(const Napi::CallbackInfo& info);
  ~BenchWrap() override;

 private:
  // Each is the member of NativeBench of that name.
  Napi::Value Open(const Napi::CallbackInfo& info);
  Napi::Value Com(const Napi::CallbackInfo& info);
  Napi::Value AddRef(const Napi::CallbackInfo& info);
  Napi::Value Release(const Napi::CallbackInfo& info);
  Napi::Value QueryInterface(const Napi::CallbackInfo& info);
  Napi::Value Callback(const Napi::CallbackInfo& info);
  Napi::Value Stream(const Napi::CallbackInfo& info);
  Napi::Value Thread(const Napi::CallbackInfo& info);
  void Settled(const Napi::CallbackInfo& info);

  void Run(Napi::Env env, const std::function<void()>& work);

  std::shared_ptr<Apartment> apartment_;
  std::unique_ptr<TransportSource> source_;  // used in the apartment
  std::shared_ptr<JsLink<BenchWrap>> link_;
  Napi::FunctionReference heard_;
};

}  // namespace imnxport::binding
