// Native threads that wait for JavaScript: the event loop goes on for them.
#pragma once

#include <memory>
#include <utility>

#include "binding/environment.h"

namespace imnxport::binding {

// JS thread only.
class Waiters {
 public:
  explicit Waiters(std::shared_ptr<Environment> environment) noexcept
      : environment_(std::move(environment)) {}

  // One more waits, or one fewer.
  void Count(bool begins) noexcept {
    if (begins) {
      ++count_;
      environment_->AddPending();
    } else if (count_ > 0) {
      --count_;
      environment_->RemovePending(1);
    }
  }

  // Nobody can wait any more.
  void Clear() noexcept { environment_->RemovePending(std::exchange(count_, 0)); }

 private:
  const std::shared_ptr<Environment> environment_;
  size_t count_ = 0;
};

}  // namespace imnxport::binding
