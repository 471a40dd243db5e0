// Copies on the core's thread, JavaScript values on the JS thread.
#include "binding/js_callback.h"

#include "binding/js_error.h"
#include "binding/js_text.h"
#include "binding/post_result.h"
#include "binding/transport_wrap.h"
#include "com/hresult.h"

namespace imnxport::binding {
namespace {

// What a handler of the outside may answer; the value of IDCANCEL (winuser.h).
constexpr INT kPromptCancelled = 2;

// Numbers of JavaScript are exact up to 2^53; tokens count posts and stay below.
Napi::Number TokenToJs(Napi::Env env, ULONGLONG token) {
  return Napi::Number::New(env, static_cast<double>(token));
}

HRESULT Queued(bool queued) noexcept { return queued ? S_OK : E_FAIL; }

}  // namespace

JsCallback::~JsCallback() {
  (void)link_->Queue([](Napi::Env, TransportWrap& wrap) { wrap.Lose(); });
}

HRESULT JsCallback::OnTimeout(DWORD*, IInternetTransport*) noexcept { return S_FALSE; }

HRESULT JsCallback::OnLogonPrompt(LPINETSERVER, IInternetTransport*) noexcept { return S_FALSE; }

INT JsCallback::OnPrompt(HRESULT, LPCSTR, LPCSTR, UINT, IInternetTransport*) noexcept {
  return kPromptCancelled;
}

HRESULT JsCallback::OnStatus(IXPSTATUS status, IInternetTransport*) noexcept {
  if (!heard_->status) return S_OK;
  return Queued(link_->Queue([status](Napi::Env env, TransportWrap& wrap) {
    wrap.Call("status", {Napi::Number::New(env, status)});
  }));
}

HRESULT JsCallback::OnError(IXPSTATUS status, LPIXPRESULT result, IInternetTransport*) noexcept {
  if (!result) return E_INVALIDARG;
  try {
    return Queued(link_->Queue([status, hr = result->hrResult, problem = CopyText(result->pszProblem),
                                socket_error = result->dwSocketError](Napi::Env env, TransportWrap& wrap) {
      auto fault = Napi::Object::New(env);
      fault.Set("hresult", ToJs(env, hr));
      fault.Set("problem", ToJs(env, problem));
      fault.Set("socketError", socket_error);
      wrap.Call("fault", {Napi::Number::New(env, status), fault});
    }));
  } catch (...) {
    return HResultFromException();
  }
}

HRESULT JsCallback::OnCommand(CMDTYPE type, LPSTR line, HRESULT, IInternetTransport*) noexcept {
  try {
    return Queued(
        link_->Queue([type, text = std::string(line ? line : "")](Napi::Env env, TransportWrap& wrap) {
          wrap.Call("command", {Napi::Number::New(env, type), ToJs(env, text)});
        }));
  } catch (...) {
    return HResultFromException();
  }
}

HRESULT JsCallback::OnResponse(LPHTTPMAILRESPONSE) noexcept { return S_OK; }

HRESULT JsCallback::GetParentWindow(HWND* window) noexcept {
  if (!window) return E_POINTER;
  *window = nullptr;
  return E_NOTIMPL;
}

HRESULT JsCallback::OnPostProgress(const IMNXPORT_PROGRESS* progress, IInternetTransport*) noexcept {
  if (!progress) return E_INVALIDARG;
  if (!heard_->progress && !progress->fResent) return S_OK;
  return Queued(link_->Queue([copy = *progress](Napi::Env env, TransportWrap& wrap) {
    wrap.Call("progress",
              {TokenToJs(env, copy.ullToken), Napi::BigInt::New(env, static_cast<uint64_t>(copy.ullSent)),
               CountToJs(env, copy.ullTotal), Napi::Boolean::New(env, copy.fResent != FALSE)});
  }));
}

HRESULT JsCallback::OnPostDone(const IMNXPORT_RESULT* result, IInternetTransport*) noexcept {
  if (!result) return E_INVALIDARG;
  PostResult copy;
  try {
    copy = CopyResult(*result);
  } catch (...) {
    copy = PostResult();  // the one answer that must not be lost goes without its details
    copy.context = result->dwContext;
  }
  return Queued(link_->Queue([token = result->ullToken, copy = std::move(copy)](
                                 Napi::Env env, TransportWrap& wrap) { wrap.Finish(env, token, copy); }));
}

HRESULT JsCallback::OnLogonRequest(const IMNXPORT_LOGON* logon, IInternetTransport*) noexcept {
  if (!logon) return E_INVALIDARG;
  try {
    const bool queued =
        link_->Queue([token = logon->ullToken, attempt = logon->dwAttempt,
                      origin = CopyText(logon->pszOrigin)](Napi::Env env, TransportWrap& wrap) {
          wrap.Call("logon", {TokenToJs(env, token), ToJs(env, origin), Napi::Number::New(env, attempt)});
        });
    return queued ? S_OK : S_FALSE;
  } catch (...) {
    return S_FALSE;
  }
}

HRESULT JsCallback::OnIdle(ULONGLONG token, DWORD idle_timeout, IInternetTransport*) noexcept {
  const bool queued = link_->Queue([token, idle_timeout](Napi::Env env, TransportWrap& wrap) {
    wrap.Call("idle", {TokenToJs(env, token), Napi::Number::New(env, idle_timeout)});
  });
  return queued ? S_OK : S_FALSE;
}

}  // namespace imnxport::binding
