// A queue and its threads.
#include "com/work_threads.h"

namespace imnxport {
namespace {

constexpr std::chrono::seconds kPatience{5};

}  // namespace

bool WorkThreads::StartLocked() noexcept {
  if (threads_ >= limit_ || !StartThread(ThreadMain, this, name_)) return threads_ > 0;
  ++threads_;
  return true;
}

bool WorkThreads::Run(WorkItem& item) noexcept {
  std::lock_guard<ProcessLock> lock(mutex_);
  if (WorkQueue::QueuedLocked(item)) return true;
  let_idle_end_ = false;
  if (queued_ + 1 > idle_ && !StartLocked()) return false;
  queue_.PushLocked(item);
  ++queued_;
  wake_.NotifyOne();
  return true;
}

bool WorkThreads::Acquire() noexcept {
  std::lock_guard<ProcessLock> lock(mutex_);
  if (threads_ == 0 && !StartLocked()) return false;
  ++keepers_;
  return true;
}

void WorkThreads::Release() noexcept {
  std::lock_guard<ProcessLock> lock(mutex_);
  --keepers_;
}

void WorkThreads::LetIdleEnd() noexcept {
  std::lock_guard<ProcessLock> lock(mutex_);
  let_idle_end_ = true;
  wake_.NotifyAll();
}

void WorkThreads::ThreadMain(void* self) { static_cast<WorkThreads*>(self)->Loop(); }

bool WorkThreads::MayEndLocked(bool patience_over) const noexcept {
  return queue_.EmptyLocked() && (patience_over || let_idle_end_) && (keepers_ == 0 || threads_ > 1);
}

void WorkThreads::Loop() noexcept {
  std::unique_lock<ProcessLock> lock(mutex_);
  for (;;) {
    while (auto item = queue_.PopLocked()) {
      --queued_;
      lock.unlock();
      item->Work();
      item.reset();  // this may be the last reference: not under the lock
      lock.lock();
    }
    ++idle_;
    const bool patience_over = !wake_.WaitFor(mutex_, kPatience);
    --idle_;
    if (MayEndLocked(patience_over)) break;
  }
  --threads_;
}

}  // namespace imnxport
