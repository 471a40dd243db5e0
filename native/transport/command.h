// One accepted POST, from CommandPOST to its final response.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "stream/body_source.h"
#include "transport/connection.h"
#include "transport/events.h"
#include "transport/options.h"

namespace imnxport {

// A stream as an executor holds it that does not read it itself.
struct TakenStream {
  virtual ~TakenStream() = default;
};

// Made on the client's thread, then used on the executor's; cancelled on any.
struct Command {
  uint64_t token = 0;
  PostOptions post;
  std::shared_ptr<const TransportOptions> options;
  std::shared_ptr<const Connection>
      connection;                       // the one that it was posted in, if any; guarded by the session
  std::shared_ptr<BodySource> body;     // what TakeStream has made of the stream: this,
  std::shared_ptr<TakenStream> stream;  // or this

  // Ends it early, with `reason` (a failure); the first one counts. False: its result is decided already. Any
  // thread.
  bool Cancel(HRESULT reason) noexcept {
    HRESULT end = kOpen;
    return end_.compare_exchange_strong(end, reason) || FAILED(end);
  }
  // Why it is to end early; S_OK: it is not.
  HRESULT Cancelled() const noexcept {
    const HRESULT end = end_.load();
    return FAILED(end) ? end : S_OK;
  }
  // Decides its result: `result`, unless a Cancel was first and has been promised. The executor's thread.
  HRESULT Conclude(HRESULT result) noexcept {
    HRESULT end = kOpen;
    cancelled = !end_.compare_exchange_strong(end, kConcluded) && FAILED(end);
    return cancelled ? end : result;
  }
  bool cancelled = false;  // the result is that of Cancel; the executor's thread

  // Made beforehand, so that no lack of memory can take the final response away.
  std::unique_ptr<DoneEvent> done;

  // The progress report that waits for delivery, if any; guarded by the outbox.
  ProgressEvent* waiting_report = nullptr;

 private:
  static constexpr HRESULT kOpen = S_OK;
  static constexpr HRESULT kConcluded = S_FALSE;
  std::atomic<HRESULT> end_{kOpen};
};

}  // namespace imnxport
