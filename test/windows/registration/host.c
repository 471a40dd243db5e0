/* host.c: creating, posting, letting go. */
#include "host.h"

#include <objbase.h>
#include <windows.h>
#include <oleauto.h>

#include "support/fixture.h"

void CreateAndPost(const CLSID* clsid) {
  void* transport = NULL;
  CHECK_HR(CoCreateInstance(clsid, NULL, CLSCTX_INPROC_SERVER, &IID_IHTTPMailTransport, &transport), S_OK);
  REQUIRE(transport != NULL);
  Server* server = ServerStart();
  REQUIRE(server != NULL);
  Recorder* recorder = RecorderMake();
  OddStream* stream = OddStreamMake(100000);
  CHECK_HR(S12_InitNew(transport, "host/1.0", NULL, recorder), S_OK);
  CHECK_HR(S15_CommandPOST(transport, ServerUrl(server, "/inbox/"), stream, "message/rfc822", 7), S_OK);
  REQUIRE(RecorderWaitDone(recorder, 1));
  CHECK_HR(RecorderFinal(recorder, 0).hr, S_OK);
  const Request* request = ServerWaitEnd(server, 0);
  REQUIRE(request != NULL);
  CHECK_EQ(request->body_size, 100000);
  CHECK(OddSame(request->body, request->body_size, 0));
  CHECK_EQ(S2_Release(transport), 0);
  OddStreamEnd(stream);
  RecorderEnd(recorder);
  ServerStop(server);
}

void CreateByName(const wchar_t* name) {
  CLSID clsid;
  CHECK_HR(CLSIDFromProgID(name, &clsid), S_OK);
  void* transport = NULL;
  CHECK_HR(CoCreateInstance(&clsid, NULL, CLSCTX_INPROC_SERVER, &IID_IImnxportTransport, &transport), S_OK);
  REQUIRE(transport != NULL);
  CHECK_EQ(S2_Release(transport), 0);
}

void CreatePoster(void) {
  static const GUID kLibrary = {0xE0531D5D, 0xB78A, 0x42BC, {0xA2, 0xAC, 0x5B, 0xFF, 0x83, 0x32, 0xDC, 0x6A}};
  static const GUID kPoster = {0xD2EA7D67, 0x00C1, 0x4183, {0xBF, 0x5B, 0x6F, 0x40, 0x4A, 0x06, 0xAC, 0xF9}};
  static const wchar_t* const kNames[] = {L"Imnxport.HttpMailPoster", L"Imnxport.HttpMailPoster.1"};
  for (int i = 0; i < 2; ++i) {
    CLSID clsid;
    IDispatch* poster = NULL;
    CHECK_HR(CLSIDFromProgID(kNames[i], &clsid), S_OK);
    CHECK_HR(CoCreateInstance(&clsid, NULL, CLSCTX_INPROC_SERVER, &IID_IDispatch, (void**)&poster), S_OK);
    REQUIRE(poster != NULL);
    LPOLESTR name = (LPOLESTR)L"Post";
    DISPID id = 0;
    CHECK_HR(poster->lpVtbl->GetIDsOfNames(poster, &IID_NULL, &name, 1, LOCALE_USER_DEFAULT, &id), S_OK);
    CHECK_EQ(id, 1);
    CHECK_EQ(S2_Release(poster), 0);
  }
  ITypeLib* library = NULL;
  ITypeInfo* type = NULL;
  CHECK_HR(LoadRegTypeLib(&kLibrary, 1, 0, 0, &library), S_OK);
  REQUIRE(library != NULL);
  CHECK_HR(library->lpVtbl->GetTypeInfoOfGuid(library, &kPoster, &type), S_OK);
  if (type) S2_Release(type);
  S2_Release(library);
}

void CheckUnloaded(void) {
  int64_t end = NowMs() + WAIT_MS;
  CHECK(GetModuleHandleW(L"imnxport.dll") != NULL);
  while (GetModuleHandleW(L"imnxport.dll") && NowMs() < end) {
    CoFreeUnusedLibrariesEx(0, 0);
    PauseMs(5);
  }
  CHECK(GetModuleHandleW(L"imnxport.dll") == NULL);
}
