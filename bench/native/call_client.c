/* call_client: how long CommandPOST keeps the thread that calls it, for an entity of some size.
 *
 * usage: call_client LIBRARY URL BYTES CALLS WARM-UP
 *
 * The library is loaded and driven as any host does it, through the public headers. The entity is a stream
 * that has no bytes anywhere, so that nothing but the call can depend on its size. Every post runs to its
 * end, which is not timed.
 */
#define COBJMACROS
#define IMNXPORT_INITGUID
#include <dlfcn.h>

#include "abi/imnxport.h"
#include "null_stream.h"
#include "report.h"
#include "waiting_callback.h"

typedef HRESULT(STDMETHODCALLTYPE* GetClassObject)(REFCLSID, REFIID, void**);

static void Check(HRESULT hr, const char* what) {
  if (SUCCEEDED(hr)) return;
  fprintf(stderr, "call_client: %s: 0x%08X\n", what, (unsigned)hr);
  exit(1);
}

static IHTTPMailTransport* MakeTransport(const char* library) {
  void* server = dlopen(library, RTLD_NOW);
  GetClassObject get_class_object = NULL;
  if (server) *(void**)&get_class_object = dlsym(server, "DllGetClassObject");
  Check(get_class_object ? S_OK : E_FAIL, library);
  IClassFactory* factory = NULL;
  IHTTPMailTransport* transport = NULL;
  Check(get_class_object(&CLSID_IHTTPMailTransport, &IID_IClassFactory, (void**)&factory),
        "DllGetClassObject");
  Check(IClassFactory_CreateInstance(factory, NULL, &IID_IHTTPMailTransport, (void**)&transport),
        "CreateInstance");
  IClassFactory_Release(factory);
  return transport;
}

/* Microseconds on this thread. */
static double Call(IHTTPMailTransport* transport, WaitingCallback* callback, const char* url, uint64_t size) {
  IStream* stream = MakeNullStream(size);
  double start = Now();
  HRESULT hr = IHTTPMailTransport_CommandPOST(transport, url, stream, "message/rfc822", 0);
  double taken = (Now() - start) * 1e6;
  Check(hr, "CommandPOST");
  IStream_Release(stream);
  Check(WaitForEnd(callback), "the post");
  return taken;
}

int main(int argc, char** argv) {
  if (argc != 6) return 2;
  uint64_t size = strtoull(argv[3], NULL, 10);
  int calls = atoi(argv[4]);
  WaitingCallback* callback = MakeWaitingCallback();
  IHTTPMailTransport* transport = MakeTransport(argv[1]);
  Check(IHTTPMailTransport_InitNew(transport, "bench", NULL, AsInterface(callback)), "InitNew");
  double* taken = calloc((size_t)calls, sizeof *taken);
  for (int i = 0; i < atoi(argv[5]); i++) Call(transport, callback, argv[2], 4096);
  WaitForGo();
  double cpu = CpuOf(RUSAGE_SELF);
  double start = Now();
  for (int i = 0; i < calls; i++) taken[i] = Call(transport, callback, argv[2], size);
  double seconds = Now() - start;
  cpu = CpuOf(RUSAGE_SELF) - cpu;
  qsort(taken, (size_t)calls, sizeof *taken, CompareDoubles);
  printf("{\"seconds\":%.6f,\"cpu\":%.6f,\"rss\":%ld,\"call\":%.3f,\"callMin\":%.3f,\"callMax\":%.3f}\n",
         seconds, cpu, PeakRss(), Percentile(taken, (size_t)calls, 0.5), taken[0], taken[calls - 1]);
  IHTTPMailTransport_HandsOffCallback(transport);
  IHTTPMailTransport_Release(transport);
  return 0;
}
