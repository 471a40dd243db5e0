/* fixture.c: making and ending what the cases stand on. */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char* LibraryPath(void) {
  const char* path = getenv("IMNXPORT_LIBRARY");
  if (!path) fprintf(stderr, "IMNXPORT_LIBRARY must be the path of the library to test\n");
  REQUIRE(path != NULL);
  return path;
}

Library LibraryLoad(void) {
  Library library = {LoadLibraryAt(LibraryPath()), NULL, NULL};
  REQUIRE(library.handle != NULL);
  library.get_class_object = (HRESULT(STDMETHODCALLTYPE*)(const GUID*, const GUID*, void**))LibraryFunction(
      library.handle, "DllGetClassObject");
  library.can_unload_now =
      (HRESULT(STDMETHODCALLTYPE*)(void))LibraryFunction(library.handle, "DllCanUnloadNow");
  REQUIRE(library.get_class_object != NULL);
  REQUIRE(library.can_unload_now != NULL);
  return library;
}

int LibraryWaitIdle(const Library* library) {
  int64_t end = NowMs() + WAIT_MS;
  while (library->can_unload_now() != S_OK) {
    if (NowMs() > end) return 0;
    PauseMs(5);
  }
  return 1;
}

void LibraryEnd(const Library* library) {
  REQUIRE(LibraryWaitIdle(library));
  /* The thread sanitizer calls at the end of the process what an unloaded library registered for its own. */
  if (getenv("IMNXPORT_KEEP_LOADED")) return;
  UnloadLibrary(library->handle);
  /* On Windows a thread that has ended all its work gives its reference back on its very last way out. */
  int64_t end = NowMs() + WAIT_MS;
  while (LibraryIsLoaded(LibraryPath()) && NowMs() < end) PauseMs(1);
  CHECK(!LibraryIsLoaded(LibraryPath()));
}

void* MakeFactory(const Library* library, const GUID* clsid) {
  void* factory = NULL;
  REQUIRE(library->get_class_object(clsid, &IID_IClassFactory, &factory) == S_OK);
  REQUIRE(factory != NULL);
  return factory;
}

void* MakeTransport(const Library* library) {
  void* factory = MakeFactory(library, &CLSID_IHTTPMailTransport);
  void* transport = NULL;
  REQUIRE(S3_CreateInstance(factory, NULL, &IID_IHTTPMailTransport, &transport) == S_OK);
  REQUIRE(transport != NULL);
  CHECK_EQ(S2_Release(factory), 0);
  return transport;
}

void FixtureMake(Fixture* fixture) {
  fixture->library = LibraryLoad();
  fixture->server = ServerStart();
  REQUIRE(fixture->server != NULL);
  fixture->recorder = RecorderMake();
  fixture->transport = MakeTransport(&fixture->library);
}

void FixtureStart(Fixture* fixture) {
  FixtureMake(fixture);
  REQUIRE(S12_InitNew(fixture->transport, "abi-test/1.0", NULL, fixture->recorder) == S_OK);
}

void FixtureEnd(Fixture* fixture) {
  if (fixture->transport) CHECK_EQ(S2_Release(fixture->transport), 0);
  RecorderEnd(fixture->recorder);
  ServerStop(fixture->server);
  LibraryEnd(&fixture->library);
}

void PostTo(Fixture* fixture, const char* path, OddStream* stream, DWORD context) {
  REQUIRE(S15_CommandPOST(fixture->transport, ServerUrl(fixture->server, path), stream,
                          "application/octet-stream", context) == S_OK);
}

INETSERVER ServerInfo(Fixture* fixture, const char* user, const char* password) {
  INETSERVER info;
  memset(&info, 0, sizeof info);
  snprintf(info.szServerName, sizeof info.szServerName, "127.0.0.1");
  info.dwPort = (DWORD)ServerPort(fixture->server);
  if (user) snprintf(info.szUserName, sizeof info.szUserName, "%s", user);
  if (password) snprintf(info.szPassword, sizeof info.szPassword, "%s", password);
  return info;
}

void PostHeld(Fixture* fixture, OddStream* stream, DWORD context) {
  int index = ServerRequests(fixture->server);
  ServerAnswer(fixture->server, (Answer){.hold = 1});
  PostTo(fixture, "/held", stream, context);
  REQUIRE(ServerWaitEnd(fixture->server, index) != NULL);
}

int StatusCount(Fixture* fixture) {
  Lock(&fixture->recorder->monitor);
  int count = fixture->recorder->status_count;
  Unlock(&fixture->recorder->monitor);
  return count;
}
