// The object behind IHTTPMailTransport.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <utility>

#include "abi/imnxport_ext.h"
#include "com/marshaler.h"
#include "com/module.h"
#include "com/reference_listener.h"
#include "transport/session.h"

namespace imnxport {

// What clients count and what memory needs are two things: `references_` is what AddRef and Release
// answer, and the object lives on, unreachable, while one of its callbacks is running. Every method may
// be called on any thread, also from inside a callback; arguments are checked before states.
class HttpMailTransport final : public IHTTPMailTransport,
                                public IImnxportTransport,
                                public TransportOfCallback,
                                public std::enable_shared_from_this<HttpMailTransport> {
 public:
  // A new one, uninitialised; `make_executor` says who carries its commands out, `listener`, which may be
  // null, is told of references. E_OUTOFMEMORY; may throw std::bad_alloc.
  static HRESULT Make(const ExecutorFactory& make_executor, std::shared_ptr<ReferenceListener> listener,
                      ComPtr<IHTTPMailTransport>* transport);

  // IUnknown
  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppv) noexcept override;
  ULONG STDMETHODCALLTYPE AddRef() noexcept override;
  ULONG STDMETHODCALLTYPE Release() noexcept override;

  // IInternetTransport: slots 3 to 11
  HRESULT STDMETHODCALLTYPE GetServerInfo(LPINETSERVER pInetServer) noexcept override;
  IXPTYPE STDMETHODCALLTYPE GetIXPType() noexcept override;
  HRESULT STDMETHODCALLTYPE IsState(IXPISSTATE isstate) noexcept override;
  HRESULT STDMETHODCALLTYPE InetServerFromAccount(IImnAccount* pAccount,
                                                  LPINETSERVER pInetServer) noexcept override;
  HRESULT STDMETHODCALLTYPE Connect(LPINETSERVER pInetServer, boolean fAuthenticate,
                                    boolean fCommandLogging) noexcept override;
  HRESULT STDMETHODCALLTYPE HandsOffCallback() noexcept override;
  HRESULT STDMETHODCALLTYPE Disconnect() noexcept override;
  HRESULT STDMETHODCALLTYPE DropConnection() noexcept override;
  HRESULT STDMETHODCALLTYPE GetStatus(IXPSTATUS* pCurrentStatus) noexcept override;

  // IHTTPMailTransport: slots 12 to 35
  HRESULT STDMETHODCALLTYPE InitNew(LPCSTR pszUserAgent, LPCSTR pszLogFilePath,
                                    IHTTPMailCallback* pCallback) noexcept override;
  HRESULT STDMETHODCALLTYPE CommandGET(LPCSTR pszPath, LPCSTR* rgszAcceptTypes, BOOL fTranslate,
                                       DWORD dwContext) noexcept override;
  HRESULT STDMETHODCALLTYPE CommandPUT(LPCSTR pszPath, LPVOID lpvData, ULONG cbSize,
                                       DWORD dwContext) noexcept override;
  HRESULT STDMETHODCALLTYPE CommandPOST(LPCSTR pszPath, IStream* pStream, LPCSTR pszContentType,
                                        DWORD dwContext) noexcept override;
  HRESULT STDMETHODCALLTYPE CommandDELETE(LPCSTR pszPath, DWORD dwContext) noexcept override;
  HRESULT STDMETHODCALLTYPE CommandBDELETE(LPCSTR pszSourceCollection, LPHTTPTARGETLIST pTargets,
                                           DWORD dwContext) noexcept override;
  HRESULT STDMETHODCALLTYPE CommandPROPFIND(LPCSTR pszPath, IPropFindRequest* pRequest, DWORD dwDepth,
                                            DWORD dwContext) noexcept override;
  HRESULT STDMETHODCALLTYPE CommandPROPPATCH(LPCSTR pszPath, IPropPatchRequest* pRequest,
                                             DWORD dwContext) noexcept override;
  HRESULT STDMETHODCALLTYPE CommandMKCOL(LPCSTR pszPath, DWORD dwContext) noexcept override;
  HRESULT STDMETHODCALLTYPE CommandCOPY(LPCSTR pszPath, LPCSTR pszDestination, BOOL fAllowRename,
                                        DWORD dwContext) noexcept override;
  HRESULT STDMETHODCALLTYPE CommandBCOPY(LPCSTR pszSourceCollection, LPHTTPTARGETLIST pTargets,
                                         LPCSTR pszDestCollection, LPHTTPTARGETLIST pDestinations,
                                         BOOL fAllowRename, DWORD dwContext) noexcept override;
  HRESULT STDMETHODCALLTYPE CommandMOVE(LPCSTR pszPath, LPCSTR pszDestination, BOOL fAllowRename,
                                        DWORD dwContext) noexcept override;
  HRESULT STDMETHODCALLTYPE CommandBMOVE(LPCSTR pszSourceCollection, LPHTTPTARGETLIST pTargets,
                                         LPCSTR pszDestCollection, LPHTTPTARGETLIST pDestinations,
                                         BOOL fAllowRename, DWORD dwContext) noexcept override;
  HRESULT STDMETHODCALLTYPE GetProperty(HTTPMAILPROPTYPE proptype, LPSTR* ppszProp) noexcept override;
  HRESULT STDMETHODCALLTYPE MemberInfo(LPCSTR pszPath, MEMBERINFOFLAGS flags, DWORD dwDepth,
                                       BOOL fIncludeRoot, DWORD dwContext) noexcept override;
  HRESULT STDMETHODCALLTYPE FindFolders(LPCSTR pszPath, DWORD dwContext) noexcept override;
  HRESULT STDMETHODCALLTYPE MarkRead(LPCSTR pszPath, LPHTTPTARGETLIST pTargets, BOOL fMarkRead,
                                     DWORD dwContext) noexcept override;
  HRESULT STDMETHODCALLTYPE SendMessage(LPCSTR pszPath, LPCSTR pszFrom, LPHTTPTARGETLIST pTargets,
                                        BOOL fSaveInSent, IStream* pMessageStream,
                                        DWORD dwContext) noexcept override;
  HRESULT STDMETHODCALLTYPE ListContacts(LPCSTR pszPath, DWORD dwContext) noexcept override;
  HRESULT STDMETHODCALLTYPE ListContactInfos(LPCSTR pszCollectionPath, DWORD dwContext) noexcept override;
  HRESULT STDMETHODCALLTYPE ContactInfo(LPCSTR pszPath, DWORD dwContext) noexcept override;
  HRESULT STDMETHODCALLTYPE PostContact(LPCSTR pszPath, LPHTTPCONTACTINFO pciInfo,
                                        DWORD dwContext) noexcept override;
  HRESULT STDMETHODCALLTYPE PatchContact(LPCSTR pszPath, LPHTTPCONTACTINFO pciInfo,
                                         DWORD dwContext) noexcept override;
  HRESULT STDMETHODCALLTYPE GetPropertyDw(HTTPMAILPROPTYPE proptype, LPDWORD lpdwProp) noexcept override;

  // IImnxportTransport: slots 3 to 7
  HRESULT STDMETHODCALLTYPE Configure(const IMNXPORT_OPTIONS* pOptions) noexcept override;
  HRESULT STDMETHODCALLTYPE Post(LPCSTR pszUrl, IStream* pStream, const IMNXPORT_POST* pPost,
                                 ULONGLONG* pullToken) noexcept override;
  HRESULT STDMETHODCALLTYPE Cancel(ULONGLONG ullToken, HRESULT hrReason) noexcept override;
  HRESULT STDMETHODCALLTYPE AnswerLogon(ULONGLONG ullToken, HRESULT hrAnswer, LPCSTR pszUser,
                                        LPCSTR pszPassword) noexcept override;
  HRESULT STDMETHODCALLTYPE AnswerIdle(ULONGLONG ullToken, HRESULT hrAnswer,
                                       DWORD dwIdleTimeout) noexcept override;

  IHTTPMailTransport* Pointer() noexcept override { return this; }
  void OnCallbackThreadEnded() noexcept override { session_->Abort(); }

 private:
  explicit HttpMailTransport(std::shared_ptr<ReferenceListener> listener) noexcept
      : listener_(std::move(listener)) {}
  HRESULT NotImplemented(bool arguments_are_good) noexcept;
  void LetGo() noexcept;

  const std::shared_ptr<ReferenceListener> listener_;  // mostly null
  std::atomic<ULONG> references_{0};
  std::mutex life_;
  std::shared_ptr<HttpMailTransport> self_;  // while clients hold references; guarded by life_
  std::shared_ptr<Session> session_;
  Marshaler marshaler_;
  ModuleReference module_;
};

}  // namespace imnxport
