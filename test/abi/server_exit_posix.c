/* server_exit_posix.c: a host may end at any moment, with the library's threads at whatever they are at.
 * Each end is that of a process of its own, made by fork: on POSIX systems the threads of a process go on
 * running while it exits. */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "server_test.h"

enum { kEnds = 300 };

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

CASE(exit_while_threads_start) {
  for (int round = 0; round < kEnds; ++round) {
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) EndWhileStarting(round);
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    REQUIRE(status == 0);
  }
}
