// The system calls, and calls of the C library that stand for some, that can fail for want of something. Each
// fails with what a system out of it answers. (An eventfd can be read and written as long as it is open, so
// nobody has to bear a failure of that.)
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdio>

#include "faults.h"

namespace {

bool Fails(const char* what, int error) {
  if (!torture::Fails(torture::Fault::kSystemCall, what)) return false;
  errno = error;
  return true;
}

}  // namespace

// A call that answers `failure` and leaves `error` in errno.
#define FAILING(type, name, failure, error, parameters, arguments) \
  type __real_##name parameters;                                   \
  type __wrap_##name parameters { return Fails(#name, error) ? (failure) : __real_##name arguments; }

extern "C" {

FAILING(int, socket, -1, EMFILE, (int domain, int type, int protocol), (domain, type, protocol))
FAILING(int, connect, -1, ENETUNREACH, (int fd, const sockaddr* to, socklen_t size), (fd, to, size))
FAILING(int, getsockopt, -1, ENOBUFS, (int fd, int level, int name, void* value, socklen_t* size),
        (fd, level, name, value, size))
FAILING(int, setsockopt, -1, ENOBUFS, (int fd, int level, int name, const void* value, socklen_t size),
        (fd, level, name, value, size))
FAILING(int, getsockname, -1, ENOBUFS, (int fd, sockaddr* name, socklen_t* size), (fd, name, size))
FAILING(int, getpeername, -1, ENOBUFS, (int fd, sockaddr* name, socklen_t* size), (fd, name, size))
FAILING(ssize_t, send, -1, ECONNRESET, (int fd, const void* data, size_t size, int flags),
        (fd, data, size, flags))
FAILING(ssize_t, recv, -1, ECONNRESET, (int fd, void* data, size_t size, int flags), (fd, data, size, flags))
FAILING(int, eventfd, -1, EMFILE, (unsigned count, int flags), (count, flags))
FAILING(int, poll, -1, ENOMEM, (pollfd * fds, nfds_t count, int wait), (fds, count, wait))
FAILING(int, getaddrinfo, EAI_MEMORY, ENOMEM,
        (const char* node, const char* service, const addrinfo* hints, addrinfo** found),
        (node, service, hints, found))
FAILING(FILE*, fopen, nullptr, EMFILE, (const char* path, const char* mode), (path, mode))
FAILING(FILE*, fopen64, nullptr, EMFILE, (const char* path, const char* mode), (path, mode))
FAILING(int, fflush, EOF, ENOSPC, (FILE * file), (file))
FAILING(int, fstat, -1, ENOMEM, (int fd, struct stat* status), (fd, status))
FAILING(int, fstat64, -1, ENOMEM, (int fd, struct stat64* status), (fd, status))
FAILING(ssize_t, pread, -1, EIO, (int fd, void* to, size_t size, off_t offset), (fd, to, size, offset))
FAILING(ssize_t, pread64, -1, EIO, (int fd, void* to, size_t size, off64_t offset), (fd, to, size, offset))

int __real_open(const char* path, int flags, ...);
int __wrap_open(const char* path, int flags, ...) {
  return Fails("open", EMFILE) ? -1 : __real_open(path, flags);  // nothing of ours creates a file this way
}
int __real_open64(const char* path, int flags, ...);
int __wrap_open64(const char* path, int flags, ...) {
  return Fails("open64", EMFILE) ? -1 : __real_open64(path, flags);
}

// preadv2, the only one that is called by its number.
long __real_syscall(long number, ...);
long __wrap_syscall(long number, ...) {
  if (Fails("syscall", EIO)) return -1;
  va_list list;
  va_start(list, number);
  long a[6];
  for (long& each : a) each = va_arg(list, long);
  va_end(list);
  return __real_syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

// ---- threads: those of the test start more of the test's

struct Start {
  void* (*main)(void*);
  void* argument;
};

static void* RunOfTest(void* argument) {
  const torture::OfTest of_test;
  const Start start = *static_cast<Start*>(argument);
  delete static_cast<Start*>(argument);
  return start.main(start.argument);
}

int __real_pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*main)(void*),
                          void* argument);
int __wrap_pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*main)(void*),
                          void* argument) {
  if (torture::IsOfTest())
    return __real_pthread_create(thread, attributes, RunOfTest, new Start{main, argument});
  return Fails("pthread_create", EAGAIN) ? EAGAIN : __real_pthread_create(thread, attributes, main, argument);
}

}  // extern "C"
