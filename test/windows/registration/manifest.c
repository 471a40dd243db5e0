/* manifest.c: without registration, by an activation context made from the library itself or from
 * imnxport.manifest. */
#include <windows.h>

#include "activation_sample.c" /* of docs/windows.md */
#include "host.h"
#include "support/fixture.h"

static void CheckContext(ACTCTXW* request) {
  HANDLE context = CreateActCtxW(request);
  REQUIRE(context != INVALID_HANDLE_VALUE);
  ULONG_PTR cookie;
  REQUIRE(ActivateActCtx(context, &cookie));
  CreateAndPost(&CLSID_ImnxportTransport);
  CreateAndPost(&CLSID_IHTTPMailTransport);
  CreateByName(L"Imnxport.HttpMailTransport");
  CreateByName(L"Imnxport.HttpMailTransport.1");
  CreatePoster();
  REQUIRE(DeactivateActCtx(0, cookie));
  ReleaseActCtx(context);
  CheckUnloaded();

  /* It was the context, and nothing else. */
  void* none = NULL;
  CHECK_HR(CoCreateInstance(&CLSID_ImnxportTransport, NULL, CLSCTX_INPROC_SERVER, &IID_IUnknown, &none),
           REGDB_E_CLASSNOTREG);
}

/* The path of a file beside the library. */
static const wchar_t* Beside(const wchar_t* name) {
  static wchar_t path[MAX_PATH];
  wchar_t library[MAX_PATH];
  wchar_t* file = NULL;
  REQUIRE(MultiByteToWideChar(CP_ACP, 0, LibraryPath(), -1, library, MAX_PATH) > 0);
  REQUIRE(GetFullPathNameW(library, MAX_PATH, path, &file) > 0);
  wcscpy(file, name);
  return path;
}

CASE(by_the_resource_of_the_library) {
  ACTCTXW request = {.cbSize = sizeof request, .dwFlags = ACTCTX_FLAG_RESOURCE_NAME_VALID};
  request.lpSource = Beside(L"imnxport.dll");
  request.lpResourceName = MAKEINTRESOURCEW(1);
  CheckContext(&request);
}

CASE(by_the_file_imnxport_manifest) {
  ACTCTXW request = {.cbSize = sizeof request};
  request.lpSource = Beside(L"imnxport.manifest");
  CheckContext(&request);
}

CASE(by_the_sample_of_the_documents) {
  IHTTPMailTransport* transport = NULL;
  CHECK_HR(CreateFromLibrary(Beside(L"imnxport.dll"), &transport), S_OK);
  REQUIRE(transport != NULL);
  CHECK_EQ(S2_Release(transport), 0);
  CheckUnloaded();
  CHECK(FAILED(CreateFromLibrary(Beside(L"none.dll"), &transport)));
}
