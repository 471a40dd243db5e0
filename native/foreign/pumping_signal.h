// A signal that one thread waits for, while it answers its messages where there are any.
#pragma once

#include <memory>

namespace imnxport {

class PumpingSignal {
 public:
  // Null: the system has none to give. Any thread.
  static std::unique_ptr<PumpingSignal> Make() noexcept;
  virtual ~PumpingSignal() = default;

  // Ends a Wait, or the next one. Any thread.
  virtual void Set() noexcept = 0;

  // Returns after a Set, or without a reason. On Windows messages of the calling thread are dispatched before
  // and meanwhile. One thread.
  virtual void Wait() noexcept = 0;
};

}  // namespace imnxport
