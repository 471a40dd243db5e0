// A callback that records.
#include "recording_callback.h"

#include "host_thread.h"

namespace host {

bool RecordingCallback::WaitDone(size_t count, DWORD timeout_ms) const {
  return calls_.Wait(
      [count](const std::vector<Call>& calls) {
        size_t done = 0;
        for (const Call& call : calls) done += call.what == "OnDone";
        return done >= count;
      },
      timeout_ms);
}

HRESULT RecordingCallback::LastDone() const {
  const auto done = calls_.Of("OnDone");
  return done.empty() ? E_PENDING : static_cast<HRESULT>(done.back().value);
}

bool RecordingCallback::WaitFree() const {
  return calls_.Wait([this](const std::vector<Call>&) { return references_ == 1; });
}

HRESULT RecordingCallback::Told(const char* what, long value) {
  if (++depth_ > 1) ++overlaps_;
  calls_.Add(what, value);
  if (inside) inside(what);
  --depth_;
  return S_OK;
}

STDMETHODIMP RecordingCallback::QueryInterface(REFIID riid, void** ppv) {
  *ppv = nullptr;
  if (riid == IID_IUnknown || riid == IID_ITransportCallback || riid == IID_IHTTPMailCallback)
    *ppv = static_cast<IHTTPMailCallback*>(this);
  if (any_thread_ && riid == IID_IImnxportCallback) *ppv = static_cast<IImnxportCallback*>(this);
  if (!*ppv) return E_NOINTERFACE;
  AddRef();
  return S_OK;
}

STDMETHODIMP_(ULONG) RecordingCallback::Release() {
  const ULONG left = --references_;
  calls_.Add("Release", static_cast<long>(left));
  return left;
}

STDMETHODIMP RecordingCallback::OnTimeout(DWORD*, IInternetTransport*) {
  Told("OnTimeout", 0);
  return S_FALSE;
}

STDMETHODIMP RecordingCallback::OnLogonPrompt(LPINETSERVER, IInternetTransport*) {
  Told("OnLogonPrompt", 0);
  return S_FALSE;
}

STDMETHODIMP_(INT)
RecordingCallback::OnPrompt(HRESULT error, LPCSTR, LPCSTR, UINT, IInternetTransport*) {
  Told("OnPrompt", error);
  return 0;
}

STDMETHODIMP RecordingCallback::OnStatus(IXPSTATUS status, IInternetTransport*) {
  return Told("OnStatus", status);
}

STDMETHODIMP RecordingCallback::OnError(IXPSTATUS, LPIXPRESULT result, IInternetTransport*) {
  return Told("OnError", result->hrResult);
}

STDMETHODIMP RecordingCallback::OnCommand(CMDTYPE type, LPSTR, HRESULT, IInternetTransport*) {
  return Told("OnCommand", type);
}

STDMETHODIMP RecordingCallback::OnResponse(LPHTTPMAILRESPONSE response) {
  return Told(response->fDone ? "OnDone" : "OnProgress", response->rIxpResult.hrResult);
}

STDMETHODIMP RecordingCallback::GetParentWindow(HWND* window) {
  *window = nullptr;
  return E_NOTIMPL;
}

STDMETHODIMP RecordingCallback::OnPostProgress(const IMNXPORT_PROGRESS*, IInternetTransport*) { return S_OK; }

STDMETHODIMP RecordingCallback::OnPostDone(const IMNXPORT_RESULT*, IInternetTransport*) { return S_OK; }

STDMETHODIMP RecordingCallback::OnLogonRequest(const IMNXPORT_LOGON*, IInternetTransport*) { return S_FALSE; }

STDMETHODIMP RecordingCallback::OnIdle(ULONGLONG, DWORD, IInternetTransport*) { return S_FALSE; }

}  // namespace host
