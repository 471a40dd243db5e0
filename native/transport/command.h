// One accepted POST, from CommandPOST to its final response.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "stream/body_source.h"
#include "transport/events.h"
#include "transport/connection.h"
#include "transport/options.h"

namespace imnxport {

// Made on the client's thread, then used on the I/O thread; `cancel` is set on any.
struct Command {
  uint64_t token = 0;
  PostOptions post;
  std::shared_ptr<const TransportOptions> options;
  std::shared_ptr<const Connection> connection;  // the one that it was posted in, if any; guarded by the session
  std::shared_ptr<BodySource> body;

  // What ends it early; S_OK: nothing. The first reason stays.
  std::atomic<HRESULT> cancel{S_OK};
  void Cancel(HRESULT reason) noexcept {
    HRESULT none = S_OK;
    cancel.compare_exchange_strong(none, reason);
  }

  // Made beforehand, so that no lack of memory can take the final response away.
  std::unique_ptr<DoneEvent> done;

  // The progress report that waits for delivery, if any; guarded by the outbox.
  ProgressEvent* waiting_report = nullptr;
};

}  // namespace imnxport
