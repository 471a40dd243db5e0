// When progress is worth a report, and what it says.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "transport/events.h"

namespace imnxport {

// Counts one command's bytes. A report is due not more often than every 100 ms and not more often than
// every 1/64 of the whole, and once when an entity of more than 64 KiB is through. The executor's thread.
// Source: our decision (behaviour 5.1).
class Progress {
 public:
  using Clock = std::chrono::steady_clock;

  void Begin(std::optional<uint64_t> total, Clock::time_point now) noexcept;
  // The whole has become known, or has turned out to be another.
  void SetTotal(uint64_t total) noexcept { total_ = total; }
  // The transfer starts again at the first byte.
  void Restart() noexcept;
  void Add(uint64_t bytes) noexcept { sent_ += bytes; }

  // Whether a report is due; `whole`: the entity is through.
  bool Due(bool whole, Clock::time_point now) const noexcept;
  // The counts since the last call; that is what "reported" means.
  PostCounts Take(Clock::time_point now) noexcept;

  uint64_t Sent() const noexcept { return sent_; }

 private:
  uint64_t total_ = IMNXPORT_UNKNOWN;
  uint64_t sent_ = 0;
  uint64_t reported_ = 0;
  bool resent_ = false;
  Clock::time_point last_{};
};

}  // namespace imnxport
