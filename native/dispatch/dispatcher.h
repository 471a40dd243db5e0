// Where the calls into a client's callback are made.
#pragma once

#include <memory>

#include "abi/imnxport.h"
#include "com/work_queue.h"

namespace imnxport {

// Any thread may use it.
class Dispatcher {
 public:
  virtual ~Dispatcher() = default;

  // Has item.Work() called there, one item at a time.
  virtual void Kick(WorkItem& item) noexcept = 0;

  // Gives up a reference on an object that may only be touched there: at once where that is here,
  // otherwise soon.
  virtual void Drop(IUnknown* object) noexcept = 0;
};

// Decides, on the thread that calls InitNew, where its callback is called: `any_thread`: the callback
// answers IImnxportCallback. Null: no thread or window can be had. Source: our decision (behaviour 8).
std::shared_ptr<Dispatcher> ChooseDispatcher(bool any_thread);

}  // namespace imnxport
