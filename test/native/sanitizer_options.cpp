// What sanitizers are told: a request for more memory than there is fails, as it does without them.

// A sanitizer that the tests were built with asks for a function of such a name; otherwise nobody calls it.
#ifdef __GNUC__
#define SEEN_BY_SANITIZERS extern "C" __attribute__((visibility("default")))
#else
#define SEEN_BY_SANITIZERS extern "C"
#endif

SEEN_BY_SANITIZERS const char* __asan_default_options();
SEEN_BY_SANITIZERS const char* __tsan_default_options();

const char* __asan_default_options() { return "allocator_may_return_null=1"; }
const char* __tsan_default_options() { return "allocator_may_return_null=1"; }
