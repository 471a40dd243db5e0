// The COM object behind implement(IHTTPMailCallback): copies what it is told, asks JavaScript, and waits
// where it must.
#pragma once

#include <memory>

#include "binding/holders.h"
#include "binding/js_link.h"
#include "binding/waiting_call.h"
#include "com/com_object.h"
#include "com/marshaler.h"

namespace imnxport::binding {

class CallbackWrap;

// May be called, and released, on every thread, and says so: it is agile, and answers IImnxportCallback,
// whose own methods leave everything to the documented ones. Notifications are queued and answered S_OK. A
// question waits for JavaScript, for as long as the deadline says; without an answer the caller is told what
// a user is who cancels. On the JS thread everything runs right there. Nothing is thrown.
class ComCallback final
    : public ComObject<Implements<IHTTPMailCallback, ITransportCallback>, Implements<IImnxportCallback>> {
 public:
  // `deadline` in milliseconds. E_OUTOFMEMORY. JS thread; may throw std::bad_alloc.
  static HRESULT Make(std::shared_ptr<JsLink<CallbackWrap>> link, std::shared_ptr<Holders> holders,
                      uint32_t deadline, ComPtr<ComCallback>* made);

  // IUnknown
  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppv) noexcept override;
  ULONG STDMETHODCALLTYPE AddRef() noexcept override { return holders_->AddRef(); }
  ULONG STDMETHODCALLTYPE Release() noexcept override;

  // ITransportCallback. The first three wait.
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

  // IHTTPMailCallback. The second waits.
  HRESULT STDMETHODCALLTYPE OnResponse(LPHTTPMAILRESPONSE response) noexcept override;
  HRESULT STDMETHODCALLTYPE GetParentWindow(HWND* window) noexcept override;

  // IImnxportCallback
  HRESULT STDMETHODCALLTYPE OnPostProgress(const IMNXPORT_PROGRESS*, IInternetTransport*) noexcept override {
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE OnPostDone(const IMNXPORT_RESULT*, IInternetTransport*) noexcept override {
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE OnLogonRequest(const IMNXPORT_LOGON*, IInternetTransport*) noexcept override {
    return E_NOTIMPL;
  }
  HRESULT STDMETHODCALLTYPE OnIdle(ULONGLONG, DWORD, IInternetTransport*) noexcept override {
    return E_NOTIMPL;
  }

 private:
  ComCallback(std::shared_ptr<JsLink<CallbackWrap>> link, std::shared_ptr<Holders> holders,
              uint32_t deadline) noexcept
      : link_(std::move(link)), holders_(std::move(holders)), deadline_(deadline) {}

  // `call(Napi::Env, CallbackWrap&)` on the JS thread: now, when this is it, else later.
  template <class Call>
  HRESULT Notify(Call call) noexcept;

  // `call(Napi::Env, CallbackWrap&, uint32_t token, bool here)` likewise; gives the answer to that token.
  template <class Call>
  std::optional<CallAnswer> Ask(Call call) noexcept;

  const std::shared_ptr<JsLink<CallbackWrap>> link_;
  const std::shared_ptr<Holders> holders_;
  const uint32_t deadline_;
  Marshaler marshaler_;
};

}  // namespace imnxport::binding
