// The list of components with idle threads: a lock-free stack that only grows.
#include "com/thread_registry.h"

#include <atomic>

namespace imnxport {
namespace {

std::atomic<IdleThreads*> registered{nullptr};

}  // namespace

void RegisterIdleThreads(IdleThreads* entry) noexcept {
  entry->next = registered.load(std::memory_order_relaxed);
  while (!registered.compare_exchange_weak(entry->next, entry, std::memory_order_release)) {
  }
}

void AskIdleThreads() noexcept {
  for (IdleThreads* entry = registered.load(std::memory_order_acquire); entry; entry = entry->next)
    entry->ask();
}

}  // namespace imnxport
