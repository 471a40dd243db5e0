// Copies on the caller's thread, JavaScript values on the JS thread.
#include "binding/com_callback.h"

#include <new>

#include "binding/callback_wrap.h"
#include "binding/inet_server.h"
#include "binding/js_error.h"
#include "binding/js_text.h"
#include "binding/pointer_wrap.h"
#include "binding/records.h"
#include "com/hresult.h"
#include "com/system.h"

namespace imnxport::binding {
namespace {

// A user who closes the box; the value of IDCANCEL (winuser.h).
constexpr INT kPromptCancelled = 2;

// Who calls, and on which thread: a part of all that JavaScript is told.
class Caller {
 public:
  explicit Caller(const void* transport) noexcept : transport_(transport) {}

  // The object for a handler, with these two members.
  Napi::Object ToJs(Napi::Env env) const {
    auto object = Napi::Object::New(env);
    object.Set("sender", AddressToJs(env, transport_));
    object.Set("threadId", thread_);
    return object;
  }

 private:
  const void* const transport_;
  const uint32_t thread_ = ThreadId();
};

}  // namespace

HRESULT ComCallback::Make(std::shared_ptr<JsLink<CallbackWrap>> link, std::shared_ptr<Holders> holders,
                          uint32_t deadline, ComPtr<ComCallback>* made) {
  *made = ComPtr<ComCallback>::Attach(new ComCallback(std::move(link), std::move(holders), deadline));
  return (*made)->marshaler_.Aggregate(static_cast<IHTTPMailCallback*>(made->Get()));
}

HRESULT ComCallback::QueryInterface(REFIID riid, void** ppv) noexcept {
  const HRESULT hr = ComObject::QueryInterface(riid, ppv);
  if (hr != E_NOINTERFACE) return hr;
  return marshaler_.Query(static_cast<IHTTPMailCallback*>(this), riid, ppv);
}

ULONG ComCallback::Release() noexcept {
  const std::shared_ptr<Holders> holders = holders_;
  const ULONG left = holders->Release();
  if (left == 0) delete this;
  return left;
}

template <class Call>
HRESULT ComCallback::Notify(Call call) noexcept {
  if (link_->CanRun()) {
    link_->Here(std::move(call));
    return S_OK;
  }
  return link_->Queue(std::move(call)) ? S_OK : E_FAIL;
}

template <class Call>
std::optional<CallAnswer> ComCallback::Ask(Call call) noexcept {
  const std::shared_ptr<WaitingCall> waiting = WaitingCall::Make();
  if (!waiting) return std::nullopt;
  const bool here = link_->IsHere();
  // Nobody can wait here, and JavaScript cannot run.
  if (here && !link_->CanRun()) return std::nullopt;
  // Answered or not, once for each: by JavaScript, by the end of the environment, or with the event that is
  // dropped.
  auto ask = [call = std::move(call), ticket = Ticket(waiting), here](Napi::Env env,
                                                                      CallbackWrap& wrap) mutable {
    call(env, wrap, wrap.Open(std::move(ticket)), here);
  };
  if (here) {
    link_->Here(std::move(ask));
    return waiting->Take();
  }
  if (!link_->Queue(std::move(ask))) return std::nullopt;
  std::optional<CallAnswer> answer = waiting->Wait(deadline_);
  // Whoever is still thinking need not go on.
  if (!answer) (void)link_->Queue([](Napi::Env, CallbackWrap& wrap) { wrap.CloseAbandoned(); });
  return answer;
}

HRESULT ComCallback::OnTimeout(DWORD* timeout, IInternetTransport* transport) noexcept {
  if (!timeout) return E_INVALIDARG;
  const auto answer = Ask([seconds = *timeout, caller = Caller(transport)](Napi::Env env, CallbackWrap& wrap,
                                                                           uint32_t token, bool here) {
    const Napi::Object info = caller.ToJs(env);
    info.Set("timeout", seconds);
    wrap.Ask("timeout", token, info, here);
  });
  if (!answer) return S_FALSE;
  *timeout = static_cast<DWORD>(answer->number);
  return S_OK;
}

HRESULT ComCallback::OnLogonPrompt(LPINETSERVER server, IInternetTransport* transport) noexcept {
  if (!server) return E_INVALIDARG;
  const auto answer = Ask([copy = SecretServer(*server), caller = Caller(transport)](
                              Napi::Env env, CallbackWrap& wrap, uint32_t token, bool here) {
    const Napi::Object info = caller.ToJs(env);
    info.Set("server", ToJs(env, *copy));
    wrap.Ask("logon", token, info, here);
  });
  if (!answer) return S_FALSE;
  try {
    const bool fits = CopyToMember(answer->logon.user.c_str(), server->szUserName) &&
                      CopyToMember(answer->logon.password.c_str(), server->szPassword);
    return fits ? S_OK : S_FALSE;
  } catch (...) {
    return S_FALSE;
  }
}

INT ComCallback::OnPrompt(HRESULT error, LPCSTR text, LPCSTR caption, UINT type,
                          IInternetTransport* transport) noexcept {
  try {
    const auto answer =
        Ask([error, type, text = CopyText(text), caption = CopyText(caption), caller = Caller(transport)](
                Napi::Env env, CallbackWrap& wrap, uint32_t token, bool here) {
          const Napi::Object info = caller.ToJs(env);
          info.Set("error", ToJs(env, error));
          info.Set("text", ToJs(env, text));
          info.Set("caption", ToJs(env, caption));
          info.Set("type", type);
          wrap.Ask("prompt", token, info, here);
        });
    return answer ? static_cast<INT>(answer->number) : kPromptCancelled;
  } catch (...) {
    return kPromptCancelled;
  }
}

HRESULT ComCallback::OnStatus(IXPSTATUS status, IInternetTransport* transport) noexcept {
  return Notify([status, caller = Caller(transport)](Napi::Env env, CallbackWrap& wrap) {
    const Napi::Object info = caller.ToJs(env);
    info.Set("status", static_cast<uint32_t>(status));
    wrap.Tell("status", info);
  });
}

HRESULT ComCallback::OnError(IXPSTATUS status, LPIXPRESULT result, IInternetTransport* transport) noexcept {
  if (!result) return E_INVALIDARG;
  try {
    return Notify([status, copy = Record(kIxpResultStructure, result), caller = Caller(transport)](
                      Napi::Env env, CallbackWrap& wrap) {
      const Napi::Object info = caller.ToJs(env);
      info.Set("status", static_cast<uint32_t>(status));
      info.Set("result", copy.ToJs(env));
      wrap.Tell("error", info);
    });
  } catch (...) {
    return HResultFromException();
  }
}

HRESULT ComCallback::OnCommand(CMDTYPE type, LPSTR line, HRESULT response,
                               IInternetTransport* transport) noexcept {
  try {
    return Notify([type, text = CopyText(line), response, caller = Caller(transport)](Napi::Env env,
                                                                                      CallbackWrap& wrap) {
      const Napi::Object info = caller.ToJs(env);
      info.Set("type", static_cast<uint32_t>(type));
      info.Set("line", ToJs(env, text));
      info.Set("response", ToJs(env, response));
      wrap.Tell("command", info);
    });
  } catch (...) {
    return HResultFromException();
  }
}

HRESULT ComCallback::OnResponse(LPHTTPMAILRESPONSE response) noexcept {
  if (!response) return E_INVALIDARG;
  try {
    return Notify(
        [command = response->command, context = response->dwContext, done = response->fDone != FALSE,
         result = Record(kIxpResultStructure, &response->rIxpResult), answer = AnswerRecord(*response),
         caller = Caller(response->pTransport)](Napi::Env env, CallbackWrap& wrap) {
          const Napi::Object info = caller.ToJs(env);
          info.Set("command", static_cast<uint32_t>(command));
          info.Set("context", context);
          info.Set("done", done);
          info.Set("result", result.ToJs(env));
          info.Set("post", answer.IsPost() ? answer.ToJs(env) : env.Null());
          info.Set("answer", answer.IsPost() ? env.Null() : answer.ToJs(env));
          wrap.Tell("response", info);
        });
  } catch (...) {
    return HResultFromException();
  }
}

HRESULT ComCallback::GetParentWindow(HWND* window) noexcept {
  if (!window) return E_INVALIDARG;
  *window = nullptr;
  const auto answer =
      Ask([caller = Caller(nullptr)](Napi::Env env, CallbackWrap& wrap, uint32_t token, bool here) {
        wrap.Ask("window", token, caller.ToJs(env), here);
      });
  if (!answer) return E_NOTIMPL;
  *window = reinterpret_cast<HWND>(static_cast<uintptr_t>(answer->number));
  return S_OK;
}

}  // namespace imnxport::binding
