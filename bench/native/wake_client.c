/* wake_client: how long it takes a thread to wake another one that sleeps, and nothing else: no CommandPOST
 * that finds the I/O thread asleep can take less.
 *
 * usage: wake_client CALLS WARM-UP
 */
#define _GNU_SOURCE
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "report.h"

static const double kAnswerAfter = 100e-6; /* seconds: about what a small post on the loopback takes */
static const double kRest = 200e-6;        /* seconds: after that the processor of the sleeper has halted */

static int event;
static sem_t answered;

static void* Sleeper(void* unused) {
  for (;;) {
    struct pollfd wait = {.fd = event, .events = POLLIN};
    uint64_t count;
    poll(&wait, 1, -1);
    if (read(event, &count, sizeof count) != sizeof count) continue;
    for (double until = Now() + kAnswerAfter; Now() < until;) continue;
    sem_post(&answered);
  }
  return unused;
}

/* Microseconds on this thread. */
static double Wake(void) {
  uint64_t one = 1;
  for (double until = Now() + kRest; Now() < until;) continue;
  double start = Now();
  ssize_t written = write(event, &one, sizeof one);
  double taken = (Now() - start) * 1e6;
  if (written != sizeof one) exit(1);
  while (sem_wait(&answered) != 0) continue;
  return taken;
}

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  int calls = atoi(argv[1]);
  pthread_t thread;
  event = eventfd(0, EFD_NONBLOCK);
  if (event < 0 || sem_init(&answered, 0, 0) != 0 || pthread_create(&thread, NULL, Sleeper, NULL) != 0)
    return 1;
  double* taken = calloc((size_t)calls, sizeof *taken);
  for (int i = 0; i < atoi(argv[2]); i++) Wake();
  WaitForGo();
  double cpu = CpuOf(RUSAGE_SELF);
  double start = Now();
  for (int i = 0; i < calls; i++) taken[i] = Wake();
  double seconds = Now() - start;
  cpu = CpuOf(RUSAGE_SELF) - cpu;
  qsort(taken, (size_t)calls, sizeof *taken, CompareDoubles);
  printf("{\"seconds\":%.6f,\"cpu\":%.6f,\"rss\":%ld,\"call\":%.3f,\"callMin\":%.3f,\"callMax\":%.3f}\n",
         seconds, cpu, PeakRss(), Percentile(taken, (size_t)calls, 0.5), taken[0], taken[calls - 1]);
  return 0;
}
