// Threads on Windows: each holds a reference on the module and gives it back in the same call that ends it.
// It is counted until the system says that it has ended, so that a library that may be unloaded is gone when
// it is.
#include <objbase.h>
#include <windows.h>

#include <new>

#include "com/thread.h"
#include "com/thread_registry.h"

namespace imnxport {
namespace {

struct Thread {
  void (*main)(void*);
  void* argument;
  DWORD com;  // of CoInitializeEx
  HMODULE module;
  HANDLE handle;
  Thread* next;
};

SRWLOCK threads_lock = SRWLOCK_INIT;  // guards what follows
Thread* finished = nullptr;           // they have a few instructions left, or none
int alive = 0;

void FinishLocked(Thread* thread) noexcept {
  thread->next = finished;
  finished = thread;
}

DWORD WINAPI Run(void* argument) {
  auto* const thread = static_cast<Thread*>(argument);
  const HRESULT com = CoInitializeEx(nullptr, thread->com);
  thread->main(thread->argument);
  if (SUCCEEDED(com)) CoUninitialize();
  const HMODULE module = thread->module;
  AcquireSRWLockExclusive(&threads_lock);
  FinishLocked(thread);
  ReleaseSRWLockExclusive(&threads_lock);
  // Releases the module and ends the thread in system code: nothing of ours runs after it.
  FreeLibraryAndExitThread(module, 0);
}

// Lets go of the threads that have ended; the number of the others. Waits for nothing: a host may ask in a
// place where threads cannot end.
int JoinFinished() noexcept {
  AcquireSRWLockExclusive(&threads_lock);
  Thread* list = finished;
  finished = nullptr;
  while (list) {
    Thread* const thread = list;
    list = thread->next;
    if (WaitForSingleObject(thread->handle, 0) == WAIT_OBJECT_0) {
      CloseHandle(thread->handle);
      delete thread;
      --alive;
    } else {
      FinishLocked(thread);
    }
  }
  const int left = alive;
  ReleaseSRWLockExclusive(&threads_lock);
  return left;
}

}  // namespace

bool StartThread(void (*main)(void*), void* argument, const char*, ThreadApartment apartment) noexcept {
  JoinFinished();
  const bool single = apartment == ThreadApartment::kSingleThreaded;
  const DWORD com = single ? COINIT_APARTMENTTHREADED : COINIT_MULTITHREADED;
  auto* thread = new (std::nothrow) Thread{main, argument, com, nullptr, nullptr, nullptr};
  if (!thread) return false;
  if (!GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, reinterpret_cast<LPCWSTR>(&Run),
                          &thread->module)) {
    delete thread;
    return false;
  }
  AcquireSRWLockExclusive(&threads_lock);  // the thread must not finish before its handle is stored
  thread->handle = CreateThread(nullptr, 0, Run, thread, 0, nullptr);
  const bool started = thread->handle != nullptr;
  if (started) ++alive;
  ReleaseSRWLockExclusive(&threads_lock);
  if (started) return true;
  FreeLibrary(thread->module);
  delete thread;
  return false;
}

void LetWakersGoOn() noexcept {}

bool ThreadsAlive() noexcept {
  AcquireSRWLockShared(&threads_lock);
  const bool any = alive > 0;
  ReleaseSRWLockShared(&threads_lock);
  return any;
}

bool ReapIdleThreads() noexcept {
  AskIdleThreads();
  return JoinFinished() == 0;
}

}  // namespace imnxport
