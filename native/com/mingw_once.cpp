// pthread_once for the COM server that MinGW builds, in place of the one of MinGW's thread library (--wrap).
//
// That one gives the thread that comes first a record of its own: a thread-local slot, a handle and an event,
// which belong to the library's copy of the runtime and which nothing takes back when it is unloaded. On 32
// bits the runtime calls it as soon as the library is loaded, for its table of exception frames. This one
// needs nothing.
#include <windows.h>

namespace {

// What the type pthread_once_t holds; 0 and 1 are known to the callers.
constexpr LONG kNotYet = 0, kDone = 1, kRunning = 2;

// What is not done at the end, because an exception came, may be tried again.
struct Turn {
  volatile LONG* once;
  LONG result;
  ~Turn() { InterlockedExchange(once, result); }
};

}  // namespace

extern "C" int __wrap_pthread_once(volatile LONG* once, void (*run)()) {
  for (;;) {
    const LONG was = InterlockedCompareExchange(once, kRunning, kNotYet);
    if (was == kDone) return 0;
    if (was == kNotYet) break;
    SwitchToThread();  // another thread is at it
  }
  Turn turn{once, kNotYet};
  run();
  turn.result = kDone;
  return 0;
}
