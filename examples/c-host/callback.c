/* callback.c: what the library tells its client, and how a client answers.
 *
 * On Linux these functions run on a thread of the library, one at a time; on Windows on the thread that
 * called InitNew, while it pumps messages. What a structure points to is valid only during the call.
 */
#include "callback.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "platform.h"

typedef struct Callback {
  IHTTPMailCallback base; /* first: a Callback* is an IHTTPMailCallback* */
  atomic_uint references;
  Signal* done;
  Result result; /* written before done is set, read after it */
} Callback;

static Callback* Self(IHTTPMailCallback* callback) { return (Callback*)callback; }

static char* Copy(const char* text) {
  if (!text) return NULL;
  size_t size = strlen(text) + 1;
  char* copy = malloc(size);
  return copy ? memcpy(copy, text, size) : NULL;
}

static ULONG STDMETHODCALLTYPE AddRef(IHTTPMailCallback* This) {
  return (ULONG)atomic_fetch_add(&Self(This)->references, 1) + 1;
}

static ULONG STDMETHODCALLTYPE Release(IHTTPMailCallback* This) {
  Callback* self = Self(This);
  ULONG left = (ULONG)atomic_fetch_sub(&self->references, 1) - 1;
  if (left == 0) {
    FreeSignal(self->done);
    free(self->result.status_line);
    free(self->result.location);
    free(self->result.problem);
    free(self);
  }
  return left;
}

static HRESULT STDMETHODCALLTYPE QueryInterface(IHTTPMailCallback* This, REFIID riid, void** ppv) {
  if (!ppv) return E_POINTER;
  *ppv = NULL;
  if (!IsEqualGUID(riid, &IID_IUnknown) && !IsEqualGUID(riid, &IID_ITransportCallback) &&
      !IsEqualGUID(riid, &IID_IHTTPMailCallback)) {
    return E_NOINTERFACE;
  }
  *ppv = This;
  AddRef(This);
  return S_OK;
}

/* Nothing has moved for a while. S_OK would wait on; a program that nobody watches gives up. */
static HRESULT STDMETHODCALLTYPE OnTimeout(IHTTPMailCallback* This, DWORD* seconds,
                                           IInternetTransport* transport) {
  (void)This, (void)seconds, (void)transport;
  return S_FALSE;
}

/* The server asks who we are. Writing szUserName and szPassword and returning S_OK would try again. */
static HRESULT STDMETHODCALLTYPE OnLogonPrompt(IHTTPMailCallback* This, LPINETSERVER server,
                                               IInternetTransport* transport) {
  (void)This, (void)transport;
  fprintf(stderr, "%s asks for a user name and a password\n", server->szServerName);
  return S_FALSE;
}

static INT STDMETHODCALLTYPE OnPrompt(IHTTPMailCallback* This, HRESULT error, LPCSTR text, LPCSTR caption,
                                      UINT type, IInternetTransport* transport) {
  (void)This, (void)error, (void)type, (void)transport;
  fprintf(stderr, "%s: %s\n", caption ? caption : "question", text ? text : "");
  return 2; /* IDCANCEL: there is nobody to ask */
}

static HRESULT STDMETHODCALLTYPE OnStatus(IHTTPMailCallback* This, IXPSTATUS status,
                                          IInternetTransport* transport) {
  static const char* const kNames[] = {"finding host", "connecting",    "securing",
                                       "connected",    "authorizing",   "authorizing again",
                                       "authorized",   "disconnecting", "disconnected"};
  (void)This, (void)transport;
  if ((unsigned)status < sizeof kNames / sizeof *kNames) fprintf(stderr, "%s\n", kNames[status]);
  return S_OK;
}

/* The network failed. The final OnResponse follows and says so again, so there is nothing to do. */
static HRESULT STDMETHODCALLTYPE OnError(IHTTPMailCallback* This, IXPSTATUS status, LPIXPRESULT result,
                                         IInternetTransport* transport) {
  (void)This, (void)status, (void)result, (void)transport;
  return S_OK;
}

static HRESULT STDMETHODCALLTYPE OnCommand(IHTTPMailCallback* This, CMDTYPE type, LPSTR line,
                                           HRESULT response, IInternetTransport* transport) {
  (void)This, (void)response, (void)transport;
  fprintf(stderr, "%c %s\n", type == CMD_SEND ? '>' : '<', line);
  return S_OK;
}

static HRESULT STDMETHODCALLTYPE OnResponse(IHTTPMailCallback* This, LPHTTPMAILRESPONSE response) {
  Callback* self = Self(This);
  const HTTPMAILPOST* post = &response->rPostInfo;
  if (!response->fDone) {
    fprintf(stderr, "%ssent %lu of %lu bytes\n", post->fResend ? "started again, " : "",
            (unsigned long)post->cbCurrent, (unsigned long)post->cbTotal);
    return S_OK;
  }
  self->result = (Result){
      .hr = response->rIxpResult.hrResult,
      .status = response->rIxpResult.uiServerError,
      .sent = post->cbCurrent,
      .total = post->cbTotal,
      .status_line = Copy(response->rIxpResult.pszResponse),
      .location = Copy(post->pszLocation),
      .problem = Copy(response->rIxpResult.pszProblem),
  };
  SetSignal(self->done);
  return S_OK;
}

static HRESULT STDMETHODCALLTYPE GetParentWindow(IHTTPMailCallback* This, HWND* window) {
  (void)This;
  if (window) *window = NULL;
  return E_NOTIMPL;
}

static IHTTPMailCallbackVtbl callback_table = {
    .QueryInterface = QueryInterface,
    .AddRef = AddRef,
    .Release = Release,
    .OnTimeout = OnTimeout,
    .OnLogonPrompt = OnLogonPrompt,
    .OnPrompt = OnPrompt,
    .OnStatus = OnStatus,
    .OnError = OnError,
    .OnCommand = OnCommand,
    .OnResponse = OnResponse,
    .GetParentWindow = GetParentWindow,
};

IHTTPMailCallback* MakeCallback(void) {
  Callback* callback = calloc(1, sizeof *callback);
  if (!callback) return NULL;
  callback->base.lpVtbl = &callback_table;
  atomic_init(&callback->references, 1);
  callback->done = MakeSignal();
  if (callback->done) return &callback->base;
  free(callback);
  return NULL;
}

const Result* WaitForResult(IHTTPMailCallback* callback) {
  WaitFor(Self(callback)->done);
  return &Self(callback)->result;
}
