/* host.c: creating, posting, letting go. */
#include "host.h"

#include <objbase.h>
#include <windows.h>

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

void CheckUnloaded(void) {
  int64_t end = NowMs() + WAIT_MS;
  CHECK(GetModuleHandleW(L"imnxport.dll") != NULL);
  while (GetModuleHandleW(L"imnxport.dll") && NowMs() < end) {
    CoFreeUnusedLibrariesEx(0, 0);
    PauseMs(5);
  }
  CHECK(GetModuleHandleW(L"imnxport.dll") == NULL);
}
