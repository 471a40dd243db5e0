// Owns one reference of a COM interface pointer.
#pragma once

#include <cstddef>
#include <utility>

namespace imnxport {

// Like any smart pointer not thread-safe by itself; the pointee's AddRef and Release are called on the
// thread that copies, resets or destroys it.
template <class Interface>
class ComPtr {
 public:
  ComPtr() noexcept = default;
  ComPtr(std::nullptr_t) noexcept {}
  // Takes a reference of its own.
  explicit ComPtr(Interface* pointer) noexcept : pointer_(pointer) {
    if (pointer_) pointer_->AddRef();
  }
  ComPtr(const ComPtr& other) noexcept : ComPtr(other.pointer_) {}
  ComPtr(ComPtr&& other) noexcept : pointer_(std::exchange(other.pointer_, nullptr)) {}
  ~ComPtr() { Reset(); }

  ComPtr& operator=(ComPtr other) noexcept {
    std::swap(pointer_, other.pointer_);
    return *this;
  }

  // Takes over the reference that the caller owns.
  static ComPtr Attach(Interface* pointer) noexcept {
    ComPtr result;
    result.pointer_ = pointer;
    return result;
  }

  // Gives the reference to the caller.
  [[nodiscard]] Interface* Detach() noexcept { return std::exchange(pointer_, nullptr); }

  void Reset() noexcept {
    if (Interface* old = std::exchange(pointer_, nullptr)) old->Release();
  }

  // The address for an out-parameter; what was held is released first.
  Interface** Put() noexcept {
    Reset();
    return &pointer_;
  }
  void** PutVoid() noexcept { return reinterpret_cast<void**>(Put()); }

  Interface* Get() const noexcept { return pointer_; }
  Interface* operator->() const noexcept { return pointer_; }
  Interface& operator*() const noexcept { return *pointer_; }
  explicit operator bool() const noexcept { return pointer_ != nullptr; }

 private:
  Interface* pointer_ = nullptr;
};

}  // namespace imnxport
