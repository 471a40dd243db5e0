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

// Who uses a dispatcher.
class DispatchOwner {
 public:
  // The thread where the calls were made has ended, and with it what lived there: nothing is called and no
  // reference is given back there any more. Once at most, on any thread; it must not block.
  virtual void OnThreadEnded() noexcept = 0;

 protected:
  ~DispatchOwner() = default;
};

// Decides, on the thread that calls InitNew, where its callback is called: `any_thread`: the callback
// answers IImnxportCallback. Null: no thread or window can be had. May throw std::bad_alloc. Source: our
// decision (behaviour 8).
std::shared_ptr<Dispatcher> ChooseDispatcher(bool any_thread, std::weak_ptr<DispatchOwner> owner);

}  // namespace imnxport
