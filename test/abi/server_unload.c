/* server_unload.c: when the library may be unloaded, that it then is, and that it can come again. */
#include "server_test.h"

CASE(unload_when_fresh) {
  Library library = LibraryLoad();
  CHECK_HR(library.can_unload_now(), S_OK);
  LibraryEnd(&library);
}

CASE(unload_not_with_an_object) {
  Library library = LibraryLoad();
  void* transport = MakeTransport(&library);
  CHECK_HR(library.can_unload_now(), S_FALSE);
  S1_AddRef(transport);
  CHECK_EQ(S2_Release(transport), 1);
  CHECK_HR(library.can_unload_now(), S_FALSE);
  CHECK_EQ(S2_Release(transport), 0);
  LibraryEnd(&library);
}

CASE(unload_not_with_a_class_object) {
  Library library = LibraryLoad();
  void* factory = MakeFactory(&library, &CLSID_ImnxportTransport);
  CHECK_HR(library.can_unload_now(), S_FALSE);
  CHECK_EQ(S2_Release(factory), 0);
  LibraryEnd(&library);
}

CASE(unload_not_when_locked) {
  Library library = LibraryLoad();
  void* factory = MakeFactory(&library, &CLSID_IHTTPMailTransport);
  CHECK_HR(S4_LockServer(factory, TRUE), S_OK);
  CHECK_HR(S4_LockServer(factory, TRUE), S_OK);
  CHECK_EQ(S2_Release(factory), 0);
  CHECK_HR(library.can_unload_now(), S_FALSE);
  factory = MakeFactory(&library, &CLSID_IHTTPMailTransport);
  CHECK_HR(S4_LockServer(factory, FALSE), S_OK);
  CHECK_EQ(S2_Release(factory), 0);
  CHECK_HR(library.can_unload_now(), S_FALSE);
  factory = MakeFactory(&library, &CLSID_IHTTPMailTransport);
  CHECK_HR(S4_LockServer(factory, FALSE), S_OK);
  CHECK_EQ(S2_Release(factory), 0);
  LibraryEnd(&library);
}

CASE(unload_not_with_a_thread) {
  /* No object is left, but a Read of a caller's stream has not come back yet. */
  Fixture fixture;
  FixtureStart(&fixture);
  Gate gate, reached;
  GateInit(&gate);
  GateInit(&reached);
  OddStream* stream = OddStreamMake(1000);
  stream->gate = &gate;
  stream->reached = &reached;
  PostTo(&fixture, "/", stream, 0);
  REQUIRE(GateWait(&reached));
  CHECK_EQ(S2_Release(fixture.transport), 0);
  fixture.transport = NULL;
  for (int i = 0; i < 3; ++i) CHECK_HR(fixture.library.can_unload_now(), S_FALSE);
  GateOpen(&gate);
  OddStreamEnd(stream);
  FixtureEnd(&fixture);
  GateDestroy(&gate);
  GateDestroy(&reached);
}

CASE(unload_after_use_and_come_again) {
  for (int round = 0; round < 5; ++round) {
    Fixture fixture;
    FixtureStart(&fixture);
    OddStream* stream = OddStreamMake(100000);
    PostTo(&fixture, "/again", stream, (DWORD)round);
    REQUIRE(RecorderWaitDone(fixture.recorder, 1));
    CHECK_HR(RecorderFinal(fixture.recorder, 0).hr, S_OK);
    OddStreamEnd(stream);
    FixtureEnd(&fixture);
  }
}

CASE(unload_right_after_a_post) {
  /* The transport is released with the answer still on its way. */
  for (int round = 0; round < 5; ++round) {
    Fixture fixture;
    FixtureStart(&fixture);
    OddStream* stream = OddStreamMake(1000);
    PostHeld(&fixture, stream, 0);
    CHECK_EQ(S2_Release(fixture.transport), 0);
    fixture.transport = NULL;
    REQUIRE(LibraryWaitIdle(&fixture.library));
    CHECK_EQ(RecorderDone(fixture.recorder), 0);
    OddStreamEnd(stream);
    FixtureEnd(&fixture);
  }
}

static void* MakeAndRelease(void* argument) {
  for (int i = 0; i < 200; ++i) CHECK_EQ(S2_Release(MakeTransport(argument)), 0);
  return NULL;
}

CASE(objects_on_many_threads) {
  enum { kThreads = 8 };
  Library library = LibraryLoad();
  pthread_t threads[kThreads];
  for (int i = 0; i < kThreads; ++i) {
    REQUIRE(pthread_create(&threads[i], NULL, MakeAndRelease, &library) == 0);
  }
  for (int i = 0; i < kThreads; ++i) pthread_join(threads[i], NULL);
  LibraryEnd(&library);
}
