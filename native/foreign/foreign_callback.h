// The callback that a foreign transport is given.
#pragma once

#include <atomic>
#include <memory>

#include "com/com_object.h"
#include "com/marshaler.h"
#include "foreign/callback_link.h"

namespace imnxport {

// Copies what it is told, posts it, and returns; a question waits for its answer. It may be called on any
// thread, and is the same pointer in all apartments. To an `extended` transport it answers IImnxportCallback,
// and then says nothing twice: what has come there is not taken from IHTTPMailCallback again. Nothing is
// thrown.
class ForeignCallback final
    : public ComObject<Implements<IHTTPMailCallback, ITransportCallback>, Implements<IImnxportCallback>> {
 public:
  ForeignCallback(std::shared_ptr<CallbackLink> link, bool extended) noexcept
      : link_(std::move(link)), extended_(extended) {}
  HRESULT Init() noexcept { return marshaler_.Aggregate(static_cast<IHTTPMailCallback*>(this)); }

  // The transport has been given it, and holds it if it holds it now. From here on it is told when it is let
  // go: when nobody but us has a reference any more. In the apartment, with one reference of our own.
  void Given() noexcept;

  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppv) noexcept override;
  ULONG STDMETHODCALLTYPE Release() noexcept override;

  // ITransportCallback, IHTTPMailCallback
  HRESULT STDMETHODCALLTYPE OnTimeout(DWORD* timeout, IInternetTransport* transport) noexcept override;
  HRESULT STDMETHODCALLTYPE OnLogonPrompt(LPINETSERVER server,
                                          IInternetTransport* transport) noexcept override;
  INT STDMETHODCALLTYPE OnPrompt(HRESULT error, LPCSTR text, LPCSTR caption, UINT type,
                                 IInternetTransport* transport) noexcept override;
  HRESULT STDMETHODCALLTYPE OnStatus(IXPSTATUS status, IInternetTransport* transport) noexcept override;
  HRESULT STDMETHODCALLTYPE OnError(IXPSTATUS status, LPIXPRESULT result,
                                    IInternetTransport* transport) noexcept override;
  HRESULT STDMETHODCALLTYPE OnCommand(CMDTYPE type, LPSTR line, HRESULT response,
                                      IInternetTransport* transport) noexcept override;
  HRESULT STDMETHODCALLTYPE OnResponse(LPHTTPMAILRESPONSE response) noexcept override;
  HRESULT STDMETHODCALLTYPE GetParentWindow(HWND* window) noexcept override;

  // IImnxportCallback. The two questions are answered later.
  HRESULT STDMETHODCALLTYPE OnPostProgress(const IMNXPORT_PROGRESS* progress,
                                           IInternetTransport* transport) noexcept override;
  HRESULT STDMETHODCALLTYPE OnPostDone(const IMNXPORT_RESULT* result,
                                       IInternetTransport* transport) noexcept override;
  HRESULT STDMETHODCALLTYPE OnLogonRequest(const IMNXPORT_LOGON* logon,
                                           IInternetTransport* transport) noexcept override;
  HRESULT STDMETHODCALLTYPE OnIdle(ULONGLONG token, DWORD idle_timeout,
                                   IInternetTransport* transport) noexcept override;

 private:
  const std::shared_ptr<CallbackLink> link_;
  const bool extended_;
  std::atomic<bool> held_{false};  // the transport keeps a reference
  Marshaler marshaler_;
};

}  // namespace imnxport
