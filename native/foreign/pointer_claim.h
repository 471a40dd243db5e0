// Which thread uses a transport that somebody else made.
#pragma once

#include "abi/imnxport.h"

namespace imnxport {

// A foreign pointer is used only on the thread that wrapped it: as long as one thread has a claim on an
// object, no other can have one. Any thread, but Take and the end of one claim on the same.
class PointerClaim {
 public:
  PointerClaim() = default;
  PointerClaim(const PointerClaim&) = delete;
  PointerClaim& operator=(const PointerClaim&) = delete;
  ~PointerClaim() { GiveBack(); }

  // `identity` is the object's IUnknown; no reference is taken. S_OK; RPC_E_WRONG_THREAD: another thread has
  // it; E_OUTOFMEMORY. Once.
  HRESULT Take(IUnknown* identity) noexcept;
  void GiveBack() noexcept;

 private:
  IUnknown* identity_ = nullptr;
};

}  // namespace imnxport
