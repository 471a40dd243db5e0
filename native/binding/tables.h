// The numbers of the public headers as tables, for tests that compare them with other copies.
#pragma once

#include "binding/napi_setup.h"

namespace imnxport::binding {

// Name → value of every HRESULT (unsigned), enumerator and flag of the public headers. JS thread.
Napi::Object MakeConstants(Napi::Env env);

// "sizeof NAME" and "offsetof NAME.member" → bytes, as this addon was compiled. JS thread.
Napi::Object MakeLayouts(Napi::Env env);

}  // namespace imnxport::binding
