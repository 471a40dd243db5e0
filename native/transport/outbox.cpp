// The callback slot.
#include "transport/outbox.h"

#include <utility>

#include "transport/command.h"
#include "transport/io_dispatcher.h"

namespace imnxport {
namespace {

constexpr int kEventsPerTurn = 32;

bool IsPrompt(IUnknown* callback) noexcept {
  ComPtr<IUnknown> prompt;
  if (SUCCEEDED(callback->QueryInterface(IID_IPromptCallback, prompt.PutVoid()))) return true;
  (void)prompt.Detach();  // it owns nothing, whatever was left there
  return false;
}

std::shared_ptr<Dispatcher> DispatcherFor(IImnxportCallback* extended, std::weak_ptr<DispatchOwner> owner) {
  if (extended && IsPrompt(extended)) return MakeIoDispatcher();
  return ChooseDispatcher(extended != nullptr, std::move(owner));
}

}  // namespace

// One attached callback. The last one to let go, be it Detach or a call that was running, gives the
// references back, where the callback lives.
struct Outbox::Sink {
  Callback callback;
  std::shared_ptr<Dispatcher> dispatcher;
  std::shared_ptr<Turn> turn;

  ~Sink() {
    if (IUnknown* extended = callback.extended.Detach()) dispatcher->Drop(extended);
    if (IUnknown* classic = callback.classic.Detach()) dispatcher->Drop(classic);
  }
  void Kick() noexcept;
};

// What a dispatcher is kicked with: one for each attached callback, because what waits in one thread's queue
// cannot be queued on another. It keeps nothing alive.
class Outbox::Turn final : public WorkItem, public DispatchOwner {
 public:
  Turn(std::weak_ptr<Outbox> outbox, std::weak_ptr<Sink> sink) noexcept
      : outbox_(std::move(outbox)), sink_(std::move(sink)) {}

  // On the callback's thread.
  void Work() noexcept override {
    const auto outbox = outbox_.lock();
    const auto sink = sink_.lock();
    if (outbox && sink) outbox->Deliver(sink);
  }

  void OnThreadEnded() noexcept override {
    const auto outbox = outbox_.lock();
    const auto sink = sink_.lock();
    if (outbox && sink) outbox->Forget(sink);
  }

 private:
  const std::weak_ptr<Outbox> outbox_;
  const std::weak_ptr<Sink> sink_;
};

void Outbox::Sink::Kick() noexcept { dispatcher->Kick(*turn); }

Outbox::~Outbox() { Detach(); }

HRESULT Outbox::Attach(IHTTPMailCallback* callback) {
  ComPtr<IImnxportCallback> extended;
  const HRESULT hr = callback->QueryInterface(IID_IImnxportCallback, extended.PutVoid());
  if (FAILED(hr)) (void)extended.Detach();  // it owns nothing, whatever was left there
  auto sink = std::make_shared<Sink>();
  sink->turn = std::make_shared<Turn>(weak_from_this(), sink);
  sink->dispatcher = DispatcherFor(extended.Get(), sink->turn);
  if (!sink->dispatcher) return IXP_E_SOCKET_INIT_ERROR;
  sink->callback.extended = std::move(extended);
  sink->callback.classic = ComPtr<IHTTPMailCallback>(callback);
  Detach();
  std::lock_guard<std::mutex> lock(mutex_);
  sink_ = std::move(sink);
  return S_OK;
}

bool Outbox::Detach() noexcept {
  std::shared_ptr<Sink> sink;
  std::unique_ptr<ClientEvent> events;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    sink = std::move(sink_);
    events = TakeAllLocked();
  }
  // One by one: a chain of thousands would be destroyed recursively.
  while (events) events = std::move(events->next_);
  return sink != nullptr;
}

// The dispatcher is kicked under the lock: nobody but a call that is running ever holds the callback beside
// the slot, so that who detaches it on its own thread gives it back there and then.
void Outbox::Post(std::unique_ptr<ClientEvent> event) noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  if (!sink_) return;
  AppendLocked(std::move(event));
  sink_->Kick();
}

void Outbox::PostProgress(std::unique_ptr<ProgressEvent> report, const PostCounts& counts) noexcept {
  Command& command = *report->OfCommand();
  std::lock_guard<std::mutex> lock(mutex_);
  if (!sink_) return;
  if (command.waiting_report) {
    command.waiting_report->Merge(counts);
    return;
  }
  report->Merge(counts);
  command.waiting_report = report.get();
  AppendLocked(std::move(report));
  sink_->Kick();
}

// `to` is held by the caller: where it is the last to let go, the client's Release is not under the lock.
void Outbox::Deliver(const std::shared_ptr<Sink>& to) noexcept {
  std::unique_lock<std::mutex> lock(mutex_);
  if (delivering_) return;  // inside a call of this transport: it goes on when that one returns
  delivering_ = true;
  for (int i = 0; first_ && sink_ == to && i < kEventsPerTurn; ++i) {
    std::unique_ptr<ClientEvent> event = TakeLocked();
    lock.unlock();
    if (const auto transport = transport_.lock()) event->Deliver(to->callback, transport->Pointer());
    event.reset();
    lock.lock();
  }
  delivering_ = false;
  if (first_ && sink_) sink_->Kick();  // other transports have their turn first
}

// As Detach, when its thread has ended.
void Outbox::Forget(const std::shared_ptr<Sink>& ended) noexcept {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (sink_ != ended) return;
    delivering_ = false;  // a call that was running there will never return
  }
  Detach();
  if (const auto transport = transport_.lock()) transport->OnCallbackThreadEnded();
}

void Outbox::AppendLocked(std::unique_ptr<ClientEvent> event) noexcept {
  ClientEvent* const added = event.get();
  (last_ ? last_->next_ : first_) = std::move(event);
  last_ = added;
}

std::unique_ptr<ClientEvent> Outbox::TakeLocked() noexcept {
  std::unique_ptr<ClientEvent> event = std::move(first_);
  first_ = std::move(event->next_);
  if (!first_) last_ = nullptr;
  event->LeaveQueueLocked();
  return event;
}

std::unique_ptr<ClientEvent> Outbox::TakeAllLocked() noexcept {
  for (ClientEvent* event = first_.get(); event; event = event->next_.get()) event->LeaveQueueLocked();
  last_ = nullptr;
  return std::move(first_);
}

}  // namespace imnxport
