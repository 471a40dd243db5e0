// The thread on which a foreign transport lives: it is made there, called there, and released there.
#pragma once

#include <functional>

#include "com/work_queue.h"

namespace imnxport {

class Apartment {
 public:
  virtual ~Apartment() = default;

  // Has its thread ready. False: there is none to be had, or there was an End. May be called again. Any
  // thread.
  virtual bool Start() noexcept = 0;

  // Has item.Work() called there, soon, after what was kicked before. Allocates nothing. Without a thread it
  // does nothing. Any thread.
  virtual void Kick(WorkItem& item) noexcept = 0;

  // Whether the calling thread is the one.
  virtual bool IsHere() const noexcept = 0;

  // Waits until `done` answers true, which Wake has asked again, and meanwhile goes on with what is kicked:
  // Work is called from in here. False: this thread must not wait. Its own thread only.
  virtual bool WaitUntil(const std::function<bool()>& done) noexcept = 0;
  virtual void Wake() noexcept = 0;  // any thread

  // There is nothing to be kicked any more. What has been is still done, where it makes a difference. Once;
  // any thread.
  virtual void End() noexcept = 0;
};

// Runs `work` in the apartment and waits for it; on its own thread at once. False: it has no thread. Not on
// a thread that the apartment may be waiting for. Any thread; may throw std::bad_alloc before anything is
// done.
bool RunAndWait(Apartment& apartment, const std::function<void()>& work);

}  // namespace imnxport
