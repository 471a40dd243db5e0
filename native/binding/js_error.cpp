// Throwing into JavaScript, and reporting what JavaScript threw at us.
#include "binding/js_error.h"

#include <cstdio>

namespace imnxport::binding {

void ThrowFailure(Napi::Env env, HRESULT hr, const std::string& message) {
  Napi::Error error = Napi::Error::New(env, message);
  error.Set("hresult", ToJs(env, hr));
  throw error;
}

void ThrowBadArgument(Napi::Env env, const std::string& argument, const std::string& complaint) {
  Napi::TypeError error = Napi::TypeError::New(env, argument + " " + complaint);
  error.Set("hresult", ToJs(env, E_INVALIDARG));
  error.Set("argument", argument);
  throw error;
}

void ThrowIfFailed(Napi::Env env, HRESULT hr, const char* call) {
  if (SUCCEEDED(hr)) return;
  char number[16];
  std::snprintf(number, sizeof number, "0x%08X", static_cast<unsigned>(hr));
  ThrowFailure(env, hr, std::string(call) + " failed with HRESULT " + number);
}

void ReportPendingException(Napi::Env env) noexcept {
  napi_value exception = nullptr;
  bool pending = false;
  if (napi_is_exception_pending(env, &pending) != napi_ok || !pending) return;
  if (napi_get_and_clear_last_exception(env, &exception) != napi_ok) return;
  (void)napi_fatal_exception(env, exception);  // refused only where no JavaScript can run any more
}

}  // namespace imnxport::binding
