/* imnxport_macros.h: in C with COBJMACROS, the shorter way to call the methods of Imnxport.
 *
 * IHTTPMailTransport_CommandPOST(transport, …) is transport->lpVtbl->CommandPOST(transport, …).
 * Included by imnxport.h, which describes the methods.
 */
#ifndef IMNXPORT_MACROS_H
#define IMNXPORT_MACROS_H

#include "imnxport.h"

#if defined(COBJMACROS) && (!defined(__cplusplus) || defined(CINTERFACE))

#define ITransportCallback_QueryInterface(This, riid, ppv) \
  ((This)->lpVtbl->QueryInterface((This), (riid), (ppv)))
#define ITransportCallback_AddRef(This) ((This)->lpVtbl->AddRef(This))
#define ITransportCallback_Release(This) ((This)->lpVtbl->Release(This))
#define ITransportCallback_OnTimeout(This, timeout, transport) \
  ((This)->lpVtbl->OnTimeout((This), (timeout), (transport)))
#define ITransportCallback_OnLogonPrompt(This, server, transport) \
  ((This)->lpVtbl->OnLogonPrompt((This), (server), (transport)))
#define ITransportCallback_OnPrompt(This, error, text, caption, type, transport) \
  ((This)->lpVtbl->OnPrompt((This), (error), (text), (caption), (type), (transport)))
#define ITransportCallback_OnStatus(This, status, transport) \
  ((This)->lpVtbl->OnStatus((This), (status), (transport)))
#define ITransportCallback_OnError(This, status, result, transport) \
  ((This)->lpVtbl->OnError((This), (status), (result), (transport)))
#define ITransportCallback_OnCommand(This, type, line, response, transport) \
  ((This)->lpVtbl->OnCommand((This), (type), (line), (response), (transport)))

#define IHTTPMailCallback_QueryInterface(This, riid, ppv) \
  ((This)->lpVtbl->QueryInterface((This), (riid), (ppv)))
#define IHTTPMailCallback_AddRef(This) ((This)->lpVtbl->AddRef(This))
#define IHTTPMailCallback_Release(This) ((This)->lpVtbl->Release(This))
#define IHTTPMailCallback_OnTimeout(This, timeout, transport) \
  ((This)->lpVtbl->OnTimeout((This), (timeout), (transport)))
#define IHTTPMailCallback_OnLogonPrompt(This, server, transport) \
  ((This)->lpVtbl->OnLogonPrompt((This), (server), (transport)))
#define IHTTPMailCallback_OnPrompt(This, error, text, caption, type, transport) \
  ((This)->lpVtbl->OnPrompt((This), (error), (text), (caption), (type), (transport)))
#define IHTTPMailCallback_OnStatus(This, status, transport) \
  ((This)->lpVtbl->OnStatus((This), (status), (transport)))
#define IHTTPMailCallback_OnError(This, status, result, transport) \
  ((This)->lpVtbl->OnError((This), (status), (result), (transport)))
#define IHTTPMailCallback_OnCommand(This, type, line, response, transport) \
  ((This)->lpVtbl->OnCommand((This), (type), (line), (response), (transport)))
#define IHTTPMailCallback_OnResponse(This, response) ((This)->lpVtbl->OnResponse((This), (response)))
#define IHTTPMailCallback_GetParentWindow(This, parent) ((This)->lpVtbl->GetParentWindow((This), (parent)))

#define IInternetTransport_QueryInterface(This, riid, ppv) \
  ((This)->lpVtbl->QueryInterface((This), (riid), (ppv)))
#define IInternetTransport_AddRef(This) ((This)->lpVtbl->AddRef(This))
#define IInternetTransport_Release(This) ((This)->lpVtbl->Release(This))
#define IInternetTransport_GetServerInfo(This, server) ((This)->lpVtbl->GetServerInfo((This), (server)))
#define IInternetTransport_GetIXPType(This) ((This)->lpVtbl->GetIXPType(This))
#define IInternetTransport_IsState(This, state) ((This)->lpVtbl->IsState((This), (state)))
#define IInternetTransport_InetServerFromAccount(This, account, server) \
  ((This)->lpVtbl->InetServerFromAccount((This), (account), (server)))
#define IInternetTransport_Connect(This, server, authenticate, logging) \
  ((This)->lpVtbl->Connect((This), (server), (authenticate), (logging)))
#define IInternetTransport_HandsOffCallback(This) ((This)->lpVtbl->HandsOffCallback(This))
#define IInternetTransport_Disconnect(This) ((This)->lpVtbl->Disconnect(This))
#define IInternetTransport_DropConnection(This) ((This)->lpVtbl->DropConnection(This))
#define IInternetTransport_GetStatus(This, status) ((This)->lpVtbl->GetStatus((This), (status)))

#define IHTTPMailTransport_QueryInterface(This, riid, ppv) \
  ((This)->lpVtbl->QueryInterface((This), (riid), (ppv)))
#define IHTTPMailTransport_AddRef(This) ((This)->lpVtbl->AddRef(This))
#define IHTTPMailTransport_Release(This) ((This)->lpVtbl->Release(This))
#define IHTTPMailTransport_GetServerInfo(This, server) ((This)->lpVtbl->GetServerInfo((This), (server)))
#define IHTTPMailTransport_GetIXPType(This) ((This)->lpVtbl->GetIXPType(This))
#define IHTTPMailTransport_IsState(This, state) ((This)->lpVtbl->IsState((This), (state)))
#define IHTTPMailTransport_InetServerFromAccount(This, account, server) \
  ((This)->lpVtbl->InetServerFromAccount((This), (account), (server)))
#define IHTTPMailTransport_Connect(This, server, authenticate, logging) \
  ((This)->lpVtbl->Connect((This), (server), (authenticate), (logging)))
#define IHTTPMailTransport_HandsOffCallback(This) ((This)->lpVtbl->HandsOffCallback(This))
#define IHTTPMailTransport_Disconnect(This) ((This)->lpVtbl->Disconnect(This))
#define IHTTPMailTransport_DropConnection(This) ((This)->lpVtbl->DropConnection(This))
#define IHTTPMailTransport_GetStatus(This, status) ((This)->lpVtbl->GetStatus((This), (status)))
#define IHTTPMailTransport_InitNew(This, agent, log, callback) \
  ((This)->lpVtbl->InitNew((This), (agent), (log), (callback)))
#define IHTTPMailTransport_CommandGET(This, path, types, translate, context) \
  ((This)->lpVtbl->CommandGET((This), (path), (types), (translate), (context)))
#define IHTTPMailTransport_CommandPUT(This, path, data, size, context) \
  ((This)->lpVtbl->CommandPUT((This), (path), (data), (size), (context)))
#define IHTTPMailTransport_CommandPOST(This, path, stream, type, context) \
  ((This)->lpVtbl->CommandPOST((This), (path), (stream), (type), (context)))
#define IHTTPMailTransport_CommandDELETE(This, path, context) \
  ((This)->lpVtbl->CommandDELETE((This), (path), (context)))
#define IHTTPMailTransport_CommandBDELETE(This, source, targets, context) \
  ((This)->lpVtbl->CommandBDELETE((This), (source), (targets), (context)))
#define IHTTPMailTransport_CommandPROPFIND(This, path, request, depth, context) \
  ((This)->lpVtbl->CommandPROPFIND((This), (path), (request), (depth), (context)))
#define IHTTPMailTransport_CommandPROPPATCH(This, path, request, context) \
  ((This)->lpVtbl->CommandPROPPATCH((This), (path), (request), (context)))
#define IHTTPMailTransport_CommandMKCOL(This, path, context) \
  ((This)->lpVtbl->CommandMKCOL((This), (path), (context)))
#define IHTTPMailTransport_CommandCOPY(This, path, dest, rename, context) \
  ((This)->lpVtbl->CommandCOPY((This), (path), (dest), (rename), (context)))
#define IHTTPMailTransport_CommandBCOPY(This, source, targets, dest, dests, rename, context) \
  ((This)->lpVtbl->CommandBCOPY((This), (source), (targets), (dest), (dests), (rename), (context)))
#define IHTTPMailTransport_CommandMOVE(This, path, dest, rename, context) \
  ((This)->lpVtbl->CommandMOVE((This), (path), (dest), (rename), (context)))
#define IHTTPMailTransport_CommandBMOVE(This, source, targets, dest, dests, rename, context) \
  ((This)->lpVtbl->CommandBMOVE((This), (source), (targets), (dest), (dests), (rename), (context)))
#define IHTTPMailTransport_GetProperty(This, type, prop) ((This)->lpVtbl->GetProperty((This), (type), (prop)))
#define IHTTPMailTransport_MemberInfo(This, path, flags, depth, root, context) \
  ((This)->lpVtbl->MemberInfo((This), (path), (flags), (depth), (root), (context)))
#define IHTTPMailTransport_FindFolders(This, path, context) \
  ((This)->lpVtbl->FindFolders((This), (path), (context)))
#define IHTTPMailTransport_MarkRead(This, path, targets, read, context) \
  ((This)->lpVtbl->MarkRead((This), (path), (targets), (read), (context)))
#define IHTTPMailTransport_SendMessage(This, path, from, targets, save, stream, context) \
  ((This)->lpVtbl->SendMessage((This), (path), (from), (targets), (save), (stream), (context)))
#define IHTTPMailTransport_ListContacts(This, path, context) \
  ((This)->lpVtbl->ListContacts((This), (path), (context)))
#define IHTTPMailTransport_ListContactInfos(This, path, context) \
  ((This)->lpVtbl->ListContactInfos((This), (path), (context)))
#define IHTTPMailTransport_ContactInfo(This, path, context) \
  ((This)->lpVtbl->ContactInfo((This), (path), (context)))
#define IHTTPMailTransport_PostContact(This, path, info, context) \
  ((This)->lpVtbl->PostContact((This), (path), (info), (context)))
#define IHTTPMailTransport_PatchContact(This, path, info, context) \
  ((This)->lpVtbl->PatchContact((This), (path), (info), (context)))
#define IHTTPMailTransport_GetPropertyDw(This, type, prop) \
  ((This)->lpVtbl->GetPropertyDw((This), (type), (prop)))

#endif /* COBJMACROS */

#endif /* IMNXPORT_MACROS_H */
