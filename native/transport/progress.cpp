// Progress.
#include "transport/progress.h"

namespace imnxport {
namespace {

constexpr std::chrono::milliseconds kInterval{100};
constexpr uint64_t kParts = 64;
constexpr uint64_t kWorthALastReport = 64 * 1024;

}  // namespace

void Progress::Begin(std::optional<uint64_t> total, Clock::time_point now) noexcept {
  *this = Progress();
  total_ = total.value_or(IMNXPORT_UNKNOWN);
  last_ = now;
}

void Progress::Restart() noexcept {
  sent_ = reported_ = 0;
  resent_ = true;
}

bool Progress::Due(bool whole, Clock::time_point now) const noexcept {
  if (sent_ == reported_) return false;
  if (whole) return sent_ > kWorthALastReport;
  if (now - last_ < kInterval) return false;
  return total_ == IMNXPORT_UNKNOWN || sent_ - reported_ >= total_ / kParts + (total_ % kParts != 0);
}

PostCounts Progress::Take(Clock::time_point now) noexcept {
  PostCounts counts;
  counts.sent = sent_;
  counts.total = total_;
  counts.increment = sent_ - reported_;
  counts.resent = resent_;
  reported_ = sent_;
  resent_ = false;
  last_ = now;
  return counts;
}

}  // namespace imnxport
