// A wait of the system's thread pool on the handle of a thread.
#include "dispatch/thread_watch_win.h"

namespace imnxport {

ThreadWatch::~ThreadWatch() {
  if (thread_) CloseHandle(thread_);
}

bool ThreadWatch::Start(void (*ended)(void*), void* context) noexcept {
  id_ = GetCurrentThreadId();
  ended_ = ended;
  context_ = context;
  const HANDLE process = GetCurrentProcess();
  // A reference on the module of its own: nobody may unload it while the pool is on its way here.
  if (!GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, reinterpret_cast<LPCWSTR>(&OnEnded),
                          &module_))
    return false;
  if (DuplicateHandle(process, GetCurrentThread(), process, &thread_, SYNCHRONIZE, FALSE, 0))
    wait_ = CreateThreadpoolWait(OnEnded, this, nullptr);
  if (!wait_) {
    FreeLibrary(module_);
    return false;
  }
  SetThreadpoolWait(wait_, thread_, nullptr);
  return true;
}

void ThreadWatch::Stop() noexcept {
  SetThreadpoolWait(wait_, nullptr, nullptr);
  WaitForThreadpoolWaitCallbacks(wait_, TRUE);  // there are none: this thread is alive
  CloseThreadpoolWait(wait_);
  FreeLibrary(module_);  // never the last one: its owner's ModuleReference keeps the host from unloading it
}

void CALLBACK ThreadWatch::OnEnded(PTP_CALLBACK_INSTANCE instance, void* self, PTP_WAIT wait,
                                   TP_WAIT_RESULT) {
  auto* const watch = static_cast<ThreadWatch*>(self);
  FreeLibraryWhenCallbackReturns(instance, watch->module_);
  CloseThreadpoolWait(wait);
  watch->ended_(watch->context_);
}

// A thread's id may be given to another when it has ended.
bool ThreadWatch::IsThisThread() const noexcept {
  return id_ == GetCurrentThreadId() && WaitForSingleObject(thread_, 0) == WAIT_TIMEOUT;
}

}  // namespace imnxport
