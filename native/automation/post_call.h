// One post through the core, as any client makes it: a transport, a callback, and an end to wait for.
#pragma once

#include <string>

#include "abi/imnxport.h"
#include "abi/imnxport_ext.h"
#include "com/com_object.h"
#include "com/com_ptr.h"
#include "com/signal.h"

namespace imnxport {

// How a post ended; the texts are empty when there is nothing to say.
struct PostEnd {
  HRESULT hr = S_OK;
  LONG status = 0;
  double bytes_sent = 0;
  std::string status_line;
  std::string location;
  std::string problem;
  std::string body;
};

// Told by the core on its dispatch thread. Questions are declined: a 401 and a silence are ends like others.
class PostCallback final
    : public ComObject<Implements<IHTTPMailCallback, ITransportCallback>, Implements<IImnxportCallback>> {
 public:
  // E_OUTOFMEMORY or the system's reason when there is nothing to wait for.
  static HRESULT Make(ComPtr<PostCallback>* made) noexcept;

  // Waits for the end. A single-threaded apartment dispatches calls and window messages meanwhile; should
  // that fail, the post is cancelled so that the wait without it is short. On the thread of the call.
  void Wait(IImnxportTransport* transport, ULONGLONG token) noexcept;

  // After Wait.
  PostEnd& End() noexcept { return end_; }

  HRESULT STDMETHODCALLTYPE OnPostDone(const IMNXPORT_RESULT*, IInternetTransport*) noexcept override;
  HRESULT STDMETHODCALLTYPE OnResponse(LPHTTPMAILRESPONSE) noexcept override;
  HRESULT STDMETHODCALLTYPE OnLogonPrompt(LPINETSERVER, IInternetTransport*) noexcept override {
    return E_NOTIMPL;  // nobody answers: the post ends as the 401 that it is
  }
  HRESULT STDMETHODCALLTYPE OnLogonRequest(const IMNXPORT_LOGON*, IInternetTransport*) noexcept override {
    return E_NOTIMPL;
  }
  HRESULT STDMETHODCALLTYPE OnTimeout(DWORD*, IInternetTransport*) noexcept override { return S_FALSE; }
  HRESULT STDMETHODCALLTYPE OnIdle(ULONGLONG, DWORD, IInternetTransport*) noexcept override {
    return S_FALSE;
  }
  HRESULT STDMETHODCALLTYPE OnPostProgress(const IMNXPORT_PROGRESS*, IInternetTransport*) noexcept override {
    return S_OK;
  }
  INT STDMETHODCALLTYPE OnPrompt(HRESULT, LPCSTR, LPCSTR, UINT, IInternetTransport*) noexcept override {
    return 0;
  }
  HRESULT STDMETHODCALLTYPE OnStatus(IXPSTATUS, IInternetTransport*) noexcept override { return S_OK; }
  HRESULT STDMETHODCALLTYPE OnError(IXPSTATUS, LPIXPRESULT, IInternetTransport*) noexcept override {
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE OnCommand(CMDTYPE, LPSTR, HRESULT, IInternetTransport*) noexcept override {
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE GetParentWindow(HWND*) noexcept override { return E_NOTIMPL; }

 private:
  PostCallback() noexcept = default;

  Signal ended_;
  PostEnd end_;  // the dispatch thread's until ended_ is set, the waiting thread's afterwards
};

}  // namespace imnxport
