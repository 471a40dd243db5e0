/* check.c: main of the test programs: --list, --case <name>, or all of them. */
#include "check.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "system.h"

static Case* first_case;
static const char* current_name = "";
static const char* looking_at;
static atomic_int failures; /* checks are made on callback threads too */

void RegisterCase(Case* test) {
  Case** last = &first_case;
  while (*last) last = &(*last)->next;
  *last = test;
}

void Looking(const char* at) { looking_at = at; }

static void Failed(const char* file, int line) {
  atomic_fetch_add(&failures, 1);
  printf("# %s:%d: ", file, line);
  if (looking_at) printf("[%.100s] ", looking_at);
}

void CheckThat(int holds, const char* file, int line, const char* text) {
  if (holds) return;
  Failed(file, line);
  printf("%s does not hold\n", text);
}

void CheckHr(int hr, int expected, const char* file, int line, const char* text) {
  if (hr == expected) return;
  Failed(file, line);
  printf("%s is 0x%08X, expected 0x%08X\n", text, (unsigned)hr, (unsigned)expected);
}

void CheckNumber(long long value, long long expected, const char* file, int line, const char* text) {
  if (value == expected) return;
  Failed(file, line);
  printf("%s is %lld, expected %lld\n", text, value, expected);
}

void CheckText(const char* value, const char* expected, const char* file, int line, const char* text) {
  if (value && expected ? strcmp(value, expected) == 0 : value == expected) return;
  Failed(file, line);
  printf("%s is \"%s\", expected \"%s\"\n", text, value ? value : "(null)", expected ? expected : "(null)");
}

void RequireThat(int holds, const char* file, int line, const char* text) {
  if (holds) return;
  CheckThat(0, file, line, text);
  printf("not ok %s\n", current_name);
  fflush(stdout);
  _Exit(1); /* threads of the library may be in any state: no destructors */
}

static int RunCase(const Case* test) {
  atomic_store(&failures, 0);
  current_name = test->name;
  looking_at = NULL;
  test->run();
  int failed = atomic_load(&failures) != 0;
  printf("%s %s\n", failed ? "not ok" : "ok", test->name);
  fflush(stdout);
  return failed;
}

int main(int argc, char** argv) {
  const char* wanted = NULL;
  if (argc == 2 && strcmp(argv[1], "--list") == 0) {
    for (const Case* test = first_case; test; test = test->next) printf("%s\n", test->name);
    return 0;
  }
  if (argc == 3 && strcmp(argv[1], "--case") == 0) {
    wanted = argv[2];
  } else if (argc != 1) {
    fprintf(stderr, "usage: %s [--list | --case <name>]\n", argv[0]);
    return 2;
  }
  SystemStart();
  int failed = 0;
  int ran = 0;
  for (const Case* test = first_case; test; test = test->next) {
    if (wanted && strcmp(wanted, test->name) != 0) continue;
    failed += RunCase(test);
    ++ran;
  }
  if (ran == 0) fprintf(stderr, "no such case\n");
  return failed || ran == 0;
}
