/* imnxport.h: Imnxport, the HTTP mail transport of Windows Mail and Outlook Express, as COM interfaces.
 *
 *   DllGetClassObject(CLSID_IHTTPMailTransport) -> IClassFactory -> IHTTPMailTransport
 *   transport->InitNew(agent, NULL, callback)   -> S_OK
 *   transport->CommandPOST(url, stream, type, 0) -> S_OK at once
 *   callback->OnResponse(...)                    -> progress, and once with fDone TRUE
 *
 * For C11 (pointer->lpVtbl->Method(pointer, ...); #define COBJMACROS for IHTTPMailTransport_CommandPOST
 * and the like) and C++17. Exactly one file of a program, or each of them, has
 * #define IMNXPORT_INITGUID before the first #include, which defines the GUIDs; no library is needed.
 *
 * Source of each interface in brackets: D the public documentation ("Windows Mail Networking Reference"),
 * H the published SDK header, "decision": of this project, where both are silent.
 *
 * Strings are ANSI (off Windows UTF-8), NUL-terminated, read during the call only, copied if needed later.
 * Errors common to all methods: E_OUTOFMEMORY; E_INVALIDARG for a bad argument, in any state; then
 * IXP_E_NOT_INIT before InitNew.
 */
#ifndef IMNXPORT_H
#define IMNXPORT_H

#include "imnxport_constants.h"
#include "imnxport_structs.h"
#include "imnxport_types.h"

#ifdef __cplusplus
extern "C" {
#endif

IMNXPORT_GUID(IID_ITransportCallback, 0x0df2c7e1, 0x3435, 0x11d0, 0x81, 0xd0, 0x00, 0xc0, 0x4f, 0xd8, 0x5a,
              0xb4);
IMNXPORT_GUID(IID_ITransportCallbackService, 0xca30f3ff, 0xc9ac, 0x11d1, 0x9a, 0x3a, 0x00, 0xc0, 0x4f, 0xa3,
              0x09, 0xd4);
IMNXPORT_GUID(IID_IInternetTransport, 0x1f636c01, 0x364e, 0x11d0, 0x81, 0xd3, 0x00, 0xc0, 0x4f, 0xd8, 0x5a,
              0xb4);
IMNXPORT_GUID(IID_IHTTPMailCallback, 0x19f6481c, 0xe5f0, 0x11d1, 0xa8, 0x6e, 0x00, 0x00, 0xf8, 0x08, 0x4f,
              0x96);
IMNXPORT_GUID(IID_IHTTPMailTransport, 0xb8bde03c, 0xe548, 0x11d1, 0xa8, 0x6e, 0x00, 0x00, 0xf8, 0x08, 0x4f,
              0x96);
IMNXPORT_GUID(CLSID_IHTTPMailTransport, 0x5a580c11, 0xe5eb, 0x11d1, 0xa8, 0x6e, 0x00, 0x00, 0xf8, 0x08, 0x4f,
              0x96);
IMNXPORT_GUID(CLSID_IPropFindRequest, 0xbb847b8a, 0x054a, 0x11d2, 0xa8, 0x94, 0x00, 0x00, 0xf8, 0x08, 0x4f,
              0x96);
IMNXPORT_GUID(IID_IPropFindRequest, 0x5cfc6308, 0x0544, 0x11d2, 0xa8, 0x94, 0x00, 0x00, 0xf8, 0x08, 0x4f,
              0x96);
IMNXPORT_GUID(IID_IPropFindMultiResponse, 0x0dee87de, 0x0547, 0x11d2, 0xa8, 0x94, 0x00, 0x00, 0xf8, 0x08,
              0x4f, 0x96);
IMNXPORT_GUID(IID_IPropFindResponse, 0x8a523716, 0x0548, 0x11d2, 0xa8, 0x94, 0x00, 0x00, 0xf8, 0x08, 0x4f,
              0x96);
IMNXPORT_GUID(IID_IDAVNamespaceArbiter, 0x72a58ff8, 0x227d, 0x11d2, 0xa8, 0xb5, 0x00, 0x00, 0xf8, 0x08, 0x4f,
              0x96);
IMNXPORT_GUID(CLSID_IPropPatchRequest, 0xea678830, 0x235d, 0x11d2, 0xa8, 0xb6, 0x00, 0x00, 0xf8, 0x08, 0x4f,
              0x96);
IMNXPORT_GUID(IID_IPropPatchRequest, 0xab8b8d2a, 0x227f, 0x11d2, 0xa8, 0xb5, 0x00, 0x00, 0xf8, 0x08, 0x4f,
              0x96);

/* An account of Outlook's account manager; only passed through, so opaque here. */
typedef struct IImnAccount IImnAccount;
typedef struct IInternetTransport IInternetTransport;

/* What every transport tells its client [D H]. Off Windows, and when InitNew was called in the MTA: on the
 * library's dispatch thread, one call at a time; else on the thread of InitNew, which must pump messages.
 * The client may call any method of the transport inside, the final Release included. A returned failure
 * never breaks the transport. Pointers are valid during the call; transports come without a reference. */
#undef INTERFACE
#define INTERFACE ITransportCallback
DECLARE_INTERFACE_(ITransportCallback, IUnknown) {
  STDMETHOD(QueryInterface)(THIS_ REFIID riid, void** ppvObject) PURE;
  STDMETHOD_(ULONG, AddRef)(THIS) PURE;
  STDMETHOD_(ULONG, Release)(THIS) PURE;

  /* Nothing has moved for a while. S_OK: wait on, for *pdwTimeout seconds (0: as before); anything else,
   * S_FALSE by the documentation: give up, the command ends with IXP_E_TIMEOUT, disconnected. Slot 3. */
  STDMETHOD(OnTimeout)(THIS_ DWORD * pdwTimeout, IInternetTransport * pTransport) PURE;
  /* The server wants credentials. S_OK: szUserName and szPassword were changed, try again (at most three
   * times); S_FALSE: cancel, the command ends with IXP_E_USER_CANCEL, disconnected. Slot 4. */
  STDMETHOD(OnLogonPrompt)(THIS_ LPINETSERVER pInetServer, IInternetTransport * pTransport) PURE;
  /* Ask the user something, as MessageBox with uType would; returns its IDOK, IDYES and so on. Slot 5. */
  STDMETHOD_(INT, OnPrompt)
  (THIS_ HRESULT hrError, LPCSTR pszText, LPCSTR pszCaption, UINT uType, IInternetTransport * pTransport)
      PURE;
  /* The transport has entered a new status. Slot 6. */
  STDMETHOD(OnStatus)(THIS_ IXPSTATUS ixpstatus, IInternetTransport * pTransport) PURE;
  /* A network failure, before the final OnResponse of the command it ends. Slot 7. */
  STDMETHOD(OnError)(THIS_ IXPSTATUS ixpstatus, LPIXPRESULT pResult, IInternetTransport * pTransport) PURE;
  /* A line of the protocol, without credentials; only after Connect(fCommandLogging TRUE). Slot 8. */
  STDMETHOD(OnCommand)
  (THIS_ CMDTYPE cmdtype, LPSTR pszLine, HRESULT hrResponse, IInternetTransport * pTransport) PURE;
};

/* What the client of an HTTP mail transport implements [H]. Threads as above. */
#undef INTERFACE
#define INTERFACE IHTTPMailCallback
DECLARE_INTERFACE_(IHTTPMailCallback, ITransportCallback) {
  STDMETHOD(QueryInterface)(THIS_ REFIID riid, void** ppvObject) PURE;
  STDMETHOD_(ULONG, AddRef)(THIS) PURE;
  STDMETHOD_(ULONG, Release)(THIS) PURE;
  STDMETHOD(OnTimeout)(THIS_ DWORD * pdwTimeout, IInternetTransport * pTransport) PURE;
  STDMETHOD(OnLogonPrompt)(THIS_ LPINETSERVER pInetServer, IInternetTransport * pTransport) PURE;
  STDMETHOD_(INT, OnPrompt)
  (THIS_ HRESULT hrError, LPCSTR pszText, LPCSTR pszCaption, UINT uType, IInternetTransport * pTransport)
      PURE;
  STDMETHOD(OnStatus)(THIS_ IXPSTATUS ixpstatus, IInternetTransport * pTransport) PURE;
  STDMETHOD(OnError)(THIS_ IXPSTATUS ixpstatus, LPIXPRESULT pResult, IInternetTransport * pTransport) PURE;
  STDMETHOD(OnCommand)
  (THIS_ CMDTYPE cmdtype, LPSTR pszLine, HRESULT hrResponse, IInternetTransport * pTransport) PURE;

  /* Progress of a command, and with fDone TRUE its end. For each command that returned S_OK there is
   * exactly one end [decision], unless HandsOffCallback or the final Release comes before. Slot 9. */
  STDMETHOD(OnResponse)(THIS_ LPHTTPMAILRESPONSE pResponse) PURE;
  /* The window over which dialogs may be shown; E_NOTIMPL or a NULL: none. Slot 10. */
  STDMETHOD(GetParentWindow)(THIS_ HWND * phwndParent) PURE;
};

/* Asked of a callback by transports that show dialogs themselves [H]. This project's never do. */
#undef INTERFACE
#define INTERFACE ITransportCallbackService
DECLARE_INTERFACE_(ITransportCallbackService, IUnknown) {
  STDMETHOD(QueryInterface)(THIS_ REFIID riid, void** ppvObject) PURE;
  STDMETHOD_(ULONG, AddRef)(THIS) PURE;
  STDMETHOD_(ULONG, Release)(THIS) PURE;

  /* The window over which dialogs may be shown. dwReserved is 0. Slot 3. */
  STDMETHOD(GetParentWindow)(THIS_ DWORD dwReserved, HWND * phwndParent) PURE;
  /* The account that the transport works for, with a reference. Slot 4. */
  STDMETHOD(GetAccount)(THIS_ LPDWORD pdwServerType, IImnAccount * *ppAccount) PURE;
};

/* What all transports have in common [D H]. Every method may be called on any thread, also inside a
 * callback; none blocks [decision]. */
#undef INTERFACE
#define INTERFACE IInternetTransport
DECLARE_INTERFACE_(IInternetTransport, IUnknown) {
  STDMETHOD(QueryInterface)(THIS_ REFIID riid, void** ppvObject) PURE;
  STDMETHOD_(ULONG, AddRef)(THIS) PURE;
  STDMETHOD_(ULONG, Release)(THIS) PURE;

  /* The INETSERVER given to Connect; valid only after it. E_INVALIDARG: NULL. Slot 3. */
  STDMETHOD(GetServerInfo)(THIS_ LPINETSERVER pInetServer) PURE;
  /* IXP_HTTPMail, in any state. Slot 4. */
  STDMETHOD_(IXPTYPE, GetIXPType)(THIS) PURE;
  /* S_OK: it is so; S_FALSE: it is not; E_INVALIDARG: unknown question. Slot 5. */
  STDMETHOD(IsState)(THIS_ IXPISSTATE isstate) PURE;
  /* Fills *pInetServer from an account. E_NOTIMPL [decision]: accounts belong to Outlook. Slot 6. */
  STDMETHOD(InetServerFromAccount)(THIS_ IImnAccount * pAccount, LPINETSERVER pInetServer) PURE;
  /* Keeps server and credentials for the commands that follow and returns at once; OnStatus follows. No
   * network is touched [decision]. pInetServer is copied. E_INVALIDARG: NULL or a bad member;
   * IXP_E_ALREADY_CONNECTED; IXP_E_NOT_INIT. Slot 7. */
  STDMETHOD(Connect)(THIS_ LPINETSERVER pInetServer, boolean fAuthenticate, boolean fCommandLogging) PURE;
  /* Lets go of the callback: no new call starts after this. S_FALSE: there was none. One running on
   * another thread is not waited for [decision]. It is how a client breaks a reference cycle. Slot 8. */
  STDMETHOD(HandsOffCallback)(THIS) PURE;
  /* Lets the running command finish, ends queued ones with IXP_E_USER_CANCEL, forgets the credentials.
   * IXP_E_NOT_INIT, IXP_E_NOT_CONNECTED. Slot 9. */
  STDMETHOD(Disconnect)(THIS) PURE;
  /* Aborts everything at once; commands end with IXP_E_CONNECTION_DROPPED. IXP_E_NOT_INIT. Slot 10. */
  STDMETHOD(DropConnection)(THIS) PURE;
  /* The last status. E_INVALIDARG: NULL; works in any state. Slot 11. */
  STDMETHOD(GetStatus)(THIS_ IXPSTATUS * pCurrentStatus) PURE;
};

/* Allots the prefixes of XML namespaces in a request body [H]. */
#undef INTERFACE
#define INTERFACE IDAVNamespaceArbiter
DECLARE_INTERFACE_(IDAVNamespaceArbiter, IUnknown) {
  STDMETHOD(QueryInterface)(THIS_ REFIID riid, void** ppvObject) PURE;
  STDMETHOD_(ULONG, AddRef)(THIS) PURE;
  STDMETHOD_(ULONG, Release)(THIS) PURE;

  /* A new namespace; *pdwNamespaceID stands for it from now on. Slot 3. */
  STDMETHOD(AddNamespace)(THIS_ LPCSTR pszNamespace, DWORD * pdwNamespaceID) PURE;
  /* The number of a namespace that was added. Slot 4. */
  STDMETHOD(GetNamespaceID)(THIS_ LPCSTR pszNamespace, DWORD * pdwNamespaceID) PURE;
  /* Its prefix. Slot 5. */
  STDMETHOD(GetNamespacePrefix)(THIS_ DWORD dwNamespaceID, LPSTR * ppszPrefix) PURE;
};

/* The two requests derive from IDAVNamespaceArbiter and have more slots [D]: AddProperty and GenerateXML;
 * SetProperty, RemoveProperty and GenerateXML. No source that may be used here shows their order, and this
 * project only passes the pointers on, so they and the two answers are opaque. */
typedef struct IPropFindRequest IPropFindRequest;
typedef struct IPropPatchRequest IPropPatchRequest;
typedef struct IPropFindResponse IPropFindResponse;

/* The transport [H; signatures also D]. Threads as IInternetTransport. Commands run one after another in
 * the order of the calls, answers come to OnResponse, and dwContext comes back in each of them. */
#undef INTERFACE
#define INTERFACE IHTTPMailTransport
DECLARE_INTERFACE_(IHTTPMailTransport, IInternetTransport) {
  STDMETHOD(QueryInterface)(THIS_ REFIID riid, void** ppvObject) PURE;
  STDMETHOD_(ULONG, AddRef)(THIS) PURE;
  STDMETHOD_(ULONG, Release)(THIS) PURE;
  STDMETHOD(GetServerInfo)(THIS_ LPINETSERVER pInetServer) PURE;
  STDMETHOD_(IXPTYPE, GetIXPType)(THIS) PURE;
  STDMETHOD(IsState)(THIS_ IXPISSTATE isstate) PURE;
  STDMETHOD(InetServerFromAccount)(THIS_ IImnAccount * pAccount, LPINETSERVER pInetServer) PURE;
  STDMETHOD(Connect)(THIS_ LPINETSERVER pInetServer, boolean fAuthenticate, boolean fCommandLogging) PURE;
  STDMETHOD(HandsOffCallback)(THIS) PURE;
  STDMETHOD(Disconnect)(THIS) PURE;
  STDMETHOD(DropConnection)(THIS) PURE;
  STDMETHOD(GetStatus)(THIS_ IXPSTATUS * pCurrentStatus) PURE;

  /* Comes first. Takes a reference on pCallback, given back by HandsOffCallback, a later InitNew or the
   * final Release. pszLogFilePath NULL: no log. E_INVALIDARG: agent or callback NULL, control characters in
   * the agent; IXP_E_BUSY; IXP_E_ALREADY_CONNECTED; the error of opening the log. Slot 12. */
  STDMETHOD(InitNew)(THIS_ LPCSTR pszUserAgent, LPCSTR pszLogFilePath, IHTTPMailCallback * pCallback) PURE;
  /* Gets a resource. E_NOTIMPL here. Slot 13. */
  STDMETHOD(CommandGET)
  (THIS_ LPCSTR pszPath, LPCSTR * rgszAcceptTypes, BOOL fTranslate, DWORD dwContext) PURE;
  /* Stores cbSize bytes under pszPath. E_NOTIMPL here. Slot 14. */
  STDMETHOD(CommandPUT)(THIS_ LPCSTR pszPath, LPVOID lpvData, ULONG cbSize, DWORD dwContext) PURE;
  /* Posts the whole of pStream to pszPath, an absolute http or https URL, and returns at once. The stream
   * is read on another thread and belongs to the transport until the final response; its reference is given
   * back before that. pszContentType NULL or empty: no Content-Type header. E_INVALIDARG: path or stream
   * NULL, or a URL or type that cannot be sent; IXP_E_NOT_INIT. Slot 15. */
  STDMETHOD(CommandPOST)
  (THIS_ LPCSTR pszPath, IStream * pStream, LPCSTR pszContentType, DWORD dwContext) PURE;
  /* Deletes a resource. E_NOTIMPL here. Slot 16. */
  STDMETHOD(CommandDELETE)(THIS_ LPCSTR pszPath, DWORD dwContext) PURE;
  /* Deletes several of a collection. E_NOTIMPL here. Slot 17. */
  STDMETHOD(CommandBDELETE)
  (THIS_ LPCSTR pszSourceCollection, LPHTTPTARGETLIST pTargets, DWORD dwContext) PURE;
  /* Asks for properties. E_NOTIMPL here. Slot 18. */
  STDMETHOD(CommandPROPFIND)
  (THIS_ LPCSTR pszPath, IPropFindRequest * pRequest, DWORD dwDepth, DWORD dwContext) PURE;
  /* Changes properties. E_NOTIMPL here. Slot 19. */
  STDMETHOD(CommandPROPPATCH)(THIS_ LPCSTR pszPath, IPropPatchRequest * pRequest, DWORD dwContext) PURE;
  /* Makes a collection. E_NOTIMPL here. Slot 20. */
  STDMETHOD(CommandMKCOL)(THIS_ LPCSTR pszPath, DWORD dwContext) PURE;
  /* Copies a resource. E_NOTIMPL here. Slot 21. */
  STDMETHOD(CommandCOPY)
  (THIS_ LPCSTR pszPath, LPCSTR pszDestination, BOOL fAllowRename, DWORD dwContext) PURE;
  /* Copies several. E_NOTIMPL here. Slot 22. */
  STDMETHOD(CommandBCOPY)
  (THIS_ LPCSTR pszSourceCollection, LPHTTPTARGETLIST pTargets, LPCSTR pszDestCollection,
   LPHTTPTARGETLIST pDestinations, BOOL fAllowRename, DWORD dwContext) PURE;
  /* Moves a resource. E_NOTIMPL here. Slot 23. */
  STDMETHOD(CommandMOVE)
  (THIS_ LPCSTR pszPath, LPCSTR pszDestination, BOOL fAllowRename, DWORD dwContext) PURE;
  /* Moves several. E_NOTIMPL here. Slot 24. */
  STDMETHOD(CommandBMOVE)
  (THIS_ LPCSTR pszSourceCollection, LPHTTPTARGETLIST pTargets, LPCSTR pszDestCollection,
   LPHTTPTARGETLIST pDestinations, BOOL fAllowRename, DWORD dwContext) PURE;
  /* A property of the mailbox. E_NOTIMPL here, *ppszProp NULL. Slot 25. */
  STDMETHOD(GetProperty)(THIS_ HTTPMAILPROPTYPE proptype, LPSTR * ppszProp) PURE;
  /* Lists what is in a collection. E_NOTIMPL here. Slot 26. */
  STDMETHOD(MemberInfo)
  (THIS_ LPCSTR pszPath, MEMBERINFOFLAGS flags, DWORD dwDepth, BOOL fIncludeRoot, DWORD dwContext) PURE;
  /* Lists the folders of a collection. E_NOTIMPL here. Slot 27. */
  STDMETHOD(FindFolders)(THIS_ LPCSTR pszPath, DWORD dwContext) PURE;
  /* Marks messages as read or unread. E_NOTIMPL here. Slot 28. */
  STDMETHOD(MarkRead)(THIS_ LPCSTR pszPath, LPHTTPTARGETLIST pTargets, BOOL fMarkRead, DWORD dwContext) PURE;
  /* Sends an RFC 822 message. E_NOTIMPL here. On Windows the slot has the name that the macro SendMessage
   * gives it (SendMessageA or SendMessageW), as in the SDK. Slot 29. */
  STDMETHOD(SendMessage)
  (THIS_ LPCSTR pszPath, LPCSTR pszFrom, LPHTTPTARGETLIST pTargets, BOOL fSaveInSent,
   IStream * pMessageStream, DWORD dwContext) PURE;
  /* Lists the address book. E_NOTIMPL here. Slot 30. */
  STDMETHOD(ListContacts)(THIS_ LPCSTR pszPath, DWORD dwContext) PURE;
  /* The entries of a collection of contacts. E_NOTIMPL here. Slot 31. */
  STDMETHOD(ListContactInfos)(THIS_ LPCSTR pszCollectionPath, DWORD dwContext) PURE;
  /* One entry of the address book. E_NOTIMPL here. Slot 32. */
  STDMETHOD(ContactInfo)(THIS_ LPCSTR pszPath, DWORD dwContext) PURE;
  /* Adds an entry. E_NOTIMPL here. Slot 33. */
  STDMETHOD(PostContact)(THIS_ LPCSTR pszPath, LPHTTPCONTACTINFO pciInfo, DWORD dwContext) PURE;
  /* Changes an entry. E_NOTIMPL here. Slot 34. */
  STDMETHOD(PatchContact)(THIS_ LPCSTR pszPath, LPHTTPCONTACTINFO pciInfo, DWORD dwContext) PURE;
  /* A property of the mailbox that is a number. E_NOTIMPL here, *lpdwProp 0. Slot 35 [decision]: the
   * documentation has this method, the published header, an earlier edition, does not, and no public source
   * shows its slot. It stands last, where it cannot move a certain one; do not rely on it. */
  STDMETHOD(GetPropertyDw)(THIS_ HTTPMAILPROPTYPE proptype, LPDWORD lpdwProp) PURE;
};

#ifdef __cplusplus
} /* extern "C" */
#endif

#include "imnxport_macros.h"

#endif /* IMNXPORT_H */
