/* header_slots.c: proves at compile time that in C every method stands at its slot, and nothing after the
 * last.
 *
 * Compiled with the tests; there is nothing to run.
 */
#include <stddef.h>

#include "abi/imnxport_ext.h"

#define SLOT(table, method, number) \
  _Static_assert(offsetof(table##Vtbl, method) == (number) * sizeof(void*), #table "." #method)
#define SLOTS(table, count) _Static_assert(sizeof(table##Vtbl) == (count) * sizeof(void*), #table)

SLOT(IUnknown, QueryInterface, 0);
SLOT(IUnknown, AddRef, 1);
SLOT(IUnknown, Release, 2);
SLOTS(IUnknown, 3);

SLOT(IClassFactory, QueryInterface, 0);
SLOT(IClassFactory, AddRef, 1);
SLOT(IClassFactory, Release, 2);
SLOT(IClassFactory, CreateInstance, 3);
SLOT(IClassFactory, LockServer, 4);
SLOTS(IClassFactory, 5);

SLOT(ISequentialStream, QueryInterface, 0);
SLOT(ISequentialStream, AddRef, 1);
SLOT(ISequentialStream, Release, 2);
SLOT(ISequentialStream, Read, 3);
SLOT(ISequentialStream, Write, 4);
SLOTS(ISequentialStream, 5);

SLOT(IStream, QueryInterface, 0);
SLOT(IStream, AddRef, 1);
SLOT(IStream, Release, 2);
SLOT(IStream, Read, 3);
SLOT(IStream, Write, 4);
SLOT(IStream, Seek, 5);
SLOT(IStream, SetSize, 6);
SLOT(IStream, CopyTo, 7);
SLOT(IStream, Commit, 8);
SLOT(IStream, Revert, 9);
SLOT(IStream, LockRegion, 10);
SLOT(IStream, UnlockRegion, 11);
SLOT(IStream, Stat, 12);
SLOT(IStream, Clone, 13);
SLOTS(IStream, 14);

SLOT(ITransportCallback, QueryInterface, 0);
SLOT(ITransportCallback, AddRef, 1);
SLOT(ITransportCallback, Release, 2);
SLOT(ITransportCallback, OnTimeout, 3);
SLOT(ITransportCallback, OnLogonPrompt, 4);
SLOT(ITransportCallback, OnPrompt, 5);
SLOT(ITransportCallback, OnStatus, 6);
SLOT(ITransportCallback, OnError, 7);
SLOT(ITransportCallback, OnCommand, 8);
SLOTS(ITransportCallback, 9);

SLOT(IHTTPMailCallback, QueryInterface, 0);
SLOT(IHTTPMailCallback, AddRef, 1);
SLOT(IHTTPMailCallback, Release, 2);
SLOT(IHTTPMailCallback, OnTimeout, 3);
SLOT(IHTTPMailCallback, OnLogonPrompt, 4);
SLOT(IHTTPMailCallback, OnPrompt, 5);
SLOT(IHTTPMailCallback, OnStatus, 6);
SLOT(IHTTPMailCallback, OnError, 7);
SLOT(IHTTPMailCallback, OnCommand, 8);
SLOT(IHTTPMailCallback, OnResponse, 9);
SLOT(IHTTPMailCallback, GetParentWindow, 10);
SLOTS(IHTTPMailCallback, 11);

SLOT(ITransportCallbackService, QueryInterface, 0);
SLOT(ITransportCallbackService, AddRef, 1);
SLOT(ITransportCallbackService, Release, 2);
SLOT(ITransportCallbackService, GetParentWindow, 3);
SLOT(ITransportCallbackService, GetAccount, 4);
SLOTS(ITransportCallbackService, 5);

SLOT(IInternetTransport, QueryInterface, 0);
SLOT(IInternetTransport, AddRef, 1);
SLOT(IInternetTransport, Release, 2);
SLOT(IInternetTransport, GetServerInfo, 3);
SLOT(IInternetTransport, GetIXPType, 4);
SLOT(IInternetTransport, IsState, 5);
SLOT(IInternetTransport, InetServerFromAccount, 6);
SLOT(IInternetTransport, Connect, 7);
SLOT(IInternetTransport, HandsOffCallback, 8);
SLOT(IInternetTransport, Disconnect, 9);
SLOT(IInternetTransport, DropConnection, 10);
SLOT(IInternetTransport, GetStatus, 11);
SLOTS(IInternetTransport, 12);

SLOT(IHTTPMailTransport, QueryInterface, 0);
SLOT(IHTTPMailTransport, AddRef, 1);
SLOT(IHTTPMailTransport, Release, 2);
SLOT(IHTTPMailTransport, GetServerInfo, 3);
SLOT(IHTTPMailTransport, GetIXPType, 4);
SLOT(IHTTPMailTransport, IsState, 5);
SLOT(IHTTPMailTransport, InetServerFromAccount, 6);
SLOT(IHTTPMailTransport, Connect, 7);
SLOT(IHTTPMailTransport, HandsOffCallback, 8);
SLOT(IHTTPMailTransport, Disconnect, 9);
SLOT(IHTTPMailTransport, DropConnection, 10);
SLOT(IHTTPMailTransport, GetStatus, 11);
SLOT(IHTTPMailTransport, InitNew, 12);
SLOT(IHTTPMailTransport, CommandGET, 13);
SLOT(IHTTPMailTransport, CommandPUT, 14);
SLOT(IHTTPMailTransport, CommandPOST, 15);
SLOT(IHTTPMailTransport, CommandDELETE, 16);
SLOT(IHTTPMailTransport, CommandBDELETE, 17);
SLOT(IHTTPMailTransport, CommandPROPFIND, 18);
SLOT(IHTTPMailTransport, CommandPROPPATCH, 19);
SLOT(IHTTPMailTransport, CommandMKCOL, 20);
SLOT(IHTTPMailTransport, CommandCOPY, 21);
SLOT(IHTTPMailTransport, CommandBCOPY, 22);
SLOT(IHTTPMailTransport, CommandMOVE, 23);
SLOT(IHTTPMailTransport, CommandBMOVE, 24);
SLOT(IHTTPMailTransport, GetProperty, 25);
SLOT(IHTTPMailTransport, MemberInfo, 26);
SLOT(IHTTPMailTransport, FindFolders, 27);
SLOT(IHTTPMailTransport, MarkRead, 28);
SLOT(IHTTPMailTransport, SendMessage, 29);
SLOT(IHTTPMailTransport, ListContacts, 30);
SLOT(IHTTPMailTransport, ListContactInfos, 31);
SLOT(IHTTPMailTransport, ContactInfo, 32);
SLOT(IHTTPMailTransport, PostContact, 33);
SLOT(IHTTPMailTransport, PatchContact, 34);
SLOT(IHTTPMailTransport, GetPropertyDw, 35);
SLOTS(IHTTPMailTransport, 36);

SLOT(IDAVNamespaceArbiter, QueryInterface, 0);
SLOT(IDAVNamespaceArbiter, AddRef, 1);
SLOT(IDAVNamespaceArbiter, Release, 2);
SLOT(IDAVNamespaceArbiter, AddNamespace, 3);
SLOT(IDAVNamespaceArbiter, GetNamespaceID, 4);
SLOT(IDAVNamespaceArbiter, GetNamespacePrefix, 5);
SLOTS(IDAVNamespaceArbiter, 6);

SLOT(IImnxportTransport, QueryInterface, 0);
SLOT(IImnxportTransport, AddRef, 1);
SLOT(IImnxportTransport, Release, 2);
SLOT(IImnxportTransport, Configure, 3);
SLOT(IImnxportTransport, Post, 4);
SLOT(IImnxportTransport, Cancel, 5);
SLOT(IImnxportTransport, AnswerLogon, 6);
SLOT(IImnxportTransport, AnswerIdle, 7);
SLOTS(IImnxportTransport, 8);

SLOT(IImnxportCallback, QueryInterface, 0);
SLOT(IImnxportCallback, AddRef, 1);
SLOT(IImnxportCallback, Release, 2);
SLOT(IImnxportCallback, OnPostProgress, 3);
SLOT(IImnxportCallback, OnPostDone, 4);
SLOT(IImnxportCallback, OnLogonRequest, 5);
SLOT(IImnxportCallback, OnIdle, 6);
SLOTS(IImnxportCallback, 7);

SLOT(IImnxportReadiness, QueryInterface, 0);
SLOT(IImnxportReadiness, AddRef, 1);
SLOT(IImnxportReadiness, Release, 2);
SLOT(IImnxportReadiness, OnReady, 3);
SLOTS(IImnxportReadiness, 4);

SLOT(IImnxportAsyncStream, QueryInterface, 0);
SLOT(IImnxportAsyncStream, AddRef, 1);
SLOT(IImnxportAsyncStream, Release, 2);
SLOT(IImnxportAsyncStream, Advise, 3);
SLOT(IImnxportAsyncStream, GetInfo, 4);
SLOT(IImnxportAsyncStream, TryRead, 5);
SLOT(IImnxportAsyncStream, Rewind, 6);
SLOTS(IImnxportAsyncStream, 7);
