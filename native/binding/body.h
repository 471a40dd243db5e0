// What JavaScript posts: an object of ours that holds an IStream.
#pragma once

#include "abi/imnxport.h"
#include "binding/napi_setup.h"
#include "com/com_ptr.h"

namespace imnxport::binding {

// NativeBody of lib/native.ts, as post() uses it. JS thread only.
class Body {
 public:
  // The stream for one post. Throws NativeFailure (E_INVALIDARG, `argument` = name) when there is none.
  virtual ComPtr<IStream> StreamToPost(Napi::Env env, const char* name) = 0;

  // That post was accepted.
  virtual void OnPosted() {}

 protected:
  ~Body() = default;
};

// The native half of a body that this addon made; valid while `value` is. Objects are told apart by type
// tags, so that nothing else can be mistaken for one. Throws NativeFailure.
Body& ToBody(const Napi::Value& value, const char* name);

}  // namespace imnxport::binding
