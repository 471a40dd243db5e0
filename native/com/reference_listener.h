// Whoever wants to know that others hold an object.
#pragma once

namespace imnxport {

// Told after each reference that was taken on an object, or given back; of two threads in either order. Any
// thread; it must not block, nor call the object.
class ReferenceListener {
 public:
  virtual ~ReferenceListener() = default;
  virtual void OnAddRef() noexcept = 0;
  virtual void OnRelease() noexcept = 0;
};

}  // namespace imnxport
