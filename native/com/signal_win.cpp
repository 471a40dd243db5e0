// An event, and waiting for it as the apartment of the thread wants it.
#include <objbase.h>

#include "com/signal.h"

namespace imnxport {
namespace {

bool IsSingleThreaded() noexcept {
  APTTYPE type;
  APTTYPEQUALIFIER qualifier;
  return SUCCEEDED(CoGetApartmentType(&type, &qualifier)) && (type == APTTYPE_STA || type == APTTYPE_MAINSTA);
}

// S_OK: it is set; RPC_S_CALLPENDING: not within that time.
HRESULT WaitInCom(HANDLE event, DWORD milliseconds) noexcept {
  constexpr DWORD kDispatch = COWAIT_DISPATCH_CALLS | COWAIT_DISPATCH_WINDOW_MESSAGES;
  DWORD index = 0;
  return CoWaitForMultipleHandles(kDispatch, milliseconds, 1, &event, &index);
}

// What is left of a time, in milliseconds.
class Remaining {
 public:
  explicit Remaining(DWORD milliseconds) noexcept
      : forever_(milliseconds == INFINITE), end_(GetTickCount64() + milliseconds) {}
  DWORD Get() const noexcept {
    if (forever_) return INFINITE;
    const ULONGLONG now = GetTickCount64();
    return now < end_ ? static_cast<DWORD>(end_ - now) : 0;
  }

 private:
  const bool forever_;
  const ULONGLONG end_;
};

// CoWaitForMultipleHandles dispatches calls into the apartment; whether it also dispatches what is posted to
// windows, and what it does with a WM_QUIT, depends on the system. So it is asked whenever something has
// come, and one message of what it leaves is dispatched here.
HRESULT WaitAndDispatch(HANDLE event, DWORD milliseconds) noexcept {
  const Remaining remaining(milliseconds);
  bool quit = false;
  int exit_code = 0;
  HRESULT hr = RPC_S_CALLPENDING;
  while (hr == RPC_S_CALLPENDING) {
    const DWORD woke =
        MsgWaitForMultipleObjectsEx(1, &event, remaining.Get(), QS_ALLINPUT, MWMO_INPUTAVAILABLE);
    hr = woke == WAIT_FAILED ? HRESULT_FROM_WIN32(GetLastError()) : WaitInCom(event, 0);
    if (hr == RPC_S_CALLPENDING && (woke == WAIT_TIMEOUT || remaining.Get() == 0)) break;
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

}  // namespace

Signal::~Signal() {
  if (state_) CloseHandle(state_);
}

HRESULT Signal::Prepare() noexcept {
  state_ = CreateEventW(nullptr, TRUE, FALSE, nullptr);
  return state_ ? S_OK : HRESULT_FROM_WIN32(GetLastError());
}

void Signal::Set() noexcept { (void)SetEvent(state_); }

HRESULT Signal::Wait(uint32_t milliseconds) noexcept {
  static_assert(kForever == INFINITE);
  const HRESULT hr =
      IsSingleThreaded() ? WaitAndDispatch(state_, milliseconds) : WaitInCom(state_, milliseconds);
  if (hr == RPC_S_CALLPENDING) return S_FALSE;
  if (hr != CO_E_NOTINITIALIZED) return hr;
  // A thread without COM has no apartment to keep alive.
  return WaitForSingleObject(state_, milliseconds) == WAIT_OBJECT_0 ? S_OK : S_FALSE;
}

void Signal::Block() noexcept { (void)WaitForSingleObject(state_, INFINITE); }

}  // namespace imnxport
