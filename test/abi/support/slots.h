/* slots.h: the methods of the interfaces, called by number through the table of an object.
 *
 * Nothing here uses the interface declarations of the public headers, only their structures: these numbers
 * and signatures are written down a second time, so that a slip in the headers shows.
 */
#ifndef IMNXPORT_TEST_SLOTS_H
#define IMNXPORT_TEST_SLOTS_H

#include "abi/imnxport_ext.h"
#include "system.h"

/* What number `slot` of the table of a COM object points to. */
static inline Slot At(void* object, int slot) { return (*(Slot**)object)[slot]; }

/* IUnknown */

static inline HRESULT S0_QueryInterface(void* This, const GUID* riid, void** ppv) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*, const GUID*, void**);
  return ((Method)At(This, 0))(This, riid, ppv);
}

static inline ULONG S1_AddRef(void* This) {
  typedef ULONG(STDMETHODCALLTYPE * Method)(void*);
  return ((Method)At(This, 1))(This);
}

static inline ULONG S2_Release(void* This) {
  typedef ULONG(STDMETHODCALLTYPE * Method)(void*);
  return ((Method)At(This, 2))(This);
}

/* IClassFactory */

static inline HRESULT S3_CreateInstance(void* This, void* outer, const GUID* riid, void** ppv) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*, void*, const GUID*, void**);
  return ((Method)At(This, 3))(This, outer, riid, ppv);
}

static inline HRESULT S4_LockServer(void* This, BOOL lock) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*, BOOL);
  return ((Method)At(This, 4))(This, lock);
}

/* IInternetTransport */

static inline HRESULT S3_GetServerInfo(void* This, INETSERVER* server) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*, INETSERVER*);
  return ((Method)At(This, 3))(This, server);
}

static inline IXPTYPE S4_GetIXPType(void* This) {
  typedef IXPTYPE(STDMETHODCALLTYPE * Method)(void*);
  return ((Method)At(This, 4))(This);
}

static inline HRESULT S5_IsState(void* This, IXPISSTATE state) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*, IXPISSTATE);
  return ((Method)At(This, 5))(This, state);
}

static inline HRESULT S6_InetServerFromAccount(void* This, void* account, INETSERVER* server) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*, void*, INETSERVER*);
  return ((Method)At(This, 6))(This, account, server);
}

static inline HRESULT S7_Connect(void* This, INETSERVER* server, boolean authenticate, boolean log) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*, INETSERVER*, boolean, boolean);
  return ((Method)At(This, 7))(This, server, authenticate, log);
}

static inline HRESULT S8_HandsOffCallback(void* This) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*);
  return ((Method)At(This, 8))(This);
}

static inline HRESULT S9_Disconnect(void* This) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*);
  return ((Method)At(This, 9))(This);
}

static inline HRESULT S10_DropConnection(void* This) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*);
  return ((Method)At(This, 10))(This);
}

static inline HRESULT S11_GetStatus(void* This, IXPSTATUS* status) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*, IXPSTATUS*);
  return ((Method)At(This, 11))(This, status);
}

/* IHTTPMailTransport */

static inline HRESULT S12_InitNew(void* This, const char* agent, const char* log, void* callback) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*, const char*, const char*, void*);
  return ((Method)At(This, 12))(This, agent, log, callback);
}

static inline HRESULT S13_CommandGET(void* This, const char* path, const char** types, BOOL translate,
                                     DWORD context) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*, const char*, const char**, BOOL, DWORD);
  return ((Method)At(This, 13))(This, path, types, translate, context);
}

static inline HRESULT S14_CommandPUT(void* This, const char* path, void* data, ULONG size, DWORD context) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*, const char*, void*, ULONG, DWORD);
  return ((Method)At(This, 14))(This, path, data, size, context);
}

static inline HRESULT S15_CommandPOST(void* This, const char* path, void* stream, const char* type,
                                      DWORD context) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*, const char*, void*, const char*, DWORD);
  return ((Method)At(This, 15))(This, path, stream, type, context);
}

static inline HRESULT S16_CommandDELETE(void* This, const char* path, DWORD context) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*, const char*, DWORD);
  return ((Method)At(This, 16))(This, path, context);
}

static inline HRESULT S17_CommandBDELETE(void* This, const char* source, HTTPTARGETLIST* targets,
                                         DWORD context) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*, const char*, HTTPTARGETLIST*, DWORD);
  return ((Method)At(This, 17))(This, source, targets, context);
}

static inline HRESULT S18_CommandPROPFIND(void* This, const char* path, void* request, DWORD depth,
                                          DWORD context) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*, const char*, void*, DWORD, DWORD);
  return ((Method)At(This, 18))(This, path, request, depth, context);
}

static inline HRESULT S19_CommandPROPPATCH(void* This, const char* path, void* request, DWORD context) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*, const char*, void*, DWORD);
  return ((Method)At(This, 19))(This, path, request, context);
}

static inline HRESULT S20_CommandMKCOL(void* This, const char* path, DWORD context) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*, const char*, DWORD);
  return ((Method)At(This, 20))(This, path, context);
}

static inline HRESULT S21_CommandCOPY(void* This, const char* path, const char* to, BOOL rename,
                                      DWORD context) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*, const char*, const char*, BOOL, DWORD);
  return ((Method)At(This, 21))(This, path, to, rename, context);
}

static inline HRESULT S22_CommandBCOPY(void* This, const char* from, HTTPTARGETLIST* targets, const char* to,
                                       HTTPTARGETLIST* names, BOOL rename, DWORD context) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*, const char*, HTTPTARGETLIST*, const char*,
                                              HTTPTARGETLIST*, BOOL, DWORD);
  return ((Method)At(This, 22))(This, from, targets, to, names, rename, context);
}

static inline HRESULT S23_CommandMOVE(void* This, const char* path, const char* to, BOOL rename,
                                      DWORD context) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*, const char*, const char*, BOOL, DWORD);
  return ((Method)At(This, 23))(This, path, to, rename, context);
}

static inline HRESULT S24_CommandBMOVE(void* This, const char* from, HTTPTARGETLIST* targets, const char* to,
                                       HTTPTARGETLIST* names, BOOL rename, DWORD context) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*, const char*, HTTPTARGETLIST*, const char*,
                                              HTTPTARGETLIST*, BOOL, DWORD);
  return ((Method)At(This, 24))(This, from, targets, to, names, rename, context);
}

static inline HRESULT S25_GetProperty(void* This, HTTPMAILPROPTYPE type, char** value) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*, HTTPMAILPROPTYPE, char**);
  return ((Method)At(This, 25))(This, type, value);
}

static inline HRESULT S26_MemberInfo(void* This, const char* path, DWORD flags, DWORD depth, BOOL root,
                                     DWORD context) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*, const char*, DWORD, DWORD, BOOL, DWORD);
  return ((Method)At(This, 26))(This, path, flags, depth, root, context);
}

static inline HRESULT S27_FindFolders(void* This, const char* path, DWORD context) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*, const char*, DWORD);
  return ((Method)At(This, 27))(This, path, context);
}

static inline HRESULT S28_MarkRead(void* This, const char* path, HTTPTARGETLIST* targets, BOOL read,
                                   DWORD context) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*, const char*, HTTPTARGETLIST*, BOOL, DWORD);
  return ((Method)At(This, 28))(This, path, targets, read, context);
}

static inline HRESULT S29_SendMail(void* This, const char* path, const char* from, HTTPTARGETLIST* targets,
                                   BOOL keep, void* stream, DWORD context) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*, const char*, const char*, HTTPTARGETLIST*, BOOL, void*,
                                              DWORD);
  return ((Method)At(This, 29))(This, path, from, targets, keep, stream, context);
}

static inline HRESULT S30_ListContacts(void* This, const char* path, DWORD context) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*, const char*, DWORD);
  return ((Method)At(This, 30))(This, path, context);
}

static inline HRESULT S31_ListContactInfos(void* This, const char* path, DWORD context) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*, const char*, DWORD);
  return ((Method)At(This, 31))(This, path, context);
}

static inline HRESULT S32_ContactInfo(void* This, const char* path, DWORD context) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*, const char*, DWORD);
  return ((Method)At(This, 32))(This, path, context);
}

static inline HRESULT S33_PostContact(void* This, const char* path, HTTPCONTACTINFO* info, DWORD context) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*, const char*, HTTPCONTACTINFO*, DWORD);
  return ((Method)At(This, 33))(This, path, info, context);
}

static inline HRESULT S34_PatchContact(void* This, const char* path, HTTPCONTACTINFO* info, DWORD context) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*, const char*, HTTPCONTACTINFO*, DWORD);
  return ((Method)At(This, 34))(This, path, info, context);
}

static inline HRESULT S35_GetPropertyDw(void* This, HTTPMAILPROPTYPE type, DWORD* value) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*, HTTPMAILPROPTYPE, DWORD*);
  return ((Method)At(This, 35))(This, type, value);
}

/* IImnxportTransport */

static inline HRESULT S3_Configure(void* This, const IMNXPORT_OPTIONS* options) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*, const IMNXPORT_OPTIONS*);
  return ((Method)At(This, 3))(This, options);
}

static inline HRESULT S4_Post(void* This, const char* url, void* stream, const IMNXPORT_POST* post,
                              ULONGLONG* token) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*, const char*, void*, const IMNXPORT_POST*, ULONGLONG*);
  return ((Method)At(This, 4))(This, url, stream, post, token);
}

static inline HRESULT S5_Cancel(void* This, ULONGLONG token, HRESULT reason) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*, ULONGLONG, HRESULT);
  return ((Method)At(This, 5))(This, token, reason);
}

static inline HRESULT S6_AnswerLogon(void* This, ULONGLONG token, HRESULT answer, const char* user,
                                     const char* password) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*, ULONGLONG, HRESULT, const char*, const char*);
  return ((Method)At(This, 6))(This, token, answer, user, password);
}

static inline HRESULT S7_AnswerIdle(void* This, ULONGLONG token, HRESULT answer, DWORD time) {
  typedef HRESULT(STDMETHODCALLTYPE * Method)(void*, ULONGLONG, HRESULT, DWORD);
  return ((Method)At(This, 7))(This, token, answer, time);
}

#endif
