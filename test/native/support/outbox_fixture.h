// An outbox with a transport that is only a pointer, and events to post.
#pragma once

#include <doctest/doctest.h>

#include <atomic>
#include <memory>

#include "eventually.h"
#include "recording_callback.h"
#include "transport/command.h"
#include "transport/outbox.h"

namespace imnxport::test {

class FakeTransport final : public TransportOfCallback {
 public:
  // Told to callbacks, never called.
  IHTTPMailTransport* Pointer() noexcept override { return reinterpret_cast<IHTTPMailTransport*>(this); }
  void OnCallbackThreadEnded() noexcept override {}
};

// Counts how many of its kind are alive; its delivery tells nobody.
class CountedEvent final : public ClientEvent {
 public:
  explicit CountedEvent(std::atomic<int>* alive) : alive_(alive) { alive_->fetch_add(1); }
  ~CountedEvent() override { alive_->fetch_sub(1); }
  void Deliver(const Callback&, IHTTPMailTransport*) noexcept override {}

 private:
  std::atomic<int>* const alive_;
};

// At the end the callback is let go, and waited for: what is declared before the fixture outlives every call.
struct OutboxFixture {
  explicit OutboxFixture(RecordingCallback* callback) : callback(callback) {
    outbox->SetTransport(std::shared_ptr<TransportOfCallback>(transport));
    if (callback) REQUIRE(outbox->Attach(callback) == S_OK);
  }
  ~OutboxFixture() { End(); }

  void End() {
    outbox->Detach();
    if (callback) CHECK(Eventually([this] { return callback->Taken() == 0; }));
  }
  void PostStatus(int status) { outbox->Post(std::make_unique<StatusEvent>(static_cast<IXPSTATUS>(status))); }
  IInternetTransport* Pointer() { return reinterpret_cast<IInternetTransport*>(transport->Pointer()); }

  RecordingCallback* const callback;
  std::shared_ptr<FakeTransport> transport = std::make_shared<FakeTransport>();
  std::shared_ptr<Outbox> outbox = std::make_shared<Outbox>();
};

}  // namespace imnxport::test
