// OpenSSL, linked in: told not to take itself apart when the process exits.
#include <openssl/ssl.h>

#include "com/thread.h"
#include "http/tls_library.h"

namespace imnxport {
namespace {

// OpenSSL would free its tables in an exit handler, while our I/O thread, which the end of a process does not
// wait for, is still using them. It is done here instead, when the library is unloaded or the process ends,
// and only if no thread of ours is left.
__attribute__((destructor)) void AtUnload() {
  if (!ThreadsAlive()) OPENSSL_cleanup();
}

}  // namespace

// The first call decides for the life of the process.
void PrepareTlsLibrary() noexcept { OPENSSL_init_ssl(OPENSSL_INIT_NO_ATEXIT, nullptr); }

}  // namespace imnxport
