// Memory and file bodies.
#include "binding/body_wrap.h"

#include <utility>

#include "binding/addon_data.h"
#include "binding/arguments.h"
#include "binding/js_error.h"
#include "binding/pointer_wrap.h"
#include "stream/file_stream.h"
#include "stream/memory_stream.h"
#include "stream/stream_apartment.h"

namespace imnxport::binding {

// Random.
const napi_type_tag BodyWrap::kTypeTag = {0x3c5d0b7e91f44a68, 0xa2e8c15f7d6b4039};

Napi::Function BodyWrap::DefineClass(Napi::Env env) {
  return ObjectWrap::DefineClass(
      env, "NativeStoredBody",
      {InstanceAccessor<&BodyWrap::Bound>("bound"), InstanceMethod<&BodyWrap::ToPointer>("toPointer"),
       InstanceMethod<&BodyWrap::Release>("release")});
}

BodyWrap::BodyWrap(const Napi::CallbackInfo& info) : ObjectWrap(info) {
  info.This().As<Napi::Object>().TypeTag(&kTypeTag);
}

Napi::Value BodyWrap::Wrap(Napi::Env env, ComPtr<IStream> stream) {
  const Napi::Object object = AddonData::Of(env).body_class.New({});
  Unwrap(object)->stream_ = std::move(stream);
  return object;
}

Napi::Value BodyWrap::OfMemory(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  ComPtr<IStream> stream = MakeMemoryStream(CopyBytes(info[0], "bytes"));
  ThrowIfFailed(env, stream ? S_OK : E_OUTOFMEMORY, "MakeMemoryStream");
  return Wrap(env, std::move(stream));
}

Napi::Value BodyWrap::OfFile(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const std::string path = ToText(info[0], "path");
  const uint64_t start = ToCount(info[1], "start");
  const uint64_t end = ToOptionalCount(info[2], "end").value_or(kToEndOfFile);
  ComPtr<IStream> stream;
  ThrowIfFailed(env, MakeFileStream(path.c_str(), start, end, stream.Put()), "opening the file");
  return Wrap(env, std::move(stream));
}

Napi::Value BodyWrap::OfPointer(const Napi::CallbackInfo& info) {
  const Napi::Value body = Wrap(info.Env(), ToInterface<IStream>(info[0], "pointer"));
  Unwrap(body.As<Napi::Object>())->ours_ = false;
  return body;
}

ComPtr<IStream> BodyWrap::StreamToPost(Napi::Env env, const char* name) {
  if (!stream_) ThrowBadArgument(env, name, "has been released");
  if (!ours_) return stream_;
  ComPtr<IStream> clone;
  ThrowIfFailed(env, stream_->Clone(clone.Put()), "Clone");
  return clone;
}

Napi::Value BodyWrap::ToPointer(const Napi::CallbackInfo& info) {
  ComPtr<IStream> clone = StreamToPost(info.Env(), "this");
  return PointerWrap::Wrap(info.Env(), ComPtr<IUnknown>::Attach(clone.Detach()), IID_IStream);
}

Napi::Value BodyWrap::Bound(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), stream_ && BelongsToThisThread(stream_.Get()));
}

void BodyWrap::Release(const Napi::CallbackInfo&) { stream_.Reset(); }

}  // namespace imnxport::binding
