/* caller.c: a COM object of a stranger's that calls another object right inside a command, on the thread of
 * that.
 *
 * It looks like a transport, of which two commands do anything. CommandPUT: dwContext is a slot of
 * IHTTPMailCallback, lpvData the address of such an object and then the arguments, as words of 64 bits each.
 * CommandPOST: dwContext is a slot of IStream, pszContentType the address of the arguments, in hexadecimal,
 * and pszPath that of a word for what comes out. The result is that of the method. (koffi cannot stand in for
 * it: it calls on a stack of its own, on which V8 does not run JavaScript.)
 */
#define IMNXPORT_INITGUID
#include "caller.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static HRESULT STDMETHODCALLTYPE QueryInterface(IHTTPMailTransport* This, REFIID riid, void** ppv) {
  const int known = memcmp(riid, &IID_IUnknown, sizeof(GUID)) == 0 ||
                    memcmp(riid, &IID_IHTTPMailTransport, sizeof(GUID)) == 0;
  *ppv = known ? This : NULL;
  return known ? S_OK : E_NOINTERFACE;
}

/* It is there for ever. */
static ULONG STDMETHODCALLTYPE Count(IHTTPMailTransport* This) {
  (void)This;
  return 1;
}

#define POINTER(i) ((void*)(uintptr_t)words[i])
#define NUMBER(i) ((DWORD)words[i])

static HRESULT STDMETHODCALLTYPE CommandPUT(IHTTPMailTransport* This, LPCSTR path, LPVOID data, ULONG size,
                                            DWORD slot) {
  const uint64_t* words = data;
  IHTTPMailCallback* callback = POINTER(0);
  (void)This, (void)path, (void)size;
  switch (slot) {
    case 3:
      return callback->lpVtbl->OnTimeout(callback, POINTER(1), POINTER(2));
    case 4:
      return callback->lpVtbl->OnLogonPrompt(callback, POINTER(1), POINTER(2));
    case 5:
      return callback->lpVtbl->OnPrompt(callback, (HRESULT)NUMBER(1), POINTER(2), POINTER(3), NUMBER(4),
                                        POINTER(5));
    case 6:
      return callback->lpVtbl->OnStatus(callback, (IXPSTATUS)NUMBER(1), POINTER(2));
    case 7:
      return callback->lpVtbl->OnError(callback, (IXPSTATUS)NUMBER(1), POINTER(2), POINTER(3));
    case 8:
      return callback->lpVtbl->OnCommand(callback, (CMDTYPE)NUMBER(1), POINTER(2), (HRESULT)NUMBER(3),
                                         POINTER(4));
    case 9:
      return callback->lpVtbl->OnResponse(callback, POINTER(1));
    case 10:
      return callback->lpVtbl->GetParentWindow(callback, POINTER(1));
    default:
      return E_INVALIDARG;
  }
}

static HRESULT STDMETHODCALLTYPE CommandPOST(IHTTPMailTransport* This, LPCSTR answer, IStream* stream,
                                             LPCSTR words_text, DWORD slot) {
  ULARGE_INTEGER position;
  LARGE_INTEGER move;
  HRESULT hr = E_INVALIDARG;
  const uint64_t* words = (const uint64_t*)(uintptr_t)strtoull(words_text, NULL, 16);
  uint64_t* const out = (uint64_t*)(uintptr_t)strtoull(answer, NULL, 16);
  ULONG count = 0;
  IStream* clone = NULL;
  (void)This;
  switch (slot) {
    case 3:
      hr = stream->lpVtbl->Read(stream, POINTER(0), NUMBER(1), &count);
      *out = count;
      break;
    case 4:
      hr = stream->lpVtbl->Write(stream, POINTER(0), NUMBER(1), &count);
      *out = count;
      break;
    case 5:
      move.QuadPart = (LONGLONG)words[0];
      position.QuadPart = 0;
      hr = stream->lpVtbl->Seek(stream, move, NUMBER(1), &position);
      *out = position.QuadPart;
      break;
    case 8:
      hr = stream->lpVtbl->Commit(stream, NUMBER(0));
      break;
    case 13:
      hr = stream->lpVtbl->Clone(stream, &clone);
      *out = (uint64_t)(uintptr_t)clone;
      break;
    default:
      break;
  }
  return hr;
}

IHTTPMailTransport* MakeCaller(void) {
  static IHTTPMailTransportVtbl table;
  static IHTTPMailTransport object;
  table.QueryInterface = QueryInterface;
  table.AddRef = Count;
  table.Release = Count;
  table.CommandPUT = CommandPUT;
  table.CommandPOST = CommandPOST;
  object.lpVtbl = &table;
  return &object;
}
