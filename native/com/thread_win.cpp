// Threads on Windows: each holds a reference on the module and gives it back in the same call that ends it.
#include <objbase.h>
#include <windows.h>

#include <atomic>
#include <new>

#include "com/thread.h"
#include "com/thread_registry.h"

namespace imnxport {
namespace {

std::atomic<int> alive{0};

struct Thread {
  void (*main)(void*);
  void* argument;
  HMODULE module;
};

DWORD WINAPI Run(void* argument) {
  const Thread thread = *static_cast<Thread*>(argument);
  delete static_cast<Thread*>(argument);
  const HRESULT com = CoInitializeEx(nullptr, COINIT_MULTITHREADED);
  thread.main(thread.argument);
  if (SUCCEEDED(com)) CoUninitialize();
  alive.fetch_sub(1);
  // Releases the module and ends the thread in system code: nothing of ours runs after it.
  FreeLibraryAndExitThread(thread.module, 0);
}

}  // namespace

bool StartThread(void (*main)(void*), void* argument, const char*) noexcept {
  auto* thread = new (std::nothrow) Thread{main, argument, nullptr};
  if (!thread) return false;
  if (!GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, reinterpret_cast<LPCWSTR>(&Run),
                          &thread->module)) {
    delete thread;
    return false;
  }
  alive.fetch_add(1);
  const HANDLE handle = CreateThread(nullptr, 0, Run, thread, 0, nullptr);
  if (!handle) {
    alive.fetch_sub(1);
    FreeLibrary(thread->module);
    delete thread;
    return false;
  }
  CloseHandle(handle);
  return true;
}

bool ThreadsAlive() noexcept { return alive.load() > 0; }

bool ReapIdleThreads() noexcept {
  AskIdleThreads();
  return alive.load() == 0;
}

}  // namespace imnxport
