// The end of a post, and waiting for it.
#include "automation/post_call.h"

#include <new>

namespace imnxport {
namespace {

// A number is always there; words may be missing when memory is short.
void Keep(LPCSTR text, std::string* kept) noexcept {
  try {
    if (text) *kept = text;
  } catch (const std::bad_alloc&) {
  }
}

bool IsSingleThreaded() noexcept {
  APTTYPE type;
  APTTYPEQUALIFIER qualifier;
  return SUCCEEDED(CoGetApartmentType(&type, &qualifier)) && (type == APTTYPE_STA || type == APTTYPE_MAINSTA);
}

}  // namespace

HRESULT PostCallback::Make(ComPtr<PostCallback>* made) noexcept {
  *made = ComPtr<PostCallback>::Attach(new (std::nothrow) PostCallback);
  if (!*made) return E_OUTOFMEMORY;
  (*made)->ended_ = CreateEventW(nullptr, TRUE, FALSE, nullptr);
  return (*made)->ended_ ? S_OK : HRESULT_FROM_WIN32(GetLastError());
}

PostCallback::~PostCallback() {
  if (ended_) CloseHandle(ended_);
}

void PostCallback::Wait(IImnxportTransport* transport, ULONGLONG token) noexcept {
  const HRESULT hr = IsSingleThreaded() ? WaitAndDispatch() : WaitInCom(INFINITE);
  if (hr == S_OK) return;
  // A thread without COM has no apartment to keep alive, and no stream that needs it.
  if (hr != CO_E_NOTINITIALIZED) (void)transport->Cancel(token, hr);
  (void)WaitForSingleObject(ended_, INFINITE);
}

// S_OK: it has ended; RPC_S_CALLPENDING: not within that time.
HRESULT PostCallback::WaitInCom(DWORD milliseconds) noexcept {
  constexpr DWORD kDispatch = COWAIT_DISPATCH_CALLS | COWAIT_DISPATCH_WINDOW_MESSAGES;
  DWORD index = 0;
  return CoWaitForMultipleHandles(kDispatch, milliseconds, 1, &ended_, &index);
}

// CoWaitForMultipleHandles dispatches calls into the apartment; whether it also dispatches what is posted to
// windows, and what it does with a WM_QUIT, depends on the system. So it is asked whenever something has
// come, and one message of what it leaves is dispatched here.
HRESULT PostCallback::WaitAndDispatch() noexcept {
  bool quit = false;
  int exit_code = 0;
  HRESULT hr = RPC_S_CALLPENDING;
  while (hr == RPC_S_CALLPENDING) {
    const DWORD woke = MsgWaitForMultipleObjectsEx(1, &ended_, INFINITE, QS_ALLINPUT, MWMO_INPUTAVAILABLE);
    hr = woke == WAIT_FAILED ? HRESULT_FROM_WIN32(GetLastError()) : WaitInCom(0);
    MSG message;
    if (hr != RPC_S_CALLPENDING || !PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE)) continue;
    if (message.message == WM_QUIT) {
      quit = true;
      exit_code = static_cast<int>(message.wParam);
      continue;
    }
    (void)TranslateMessage(&message);
    (void)DispatchMessageW(&message);
  }
  if (quit) PostQuitMessage(exit_code);  // it is for the host's own loop
  return hr;
}

HRESULT PostCallback::OnPostDone(const IMNXPORT_RESULT* result, IInternetTransport*) noexcept {
  end_.hr = result->hrResult;
  end_.status = static_cast<LONG>(result->uiStatus);
  end_.bytes_sent = static_cast<double>(result->ullSent);
  Keep(result->pszStatusLine, &end_.status_line);
  Keep(result->pszLocation, &end_.location);
  Keep(result->pszProblem, &end_.problem);
  try {
    if (result->pvBody) end_.body.assign(static_cast<const char*>(result->pvBody), result->cbBody);
  } catch (const std::bad_alloc&) {
  }
  return S_OK;
}

// Directly after OnPostDone. Nothing of this object is touched once the event is set, except through the
// core's own reference.
HRESULT PostCallback::OnResponse(LPHTTPMAILRESPONSE response) noexcept {
  if (response->fDone) (void)SetEvent(ended_);
  return S_OK;
}

}  // namespace imnxport
