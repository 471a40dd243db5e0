// A body that is a stream already: over memory, over a file, or somebody else's.
#pragma once

#include "abi/imnxport.h"
#include "binding/body.h"
#include "binding/napi_setup.h"
#include "com/com_ptr.h"

namespace imnxport::binding {

// Holds one stream until release() or garbage collection. Those over memory and files may be posted any
// number of times, also at the same time: every post gets a clone, with a seek pointer of its own. Somebody
// else's is posted itself. JS thread only.
class BodyWrap final : public Napi::ObjectWrap<BodyWrap>, public Body {
 public:
  static const napi_type_tag kTypeTag;

  static Napi::Function DefineClass(Napi::Env env);

  // memoryBody(bytes) and fileBody(path, start, end): the exports. Throw NativeFailure.
  static Napi::Value OfMemory(const Napi::CallbackInfo& info);
  static Napi::Value OfFile(const Napi::CallbackInfo& info);

  // streamBody(pointer), likewise: takes a reference on somebody else's stream.
  static Napi::Value OfPointer(const Napi::CallbackInfo& info);

  // A body without a stream, as if it had been released: all that a script gets which calls the constructor.
  explicit BodyWrap(const Napi::CallbackInfo& info);

  ComPtr<IStream> StreamToPost(Napi::Env env, const char* name) override;

 private:
  static Napi::Value Wrap(Napi::Env env, ComPtr<IStream> stream);
  Napi::Value ToPointer(const Napi::CallbackInfo& info);
  Napi::Value Bound(const Napi::CallbackInfo& info);
  void Release(const Napi::CallbackInfo& info);

  ComPtr<IStream> stream_;  // null once released
  bool ours_ = true;        // it can be cloned
};

}  // namespace imnxport::binding
