// A queue of objects that want to be called on some thread; pushing one allocates nothing.
#pragma once

#include <memory>
#include <mutex>

namespace imnxport {

// Something that has work to do on the thread of a queue. It is pushed as often as there is news and
// called once for all of it; pushed again during Work, it is called again.
class WorkItem : public std::enable_shared_from_this<WorkItem> {
 public:
  virtual ~WorkItem() = default;
  virtual void Work() noexcept = 0;

 private:
  friend class WorkQueue;
  std::shared_ptr<WorkItem> self_;  // set while queued: the queue keeps the item alive
  WorkItem* next_ = nullptr;
};

// Any thread may push, one or more threads pop. An item may be in one queue only. The owner of the queue
// brings the wake-up and the lock: it often guards more than the queue.
class WorkQueue {
 public:
  static bool QueuedLocked(const WorkItem& item) noexcept { return item.self_ != nullptr; }

  // False: the item was queued already.
  bool PushLocked(WorkItem& item) noexcept {
    if (item.self_) return false;
    item.self_ = item.shared_from_this();
    item.next_ = nullptr;
    *tail_ = &item;
    tail_ = &item.next_;
    return true;
  }

  // The oldest item, or null.
  std::shared_ptr<WorkItem> PopLocked() noexcept {
    WorkItem* item = head_;
    if (!item) return nullptr;
    head_ = item->next_;
    if (!head_) tail_ = &head_;
    return std::move(item->self_);
  }

  bool EmptyLocked() const noexcept { return head_ == nullptr; }

 private:
  WorkItem* head_ = nullptr;
  WorkItem** tail_ = &head_;
};

}  // namespace imnxport
