// Threads that call work items: as many as there are items that block, up to a limit.
#pragma once

#include <new>

#include "com/process_lock.h"
#include "com/process_object.h"
#include "com/thread.h"
#include "com/work_queue.h"

namespace imnxport {

// Lives as long as the process; its threads come when there is work and end after some idle
// seconds, or when DllCanUnloadNow asks.
class WorkThreads {
 public:
  // At most `limit` threads; with 1 the items run one after another, in order.
  WorkThreads(const char* name, int limit) noexcept : name_(name), limit_(limit) {}

  // Has item.Work() called on a thread of these. False: there is no thread and none can be started; the
  // item was not queued. Any thread.
  bool Run(WorkItem& item) noexcept;

  // Between Acquire and Release there is always a thread, so that Run cannot fail. Any thread.
  bool Acquire() noexcept;
  void Release() noexcept;

  // Lets idle threads end. Any thread.
  void LetIdleEnd() noexcept;

 private:
  static void ThreadMain(void* self);
  void Loop() noexcept;
  bool MayEndLocked(bool patience_over) const noexcept;
  bool StartLocked() noexcept;

  const char* const name_;
  const int limit_;
  ProcessLock mutex_;  // guards what follows
  ProcessCondition wake_;
  WorkQueue queue_;
  int threads_ = 0;
  int idle_ = 0;
  int queued_ = 0;
  int keepers_ = 0;
  bool let_idle_end_ = false;
};

// The one WorkThreads of the process for a purpose, named by a tag type. It is never destroyed: threads
// may use it until the very end. Any thread.
template <class Tag>
WorkThreads& ProcessThreads(const char* name, int limit) noexcept {
  static ProcessObject<WorkThreads> threads;
  static IdleThreads entry{[]() noexcept { ProcessThreads<Tag>(nullptr, 0).LetIdleEnd(); }, nullptr};
  return threads.Get([&](void* storage) {
    new (storage) WorkThreads(name, limit);
    RegisterIdleThreads(&entry);
  });
}

}  // namespace imnxport
