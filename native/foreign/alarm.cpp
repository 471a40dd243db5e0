// Alarms.
#include "foreign/alarm.h"

#include <new>

namespace imnxport {

bool Alarm::Set(Clock::time_point when) noexcept {
  if (!held_.exchange(true) && !Engine::Get().Acquire()) {
    held_ = false;
    return false;
  }
  when_ = when;
  Engine::Get().Kick(*this);
  return true;
}

void Alarm::Clear() noexcept {
  if (!held_.exchange(false)) return;
  when_ = kNever;
  // Kicked first: what is queued is done before the thread may end.
  Engine::Get().Kick(*this);
  Engine::Get().Release();
}

void Alarm::Work() noexcept {
  const bool wanted = held_.load();
  if (wanted && !watched_) {
    try {
      Engine::Get().Watch(*this);
      watched_ = shared_from_this();
    } catch (const std::bad_alloc&) {
      // Without memory nobody looks at the clock.
    }
  }
  if (watched_ && wanted) Engine::Get().Hurry(Deadline());
  if (watched_ && !wanted) {
    Engine::Get().Unwatch(*this);
    watched_.reset();
  }
}

void Alarm::OnDeadline() noexcept {
  Clock::time_point due = when_.load();
  if (due > Clock::now()) return;
  (void)when_.compare_exchange_strong(due, kNever);  // one that was set meanwhile stays
  if (const auto owner = owner_.lock()) owner->OnAlarm();
}

}  // namespace imnxport
