// The callback slot.
#include "transport/outbox.h"

#include <utility>

#include "transport/command.h"

namespace imnxport {
namespace {

constexpr int kEventsPerTurn = 32;

}  // namespace

// One attached callback. The last one to let go, be it Detach or a call that was running, gives the
// references back, where the callback lives.
struct Outbox::Sink {
  Callback callback;
  std::shared_ptr<Dispatcher> dispatcher;

  ~Sink() {
    if (IUnknown* extended = callback.extended.Detach()) dispatcher->Drop(extended);
    if (IUnknown* classic = callback.classic.Detach()) dispatcher->Drop(classic);
  }
};

Outbox::~Outbox() { Detach(); }

HRESULT Outbox::Attach(IHTTPMailCallback* callback) {
  ComPtr<IImnxportCallback> extended;
  const HRESULT hr = callback->QueryInterface(IID_IImnxportCallback, extended.PutVoid());
  if (FAILED(hr)) (void)extended.Detach();  // it owns nothing, whatever was left there
  std::shared_ptr<Dispatcher> dispatcher = ChooseDispatcher(static_cast<bool>(extended));
  if (!dispatcher) return IXP_E_SOCKET_INIT_ERROR;
  auto sink = std::make_shared<Sink>();
  sink->dispatcher = std::move(dispatcher);
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

void Outbox::Post(std::unique_ptr<ClientEvent> event) noexcept {
  std::shared_ptr<Sink> sink;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (!sink_) return;
    sink = sink_;
    AppendLocked(std::move(event));
  }
  sink->dispatcher->Kick(*this);
}

void Outbox::PostProgress(std::unique_ptr<ProgressEvent> report, const PostCounts& counts) noexcept {
  Command& command = *report->OfCommand();
  std::shared_ptr<Sink> sink;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (!sink_) return;
    if (command.waiting_report) {
      command.waiting_report->Merge(counts);
      return;
    }
    report->Merge(counts);
    command.waiting_report = report.get();
    sink = sink_;
    AppendLocked(std::move(report));
  }
  sink->dispatcher->Kick(*this);
}

void Outbox::Work() noexcept {
  std::unique_lock<std::mutex> lock(mutex_);
  if (delivering_) return;  // inside a call of this transport: it goes on when that one returns
  delivering_ = true;
  std::shared_ptr<Sink> sink;
  for (int i = 0; first_ && sink_ && i < kEventsPerTurn; ++i) {
    sink = sink_;
    std::unique_ptr<ClientEvent> event = TakeLocked();
    lock.unlock();
    if (const auto transport = transport_.lock()) event->Deliver(sink->callback, transport->Pointer());
    event.reset();
    sink.reset();  // may be the last: the client's Release is a call like any other, not under the lock
    lock.lock();
  }
  delivering_ = false;
  if (first_) sink = sink_;
  lock.unlock();
  if (sink) sink->dispatcher->Kick(*this);  // other transports have their turn first
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
