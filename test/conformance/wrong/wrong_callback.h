// Stands between the real transport and the callback of the host, and alters what the former says.
#pragma once

#include <atomic>

#include "abi/imnxport.h"

namespace wrong {

// Called by the real transport, on its threads; answers no interface but IHTTPMailCallback.
class WrongCallback final : public IHTTPMailCallback {
 public:
  // Takes a reference on `host`; `shown` is the transport that the host knows, of which none is taken: as in
  // all callbacks of Imnxport it is valid as long as calls come.
  WrongCallback(IHTTPMailCallback* host, IHTTPMailTransport* shown) noexcept;
  virtual ~WrongCallback();

  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** found) override;
  ULONG STDMETHODCALLTYPE AddRef() override;
  ULONG STDMETHODCALLTYPE Release() override;
  HRESULT STDMETHODCALLTYPE OnTimeout(DWORD* seconds, IInternetTransport*) override;
  HRESULT STDMETHODCALLTYPE OnLogonPrompt(LPINETSERVER server, IInternetTransport*) override;
  INT STDMETHODCALLTYPE OnPrompt(HRESULT error, LPCSTR text, LPCSTR caption, UINT type,
                                 IInternetTransport*) override;
  HRESULT STDMETHODCALLTYPE OnStatus(IXPSTATUS status, IInternetTransport*) override;
  HRESULT STDMETHODCALLTYPE OnError(IXPSTATUS status, LPIXPRESULT result, IInternetTransport*) override;
  HRESULT STDMETHODCALLTYPE OnCommand(CMDTYPE type, LPSTR line, HRESULT response,
                                      IInternetTransport*) override;
  HRESULT STDMETHODCALLTYPE OnResponse(LPHTTPMAILRESPONSE response) override;
  HRESULT STDMETHODCALLTYPE GetParentWindow(HWND* window) override;

 private:
  std::atomic<ULONG> references_{1};
  IHTTPMailCallback* host_;
  IHTTPMailTransport* shown_;
};

}  // namespace wrong
