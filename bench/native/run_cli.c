/* run_cli: runs another program to its end and reports its time, CPU time and peak memory.
 *
 * usage: run_cli PROGRAM ARGUMENT…
 *
 * What the program prints is dropped. Small, because a new process inherits the peak of the one that started
 * it.
 */
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "report.h"

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  WaitForGo();
  double start = Now();
  pid_t child = fork();
  if (child == 0) {
    dup2(open("/dev/null", O_RDWR), STDOUT_FILENO);
    execvp(argv[1], argv + 1);
    _exit(127);
  }
  int status = 0;
  struct rusage usage;
  if (child < 0 || wait4(child, &status, 0, &usage) != child || status != 0) return 1;
  printf("{\"seconds\":%.6f,\"cpu\":%.6f,\"rss\":%ld}\n", Now() - start, CpuOf(RUSAGE_CHILDREN),
         usage.ru_maxrss);
  return 0;
}
