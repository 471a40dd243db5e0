/* sync.h: a mutex with a condition, and waits that end: nothing here waits longer than WAIT_MS. */
#ifndef IMNXPORT_TEST_SYNC_H
#define IMNXPORT_TEST_SYNC_H

#include <pthread.h>
#include <time.h>

/* Far above what anything takes on a slow machine under a sanitizer, and below ctest's own limit. */
#define WAIT_MS 30000

typedef struct Monitor {
  pthread_mutex_t mutex;
  pthread_cond_t changed;
} Monitor;

static inline void MonitorInit(Monitor* monitor) {
  pthread_mutex_init(&monitor->mutex, NULL);
  pthread_cond_init(&monitor->changed, NULL);
}

static inline void MonitorDestroy(Monitor* monitor) {
  pthread_cond_destroy(&monitor->changed);
  pthread_mutex_destroy(&monitor->mutex);
}

static inline void Lock(Monitor* monitor) { pthread_mutex_lock(&monitor->mutex); }

static inline void Unlock(Monitor* monitor) { pthread_mutex_unlock(&monitor->mutex); }

/* With the lock: something has changed. */
static inline void Announce(Monitor* monitor) { pthread_cond_broadcast(&monitor->changed); }

static inline struct timespec Deadline(void) {
  struct timespec at;
  clock_gettime(CLOCK_REALTIME, &at);
  at.tv_sec += WAIT_MS / 1000;
  return at;
}

/* With the lock: until the condition holds. Its value at the end says whether it does. */
#define WAIT_LOCKED(monitor, condition)                                                           \
  do {                                                                                            \
    struct timespec deadline_ = Deadline();                                                       \
    while (!(condition)) {                                                                        \
      if (pthread_cond_timedwait(&(monitor)->changed, &(monitor)->mutex, &deadline_) != 0) break; \
    }                                                                                             \
  } while (0)

/* A gate that is shut until someone opens it. */
typedef struct Gate {
  Monitor monitor;
  int open;
} Gate;

static inline void GateInit(Gate* gate) {
  MonitorInit(&gate->monitor);
  gate->open = 0;
}

static inline void GateOpen(Gate* gate) {
  Lock(&gate->monitor);
  gate->open = 1;
  Announce(&gate->monitor);
  Unlock(&gate->monitor);
}

/* 1: it is open; 0: it did not open in time. */
static inline int GateWait(Gate* gate) {
  Lock(&gate->monitor);
  WAIT_LOCKED(&gate->monitor, gate->open);
  int open = gate->open;
  Unlock(&gate->monitor);
  return open;
}

static inline void GateDestroy(Gate* gate) { MonitorDestroy(&gate->monitor); }

#endif
