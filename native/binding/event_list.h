// Events for the JS thread, and a queue of them that needs no memory of its own.
#pragma once

#include <memory>
#include <utility>

#include "binding/napi_setup.h"

namespace imnxport::binding {

// Something to be done on the JS thread. Made on any thread; destroyed on any thread, delivered or not.
class Event {
 public:
  virtual ~Event() = default;

  // JS thread, in a handle scope. May throw Napi::Error.
  virtual void Deliver(Napi::Env env) = 0;

 private:
  friend class EventList;
  Event* next_ = nullptr;
};

// First in, first out. Linked through the events themselves: to queue one cannot fail. Not thread-safe.
class EventList {
 public:
  EventList() noexcept = default;
  EventList(const EventList&) = delete;
  EventList& operator=(const EventList&) = delete;
  ~EventList() {
    while (Pop()) continue;
  }

  bool Empty() const noexcept { return first_ == nullptr; }

  void Push(std::unique_ptr<Event> event) noexcept {
    Event* added = event.release();
    (last_ ? last_->next_ : first_) = added;
    last_ = added;
  }

  // Null when empty.
  std::unique_ptr<Event> Pop() noexcept {
    std::unique_ptr<Event> event(first_);
    if (event) first_ = event->next_;
    if (!first_) last_ = nullptr;
    return event;
  }

  void Swap(EventList* other) noexcept {
    std::swap(first_, other->first_);
    std::swap(last_, other->last_);
  }

 private:
  Event* first_ = nullptr;
  Event* last_ = nullptr;
};

}  // namespace imnxport::binding
