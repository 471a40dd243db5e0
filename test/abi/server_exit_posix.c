/* server_exit_posix.c: a host may end at any moment, with the library's threads at whatever they are at.
 * Each end is that of a process of its own, made by fork: on POSIX systems the threads of a process go on
 * running while it exits. */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "server_test.h"

/* Everything until the transport can post; the process then exits with the library as it stands. */
static void EndWhileStarting(int round) {
  Library library = LibraryLoad();
  void* transport = MakeTransport(&library);
  Recorder* recorder = RecorderMake();
  if (S12_InitNew(transport, "host", NULL, recorder) != S_OK) exit(3);
  if (round % 3 == 1) S8_HandsOffCallback(transport);
  if (round % 3 == 2) S2_Release(transport);
  exit(0);
}

/* Runs `end` in processes of their own, each of which has to exit by itself. */
static void CheckEnds(void (*end)(int round), int count) {
  for (int round = 0; round < count; ++round) {
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) end(round);
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    REQUIRE(status == 0);
  }
}

CASE(exit_while_threads_start) { CheckEnds(EndWhileStarting, 300); }

/* A callback that never comes back. */
static void StayInside(Recorder* recorder, void* reached) {
  (void)recorder;
  GateOpen(reached);
  for (;;) pause();
}

static void EndInsideCallback(int round) {
  Fixture fixture;
  FixtureStart(&fixture);
  Gate reached;
  GateInit(&reached);
  fixture.recorder->argument = &reached;
  if (round % 2 == 0) fixture.recorder->on_status = StayInside;
  if (round % 2 == 1) fixture.recorder->on_response = StayInside;
  PostTo(&fixture, "/", OddStreamMake(10), 1);
  exit(GateWait(&reached) ? 0 : 3);
}

CASE(exit_with_a_callback_that_never_returns) { CheckEnds(EndInsideCallback, 20); }
