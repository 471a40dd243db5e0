// An IHTTPMailCallback that records the thread of every call.
#pragma once

#include <atomic>

#include "abi/imnxport_ext.h"
#include "calls.h"

namespace host {

// Recorded are "OnStatus" (its status), "OnCommand", "OnError" (hrResult), "OnTimeout", "OnLogonPrompt",
// "OnProgress" and "OnDone" (OnResponse; hrResult), "Release" (references left).
class RecordingCallback final : public IHTTPMailCallback, public IImnxportCallback {
 public:
  // `any_thread`: it answers IImnxportCallback. It is not deleted by its last Release: it lives where the
  // test wants it, with one reference that is the test's.
  explicit RecordingCallback(bool any_thread = false) : any_thread_(any_thread) {}

  // Called inside OnStatus and OnResponse, with what is recorded.
  std::function<void(const std::string& what)> inside;

  const Calls& Record() const { return calls_; }
  // Until so many commands have ended, without pumping.
  bool WaitDone(size_t count = 1, DWORD timeout_ms = 30000) const;
  size_t Done() const { return calls_.Of("OnDone").size(); }
  HRESULT LastDone() const;
  // Until the library holds no reference.
  bool WaitFree() const;
  ULONG References() const { return references_; }
  int Overlaps() const { return overlaps_; }

  STDMETHOD(QueryInterface)(REFIID riid, void** ppv) override;
  STDMETHOD_(ULONG, AddRef)() override { return ++references_; }
  STDMETHOD_(ULONG, Release)() override;
  STDMETHOD(OnTimeout)(DWORD* seconds, IInternetTransport* transport) override;
  STDMETHOD(OnLogonPrompt)(LPINETSERVER server, IInternetTransport* transport) override;
  STDMETHOD_(INT, OnPrompt)
  (HRESULT error, LPCSTR text, LPCSTR caption, UINT type, IInternetTransport* transport) override;
  STDMETHOD(OnStatus)(IXPSTATUS status, IInternetTransport* transport) override;
  STDMETHOD(OnError)(IXPSTATUS status, LPIXPRESULT result, IInternetTransport* transport) override;
  STDMETHOD(OnCommand)(CMDTYPE type, LPSTR line, HRESULT hr, IInternetTransport* transport) override;
  STDMETHOD(OnResponse)(LPHTTPMAILRESPONSE response) override;
  STDMETHOD(GetParentWindow)(HWND* window) override;
  STDMETHOD(OnPostProgress)(const IMNXPORT_PROGRESS* progress, IInternetTransport* transport) override;
  STDMETHOD(OnPostDone)(const IMNXPORT_RESULT* result, IInternetTransport* transport) override;
  STDMETHOD(OnLogonRequest)(const IMNXPORT_LOGON* logon, IInternetTransport* transport) override;
  STDMETHOD(OnIdle)(ULONGLONG token, DWORD idle, IInternetTransport* transport) override;

 private:
  HRESULT Told(const char* what, long value);

  const bool any_thread_;
  std::atomic<ULONG> references_{1};
  std::atomic<int> depth_{0};
  std::atomic<int> overlaps_{0};
  Calls calls_;
};

}  // namespace host
