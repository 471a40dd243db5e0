/* check.h: a test program: CASE(name) { … CHECK(…); } and main, which runs all cases or one.
 *
 * CASE stands at the beginning of a line, and by that the build finds the cases to register.
 */
#ifndef IMNXPORT_TEST_CHECK_H
#define IMNXPORT_TEST_CHECK_H

typedef struct Case {
  const char* name;
  void (*run)(void);
  struct Case* next;
} Case;

void RegisterCase(Case* test);

/* A function that runs before main. */
#ifdef _MSC_VER
#pragma section(".CRT$XCU", read)
#define BEFORE_MAIN(id)                                                                \
  static void Register_##id(void);                                                     \
  __declspec(allocate(".CRT$XCU")) void (*const register_##id)(void) = &Register_##id; \
  static void Register_##id(void)
#else
#define BEFORE_MAIN(id) __attribute__((constructor)) static void Register_##id(void)
#endif

#define CASE(id)                           \
  static void Run_##id(void);              \
  BEFORE_MAIN(id) {                        \
    static Case test = {#id, Run_##id, 0}; \
    RegisterCase(&test);                   \
  }                                        \
  static void Run_##id(void)

/* Says what failed and goes on; REQUIRE ends the program, for what the rest of a case stands on. */
#define CHECK(condition) CheckThat((condition) != 0, __FILE__, __LINE__, #condition)
#define CHECK_HR(expression, expected) CheckHr((expression), (expected), __FILE__, __LINE__, #expression)
#define CHECK_EQ(expression, expected) \
  CheckNumber((long long)(expression), (long long)(expected), __FILE__, __LINE__, #expression)
#define CHECK_TEXT(expression, expected) CheckText((expression), (expected), __FILE__, __LINE__, #expression)
#define REQUIRE(condition) RequireThat((condition) != 0, __FILE__, __LINE__, #condition)

/* What is being looked at now, when a table is worked through; printed with failures. NULL: nothing. */
void Looking(const char* at);

void CheckThat(int holds, const char* file, int line, const char* text);
void CheckHr(int hr, int expected, const char* file, int line, const char* text);
void CheckNumber(long long value, long long expected, const char* file, int line, const char* text);
void CheckText(const char* value, const char* expected, const char* file, int line, const char* text);
void RequireThat(int holds, const char* file, int line, const char* text);

#endif
