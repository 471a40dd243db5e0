// Threads on POSIX systems: a finished thread is counted until somebody has joined it, because only
// then is it certain that it no longer runs code of this library.
#include <pthread.h>

#include <mutex>
#include <new>

#include "com/thread.h"
#include "com/thread_registry.h"

namespace imnxport {
namespace {

struct Thread {
  pthread_t handle;
  void (*main)(void*);
  void* argument;
  char name[16];
  Thread* next;
};

// std::mutex on POSIX is constant-initialised and needs no destructor.
std::mutex mutex;
Thread* finished = nullptr;
int alive = 0;

void* Run(void* argument) {
  auto* thread = static_cast<Thread*>(argument);
#ifdef __linux__
  pthread_setname_np(pthread_self(), thread->name);
#endif
  thread->main(thread->argument);
  std::lock_guard<std::mutex> lock(mutex);
  thread->next = finished;
  finished = thread;
  return nullptr;
}

// Joining a thread that is in `finished` waits for a few instructions at most.
int JoinFinished() noexcept {
  Thread* list;
  {
    std::lock_guard<std::mutex> lock(mutex);
    list = finished;
    finished = nullptr;
  }
  int joined = 0;
  while (list) {
    Thread* next = list->next;
    pthread_join(list->handle, nullptr);
    delete list;
    list = next;
    ++joined;
  }
  std::lock_guard<std::mutex> lock(mutex);
  alive -= joined;
  return alive;
}

}  // namespace

bool StartThread(void (*main)(void*), void* argument, const char* name, ThreadApartment) noexcept {
  JoinFinished();
  auto* thread = new (std::nothrow) Thread{};
  if (!thread) return false;
  thread->main = main;
  thread->argument = argument;
  for (int i = 0; i < 15 && name[i]; ++i) thread->name[i] = name[i];

  std::lock_guard<std::mutex> lock(mutex);  // the thread must not finish before its handle is stored
  if (pthread_create(&thread->handle, nullptr, Run, thread) != 0) {
    delete thread;
    return false;
  }
  ++alive;
  return true;
}

void LetWakersGoOn() noexcept {
#ifdef __linux__
  const sched_param none{};
  (void)pthread_setschedparam(pthread_self(), SCHED_BATCH, &none);
#endif
}

bool ThreadsAlive() noexcept {
  std::lock_guard<std::mutex> lock(mutex);
  return alive > 0;
}

bool ReapIdleThreads() noexcept {
  AskIdleThreads();
  return JoinFinished() == 0;
}

}  // namespace imnxport
