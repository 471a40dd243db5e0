/* report.h: what every measured C program does: it says when it is ready, is told to go, and reports in one
 * line. */
#ifndef BENCH_REPORT_H
#define BENCH_REPORT_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static inline double Now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static inline double CpuOf(int who) {
  struct rusage usage;
  getrusage(who, &usage);
  return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/* The peak of this process in KiB. Not ru_maxrss, which begins with that of the program that started this
 * one. */
static inline long PeakRss(void) {
  char line[256];
  long peak = 0;
  FILE* file = fopen("/proc/self/status", "r");
  while (file && fgets(line, sizeof line, file)) {
    if (strncmp(line, "VmHWM:", 6) == 0) peak = atol(line + 6);
  }
  if (file) fclose(file);
  return peak;
}

/* Warm-up is over: the server's counts are set to zero between the two lines. */
static inline void WaitForGo(void) {
  char line[16];
  puts("ready");
  fflush(stdout);
  if (!fgets(line, sizeof line, stdin)) exit(1);
}

static inline int CompareDoubles(const void* a, const void* b) {
  double left = *(const double*)a;
  double right = *(const double*)b;
  return (left > right) - (left < right);
}

/* Of sorted values, by nearest rank; the same rule as in statistics.js. */
static inline double Percentile(const double* sorted, size_t count, double p) {
  size_t rank = (size_t)(p * (double)count);
  if ((double)rank < p * (double)count) rank++;
  return sorted[rank == 0 ? 0 : rank - 1];
}

#endif
