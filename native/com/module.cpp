// The count behind DllCanUnloadNow.
#include "com/module.h"

#include <atomic>

#include "com/thread.h"

namespace imnxport {
namespace {

// Constant-initialised and without destructor: valid before DllMain and after the last static is gone.
std::atomic<long> references{0};

}  // namespace

ModuleReference::ModuleReference() noexcept { references.fetch_add(1, std::memory_order_relaxed); }
ModuleReference::~ModuleReference() { references.fetch_sub(1, std::memory_order_acq_rel); }

void LockModule(bool lock) noexcept { references.fetch_add(lock ? 1 : -1, std::memory_order_acq_rel); }

HRESULT CanUnloadModule() noexcept {
  // Threads are asked first and answered for last: one that ends between the two questions is a
  // thread whose code is gone, not one that is still running.
  const bool threads_gone = ReapIdleThreads();
  return references.load(std::memory_order_acquire) == 0 && threads_gone ? S_OK : S_FALSE;
}

}  // namespace imnxport
