/* main.c: posts one file through IHTTPMailTransport::CommandPOST, from C, with nothing but the headers.
 *
 *   c-host <library> <url> <file> [content-type]
 *
 * Progress goes to stderr, the result to stdout. Exit code 0: the server took it; 1: it did not; 2: it was
 * not even tried.
 */
#define COBJMACROS
#define IMNXPORT_INITGUID /* in one file of the program: this one defines the GUIDs */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "abi/imnxport.h"
#include "callback.h"
#include "platform.h"
#include "stream.h"

enum { kPosted = 0, kRefused = 1, kNotTried = 2 };

typedef HRESULT(STDMETHODCALLTYPE* GetClassObjectFunction)(REFCLSID, REFIID, void**);
typedef HRESULT(STDMETHODCALLTYPE* CanUnloadNowFunction)(void);

static int Complain(const char* what, HRESULT hr) {
  fprintf(stderr, "%s failed: HRESULT 0x%08lX\n", what, (unsigned long)hr & 0xFFFFFFFFul);
  return kNotTried;
}

static int PrintResult(const Result* result) {
  printf("HRESULT   0x%08lX %s\n", (unsigned long)result->hr & 0xFFFFFFFFul,
         SUCCEEDED(result->hr) ? "(posted)" : "(failed)");
  printf("status    %s\n", result->status_line ? result->status_line : "none: no response came");
  printf("location  %s\n", result->location ? result->location : "not told");
  if (result->total) {
    printf("bytes     %lu of %lu\n", result->sent, result->total);
  } else {
    printf("bytes     %lu\n", result->sent);
  }
  if (result->problem) printf("problem   %s\n", result->problem);
  return SUCCEEDED(result->hr) ? kPosted : kRefused;
}

/* The post itself: three calls, then the callback has the word. */
static int Post(IHTTPMailTransport* transport, IHTTPMailCallback* callback, const char* url, IStream* stream,
                const char* type) {
  HRESULT hr = IHTTPMailTransport_InitNew(transport, "c-host/1.0", NULL, callback);
  if (FAILED(hr)) return Complain("InitNew", hr);

  /* Returns at once; the stream is the transport's until the final response. */
  hr = IHTTPMailTransport_CommandPOST(transport, url, stream, type, 0);
  int code = SUCCEEDED(hr) ? PrintResult(WaitForResult(callback)) : Complain("CommandPOST", hr);

  /* The transport holds the callback. Whoever ends first says so, or neither is ever freed. */
  IHTTPMailTransport_HandsOffCallback(transport);
  return code;
}

/* What CoCreateInstance does on Windows for a registered server: class object, instance, and let go. */
static HRESULT MakeTransport(void* server, IHTTPMailTransport** transport) {
  GetClassObjectFunction get_class_object = (GetClassObjectFunction)FindFunction(server, "DllGetClassObject");
  if (!get_class_object) return E_FAIL;
  IClassFactory* factory = NULL;
  HRESULT hr = get_class_object(&CLSID_IHTTPMailTransport, &IID_IClassFactory, (void**)&factory);
  if (FAILED(hr)) return hr;
  hr = IClassFactory_CreateInstance(factory, NULL, &IID_IHTTPMailTransport, (void**)transport);
  IClassFactory_Release(factory);
  return hr;
}

static int PostFile(void* server, const char* url, const char* path, const char* type) {
  IStream* stream = OpenFileStream(path);
  if (!stream) {
    fprintf(stderr, "%s: %s\n", path, strerror(errno));
    return kNotTried;
  }
  int code = kNotTried;
  IHTTPMailCallback* callback = MakeCallback();
  IHTTPMailTransport* transport = NULL;
  HRESULT hr = callback ? MakeTransport(server, &transport) : E_OUTOFMEMORY;
  if (SUCCEEDED(hr)) {
    code = Post(transport, callback, url, stream, type);
    IHTTPMailTransport_Release(transport);
  } else {
    Complain("making a transport", hr);
  }
  if (callback) IHTTPMailCallback_Release(callback);
  IStream_Release(stream);
  return code;
}

int main(int argc, char** argv) {
  if (argc < 4 || argc > 5) {
    fprintf(stderr, "usage: %s <library> <url> <file> [content-type]\n", argv[0]);
    return kNotTried;
  }
  if (StartCom() != 0) {
    fprintf(stderr, "COM cannot be started on this thread\n");
    return kNotTried;
  }
  void* server = LoadServer(argv[1]);
  if (!server) {
    StopCom();
    return kNotTried;
  }
  int code = PostFile(server, argv[2], argv[3], argc == 5 ? argv[4] : NULL);

  /* The library may be unloaded only when it says so: threads of its own may still be on their way out.
   * If they are, the end of the process takes care of it. */
  CanUnloadNowFunction can_unload_now = (CanUnloadNowFunction)FindFunction(server, "DllCanUnloadNow");
  if (can_unload_now && can_unload_now() == S_OK) UnloadServer(server);
  StopCom();
  return code;
}
