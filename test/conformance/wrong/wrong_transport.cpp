// Passes calls on, slot by slot. What is planted stands first.
#include "wrong_transport.h"

#include <chrono>
#include <new>
#include <thread>

#include "deviations.h"
#include "wrong_callback.h"

namespace wrong {
namespace {

// Owns one reference on the real transport.
class WrongTransport final : public IHTTPMailTransport {
 public:
  explicit WrongTransport(IHTTPMailTransport* real) noexcept : real_(real) { real_->AddRef(); }
  virtual ~WrongTransport() { real_->Release(); }

  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** found) override {
    if (!found) return E_POINTER;
    *found = nullptr;
    if (!IsEqualGUID(iid, IID_IUnknown) && !IsEqualGUID(iid, IID_IInternetTransport) &&
        !IsEqualGUID(iid, IID_IHTTPMailTransport)) {
      return E_NOINTERFACE;
    }
    AddRef();
    *found = static_cast<IHTTPMailTransport*>(this);
    return S_OK;
  }
  ULONG STDMETHODCALLTYPE AddRef() override { return ++references_; }
  ULONG STDMETHODCALLTYPE Release() override {
    const ULONG left = --references_;
    if (left == 0) delete this;
    return left;
  }

  HRESULT STDMETHODCALLTYPE InitNew(LPCSTR agent, LPCSTR log, IHTTPMailCallback* host) override {
    if (!host) return real_->InitNew(agent, log, nullptr);
    auto* callback = new (std::nothrow) WrongCallback(host, this);
    if (!callback) return E_OUTOFMEMORY;
    const HRESULT hr = real_->InitNew(agent, log, callback);
    callback->Release();
    return hr;
  }

  HRESULT STDMETHODCALLTYPE CommandPOST(LPCSTR path, IStream* stream, LPCSTR type, DWORD context) override {
    if (!path && Planted(Deviation::kPathNull)) return S_OK;
    if (type && Planted(Deviation::kContentType)) type = "application/octet-stream";
    const HRESULT hr = real_->CommandPOST(path, stream, type, context);
    if (hr == S_OK && Planted(Deviation::kStreamLeaked)) stream->AddRef();
    return hr;
  }

  HRESULT STDMETHODCALLTYPE HandsOffCallback() override {
    return Planted(Deviation::kCallbackKept) ? S_OK : real_->HandsOffCallback();
  }

  IXPTYPE STDMETHODCALLTYPE GetIXPType() override {
    return Planted(Deviation::kType) ? IXP_SMTP : real_->GetIXPType();
  }

  HRESULT STDMETHODCALLTYPE IsState(IXPISSTATE state) override {
    const HRESULT hr = real_->IsState(state);
    if (FAILED(hr) || !Planted(Deviation::kStateReversed)) return hr;
    return hr == S_OK ? S_FALSE : S_OK;
  }

  HRESULT STDMETHODCALLTYPE GetStatus(IXPSTATUS* status) override {
    if (!status && Planted(Deviation::kCrash)) *const_cast<volatile IXPSTATUS*>(status) = IXP_LAST;
    while (!status && Planted(Deviation::kHang)) std::this_thread::sleep_for(std::chrono::seconds(1));
    return real_->GetStatus(status);
  }

  // The rest tells the truth.
  HRESULT STDMETHODCALLTYPE GetServerInfo(LPINETSERVER server) override {
    return real_->GetServerInfo(server);
  }
  HRESULT STDMETHODCALLTYPE InetServerFromAccount(IImnAccount* account, LPINETSERVER server) override {
    return real_->InetServerFromAccount(account, server);
  }
  HRESULT STDMETHODCALLTYPE Connect(LPINETSERVER server, boolean authenticate, boolean logging) override {
    return real_->Connect(server, authenticate, logging);
  }
  HRESULT STDMETHODCALLTYPE Disconnect() override { return real_->Disconnect(); }
  HRESULT STDMETHODCALLTYPE DropConnection() override { return real_->DropConnection(); }
  HRESULT STDMETHODCALLTYPE CommandGET(LPCSTR path, LPCSTR* types, BOOL translate, DWORD context) override {
    return real_->CommandGET(path, types, translate, context);
  }
  HRESULT STDMETHODCALLTYPE CommandPUT(LPCSTR path, LPVOID data, ULONG size, DWORD context) override {
    return real_->CommandPUT(path, data, size, context);
  }
  HRESULT STDMETHODCALLTYPE CommandDELETE(LPCSTR path, DWORD context) override {
    return real_->CommandDELETE(path, context);
  }
  HRESULT STDMETHODCALLTYPE CommandBDELETE(LPCSTR source, LPHTTPTARGETLIST targets, DWORD context) override {
    return real_->CommandBDELETE(source, targets, context);
  }
  HRESULT STDMETHODCALLTYPE CommandPROPFIND(LPCSTR path, IPropFindRequest* request, DWORD depth,
                                            DWORD context) override {
    return real_->CommandPROPFIND(path, request, depth, context);
  }
  HRESULT STDMETHODCALLTYPE CommandPROPPATCH(LPCSTR path, IPropPatchRequest* request,
                                             DWORD context) override {
    return real_->CommandPROPPATCH(path, request, context);
  }
  HRESULT STDMETHODCALLTYPE CommandMKCOL(LPCSTR path, DWORD context) override {
    return real_->CommandMKCOL(path, context);
  }
  HRESULT STDMETHODCALLTYPE CommandCOPY(LPCSTR path, LPCSTR to, BOOL rename, DWORD context) override {
    return real_->CommandCOPY(path, to, rename, context);
  }
  HRESULT STDMETHODCALLTYPE CommandBCOPY(LPCSTR source, LPHTTPTARGETLIST targets, LPCSTR to,
                                         LPHTTPTARGETLIST names, BOOL rename, DWORD context) override {
    return real_->CommandBCOPY(source, targets, to, names, rename, context);
  }
  HRESULT STDMETHODCALLTYPE CommandMOVE(LPCSTR path, LPCSTR to, BOOL rename, DWORD context) override {
    return real_->CommandMOVE(path, to, rename, context);
  }
  HRESULT STDMETHODCALLTYPE CommandBMOVE(LPCSTR source, LPHTTPTARGETLIST targets, LPCSTR to,
                                         LPHTTPTARGETLIST names, BOOL rename, DWORD context) override {
    return real_->CommandBMOVE(source, targets, to, names, rename, context);
  }
  HRESULT STDMETHODCALLTYPE GetProperty(HTTPMAILPROPTYPE type, LPSTR* text) override {
    return real_->GetProperty(type, text);
  }
  HRESULT STDMETHODCALLTYPE MemberInfo(LPCSTR path, MEMBERINFOFLAGS flags, DWORD depth, BOOL root,
                                       DWORD context) override {
    return real_->MemberInfo(path, flags, depth, root, context);
  }
  HRESULT STDMETHODCALLTYPE FindFolders(LPCSTR path, DWORD context) override {
    return real_->FindFolders(path, context);
  }
  HRESULT STDMETHODCALLTYPE MarkRead(LPCSTR path, LPHTTPTARGETLIST targets, BOOL read,
                                     DWORD context) override {
    return real_->MarkRead(path, targets, read, context);
  }
  HRESULT STDMETHODCALLTYPE SendMessage(LPCSTR path, LPCSTR from, LPHTTPTARGETLIST targets, BOOL save,
                                        IStream* stream, DWORD context) override {
    return real_->SendMessage(path, from, targets, save, stream, context);
  }
  HRESULT STDMETHODCALLTYPE ListContacts(LPCSTR path, DWORD context) override {
    return real_->ListContacts(path, context);
  }
  HRESULT STDMETHODCALLTYPE ListContactInfos(LPCSTR path, DWORD context) override {
    return real_->ListContactInfos(path, context);
  }
  HRESULT STDMETHODCALLTYPE ContactInfo(LPCSTR path, DWORD context) override {
    return real_->ContactInfo(path, context);
  }
  HRESULT STDMETHODCALLTYPE PostContact(LPCSTR path, LPHTTPCONTACTINFO info, DWORD context) override {
    return real_->PostContact(path, info, context);
  }
  HRESULT STDMETHODCALLTYPE PatchContact(LPCSTR path, LPHTTPCONTACTINFO info, DWORD context) override {
    return real_->PatchContact(path, info, context);
  }
  HRESULT STDMETHODCALLTYPE GetPropertyDw(HTTPMAILPROPTYPE type, LPDWORD value) override {
    return real_->GetPropertyDw(type, value);
  }

 private:
  std::atomic<ULONG> references_{1};
  IHTTPMailTransport* real_;
};

}  // namespace

HRESULT MakeWrongTransport(IHTTPMailTransport* real, REFIID iid, void** made) noexcept {
  auto* transport = new (std::nothrow) WrongTransport(real);
  if (!transport) return E_OUTOFMEMORY;
  const HRESULT hr = transport->QueryInterface(iid, made);
  transport->Release();
  return hr;
}

}  // namespace wrong
