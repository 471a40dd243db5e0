// Learning that a thread of the host has ended.
#pragma once

#include <windows.h>

namespace imnxport {

// Watches the thread that calls Start. The system's thread pool waits, for many threads at once: no thread of
// ours does. It keeps the module loaded; Stop or the end must come before its owner's ModuleReference goes.
class ThreadWatch {
 public:
  ThreadWatch() = default;
  ~ThreadWatch();
  ThreadWatch(const ThreadWatch&) = delete;
  ThreadWatch& operator=(const ThreadWatch&) = delete;

  // When the thread has ended ended(context) is called, once, on a thread of the pool, unless Stop came
  // first. It may delete this watch; the module stays loaded until it has returned. False: nothing can be
  // watched.
  bool Start(void (*ended)(void*), void* context) noexcept;

  // Nothing is called any more. On the watched thread, which is proof that it has not ended.
  void Stop() noexcept;

  // Whether the calling thread is the watched one. Any thread, after Start.
  bool IsThisThread() const noexcept;

 private:
  static void CALLBACK OnEnded(PTP_CALLBACK_INSTANCE instance, void* self, PTP_WAIT wait, TP_WAIT_RESULT);

  DWORD id_ = 0;
  HANDLE thread_ = nullptr;
  PTP_WAIT wait_ = nullptr;
  HMODULE module_ = nullptr;
  void (*ended_)(void*) = nullptr;
  void* context_ = nullptr;
};

}  // namespace imnxport
