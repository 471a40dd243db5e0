#include "waiting_callback.h"

#include <semaphore.h>
#include <stdlib.h>

struct WaitingCallback {
  IHTTPMailCallback base; /* first: a WaitingCallback* is an IHTTPMailCallback* */
  sem_t ended;
  HRESULT hr; /* one command at a time: written before `ended` is posted, read after it */
};

static ULONG STDMETHODCALLTYPE AddRef(IHTTPMailCallback* This) {
  (void)This;
  return 2;
}

static ULONG STDMETHODCALLTYPE Release(IHTTPMailCallback* This) {
  (void)This;
  return 1;
}

static HRESULT STDMETHODCALLTYPE QueryInterface(IHTTPMailCallback* This, REFIID riid, void** ppv) {
  *ppv = NULL;
  if (!IsEqualGUID(riid, &IID_IUnknown) && !IsEqualGUID(riid, &IID_ITransportCallback) &&
      !IsEqualGUID(riid, &IID_IHTTPMailCallback)) {
    return E_NOINTERFACE;
  }
  *ppv = This;
  return S_OK;
}

static HRESULT STDMETHODCALLTYPE OnTimeout(IHTTPMailCallback* This, DWORD* seconds,
                                           IInternetTransport* transport) {
  (void)This, (void)seconds, (void)transport;
  return S_FALSE;
}

static HRESULT STDMETHODCALLTYPE OnLogonPrompt(IHTTPMailCallback* This, LPINETSERVER server,
                                               IInternetTransport* transport) {
  (void)This, (void)server, (void)transport;
  return S_FALSE;
}

static INT STDMETHODCALLTYPE OnPrompt(IHTTPMailCallback* This, HRESULT error, LPCSTR text, LPCSTR caption,
                                      UINT type, IInternetTransport* transport) {
  (void)This, (void)error, (void)text, (void)caption, (void)type, (void)transport;
  return 2;
}

static HRESULT STDMETHODCALLTYPE OnStatus(IHTTPMailCallback* This, IXPSTATUS status,
                                          IInternetTransport* transport) {
  (void)This, (void)status, (void)transport;
  return S_OK;
}

static HRESULT STDMETHODCALLTYPE OnError(IHTTPMailCallback* This, IXPSTATUS status, LPIXPRESULT result,
                                         IInternetTransport* transport) {
  (void)This, (void)status, (void)result, (void)transport;
  return S_OK;
}

static HRESULT STDMETHODCALLTYPE OnCommand(IHTTPMailCallback* This, CMDTYPE type, LPSTR line,
                                           HRESULT response, IInternetTransport* transport) {
  (void)This, (void)type, (void)line, (void)response, (void)transport;
  return S_OK;
}

static HRESULT STDMETHODCALLTYPE OnResponse(IHTTPMailCallback* This, LPHTTPMAILRESPONSE response) {
  WaitingCallback* self = (WaitingCallback*)This;
  if (!response->fDone) return S_OK;
  self->hr = response->rIxpResult.hrResult;
  sem_post(&self->ended);
  return S_OK;
}

static HRESULT STDMETHODCALLTYPE GetParentWindow(IHTTPMailCallback* This, HWND* window) {
  (void)This, (void)window;
  return E_NOTIMPL;
}

static IHTTPMailCallbackVtbl waiting_callback_table = {
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

WaitingCallback* MakeWaitingCallback(void) {
  WaitingCallback* callback = calloc(1, sizeof *callback);
  if (!callback || sem_init(&callback->ended, 0, 0) != 0) abort();
  callback->base.lpVtbl = &waiting_callback_table;
  return callback;
}

IHTTPMailCallback* AsInterface(WaitingCallback* callback) { return &callback->base; }

HRESULT WaitForEnd(WaitingCallback* callback) {
  while (sem_wait(&callback->ended) != 0) continue;
  return callback->hr;
}
