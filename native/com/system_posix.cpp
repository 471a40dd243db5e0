// POSIX systems; char* is UTF-8 already.
#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "com/system.h"

namespace imnxport {

std::string Utf8FromAnsi(const char* text) { return text; }

bool AnsiFromUtf8(const std::string& utf8, std::string* text) {
  *text = utf8;
  return true;
}

// Only regular files: a FIFO would make its opener wait for a reader, and kill it when the reader goes.
std::FILE* OpenForAppend(const char* ansi_path) {
  const int file = open(ansi_path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_CLOEXEC, 0600);
  if (file < 0) return nullptr;
  struct stat about;
  std::FILE* stream = nullptr;
  if (fstat(file, &about) == 0 && S_ISREG(about.st_mode)) stream = fdopen(file, "a");
  if (stream) return stream;
  close(file);
  errno = EINVAL;
  return nullptr;
}

std::tm UtcTime(std::time_t seconds) noexcept {
  std::tm result{};
  gmtime_r(&seconds, &result);
  return result;
}

namespace {

uint32_t AskThreadId() noexcept {
#ifdef SYS_gettid
  return static_cast<uint32_t>(syscall(SYS_gettid));
#else
  // macOS
  uint64_t id = 0;
  pthread_threadid_np(nullptr, &id);
  return static_cast<uint32_t>(id);
#endif
}

}  // namespace

// Asked once on each thread: it is a system call, and a post needs the number several times.
uint32_t ThreadId() noexcept {
  thread_local const uint32_t id = AskThreadId();
  return id;
}

ThreadStack ThreadStack::OfThisThread() noexcept {
  ThreadStack all{0, UINTPTR_MAX};
#if defined(__GLIBC__)
  pthread_attr_t about;
  if (pthread_getattr_np(pthread_self(), &about) != 0) return all;
  void* low = nullptr;
  size_t size = 0;
  if (pthread_attr_getstack(&about, &low, &size) == 0) {
    all.low = reinterpret_cast<uintptr_t>(low);
    all.high = all.low + size;
  }
  pthread_attr_destroy(&about);
#elif defined(__APPLE__)
  all.high = reinterpret_cast<uintptr_t>(pthread_get_stackaddr_np(pthread_self()));
  all.low = all.high - pthread_get_stacksize_np(pthread_self());
#endif
  return all;
}

// Not the address of a variable: a sanitizer may keep those elsewhere.
bool ThreadStack::IsHere() const noexcept {
  const auto here = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  return low <= here && here < high;
}

void PinModule() noexcept {}  // the linker has seen to it (-z nodelete)

}  // namespace imnxport
