// The addon's exports: NativeAddon of lib/native.ts.
#include <curl/curl.h>

#include "binding/addon_data.h"
#include "binding/bench_wrap.h"
#include "binding/body_wrap.h"
#include "binding/callback_wrap.h"
#include "binding/com_wrap.h"
#include "binding/consumer_wrap.h"
#include "binding/handled_post_wrap.h"
#include "binding/implemented_transport.h"
#include "binding/napi_setup.h"
#include "binding/pipe.h"
#include "binding/pointer_wrap.h"
#include "binding/producer_wrap.h"
#include "binding/stream_wrap.h"
#include "binding/tables.h"
#include "binding/transport_wrap.h"
#include "com/system.h"
#include "foreign/message_pump.h"
#include "http/engine.h"

namespace imnxport::binding {
namespace {

// All of these: JS thread.

// Asked once per process, because libcurl puts the answer into memory that all threads share.
const char* LibcurlVersion() {
  static const char* const version = curl_version();
  return version;
}

Napi::Value MakeTransport(const Napi::CallbackInfo& info) {
  return AddonData::Of(info.Env()).transport_class.New({info[0], info[1]});
}

Napi::Value MakeProducer(const Napi::CallbackInfo& info) {
  return AddonData::Of(info.Env()).producer_class.New({info[0], info[1]});
}

Napi::Value MakeBench(const Napi::CallbackInfo& info) {
  return AddonData::Of(info.Env()).bench_class.New({info[0], info[1]});
}

Napi::Value MakeConsumer(const Napi::CallbackInfo& info) {
  return AddonData::Of(info.Env()).consumer_class.New({info[0]});
}

Napi::Value MakeCallback(const Napi::CallbackInfo& info) {
  return AddonData::Of(info.Env()).callback_class.New({info[0], info[1]});
}

Napi::Value CurrentThreadId(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), ThreadId());
}

Napi::Value MakeImplementedTransport(const Napi::CallbackInfo& info) {
  return AddonData::Of(info.Env()).implemented_transport_class.New({info[0]});
}

Napi::Value Pump(const Napi::CallbackInfo& info) { return Napi::Boolean::New(info.Env(), PumpMessages()); }

void Wake(const Napi::CallbackInfo&) { Engine::Get().Wake(); }

Napi::Value OpenObjects(const Napi::CallbackInfo& info) {
  const size_t count = AddonData::Of(info.Env()).environment->OpenCount();
  return Napi::Number::New(info.Env(), static_cast<double>(count));
}

// Once for every environment that loads the addon, as often as that happens.
Napi::Object Init(Napi::Env env, Napi::Object exports) {
  PinModule();
  auto data = std::make_unique<AddonData>();
  data->environment = Environment::Create(env);
  data->transport_class = Napi::Persistent(TransportWrap::DefineClass(env));
  data->body_class = Napi::Persistent(BodyWrap::DefineClass(env));
  data->producer_class = Napi::Persistent(ProducerWrap::DefineClass(env));
  data->consumer_class = Napi::Persistent(ConsumerWrap::DefineClass(env));
  data->stream_class = Napi::Persistent(StreamWrap::DefineClass(env));
  data->pointer_class = Napi::Persistent(PointerWrap::DefineClass(env));
  data->com_class = Napi::Persistent(ComWrap::DefineClass(env));
  data->callback_class = Napi::Persistent(CallbackWrap::DefineClass(env));
  data->bench_class = Napi::Persistent(BenchWrap::DefineClass(env));
  data->implemented_transport_class = Napi::Persistent(ImplementedTransport::DefineClass(env));
  data->handled_post_class = Napi::Persistent(HandledPostWrap::DefineClass(env));
  env.SetInstanceData(data.release());

  exports.DefineProperties({
      Napi::PropertyDescriptor::Value("libcurlVersion", Napi::String::New(env, LibcurlVersion()),
                                      napi_enumerable),
      Napi::PropertyDescriptor::Value("constants", MakeConstants(env), napi_enumerable),
      Napi::PropertyDescriptor::Value("layouts", MakeLayouts(env), napi_enumerable),
      Napi::PropertyDescriptor::Accessor<OpenObjects>("openObjects", napi_enumerable),
      Napi::PropertyDescriptor::Function(env, exports, "createTransport", MakeTransport, napi_enumerable),
      Napi::PropertyDescriptor::Function(env, exports, "wake", Wake, napi_enumerable),
      Napi::PropertyDescriptor::Function(env, exports, "memoryBody", BodyWrap::OfMemory, napi_enumerable),
      Napi::PropertyDescriptor::Function(env, exports, "fileBody", BodyWrap::OfFile, napi_enumerable),
      Napi::PropertyDescriptor::Function(env, exports, "producerBody", MakeProducer, napi_enumerable),
      Napi::PropertyDescriptor::Function(env, exports, "streamBody", BodyWrap::OfPointer, napi_enumerable),
      Napi::PropertyDescriptor::Function(env, exports, "consumer", MakeConsumer, napi_enumerable),
      Napi::PropertyDescriptor::Function(env, exports, "pipeStream", MakePipe, napi_enumerable),
      Napi::PropertyDescriptor::Function(env, exports, "implementTransport", MakeImplementedTransport,
                                         napi_enumerable),
      Napi::PropertyDescriptor::Function(env, exports, "openStream", StreamWrap::Open, napi_enumerable),
      Napi::PropertyDescriptor::Function(env, exports, "wrapPointer", PointerWrap::OfAddress,
                                         napi_enumerable),
      Napi::PropertyDescriptor::Function(env, exports, "pumpMessages", Pump, napi_enumerable),
      Napi::PropertyDescriptor::Function(env, exports, "comOfPointer", ComWrap::OfPointer, napi_enumerable),
      Napi::PropertyDescriptor::Function(env, exports, "implementCallback", MakeCallback, napi_enumerable),
      Napi::PropertyDescriptor::Function(env, exports, "currentThreadId", CurrentThreadId, napi_enumerable),
      Napi::PropertyDescriptor::Function(env, exports, "createBench", MakeBench, napi_enumerable),
  });
  return exports;
}

}  // namespace

NODE_API_MODULE(imnxport, Init)

}  // namespace imnxport::binding
