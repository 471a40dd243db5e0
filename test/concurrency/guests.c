/* guests.c: the fourteen slots of a stream and the eleven of a callback. */
#include "guests.h"

#include <stdlib.h>
#include <string.h>

#include "chance.h"
#include "support/check.h"
#include "support/system.h"

atomic_int live_streams;
atomic_int live_listeners;

static int Same(const GUID* a, const GUID* b) { return memcmp(a, b, sizeof *a) == 0; }

/* ---- the stream ---- */

typedef struct Stream {
  const Slot* table; /* first: what COM sees */
  atomic_int references;
  unsigned chance;
  ULONG size;
  ULONG position;
  int can_seek;
} Stream;

static ULONG STDMETHODCALLTYPE StreamAddRef(void* This) {
  return (ULONG)atomic_fetch_add(&((Stream*)This)->references, 1) + 1;
}

static ULONG STDMETHODCALLTYPE StreamRelease(void* This) {
  Stream* self = This;
  int left = atomic_fetch_sub(&self->references, 1) - 1;
  CHECK(left >= 0);
  if (left == 0) {
    free(self);
    atomic_fetch_sub(&live_streams, 1);
  }
  return (ULONG)left;
}

static HRESULT STDMETHODCALLTYPE StreamQuery(void* This, const GUID* riid, void** ppv) {
  *ppv = NULL;
  if (!Same(riid, &IID_IUnknown) && !Same(riid, &IID_ISequentialStream) && !Same(riid, &IID_IStream))
    return E_NOINTERFACE;
  StreamAddRef(This);
  *ppv = This;
  return S_OK;
}

static HRESULT STDMETHODCALLTYPE StreamRead(void* This, void* pv, ULONG cb, ULONG* pcbRead) {
  Stream* self = This;
  if (Chance(&self->chance, 2)) PauseMs(1); /* a slow stream */
  if (Chance(&self->chance, 1)) return STG_E_READFAULT;
  ULONG left = self->size - self->position;
  ULONG count = left < cb ? left : cb;
  if (count > 1 && Chance(&self->chance, 30)) count = 1 + Below(&self->chance, count);
  memset(pv, 'x', count);
  self->position += count;
  if (pcbRead) *pcbRead = count;
  return count < cb ? S_FALSE : S_OK;
}

static HRESULT STDMETHODCALLTYPE StreamSeek(void* This, LARGE_INTEGER move, DWORD origin,
                                            ULARGE_INTEGER* position) {
  Stream* self = This;
  if (!self->can_seek) return E_NOTIMPL;
  ULONG base = origin == STREAM_SEEK_CUR ? self->position : origin == STREAM_SEEK_END ? self->size : 0;
  self->position = base + (ULONG)move.QuadPart;
  if (position) position->QuadPart = self->position;
  return S_OK;
}

static HRESULT STDMETHODCALLTYPE StreamStat(void* This, STATSTG* stat, DWORD flags) {
  (void)This, (void)stat, (void)flags;
  return E_NOTIMPL;
}

/* Stands for the methods that nobody calls. */
static HRESULT STDMETHODCALLTYPE StreamNotThere(void* This) {
  (void)This;
  CHECK(!"called");
  return E_NOTIMPL;
}

static const Slot kStream[14] = {(Slot)StreamQuery,    (Slot)StreamAddRef,   (Slot)StreamRelease,
                                 (Slot)StreamRead,     (Slot)StreamNotThere, (Slot)StreamSeek,
                                 (Slot)StreamNotThere, (Slot)StreamNotThere, (Slot)StreamNotThere,
                                 (Slot)StreamNotThere, (Slot)StreamNotThere, (Slot)StreamNotThere,
                                 (Slot)StreamStat,     (Slot)StreamNotThere};

void* StreamMake(unsigned seed) {
  Stream* stream = calloc(1, sizeof *stream);
  REQUIRE(stream != NULL);
  stream->table = kStream;
  atomic_init(&stream->references, 1);
  stream->chance = seed;
  stream->size =
      Chance(&stream->chance, 5) ? 0 : Below(&stream->chance, Chance(&stream->chance, 10) ? 600000 : 3000);
  stream->can_seek = Chance(&stream->chance, 80);
  atomic_fetch_add(&live_streams, 1);
  return stream;
}

/* ---- the callback ---- */

typedef struct Listener {
  const Slot* table; /* first: what COM sees */
  atomic_int references;
  atomic_int inside;
  Heard heard;
  void* argument;
} Listener;

static ULONG STDMETHODCALLTYPE ListenerAddRef(void* This) {
  return (ULONG)atomic_fetch_add(&((Listener*)This)->references, 1) + 1;
}

static ULONG STDMETHODCALLTYPE ListenerRelease(void* This) {
  Listener* self = This;
  int left = atomic_fetch_sub(&self->references, 1) - 1;
  CHECK(left >= 0);
  if (left == 0) {
    CHECK_EQ(atomic_load(&self->inside), 0);
    free(self);
    atomic_fetch_sub(&live_listeners, 1);
  }
  return (ULONG)left;
}

static HRESULT STDMETHODCALLTYPE ListenerQuery(void* This, const GUID* riid, void** ppv) {
  *ppv = NULL;
  if (!Same(riid, &IID_IUnknown) && !Same(riid, &IID_ITransportCallback) &&
      !Same(riid, &IID_IHTTPMailCallback))
    return E_NOINTERFACE;
  ListenerAddRef(This);
  *ppv = This;
  return S_OK;
}

static HRESULT STDMETHODCALLTYPE ListenerTimeout(void* This, DWORD* seconds, void* transport) {
  (void)This, (void)seconds, (void)transport;
  return S_OK; /* waits on */
}

static HRESULT STDMETHODCALLTYPE ListenerLogon(void* This, INETSERVER* server, void* transport) {
  (void)This, (void)server, (void)transport;
  return S_FALSE;
}

static INT STDMETHODCALLTYPE ListenerPrompt(void* This, HRESULT error, const char* text, const char* caption,
                                            UINT type, void* transport) {
  (void)This, (void)error, (void)text, (void)caption, (void)type, (void)transport;
  return 0;
}

static HRESULT STDMETHODCALLTYPE ListenerStatus(void* This, IXPSTATUS status, void* transport) {
  (void)This, (void)status, (void)transport;
  return S_OK;
}

static HRESULT STDMETHODCALLTYPE ListenerError(void* This, IXPSTATUS status, IXPRESULT* result,
                                               void* transport) {
  (void)This, (void)status, (void)result, (void)transport;
  return E_FAIL; /* breaks nothing */
}

static HRESULT STDMETHODCALLTYPE ListenerCommand(void* This, CMDTYPE type, char* line, HRESULT hr,
                                                 void* transport) {
  (void)This, (void)type, (void)line, (void)hr, (void)transport;
  return S_OK;
}

static HRESULT STDMETHODCALLTYPE ListenerResponse(void* This, HTTPMAILRESPONSE* response) {
  Listener* self = This;
  CHECK_EQ(atomic_fetch_add(&self->inside, 1), 0); /* one call at a time */
  self->heard(self->argument, response);
  atomic_fetch_sub(&self->inside, 1);
  return S_OK;
}

static HRESULT STDMETHODCALLTYPE ListenerWindow(void* This, HWND* window) {
  (void)This, (void)window;
  return E_NOTIMPL;
}

static const Slot kListener[11] = {(Slot)ListenerQuery,    (Slot)ListenerAddRef, (Slot)ListenerRelease,
                                   (Slot)ListenerTimeout,  (Slot)ListenerLogon,  (Slot)ListenerPrompt,
                                   (Slot)ListenerStatus,   (Slot)ListenerError,  (Slot)ListenerCommand,
                                   (Slot)ListenerResponse, (Slot)ListenerWindow};

void* ListenerMake(Heard heard, void* argument) {
  Listener* listener = calloc(1, sizeof *listener);
  REQUIRE(listener != NULL);
  listener->table = kListener;
  atomic_init(&listener->references, 1);
  listener->heard = heard;
  listener->argument = argument;
  atomic_fetch_add(&live_listeners, 1);
  return listener;
}
