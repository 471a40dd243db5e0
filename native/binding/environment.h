// What one JavaScript environment (the main thread, a worker) has of this addon: its event queue and its end.
#pragma once

#include <cstddef>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_set>

#include "binding/event_list.h"
#include "binding/js_error.h"
#include "binding/napi_setup.h"
#include "com/system.h"
#include "com/work_queue.h"

namespace imnxport::binding {

// Something native that must let go before its environment ends.
class Closable {
 public:
  // JS thread. Takes itself out of the environment's list; may be called again.
  virtual void Close() noexcept = 0;

 protected:
  ~Closable() = default;
};

// Carries events from any thread to the JS thread, in order, through one thread-safe function for all
// transports of the environment. Shared by whoever may still have an event to queue: native threads may
// outlive the environment, and then queue in vain. It holds no JavaScript value, so that its last reference
// may go on any thread.
//
// The event loop is kept alive while a post is in flight or an event waits, and not otherwise.
class Environment final : public WorkItem {
 public:
  // Makes the thread-safe function and registers the cleanup hook, which closes the environment. JS thread;
  // throws Napi::Error.
  static std::shared_ptr<Environment> Create(Napi::Env env);

  Environment() = default;
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

  // WorkItem: wakes the JS thread, at the end of a turn of the I/O thread.
  void Work() noexcept override;

  // Has the event delivered on the JS thread. False: never, the environment has ended. Any thread; never
  // blocks, never calls JavaScript, allocates nothing.
  bool Queue(std::unique_ptr<Event> event) noexcept;

  // Whether the thread that calls is the JS thread. Any thread.
  bool IsHere() const noexcept { return std::this_thread::get_id() == thread_; }

  // Whether JavaScript can run right here: on the JS thread, and on its own stack. On another one (koffi
  // calls on one of its own) the engine takes it for an overflow, or ends the process. Any thread.
  bool CanRun() const noexcept { return IsHere() && stack_.IsHere(); }

  // JS thread, and where CanRun() if JavaScript is to run: `call(Napi::Env)` in a handle scope; what it
  // throws surfaces as an uncaught exception.
  template <class Call>
  void Run(Call call) noexcept {
    const Napi::Env env(env_);
    const Napi::HandleScope scope(env);
    try {
      call(env);
    } catch (const Napi::Error& error) {
      error.ThrowAsJavaScriptException();
    } catch (const std::exception& error) {
      Napi::Error::New(env, error.what()).ThrowAsJavaScriptException();
    }
    ReportPendingException(env);
  }

  // Posts in flight: one more, or some fewer. JS thread.
  void AddPending() noexcept;
  void RemovePending(size_t count) noexcept;

  // What is to be closed when the environment ends. JS thread; Add may throw std::bad_alloc.
  void Add(Closable* closable) { open_.insert(closable); }
  void Remove(Closable* closable) noexcept { open_.erase(closable); }
  size_t OpenCount() const noexcept { return open_.size(); }

 private:
  static void OnWake(napi_env env, napi_value function, void* self, void* data) noexcept;
  static void OnCleanup(void* self) noexcept;

  void Drain() noexcept;
  void Close() noexcept;
  void UpdateLiveness() noexcept;
  bool WakeLocked() noexcept;

  const std::thread::id thread_ = std::this_thread::get_id();
  const ThreadStack stack_ = ThreadStack::OfThisThread();

  // JS thread only.
  napi_env env_ = nullptr;
  size_t pending_ = 0;
  bool keeps_alive_ = false;  // the thread-safe function counts as a reason for the event loop to go on
  std::unordered_set<Closable*> open_;

  std::mutex mutex_;  // guards all below
  // Null once the environment has ended: Node frees it then, so it must not be touched any more.
  napi_threadsafe_function wake_ = nullptr;
  bool awake_ = false;  // a call of OnWake is on its way: one for any number of events
  EventList events_;
};

}  // namespace imnxport::binding
