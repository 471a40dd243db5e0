// The C++ interfaces, called by slot number: what a compiler makes of them is what C sees.
#include <doctest/doctest.h>

#include "../abi/support/slots.h"

namespace {

// Each method notes its slot.
class Transport final : public IHTTPMailTransport {
 public:
  int slot = -1;
  DWORD context = 0;

  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID, void**) override { return Note(0); }
  ULONG STDMETHODCALLTYPE AddRef() override { return static_cast<ULONG>(Note(1)); }
  ULONG STDMETHODCALLTYPE Release() override { return static_cast<ULONG>(Note(2)); }
  HRESULT STDMETHODCALLTYPE GetServerInfo(LPINETSERVER) override { return Note(3); }
  IXPTYPE STDMETHODCALLTYPE GetIXPType() override { return Note(4), IXP_HTTPMail; }
  HRESULT STDMETHODCALLTYPE IsState(IXPISSTATE) override { return Note(5); }
  HRESULT STDMETHODCALLTYPE InetServerFromAccount(IImnAccount*, LPINETSERVER) override { return Note(6); }
  HRESULT STDMETHODCALLTYPE Connect(LPINETSERVER, boolean authenticate, boolean log) override {
    return Note(7, static_cast<DWORD>(authenticate * 256 + log));
  }
  HRESULT STDMETHODCALLTYPE HandsOffCallback() override { return Note(8); }
  HRESULT STDMETHODCALLTYPE Disconnect() override { return Note(9); }
  HRESULT STDMETHODCALLTYPE DropConnection() override { return Note(10); }
  HRESULT STDMETHODCALLTYPE GetStatus(IXPSTATUS*) override { return Note(11); }
  HRESULT STDMETHODCALLTYPE InitNew(LPCSTR, LPCSTR, IHTTPMailCallback*) override { return Note(12); }
  HRESULT STDMETHODCALLTYPE CommandGET(LPCSTR, LPCSTR*, BOOL, DWORD c) override { return Note(13, c); }
  HRESULT STDMETHODCALLTYPE CommandPUT(LPCSTR, LPVOID, ULONG, DWORD c) override { return Note(14, c); }
  HRESULT STDMETHODCALLTYPE CommandPOST(LPCSTR, IStream*, LPCSTR, DWORD c) override { return Note(15, c); }
  HRESULT STDMETHODCALLTYPE CommandDELETE(LPCSTR, DWORD c) override { return Note(16, c); }
  HRESULT STDMETHODCALLTYPE CommandBDELETE(LPCSTR, LPHTTPTARGETLIST, DWORD c) override { return Note(17, c); }
  HRESULT STDMETHODCALLTYPE CommandPROPFIND(LPCSTR, IPropFindRequest*, DWORD, DWORD c) override {
    return Note(18, c);
  }
  HRESULT STDMETHODCALLTYPE CommandPROPPATCH(LPCSTR, IPropPatchRequest*, DWORD c) override {
    return Note(19, c);
  }
  HRESULT STDMETHODCALLTYPE CommandMKCOL(LPCSTR, DWORD c) override { return Note(20, c); }
  HRESULT STDMETHODCALLTYPE CommandCOPY(LPCSTR, LPCSTR, BOOL, DWORD c) override { return Note(21, c); }
  HRESULT STDMETHODCALLTYPE CommandBCOPY(LPCSTR, LPHTTPTARGETLIST, LPCSTR, LPHTTPTARGETLIST, BOOL,
                                         DWORD c) override {
    return Note(22, c);
  }
  HRESULT STDMETHODCALLTYPE CommandMOVE(LPCSTR, LPCSTR, BOOL, DWORD c) override { return Note(23, c); }
  HRESULT STDMETHODCALLTYPE CommandBMOVE(LPCSTR, LPHTTPTARGETLIST, LPCSTR, LPHTTPTARGETLIST, BOOL,
                                         DWORD c) override {
    return Note(24, c);
  }
  HRESULT STDMETHODCALLTYPE GetProperty(HTTPMAILPROPTYPE, LPSTR*) override { return Note(25); }
  HRESULT STDMETHODCALLTYPE MemberInfo(LPCSTR, MEMBERINFOFLAGS, DWORD, BOOL, DWORD c) override {
    return Note(26, c);
  }
  HRESULT STDMETHODCALLTYPE FindFolders(LPCSTR, DWORD c) override { return Note(27, c); }
  HRESULT STDMETHODCALLTYPE MarkRead(LPCSTR, LPHTTPTARGETLIST, BOOL, DWORD c) override { return Note(28, c); }
  HRESULT STDMETHODCALLTYPE SendMessage(LPCSTR, LPCSTR, LPHTTPTARGETLIST, BOOL, IStream*, DWORD c) override {
    return Note(29, c);
  }
  HRESULT STDMETHODCALLTYPE ListContacts(LPCSTR, DWORD c) override { return Note(30, c); }
  HRESULT STDMETHODCALLTYPE ListContactInfos(LPCSTR, DWORD c) override { return Note(31, c); }
  HRESULT STDMETHODCALLTYPE ContactInfo(LPCSTR, DWORD c) override { return Note(32, c); }
  HRESULT STDMETHODCALLTYPE PostContact(LPCSTR, LPHTTPCONTACTINFO, DWORD c) override { return Note(33, c); }
  HRESULT STDMETHODCALLTYPE PatchContact(LPCSTR, LPHTTPCONTACTINFO, DWORD c) override { return Note(34, c); }
  HRESULT STDMETHODCALLTYPE GetPropertyDw(HTTPMAILPROPTYPE, LPDWORD) override { return Note(35); }

 private:
  HRESULT Note(int number, DWORD last = 0) {
    slot = number;
    context = last;
    return S_OK;
  }
};

constexpr DWORD kContext = 0xFEDCBA98u;

}  // namespace

TEST_CASE("abi: every slot of IHTTPMailTransport") {
  Transport transport;
  void* const t = static_cast<IHTTPMailTransport*>(&transport);
  const auto is = [&](int slot, DWORD context) {
    CHECK(transport.slot == slot);
    CHECK(transport.context == context);
  };
  void* out = nullptr;
  S0_QueryInterface(t, &IID_IUnknown, &out);
  is(0, 0);
  S1_AddRef(t);
  is(1, 0);
  S2_Release(t);
  is(2, 0);
  S3_GetServerInfo(t, nullptr);
  is(3, 0);
  CHECK(S4_GetIXPType(t) == IXP_HTTPMail);
  is(4, 0);
  S5_IsState(t, IXP_IS_BUSY);
  is(5, 0);
  S6_InetServerFromAccount(t, nullptr, nullptr);
  is(6, 0);
  S7_Connect(t, nullptr, TRUE, FALSE);
  is(7, 256);
  S7_Connect(t, nullptr, FALSE, TRUE);
  is(7, 1);
  S8_HandsOffCallback(t);
  is(8, 0);
  S9_Disconnect(t);
  is(9, 0);
  S10_DropConnection(t);
  is(10, 0);
  S11_GetStatus(t, nullptr);
  is(11, 0);
  S12_InitNew(t, nullptr, nullptr, nullptr);
  is(12, 0);
  S13_CommandGET(t, nullptr, nullptr, TRUE, kContext);
  is(13, kContext);
  S14_CommandPUT(t, nullptr, nullptr, 1, kContext);
  is(14, kContext);
  S15_CommandPOST(t, nullptr, nullptr, nullptr, kContext);
  is(15, kContext);
  S16_CommandDELETE(t, nullptr, kContext);
  is(16, kContext);
  S17_CommandBDELETE(t, nullptr, nullptr, kContext);
  is(17, kContext);
  S18_CommandPROPFIND(t, nullptr, nullptr, 1, kContext);
  is(18, kContext);
  S19_CommandPROPPATCH(t, nullptr, nullptr, kContext);
  is(19, kContext);
  S20_CommandMKCOL(t, nullptr, kContext);
  is(20, kContext);
  S21_CommandCOPY(t, nullptr, nullptr, TRUE, kContext);
  is(21, kContext);
  S22_CommandBCOPY(t, nullptr, nullptr, nullptr, nullptr, TRUE, kContext);
  is(22, kContext);
  S23_CommandMOVE(t, nullptr, nullptr, TRUE, kContext);
  is(23, kContext);
  S24_CommandBMOVE(t, nullptr, nullptr, nullptr, nullptr, TRUE, kContext);
  is(24, kContext);
  S25_GetProperty(t, HTTPMAIL_PROP_SIG, nullptr);
  is(25, 0);
  S26_MemberInfo(t, nullptr, 0, 0, TRUE, kContext);
  is(26, kContext);
  S27_FindFolders(t, nullptr, kContext);
  is(27, kContext);
  S28_MarkRead(t, nullptr, nullptr, TRUE, kContext);
  is(28, kContext);
  S29_SendMail(t, nullptr, nullptr, nullptr, TRUE, nullptr, kContext);
  is(29, kContext);
  S30_ListContacts(t, nullptr, kContext);
  is(30, kContext);
  S31_ListContactInfos(t, nullptr, kContext);
  is(31, kContext);
  S32_ContactInfo(t, nullptr, kContext);
  is(32, kContext);
  S33_PostContact(t, nullptr, nullptr, kContext);
  is(33, kContext);
  S34_PatchContact(t, nullptr, nullptr, kContext);
  is(34, kContext);
  S35_GetPropertyDw(t, HTTPMAIL_PROP_SIG, nullptr);
  is(35, 0);
}

TEST_CASE("abi: base and derived interface are one pointer") {
  Transport transport;
  IHTTPMailTransport* const derived = &transport;
  CHECK(static_cast<void*>(static_cast<IInternetTransport*>(derived)) == static_cast<void*>(derived));
  CHECK(static_cast<void*>(static_cast<IUnknown*>(derived)) == static_cast<void*>(derived));
}
