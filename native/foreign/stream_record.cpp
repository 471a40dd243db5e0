// Counting what is read.
#include "foreign/stream_record.h"

#include <algorithm>

namespace imnxport {

StreamRecord::StreamRecord(std::optional<uint64_t> declared) noexcept
    : declared_(declared.has_value()), last_activity_(Clock::now()) {
  counts_.length = declared;
}

void StreamRecord::Enter() noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  ++inside_;
}

void StreamRecord::Leave() noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  --inside_;
  last_activity_ = Clock::now();
}

void StreamRecord::SetPending(bool pending) noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  pending_ = pending;
  last_activity_ = Clock::now();
}

// Reading at the beginning begins anew; a look ahead elsewhere is not what counts.
void StreamRecord::NoteRead(uint64_t position, uint64_t count) noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  if (position == 0) counts_.read = 0;
  if (position > counts_.read) return;
  counts_.read = std::max(counts_.read, position + count);
  counts_.touched = counts_.touched || count > 0;
  if (count == 0 || counts_.read == counts_.length) counts_.whole = true;
}

void StreamRecord::NoteLength(uint64_t length) noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  if (!declared_) counts_.length = length;
}

void StreamRecord::NoteStat(uint64_t size) noexcept {
  if (size != 0) return NoteLength(size);
  std::lock_guard<std::mutex> lock(mutex_);
  told_empty_ = true;
}

// Of nothing, everything has been read.
StreamRecord::Counts StreamRecord::Take() const noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  Counts counts = counts_;
  const bool empty = counts.length == uint64_t{0} || (told_empty_ && !counts.length);
  if (empty && !counts.touched) counts.whole = true;
  return counts;
}

bool StreamRecord::Waiting() const noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  return inside_ > 0 || pending_;
}

StreamRecord::Clock::time_point StreamRecord::LastActivity() const noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  return last_activity_;
}

}  // namespace imnxport
