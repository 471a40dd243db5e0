// The event queue of an environment, what keeps its event loop alive, and its end.
#include "binding/environment.h"

#include <utility>

#include "http/engine.h"

namespace imnxport::binding {

std::shared_ptr<Environment> Environment::Create(Napi::Env env) {
  auto environment = std::make_shared<Environment>();
  environment->env_ = env;

  // Node calls OnWake until it has finalized the thread-safe function: this reference is held until then.
  auto* held = new std::shared_ptr<Environment>(environment);
  const auto release = [](napi_env, void* data, void*) {
    delete static_cast<std::shared_ptr<Environment>*>(data);
  };
  const Napi::String name = Napi::String::New(env, "imnxport");
  napi_status status = napi_create_threadsafe_function(env, nullptr, nullptr, name, 0, 1, held, release,
                                                       environment.get(), OnWake, &environment->wake_);
  if (status != napi_ok) {
    delete held;
    throw Napi::Error::New(env);
  }
  // Born as a reason for the event loop to go on, which it is not yet.
  (void)napi_unref_threadsafe_function(env, environment->wake_);

  // Hooks run newest first: ours, added after the thread-safe function's own, still finds that one whole.
  status = napi_add_env_cleanup_hook(env, OnCleanup, environment.get());
  if (status != napi_ok) throw Napi::Error::New(env);
  return environment;
}

bool Environment::Queue(std::unique_ptr<Event> event) noexcept {
  std::lock_guard lock(mutex_);
  if (!wake_) return false;
  events_.Push(std::move(event));
  // The I/O thread tells of many posts in a row, and to wake a thread costs more than all of it.
  if (!awake_ && !Engine::Get().AtEndOfTurn(*this)) awake_ = WakeLocked();
  return true;
}

void Environment::Work() noexcept {
  std::lock_guard lock(mutex_);
  if (wake_ && !awake_ && !events_.Empty()) awake_ = WakeLocked();
}

bool Environment::WakeLocked() noexcept {
  const napi_status status = napi_call_threadsafe_function(wake_, nullptr, napi_tsfn_nonblocking);
  // The environment is ending and has taken our claim on the function: it may be freed at any time.
  if (status == napi_closing) wake_ = nullptr;
  return status == napi_ok;  // else: no memory just now; the next event tries again
}

void Environment::OnWake(napi_env env, napi_value, void* self, void*) noexcept {
  // Node gives back calls that were never made in this way, when `self` may be gone already.
  if (env) static_cast<Environment*>(self)->Drain();
}

void Environment::Drain() noexcept {
  EventList batch;
  {
    std::lock_guard lock(mutex_);
    batch.Swap(&events_);
    awake_ = false;
  }
  while (auto event = batch.Pop()) Run([&event](Napi::Env env) { event->Deliver(env); });
  UpdateLiveness();
}

void Environment::AddPending() noexcept {
  ++pending_;
  UpdateLiveness();
}

void Environment::RemovePending(size_t count) noexcept {
  pending_ -= count;
  UpdateLiveness();
}

void Environment::UpdateLiveness() noexcept {
  std::lock_guard lock(mutex_);
  const bool wanted = pending_ > 0 || !events_.Empty();
  if (!wake_ || wanted == keeps_alive_) return;
  keeps_alive_ = wanted;
  (void)(wanted ? napi_ref_threadsafe_function : napi_unref_threadsafe_function)(env_, wake_);
}

void Environment::OnCleanup(void* self) noexcept { static_cast<Environment*>(self)->Close(); }

// Everything is closed to native threads first, then asked to let go; nothing is waited for. A thread that is
// inside a callback of ours at this moment queues in vain, and frees what it holds when it is done.
void Environment::Close() noexcept {
  EventList dropped;
  napi_threadsafe_function wake;
  {
    std::lock_guard lock(mutex_);
    wake = std::exchange(wake_, nullptr);
    dropped.Swap(&events_);
  }
  while (!open_.empty()) (*open_.begin())->Close();
  if (wake) (void)napi_release_threadsafe_function(wake, napi_tsfn_abort);
}

}  // namespace imnxport::binding
