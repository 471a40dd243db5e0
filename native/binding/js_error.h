// NativeFailure: the one kind of exception that the addon throws into JavaScript.
#pragma once

#include <string>

#include "abi/imnxport.h"
#include "binding/napi_setup.h"

namespace imnxport::binding {

// An HRESULT as JavaScript sees it: unsigned, so that it equals a literal such as 0x800CCC19.
inline Napi::Number ToJs(Napi::Env env, HRESULT hr) {
  return Napi::Number::New(env, static_cast<uint32_t>(hr));
}

// Throws an Error with the numeric property `hresult`. JS thread.
[[noreturn]] void ThrowFailure(Napi::Env env, HRESULT hr, const std::string& message);

// Throws a TypeError with `hresult` E_INVALIDARG and `argument`, the name of what is wrong; `complaint`
// goes on from that name, as in "must be a string". JS thread.
[[noreturn]] void ThrowBadArgument(Napi::Env env, const std::string& argument, const std::string& complaint);

// Throws when a COM call has failed; `call` names it in the message. JS thread.
void ThrowIfFailed(Napi::Env env, HRESULT hr, const char* call);

// Lets a JavaScript exception that nothing can catch surface as every uncaught one does: 'uncaughtException',
// else the end of the process or worker. `env` has an exception pending, or this does nothing. JS thread.
void ReportPendingException(Napi::Env env) noexcept;

}  // namespace imnxport::binding
