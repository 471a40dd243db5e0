/* sanitizer_options.c: what the thread sanitizer is told; without it nobody calls this. */

const char* __tsan_default_suppressions(void);

/* glibc frees a finished thread's thread_local variables of the library in whichever thread comes by later.
 * That the first one has ended it knows from the kernel, which the sanitizer does not see. */
__attribute__((visibility("default"))) const char* __tsan_default_suppressions(void) {
  return "race:_dl_deallocate_tls\n";
}
