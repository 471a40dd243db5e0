// What the host hears: the truth, but for the deviations of OnResponse.
#include "wrong_callback.h"

#include "deviations.h"

namespace wrong {
namespace {

// Is not passed on at all when only some command is to be without an end: a run that waits for each of many
// would take minutes.
constexpr UINT kForgottenStatus = 502;

}  // namespace

WrongCallback::WrongCallback(IHTTPMailCallback* host, IHTTPMailTransport* shown) noexcept
    : host_(host), shown_(shown) {
  host_->AddRef();
}

WrongCallback::~WrongCallback() { host_->Release(); }

HRESULT WrongCallback::QueryInterface(REFIID iid, void** found) {
  if (!found) return E_POINTER;
  *found = nullptr;
  if (!IsEqualGUID(iid, IID_IUnknown) && !IsEqualGUID(iid, IID_ITransportCallback) &&
      !IsEqualGUID(iid, IID_IHTTPMailCallback)) {
    return E_NOINTERFACE;
  }
  AddRef();
  *found = static_cast<IHTTPMailCallback*>(this);
  return S_OK;
}

ULONG WrongCallback::AddRef() { return ++references_; }

ULONG WrongCallback::Release() {
  const ULONG left = --references_;
  if (left == 0) delete this;
  return left;
}

HRESULT WrongCallback::OnTimeout(DWORD* seconds, IInternetTransport*) {
  return host_->OnTimeout(seconds, shown_);
}

HRESULT WrongCallback::OnLogonPrompt(LPINETSERVER server, IInternetTransport*) {
  return host_->OnLogonPrompt(server, shown_);
}

INT WrongCallback::OnPrompt(HRESULT error, LPCSTR text, LPCSTR caption, UINT type, IInternetTransport*) {
  return host_->OnPrompt(error, text, caption, type, shown_);
}

HRESULT WrongCallback::OnStatus(IXPSTATUS status, IInternetTransport*) {
  return host_->OnStatus(status, shown_);
}

HRESULT WrongCallback::OnError(IXPSTATUS status, LPIXPRESULT result, IInternetTransport*) {
  return host_->OnError(status, result, shown_);
}

HRESULT WrongCallback::OnCommand(CMDTYPE type, LPSTR line, HRESULT response, IInternetTransport*) {
  return host_->OnCommand(type, line, response, shown_);
}

HRESULT WrongCallback::OnResponse(LPHTTPMAILRESPONSE response) {
  if (response->fDone && response->rIxpResult.uiServerError == kForgottenStatus &&
      Planted(Deviation::kNoFinal)) {
    return S_OK;
  }
  HTTPMAILRESPONSE told = *response;
  told.pTransport = shown_;
  if (Planted(Deviation::kNoLocation)) told.rPostInfo.pszLocation = nullptr;
  if (Planted(Deviation::kNoResend)) told.rPostInfo.fResend = FALSE;
  const HRESULT hr = host_->OnResponse(&told);
  return told.fDone && Planted(Deviation::kFinalTwice) ? host_->OnResponse(&told) : hr;
}

HRESULT WrongCallback::GetParentWindow(HWND* window) { return host_->GetParentWindow(window); }

}  // namespace wrong
