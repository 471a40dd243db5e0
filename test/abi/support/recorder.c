/* recorder.c: the eleven slots of IHTTPMailCallback, and what tests ask afterwards. */
#include "recorder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

static Recorder* Enter(void* This, void* transport) {
  Recorder* self = This;
  Lock(&self->monitor);
  self->overlaps += self->inside > 0;
  ++self->inside;
  self->on_owner += pthread_equal(self->owner, pthread_self()) != 0;
  self->bad_transport += transport == NULL;
  return self;
}

static HRESULT Leave(Recorder* self, HRESULT answer) {
  --self->inside;
  Announce(&self->monitor);
  Unlock(&self->monitor);
  return answer;
}

/* With the lock on both sides, without it during the call. */
static void RunHook(Recorder* self, Hook hook) {
  if (!hook) return;
  Unlock(&self->monitor);
  hook(self, self->argument);
  Lock(&self->monitor);
}

static int Same(const GUID* a, const GUID* b) { return memcmp(a, b, sizeof *a) == 0; }

static ULONG STDMETHODCALLTYPE AddRef(void* This) {
  return (ULONG)atomic_fetch_add(&((Recorder*)This)->references, 1) + 1;
}

/* Announced under the lock, so that nobody misses the last one; the memory is the test's. */
static ULONG STDMETHODCALLTYPE Release(void* This) {
  Recorder* self = This;
  Lock(&self->monitor);
  ULONG left = (ULONG)atomic_fetch_sub(&self->references, 1) - 1;
  Announce(&self->monitor);
  Unlock(&self->monitor);
  return left;
}

static HRESULT STDMETHODCALLTYPE QueryInterface(void* This, const GUID* riid, void** ppv) {
  *ppv = NULL;
  if (!Same(riid, &IID_IUnknown) && !Same(riid, &IID_ITransportCallback) &&
      !Same(riid, &IID_IHTTPMailCallback)) {
    return E_NOINTERFACE;
  }
  *ppv = This;
  AddRef(This);
  return S_OK;
}

static HRESULT STDMETHODCALLTYPE OnTimeout(void* This, DWORD* seconds, void* transport) {
  Recorder* self = Enter(This, transport);
  ++self->timeout_count;
  if (self->timeout_answer == S_OK) *seconds = self->timeout_seconds;
  return Leave(self, self->timeout_answer);
}

static HRESULT STDMETHODCALLTYPE OnLogonPrompt(void* This, INETSERVER* server, void* transport) {
  Recorder* self = Enter(This, transport);
  ++self->logon_count;
  self->last_logon = *server;
  if (self->logon_answer == S_OK) {
    snprintf(server->szUserName, sizeof server->szUserName, "%s", self->user);
    snprintf(server->szPassword, sizeof server->szPassword, "%s", self->password);
  }
  return Leave(self, self->logon_answer);
}

static INT STDMETHODCALLTYPE OnPrompt(void* This, HRESULT error, const char* text, const char* caption,
                                      UINT type, void* transport) {
  (void)error, (void)text, (void)caption, (void)type;
  Leave(Enter(This, transport), S_OK);
  return 0;
}

static HRESULT STDMETHODCALLTYPE OnStatus(void* This, IXPSTATUS status, void* transport) {
  Recorder* self = Enter(This, transport);
  if (self->status_count < kMaxStatuses) self->statuses[self->status_count++] = status;
  RunHook(self, self->on_status);
  return Leave(self, self->answer);
}

static HRESULT STDMETHODCALLTYPE OnError(void* This, IXPSTATUS status, IXPRESULT* result, void* transport) {
  (void)status;
  Recorder* self = Enter(This, transport);
  ++self->error_count;
  self->last_error = result->hrResult;
  return Leave(self, self->answer);
}

static HRESULT STDMETHODCALLTYPE OnCommand(void* This, CMDTYPE type, char* line, HRESULT hr,
                                           void* transport) {
  (void)hr;
  Recorder* self = Enter(This, transport);
  size_t size = strlen(line) + 3;
  char* copy = malloc(size);
  if (copy && self->command_count < kMaxCommands) {
    snprintf(copy, size, "%c %s", type == CMD_SEND ? '>' : '<', line);
    self->commands[self->command_count++] = copy;
  } else {
    free(copy);
  }
  return Leave(self, self->answer);
}

static void Keep(char* to, size_t size, const char* text) { snprintf(to, size, "%s", text ? text : ""); }

static HRESULT STDMETHODCALLTYPE OnResponse(void* This, HTTPMAILRESPONSE* from) {
  Recorder* self = Enter(This, from->pTransport);
  if (self->response_count == kMaxResponses) return Leave(self, self->answer);
  Response* kept = &self->responses[self->response_count++];
  const HTTPMAILPOST* post = &from->rPostInfo;
  *kept = (Response){
      .command = from->command,
      .context = from->dwContext,
      .done = from->fDone,
      .hr = from->rIxpResult.hrResult,
      .status = from->rIxpResult.uiServerError,
      .socket_error = from->rIxpResult.dwSocketError,
      .has_location = post->pszLocation != NULL,
      .resend = post->fResend,
      .increment = post->cbIncrement,
      .current = post->cbCurrent,
      .total = post->cbTotal,
      .transport = from->pTransport,
      .errors_before = self->error_count,
      .watched = self->watch ? atomic_load(self->watch) : -1,
  };
  Keep(kept->status_line, sizeof kept->status_line, from->rIxpResult.pszResponse);
  Keep(kept->problem, sizeof kept->problem, from->rIxpResult.pszProblem);
  Keep(kept->location, sizeof kept->location, post->pszLocation);
  RunHook(self, self->on_response);
  self->done_count += from->fDone != 0;
  return Leave(self, self->answer);
}

static HRESULT STDMETHODCALLTYPE GetParentWindow(void* This, HWND* window) {
  (void)This;
  *window = NULL;
  return E_NOTIMPL;
}

static const Slot kTable[11] = {(Slot)QueryInterface, (Slot)AddRef,     (Slot)Release,        (Slot)OnTimeout,
                                (Slot)OnLogonPrompt,  (Slot)OnPrompt,   (Slot)OnStatus,       (Slot)OnError,
                                (Slot)OnCommand,      (Slot)OnResponse, (Slot)GetParentWindow};

Recorder* RecorderMake(void) {
  Recorder* recorder = calloc(1, sizeof *recorder);
  if (!recorder) abort();
  recorder->table = kTable;
  atomic_init(&recorder->references, 1);
  MonitorInit(&recorder->monitor);
  recorder->owner = pthread_self();
  recorder->timeout_answer = recorder->logon_answer = S_FALSE;
  return recorder;
}

void RecorderEnd(Recorder* recorder) {
  REQUIRE(RecorderWaitFree(recorder));
  Lock(&recorder->monitor);
  CHECK_EQ(recorder->inside, 0);
  CHECK_EQ(recorder->overlaps, 0);
  CHECK_EQ(recorder->on_owner, 0);
  CHECK_EQ(recorder->bad_transport, 0);
  Unlock(&recorder->monitor);
  for (int i = 0; i < recorder->command_count; ++i) free(recorder->commands[i]);
  MonitorDestroy(&recorder->monitor);
  free(recorder);
}

int RecorderWaitDone(Recorder* recorder, int count) {
  Lock(&recorder->monitor);
  WAIT_LOCKED(&recorder->monitor, recorder->done_count >= count);
  int came = recorder->done_count >= count;
  Unlock(&recorder->monitor);
  return came;
}

static int HasStatusLocked(const Recorder* recorder, int from, IXPSTATUS status) {
  for (int i = from; i < recorder->status_count; ++i) {
    if (recorder->statuses[i] == status) return 1;
  }
  return 0;
}

int RecorderWaitStatus(Recorder* recorder, int from, IXPSTATUS status) {
  Lock(&recorder->monitor);
  WAIT_LOCKED(&recorder->monitor, HasStatusLocked(recorder, from, status));
  int came = HasStatusLocked(recorder, from, status);
  Unlock(&recorder->monitor);
  return came;
}

int RecorderWaitFree(Recorder* recorder) {
  Lock(&recorder->monitor);
  WAIT_LOCKED(&recorder->monitor, atomic_load(&recorder->references) == 1);
  int is = atomic_load(&recorder->references) == 1;
  Unlock(&recorder->monitor);
  return is;
}

int RecorderDone(Recorder* recorder) {
  Lock(&recorder->monitor);
  int count = recorder->done_count;
  Unlock(&recorder->monitor);
  return count;
}

Response RecorderFinal(Recorder* recorder, int number) {
  Response found = {0};
  Lock(&recorder->monitor);
  for (int i = 0; i < recorder->response_count; ++i) {
    if (recorder->responses[i].done && number-- == 0) found = recorder->responses[i];
  }
  Unlock(&recorder->monitor);
  return found;
}

Response RecorderFinalOf(Recorder* recorder, DWORD context) {
  Response found = {0};
  Lock(&recorder->monitor);
  for (int i = 0; i < recorder->response_count; ++i) {
    const Response* response = &recorder->responses[i];
    if (response->done && response->context == context) found = *response;
  }
  Unlock(&recorder->monitor);
  return found;
}
