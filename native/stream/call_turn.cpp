// Waiting for one's turn, and for news.
#include "stream/call_turn.h"

#include "com/signal.h"

namespace imnxport {

struct CallTurn::Waiter {
  Signal news;
  Waiter* next = nullptr;
};

HRESULT CallTurn::BeginLocked(std::unique_lock<std::mutex>& lock) noexcept {
  const std::thread::id caller = std::this_thread::get_id();
  while (running_) {
    if (caller == home_ || caller == runner_) return RPC_E_CANTCALLOUT_INEXTERNALCALL;
    const HRESULT hr = WaitLocked(lock);
    if (FAILED(hr)) return hr;
  }
  running_ = true;
  runner_ = caller;
  return S_OK;
}

void CallTurn::EndLocked() noexcept {
  running_ = false;
  NewsLocked();
}

HRESULT CallTurn::WaitLocked(std::unique_lock<std::mutex>& lock) noexcept {
  Waiter waiter;
  const HRESULT hr = waiter.news.Prepare();
  if (FAILED(hr)) return hr;
  waiter.next = waiters_;
  waiters_ = &waiter;
  lock.unlock();
  // An apartment that cannot wait as COM wants it just waits.
  if (FAILED(waiter.news.Wait(Signal::kForever))) waiter.news.Block();
  lock.lock();
  Waiter** at = &waiters_;
  while (*at != &waiter) at = &(*at)->next;
  *at = waiter.next;
  return S_OK;
}

void CallTurn::NewsLocked() noexcept {
  for (Waiter* waiter = waiters_; waiter; waiter = waiter->next) waiter->news.Set();
}

}  // namespace imnxport
