// One pointer for all apartments of a process; only Windows has apartments.
#pragma once

#include <atomic>

#include "abi/imnxport.h"
#include "com/com_ptr.h"

namespace imnxport {

// A member of an object that may be called on any thread: marshalled within the process it stays the same
// pointer, and other processes get what the system gives them without a proxy.
class Marshaler {
 public:
  // `outer` is the IUnknown of the object; no reference is taken. Once, before anybody else has the object.
  // E_OUTOFMEMORY.
  HRESULT Aggregate(IUnknown* outer) noexcept;

  // What the object answers to QueryInterface for IAgileObject and IMarshal, and for nothing else. `outer` as
  // above, `ppv` not null. Off Windows there is no IMarshal. Any thread.
  HRESULT Query(IUnknown* outer, REFIID riid, void** ppv) const noexcept;

 private:
  ComPtr<IUnknown> marshaler_;
};

// The same for objects of which there are many and which are hardly ever marshalled: it is made when somebody
// asks for it.
class LateMarshaler {
 public:
  LateMarshaler() noexcept = default;
  LateMarshaler(const LateMarshaler&) = delete;
  LateMarshaler& operator=(const LateMarshaler&) = delete;
  ~LateMarshaler();

  // As Marshaler::Query; `outer` is the same every time. E_OUTOFMEMORY. Any thread.
  HRESULT Query(IUnknown* outer, REFIID riid, void** ppv) noexcept;

 private:
  [[maybe_unused]] std::atomic<IUnknown*> marshaler_{nullptr};  // one reference, of the marshaler itself
};

}  // namespace imnxport
