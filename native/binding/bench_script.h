// The scripts of a bench's objects, as JavaScript writes them.
#pragma once

#include "bench/host_callback.h"
#include "bench/host_stream.h"
#include "binding/napi_setup.h"

namespace imnxport::binding {

// { onTimeout, onLogonPrompt, answer, insideFinal }. Throws NativeFailure. JS thread, as all here.
CallbackScript ToCallbackScript(const Napi::Value& value);
// { bytes, size, seeks, stat, failAt, fail, endsWithFalse, tooMuch, agile }.
StreamScript ToStreamScript(const Napi::Value& value);

// An object with the members of the call: method, thread, fields, answer.
Napi::Object ToJs(Napi::Env env, const CallbackCall& call);

}  // namespace imnxport::binding
