// Who holds an object that JavaScript implements.
#pragma once

#include <atomic>
#include <functional>
#include <utility>

#include "abi/imnxport.h"

namespace imnxport::binding {

// The count of references on one object, of which one may be its ComPointer's. Shared by the object, whose
// AddRef and Release it is, and by its JavaScript half, which outlives it or does not. Any thread.
class Holders {
 public:
  // `changed` is called, on the thread of the change, whenever HeldElsewhere() may have another answer.
  explicit Holders(std::function<void()> changed) : changed_(std::move(changed)) {}
  Holders(const Holders&) = delete;
  Holders& operator=(const Holders&) = delete;

  ULONG AddRef() noexcept {
    const ULONG count = references_.fetch_add(1) + 1;
    if (count == 2) changed_();
    return count;
  }

  // 0: the object is to be destroyed.
  ULONG Release() noexcept {
    const ULONG left = references_.fetch_sub(1) - 1;
    if (left <= 1) changed_();
    return left;
  }

  // The ComPointer's reference was given away, or is about to be released.
  void PointerGone() noexcept {
    if (pointer_.exchange(false)) changed_();
  }

  // Whether the object is destroyed, or about to be.
  bool Gone() const noexcept { return references_.load() == 0; }

  // Whether anybody but the ComPointer has a reference.
  bool HeldElsewhere() const noexcept { return references_.load() > (pointer_.load() ? 1u : 0u); }

 private:
  const std::function<void()> changed_;
  std::atomic<ULONG> references_{1};  // born with the ComPointer's
  std::atomic<bool> pointer_{true};
};

}  // namespace imnxport::binding
