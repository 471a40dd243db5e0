// The callback slot: who is told, and the events on their way there.
#pragma once

#include <memory>
#include <mutex>

#include "com/work_queue.h"
#include "dispatch/dispatcher.h"
#include "transport/events.h"

namespace imnxport {

// The transport that a callback is told about; its memory is kept during a call.
class TransportOfCallback {
 public:
  // Its own pointer.
  virtual IHTTPMailTransport* Pointer() noexcept = 0;

  // The callback's thread has ended, and the callback has been forgotten. Any thread; it must not block.
  virtual void OnCallbackThreadEnded() noexcept = 0;

 protected:
  ~TransportOfCallback() = default;
};

// Delivers events one at a time and in order, wherever the dispatcher says; while one is being
// delivered no other is, even if the client pumps messages inside it. Any thread, without locks held.
class Outbox final : public std::enable_shared_from_this<Outbox> {
 public:
  ~Outbox();

  // The transport that the callback is told about. Once, before anything else.
  void SetTransport(std::weak_ptr<TransportOfCallback> transport) noexcept {
    transport_ = std::move(transport);
  }

  // InitNew: takes a reference on the callback, in place of the one before it. On the thread where it is
  // to be called. E_OUTOFMEMORY, IXP_E_SOCKET_INIT_ERROR. May throw std::bad_alloc.
  HRESULT Attach(IHTTPMailCallback* callback);

  // Lets go of the callback: no new call starts after this returns. One that runs keeps it referenced
  // until it returns. False: there was none.
  bool Detach() noexcept;

  // Queues an event; without a callback it is destroyed here.
  void Post(std::unique_ptr<ClientEvent> event) noexcept;

  // Queues a report, or merges the counts into the one of that command that still waits.
  void PostProgress(std::unique_ptr<ProgressEvent> report, const PostCounts& counts) noexcept;

 private:
  struct Sink;
  class Turn;

  void Deliver(const std::shared_ptr<Sink>& to) noexcept;
  void Forget(const std::shared_ptr<Sink>& ended) noexcept;
  std::unique_ptr<ClientEvent> TakeLocked() noexcept;
  std::unique_ptr<ClientEvent> TakeAllLocked() noexcept;
  void AppendLocked(std::unique_ptr<ClientEvent> event) noexcept;

  std::weak_ptr<TransportOfCallback> transport_;
  std::mutex mutex_;  // guards what follows
  std::shared_ptr<Sink> sink_;
  std::unique_ptr<ClientEvent> first_;
  ClientEvent* last_ = nullptr;
  bool delivering_ = false;
};

}  // namespace imnxport
