// The runs of a scenario.
#include "sweep.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>

#include "faults.h"
#include "host.h"

extern "C" {
#include "../abi/support/check.h"
}

// There in a program with the address sanitizer only: says where the memory came from that is left.
extern "C" __attribute__((weak)) int __lsan_do_recoverable_leak_check();

namespace torture {
namespace {

constexpr unsigned kLongestRun = 90;  // seconds; then it hangs
constexpr long kPartOfRuns = 24;
constexpr int kEnoughProblems = 10;

// What a run tells, in memory that it shares with the process that started it.
struct Told {
  long made;
  char failed[64];
};

void Run(void (*scenario)(), const Plan& plan, Told* told) {
  Begin(plan);
  scenario();
  told->made = Made();
  if (const char* failed = FirstFailed()) std::snprintf(told->failed, sizeof told->failed, "%s", failed);
  Begin({});
}

Told* SharedTold() {
  void* const memory = mmap(nullptr, sizeof(Told), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) std::abort();
  return static_cast<Told*>(memory);
}

const char* NameOf(Fault fault) { return fault == Fault::kMemory ? "memory" : "system"; }

class Runs {
 public:
  explicit Runs(void (*scenario)()) : scenario_(scenario), told_(SharedTold()) {}
  ~Runs() { munmap(told_, sizeof *told_); }

  // False: this failure has not been reached any more.
  bool One(const Plan& plan) {
    *told_ = {};
    std::fflush(stdout);
    const pid_t child = fork();
    if (child < 0) std::abort();
    if (child == 0) {
      alarm(kLongestRun);
      Run(scenario_, plan, told_);
      if (Problems() > 0 && __lsan_do_recoverable_leak_check) __lsan_do_recoverable_leak_check();
      std::fflush(stdout);
      _exit(Problems() > 0 ? 1 : 0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (status != 0) Failed(plan, status);
    return told_->failed[0] != '\0';
  }

  void Count(const Plan& plan) {
    One(plan);
    total_ = told_->made;
  }
  long Total() const { return total_; }
  bool Enough() const { return problems_ >= kEnoughProblems; }

 private:
  void Failed(const Plan& plan, int status) {
    ++problems_;
    if (WIFSIGNALED(status)) std::printf("# ended by %s\n", strsignal(WTERMSIG(status)));
    std::printf("# when number %ld of %ld failed%s: %s\n", plan.nth, total_,
                plan.onward ? ", and all after it" : "", told_->failed);
    std::printf("#   again: IMNXPORT_TORTURE=%s,%ld,%s %s --case ...\n", NameOf(plan.fault), plan.nth,
                plan.onward ? "onward" : "once", program_invocation_name);
    CHECK(!"a run of this scenario");
  }

  void (*const scenario_)();
  Told* const told_;
  long total_ = 0;
  int problems_ = 0;
};

// False: there is no such wish.
bool RunAsWished(void (*scenario)()) {
  const char* const wish = std::getenv("IMNXPORT_TORTURE");
  if (!wish) return false;
  char fault[16], mode[16];
  Plan plan;
  if (std::sscanf(wish, "%15[a-z],%ld,%15[a-z]", fault, &plan.nth, mode) != 3) std::abort();
  plan.fault = std::strcmp(fault, "memory") == 0 ? Fault::kMemory : Fault::kSystemCall;
  plan.onward = std::strcmp(mode, "onward") == 0;
  Told told{};
  Run(scenario, plan, &told);
  std::printf("# failed: %s; made: %ld\n", told.failed, told.made);
  CHECK(Problems() == 0);
  return true;
}

}  // namespace

void Sweep(void (*scenario)()) {
  signal(SIGPIPE, SIG_IGN);
  // What is made once in a process, and stays.
  for (int i = 0; i < 2; ++i) scenario();
  CHECK(Problems() == 0);
  if (Problems() > 0 || RunAsWished(scenario)) return;

  const char* const asked = std::getenv("IMNXPORT_FULL");
  const bool full = asked && std::strcmp(asked, "1") == 0;
  std::random_device random;
  Runs runs(scenario);
  for (const Fault fault : {Fault::kMemory, Fault::kSystemCall}) {
    for (const bool onward : {false, true}) {
      runs.Count({fault, 0, false});
      const long total = runs.Total();
      const long step = full ? 1 : std::max(total / kPartOfRuns, 1L);
      long number = full ? 1 : 1 + static_cast<long>(random() % static_cast<unsigned long>(step));
      while (!runs.Enough() && runs.One({fault, number, onward})) number += step;
      std::printf("# %s, %s: %ld made, every %ld failed\n", NameOf(fault), onward ? "onward" : "once", total,
                  step);
    }
  }
}

}  // namespace torture
