// The commands that this project does not carry out: they check their arguments as documented, then
// answer E_NOTIMPL. Nothing is sent and nothing is called back. What the project exists for is the POST.
#include "transport/http_mail_transport.h"

namespace imnxport {
namespace {

bool IsTargetList(LPHTTPTARGETLIST targets) { return targets && targets->cTarget > 0 && targets->prgTarget; }

}  // namespace

// Arguments before state, state before "not implemented": a client's mistakes show here as they would
// on a transport that does it all.
HRESULT HttpMailTransport::NotImplemented(bool arguments_are_good) noexcept {
  if (!arguments_are_good) return E_INVALIDARG;
  const HRESULT hr = session_->CheckInitialised();
  return FAILED(hr) ? hr : E_NOTIMPL;
}

HRESULT HttpMailTransport::CommandGET(LPCSTR pszPath, LPCSTR*, BOOL, DWORD) noexcept {
  return NotImplemented(pszPath);
}

HRESULT HttpMailTransport::CommandPUT(LPCSTR pszPath, LPVOID lpvData, ULONG cbSize, DWORD) noexcept {
  return NotImplemented(pszPath && lpvData && cbSize > 0);
}

HRESULT HttpMailTransport::CommandDELETE(LPCSTR pszPath, DWORD) noexcept { return NotImplemented(pszPath); }

HRESULT HttpMailTransport::CommandBDELETE(LPCSTR pszSourceCollection, LPHTTPTARGETLIST pTargets,
                                          DWORD) noexcept {
  return NotImplemented(pszSourceCollection && IsTargetList(pTargets));
}

HRESULT HttpMailTransport::CommandPROPFIND(LPCSTR pszPath, IPropFindRequest* pRequest, DWORD,
                                           DWORD) noexcept {
  return NotImplemented(pszPath && pRequest);
}

HRESULT HttpMailTransport::CommandPROPPATCH(LPCSTR pszPath, IPropPatchRequest* pRequest, DWORD) noexcept {
  return NotImplemented(pszPath && pRequest);
}

HRESULT HttpMailTransport::CommandMKCOL(LPCSTR pszPath, DWORD) noexcept { return NotImplemented(pszPath); }

HRESULT HttpMailTransport::CommandCOPY(LPCSTR pszPath, LPCSTR pszDestination, BOOL, DWORD) noexcept {
  return NotImplemented(pszPath && pszDestination);
}

HRESULT HttpMailTransport::CommandBCOPY(LPCSTR pszSourceCollection, LPHTTPTARGETLIST pTargets,
                                        LPCSTR pszDestCollection, LPHTTPTARGETLIST, BOOL, DWORD) noexcept {
  return NotImplemented(pszSourceCollection && IsTargetList(pTargets) && pszDestCollection);
}

HRESULT HttpMailTransport::CommandMOVE(LPCSTR pszPath, LPCSTR pszDestination, BOOL, DWORD) noexcept {
  return NotImplemented(pszPath && pszDestination);
}

HRESULT HttpMailTransport::CommandBMOVE(LPCSTR pszSourceCollection, LPHTTPTARGETLIST pTargets,
                                        LPCSTR pszDestCollection, LPHTTPTARGETLIST, BOOL, DWORD) noexcept {
  return NotImplemented(pszSourceCollection && IsTargetList(pTargets) && pszDestCollection);
}

HRESULT HttpMailTransport::GetProperty(HTTPMAILPROPTYPE, LPSTR* ppszProp) noexcept {
  if (ppszProp) *ppszProp = nullptr;
  return NotImplemented(ppszProp);
}

HRESULT HttpMailTransport::MemberInfo(LPCSTR pszPath, MEMBERINFOFLAGS, DWORD, BOOL, DWORD) noexcept {
  return NotImplemented(pszPath);
}

HRESULT HttpMailTransport::FindFolders(LPCSTR pszPath, DWORD) noexcept { return NotImplemented(pszPath); }

HRESULT HttpMailTransport::MarkRead(LPCSTR pszPath, LPHTTPTARGETLIST pTargets, BOOL, DWORD) noexcept {
  return NotImplemented(pszPath && IsTargetList(pTargets));
}

HRESULT HttpMailTransport::SendMessage(LPCSTR pszPath, LPCSTR pszFrom, LPHTTPTARGETLIST pTargets, BOOL,
                                       IStream* pMessageStream, DWORD) noexcept {
  return NotImplemented(pszPath && pszFrom && pTargets && pMessageStream);
}

HRESULT HttpMailTransport::ListContacts(LPCSTR pszPath, DWORD) noexcept { return NotImplemented(pszPath); }

HRESULT HttpMailTransport::ListContactInfos(LPCSTR pszCollectionPath, DWORD) noexcept {
  return NotImplemented(pszCollectionPath);
}

HRESULT HttpMailTransport::ContactInfo(LPCSTR pszPath, DWORD) noexcept { return NotImplemented(pszPath); }

HRESULT HttpMailTransport::PostContact(LPCSTR pszPath, LPHTTPCONTACTINFO pciInfo, DWORD) noexcept {
  return NotImplemented(pszPath && pciInfo);
}

HRESULT HttpMailTransport::PatchContact(LPCSTR pszPath, LPHTTPCONTACTINFO pciInfo, DWORD) noexcept {
  return NotImplemented(pszPath && pciInfo);
}

HRESULT HttpMailTransport::GetPropertyDw(HTTPMAILPROPTYPE, LPDWORD lpdwProp) noexcept {
  if (lpdwProp) *lpdwProp = 0;
  return NotImplemented(lpdwProp);
}

}  // namespace imnxport
