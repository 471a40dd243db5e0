// The list of claims; of the process, and never destroyed.
#include "foreign/pointer_claim.h"

#include <algorithm>
#include <mutex>
#include <new>
#include <thread>
#include <utility>
#include <vector>

#include "com/process_lock.h"
#include "com/process_object.h"

namespace imnxport {
namespace {

struct Claims {
  ProcessLock mutex;  // guards what follows
  std::vector<std::pair<IUnknown*, std::thread::id>> list;
};

Claims& All() noexcept {
  static ProcessObject<Claims> claims;
  return claims.Get([](void* storage) { new (storage) Claims; });
}

}  // namespace

HRESULT PointerClaim::Take(IUnknown* identity) noexcept {
  Claims& all = All();
  const auto here = std::this_thread::get_id();
  std::lock_guard<ProcessLock> lock(all.mutex);
  for (const auto& [object, thread] : all.list) {
    if (object == identity && thread != here) return RPC_E_WRONG_THREAD;
  }
  try {
    all.list.emplace_back(identity, here);
  } catch (const std::bad_alloc&) {
    return E_OUTOFMEMORY;
  }
  identity_ = identity;
  return S_OK;
}

void PointerClaim::GiveBack() noexcept {
  IUnknown* const identity = std::exchange(identity_, nullptr);
  if (!identity) return;
  Claims& all = All();
  std::lock_guard<ProcessLock> lock(all.mutex);
  const auto found = std::find_if(all.list.begin(), all.list.end(),
                                  [identity](const auto& claim) { return claim.first == identity; });
  if (found != all.list.end()) all.list.erase(found);
}

}  // namespace imnxport
