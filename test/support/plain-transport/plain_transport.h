// A transport that has only what is documented: ours, with everything else hidden.
#pragma once

#include "abi/imnxport.h"
#include "com/com_object.h"
#include "com/com_ptr.h"

namespace imnxport::test {

// Neither IImnxportTransport nor IAgileObject: to COM it belongs to the apartment that it was made in. A
// CommandPOST of a stream that could say "not yet" reads it as any other. One more thing that documented
// transports may do: with a user agent that begins with "strict", it posts nothing without a connection.
class PlainTransport final : public ComObject<Implements<IHTTPMailTransport, IInternetTransport>> {
 public:
  explicit PlainTransport(ComPtr<IHTTPMailTransport> inner) noexcept : inner_(std::move(inner)) {}

  HRESULT STDMETHODCALLTYPE GetServerInfo(LPINETSERVER server) noexcept override;
  IXPTYPE STDMETHODCALLTYPE GetIXPType() noexcept override;
  HRESULT STDMETHODCALLTYPE IsState(IXPISSTATE state) noexcept override;
  HRESULT STDMETHODCALLTYPE InetServerFromAccount(IImnAccount* account,
                                                  LPINETSERVER server) noexcept override;
  HRESULT STDMETHODCALLTYPE Connect(LPINETSERVER server, boolean authenticate,
                                    boolean logging) noexcept override;
  HRESULT STDMETHODCALLTYPE HandsOffCallback() noexcept override;
  HRESULT STDMETHODCALLTYPE Disconnect() noexcept override;
  HRESULT STDMETHODCALLTYPE DropConnection() noexcept override;
  HRESULT STDMETHODCALLTYPE GetStatus(IXPSTATUS* status) noexcept override;
  HRESULT STDMETHODCALLTYPE InitNew(LPCSTR agent, LPCSTR log, IHTTPMailCallback* callback) noexcept override;
  HRESULT STDMETHODCALLTYPE CommandGET(LPCSTR, LPCSTR*, BOOL, DWORD) noexcept override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE CommandPUT(LPCSTR, LPVOID, ULONG, DWORD) noexcept override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE CommandPOST(LPCSTR url, IStream* stream, LPCSTR type,
                                        DWORD context) noexcept override;
  HRESULT STDMETHODCALLTYPE CommandDELETE(LPCSTR, DWORD) noexcept override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE CommandBDELETE(LPCSTR, LPHTTPTARGETLIST, DWORD) noexcept override {
    return E_NOTIMPL;
  }
  HRESULT STDMETHODCALLTYPE CommandPROPFIND(LPCSTR, IPropFindRequest*, DWORD, DWORD) noexcept override {
    return E_NOTIMPL;
  }
  HRESULT STDMETHODCALLTYPE CommandPROPPATCH(LPCSTR, IPropPatchRequest*, DWORD) noexcept override {
    return E_NOTIMPL;
  }
  HRESULT STDMETHODCALLTYPE CommandMKCOL(LPCSTR, DWORD) noexcept override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE CommandCOPY(LPCSTR, LPCSTR, BOOL, DWORD) noexcept override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE CommandBCOPY(LPCSTR, LPHTTPTARGETLIST, LPCSTR, LPHTTPTARGETLIST, BOOL,
                                         DWORD) noexcept override {
    return E_NOTIMPL;
  }
  HRESULT STDMETHODCALLTYPE CommandMOVE(LPCSTR, LPCSTR, BOOL, DWORD) noexcept override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE CommandBMOVE(LPCSTR, LPHTTPTARGETLIST, LPCSTR, LPHTTPTARGETLIST, BOOL,
                                         DWORD) noexcept override {
    return E_NOTIMPL;
  }
  HRESULT STDMETHODCALLTYPE GetProperty(HTTPMAILPROPTYPE, LPSTR*) noexcept override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE MemberInfo(LPCSTR, MEMBERINFOFLAGS, DWORD, BOOL, DWORD) noexcept override {
    return E_NOTIMPL;
  }
  HRESULT STDMETHODCALLTYPE FindFolders(LPCSTR, DWORD) noexcept override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE MarkRead(LPCSTR, LPHTTPTARGETLIST, BOOL, DWORD) noexcept override {
    return E_NOTIMPL;
  }
  HRESULT STDMETHODCALLTYPE SendMessage(LPCSTR, LPCSTR, LPHTTPTARGETLIST, BOOL, IStream*,
                                        DWORD) noexcept override {
    return E_NOTIMPL;
  }
  HRESULT STDMETHODCALLTYPE ListContacts(LPCSTR, DWORD) noexcept override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE ListContactInfos(LPCSTR, DWORD) noexcept override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE ContactInfo(LPCSTR, DWORD) noexcept override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE PostContact(LPCSTR, LPHTTPCONTACTINFO, DWORD) noexcept override {
    return E_NOTIMPL;
  }
  HRESULT STDMETHODCALLTYPE PatchContact(LPCSTR, LPHTTPCONTACTINFO, DWORD) noexcept override {
    return E_NOTIMPL;
  }
  HRESULT STDMETHODCALLTYPE GetPropertyDw(HTTPMAILPROPTYPE, LPDWORD) noexcept override { return E_NOTIMPL; }

 private:
  const ComPtr<IHTTPMailTransport> inner_;
  bool strict_ = false;
};

}  // namespace imnxport::test
