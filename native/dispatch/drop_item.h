// Giving a reference back where calls are made.
#pragma once

#include <memory>
#include <new>

#include "dispatch/dispatcher.h"

namespace imnxport {

class DropItem final : public WorkItem {
 public:
  explicit DropItem(IUnknown* object) noexcept : object_(object) {}
  void Work() noexcept override { object_->Release(); }

 private:
  IUnknown* const object_;
};

// Has object->Release() called by `dispatcher`. Any thread.
inline void DropLater(Dispatcher& dispatcher, IUnknown* object) noexcept {
  try {
    dispatcher.Kick(*std::make_shared<DropItem>(object));
  } catch (const std::bad_alloc&) {
    // Released on the wrong thread it could crash its owner; kept, it only costs memory.
  }
}

}  // namespace imnxport
