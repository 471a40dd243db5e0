/* classic_host.c: IHTTPMailTransport as a client of Windows Mail's days used it, knowing nothing of our
 * extension. */
#include "classic_host.h"

#include <stdlib.h>

#include "support/http_server.h"
#include "support/odd_stream.h"
#include "support/recorder.h"
#include "support/slots.h"

typedef HRESULT(STDMETHODCALLTYPE* GetClassObject)(const GUID*, const GUID*, void**);
typedef HRESULT(STDMETHODCALLTYPE* CanUnloadNow)(void);

typedef struct Host {
  const char* path;
  void* library;
  CanUnloadNow can_unload;
  Server* server;
  Recorder* recorder;
  OddStream* stream;
  void* transport;
} Host;

enum { kSize = 200000 };

/* 1: the post was accepted. */
static int Post(Host* host) {
  GetClassObject get = (GetClassObject)LibraryFunction(host->library, "DllGetClassObject");
  void* factory = NULL;
  if (!get || get(&CLSID_IHTTPMailTransport, &IID_IClassFactory, &factory) != S_OK) return 0;
  HRESULT hr = S3_CreateInstance(factory, NULL, &IID_IHTTPMailTransport, &host->transport);
  S2_Release(factory);
  return hr == S_OK && S12_InitNew(host->transport, "classic-host/1.0", NULL, host->recorder) == S_OK &&
         S15_CommandPOST(host->transport, ServerUrl(host->server, "/inbox/"), host->stream, "message/rfc822",
                         7) == S_OK;
}

void* ClassicStart(const char* path) {
  Host* host = calloc(1, sizeof *host);
  if (!host) return NULL;
  host->path = path;
  host->library = LoadLibraryAt(path);
  if (!host->library) return NULL;
  host->can_unload = (CanUnloadNow)LibraryFunction(host->library, "DllCanUnloadNow");
  host->server = ServerStart();
  host->recorder = RecorderMake();
  /* One that may be read on any thread: streams of an apartment have tests of their own. */
  host->stream = OddStreamMake(kSize);
  host->stream->agile = 1;
  if (!Post(host) || !ServerWaitEnd(host->server, 0)) return NULL;
  return host;
}

ClassicState ClassicLook(void* self) {
  Recorder* recorder = ((Host*)self)->recorder;
  Lock(&recorder->monitor);
  int calls =
      recorder->status_count + recorder->response_count + recorder->command_count + recorder->error_count;
  ClassicState state = {recorder->done_count, recorder->on_owner, calls - recorder->on_owner,
                        recorder->overlaps, 0};
  Unlock(&recorder->monitor);
  if (state.done > 0) state.status = RecorderFinal(recorder, 0).status;
  return state;
}

int ClassicRelease(void* self) { return S2_Release(((Host*)self)->transport) == 0; }

int ClassicIdle(void* self) {
  Host* host = self;
  return host->can_unload() == S_OK && host->recorder->references == 1 && host->stream->references == 1;
}

int ClassicEnd(void* self) {
  Host* host = self;
  host->recorder->on_owner = 0; /* here it is where they belong, and ClassicLook has told */
  RecorderEnd(host->recorder);
  OddStreamEnd(host->stream);
  ServerStop(host->server);
  UnloadLibrary(host->library);
  int gone = !LibraryIsLoaded(host->path);
  free(host);
  return gone;
}
