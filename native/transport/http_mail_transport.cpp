// Identity, life, and the methods of IInternetTransport.
#include "transport/http_mail_transport.h"

#include "com/com_object.h"
#include "com/hresult.h"
#include "transport/command_runner.h"
#include "transport/server_info.h"
#include "transport/transport_class.h"

namespace imnxport {

HRESULT CreateTransport(REFIID riid, void** ppv) noexcept {
  return MakeTransport(MakeHttpExecutor, riid, ppv);
}

HRESULT MakeTransport(const ExecutorFactory& make_executor, REFIID riid, void** ppv,
                      std::shared_ptr<ReferenceListener> listener) noexcept {
  if (!ppv) return E_POINTER;
  *ppv = nullptr;
  try {
    ComPtr<IHTTPMailTransport> transport;
    const HRESULT hr = HttpMailTransport::Make(make_executor, std::move(listener), &transport);
    return FAILED(hr) ? hr : transport->QueryInterface(riid, ppv);
  } catch (...) {
    return HResultFromException();
  }
}

HRESULT HttpMailTransport::Make(const ExecutorFactory& make_executor,
                                std::shared_ptr<ReferenceListener> listener,
                                ComPtr<IHTTPMailTransport>* transport) {
  std::shared_ptr<HttpMailTransport> made(new HttpMailTransport(std::move(listener)));
  const HRESULT hr = made->marshaler_.Aggregate(static_cast<IHTTPMailTransport*>(made.get()));
  if (FAILED(hr)) return hr;
  made->session_ = Session::Make(make_executor);
  made->session_->Events().SetTransport(std::shared_ptr<TransportOfCallback>(made, made.get()));
  *transport = ComPtr<IHTTPMailTransport>(made.get());
  return S_OK;
}

// ---- IUnknown ---------------------------------------------------------------------------------------

HRESULT HttpMailTransport::QueryInterface(REFIID riid, void** ppv) noexcept {
  if (!ppv) return E_POINTER;
  *ppv = nullptr;
  if (SameGuid(riid, IID_IUnknown) || SameGuid(riid, IID_IInternetTransport) ||
      SameGuid(riid, IID_IHTTPMailTransport)) {
    *ppv = static_cast<IHTTPMailTransport*>(this);
  } else if (SameGuid(riid, IID_IImnxportTransport)) {
    *ppv = static_cast<IImnxportTransport*>(this);
  } else {
    return marshaler_.Query(static_cast<IHTTPMailTransport*>(this), riid, ppv);
  }
  AddRef();
  return S_OK;
}

ULONG HttpMailTransport::AddRef() noexcept {
  const ULONG count = references_.fetch_add(1) + 1;
  if (count == 1) {
    // The first, or one taken inside a callback after the last had gone.
    std::lock_guard<std::mutex> lock(life_);
    self_ = shared_from_this();
  }
  if (listener_) listener_->OnAddRef();
  return count;
}

ULONG HttpMailTransport::Release() noexcept {
  const std::shared_ptr<ReferenceListener> listener = listener_;  // the object may be gone below
  const ULONG left = references_.fetch_sub(1) - 1;
  if (left == 0) LetGo();
  if (listener) listener->OnRelease();
  return left;
}

// Nothing of the object is touched afterwards: this may have been its last owner.
void HttpMailTransport::LetGo() noexcept {
  std::shared_ptr<HttpMailTransport> self;
  {
    std::lock_guard<std::mutex> lock(life_);
    if (references_.load() == 0) self = std::move(self_);
  }
  if (self) self->session_->Shutdown();
}

// ---- IInternetTransport -----------------------------------------------------------------------------

HRESULT HttpMailTransport::GetServerInfo(LPINETSERVER pInetServer) noexcept {
  return pInetServer ? session_->GetServerInfo(pInetServer) : E_INVALIDARG;
}

IXPTYPE HttpMailTransport::GetIXPType() noexcept { return IXP_HTTPMail; }

HRESULT HttpMailTransport::IsState(IXPISSTATE isstate) noexcept {
  if (isstate < IXP_IS_CONNECTED || isstate > IXP_IS_AUTHENTICATED) return E_INVALIDARG;
  return session_->IsState(isstate) ? S_OK : S_FALSE;
}

// Accounts are objects of the mail client that went with the original; there are none here.
HRESULT HttpMailTransport::InetServerFromAccount(IImnAccount* pAccount, LPINETSERVER pInetServer) noexcept {
  return NotImplemented(pAccount && pInetServer);
}

// Whether credentials are used is decided by whether there are any: fAuthenticate has nothing to add.
HRESULT HttpMailTransport::Connect(LPINETSERVER pInetServer, boolean, boolean fCommandLogging) noexcept {
  try {
    if (!pInetServer || !IsValidServer(*pInetServer)) return E_INVALIDARG;
    return session_->Connect(*pInetServer, fCommandLogging != 0);
  } catch (...) {
    return HResultFromException();
  }
}

HRESULT HttpMailTransport::HandsOffCallback() noexcept { return session_->HandsOffCallback(); }

HRESULT HttpMailTransport::Disconnect() noexcept { return session_->Disconnect(); }

HRESULT HttpMailTransport::DropConnection() noexcept { return session_->DropConnection(); }

HRESULT HttpMailTransport::GetStatus(IXPSTATUS* pCurrentStatus) noexcept {
  if (!pCurrentStatus) return E_INVALIDARG;
  *pCurrentStatus = session_->Status();
  return S_OK;
}

}  // namespace imnxport
