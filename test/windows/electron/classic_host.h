/* classic_host.h: another native module of the program, which uses the COM library with a classic callback.
 */
#ifndef IMNXPORT_TEST_CLASSIC_HOST_H
#define IMNXPORT_TEST_CLASSIC_HOST_H

typedef struct ClassicState {
  int done;      /* final responses so far */
  int on_maker;  /* calls on the thread that called ClassicStart */
  int elsewhere; /* calls on other threads */
  int overlaps;  /* calls that began while another was running */
  unsigned status;
} ClassicState;

/* Loads the library at `path` and posts to a server of its own; returns when the server has received all.
 * NULL: something was refused. It does not pump, so a callback of this thread cannot have been made. */
void* ClassicStart(const char* path);
ClassicState ClassicLook(void* host);
/* The final Release. 0: references were left to the client. */
int ClassicRelease(void* host);
/* 1: the library can be unloaded; the callback is free then. */
int ClassicIdle(void* host);
/* Unloads. 1: nothing is left of it. */
int ClassicEnd(void* host);

#endif
