/* fixture.h: the library, a server, a callback and a transport, as nearly every case needs them. */
#ifndef IMNXPORT_TEST_FIXTURE_H
#define IMNXPORT_TEST_FIXTURE_H

#include "check.h"
#include "http_server.h"
#include "odd_stream.h"
#include "recorder.h"
#include "slots.h"

/* The library, loaded; the path is in the environment variable IMNXPORT_LIBRARY. */
typedef struct Library {
  void* handle;
  HRESULT(STDMETHODCALLTYPE* get_class_object)(const GUID*, const GUID*, void**);
  HRESULT(STDMETHODCALLTYPE* can_unload_now)(void);
} Library;

const char* LibraryPath(void);
Library LibraryLoad(void);
/* Until DllCanUnloadNow says S_OK. 1, or 0: not in time. It can only be asked again and again. */
int LibraryWaitIdle(const Library* library);
/* Checks that it can be unloaded, and that it is gone afterwards. */
void LibraryEnd(const Library* library);
/* The class object and a new transport, each with one reference. */
void* MakeFactory(const Library* library, const GUID* clsid);
void* MakeTransport(const Library* library);

typedef struct Fixture {
  Library library;
  Server* server;
  Recorder* recorder;
  void* transport; /* a case that releases it sets it to NULL */
} Fixture;

/* Everything but InitNew. */
void FixtureMake(Fixture* fixture);
/* And InitNew. */
void FixtureStart(Fixture* fixture);
/* Releases and frees everything; checks that nothing is left: no reference, no thread, no lock. */
void FixtureEnd(Fixture* fixture);

/* CommandPOST to a path of the server, which must be accepted. */
void PostTo(Fixture* fixture, const char* path, OddStream* stream, DWORD context);
/* An INETSERVER for the server of the fixture; user NULL: no credentials. */
INETSERVER ServerInfo(Fixture* fixture, const char* user, const char* password);
/* A transport that holds its server: request `index` has come, and is not answered before ServerLetGo. */
void PostHeld(Fixture* fixture, OddStream* stream, DWORD context);
/* How many statuses were announced so far. */
int StatusCount(Fixture* fixture);

#endif
