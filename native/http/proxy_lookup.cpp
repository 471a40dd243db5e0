// The threads that wait for proxy scripts.
#include "http/proxy_lookup.h"

#include <new>
#include <utility>

#include "com/work_threads.h"
#include "http/engine.h"

namespace imnxport {
namespace {

// As many look-ups as may block at once. All wait for the same script, so more threads would not be faster.
constexpr int kMaxThreads = 32;

}  // namespace

bool ProxyLookup::Start() noexcept {
  return ProcessThreads<struct ProxyTag>("imnxport-proxy", kMaxThreads).Run(*this);
}

std::optional<ProxyAnswer> ProxyLookup::Take() noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  return std::exchange(answer_, std::nullopt);
}

void ProxyLookup::Work() noexcept {
  if (abandoned_) return;
  ProxyAnswer answer;
  try {
    answer = system_->Find(url_);
  } catch (const std::bad_alloc&) {
    answer.failure = E_OUTOFMEMORY;
  }
  {
    std::lock_guard<std::mutex> lock(mutex_);
    answer_ = std::move(answer);
  }
  if (const auto asker = asker_.lock()) Engine::Get().Kick(*asker);
}

}  // namespace imnxport
