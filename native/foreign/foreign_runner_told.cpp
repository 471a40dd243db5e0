// What a foreign transport tells of a command.
#include <algorithm>
#include <cstdio>
#include <new>
#include <utility>

#include "foreign/foreign_runner.h"
#include "http/headers.h"

namespace imnxport {
namespace {

constexpr uint64_t kSaturated = 0xFFFFFFFFu;  // where counts of 32 bits end

}  // namespace

void ForeignRunner::TakeNotes() noexcept {
  if (!link_) return;
  bool lost_end = false;
  for (const CallbackLink::Note& note : link_->Take(&lost_end)) {
    try {
      note(*this);
    } catch (...) {
      // What there is no memory for is not told. An end is: see OnForeignEnd.
    }
  }
  if (!lost_end || !command_ || told_) return;
  told_ = CommandResult();
  told_->hr = E_OUTOFMEMORY;
}

bool ForeignRunner::Concerns(uint64_t id) const noexcept {
  if (!command_ || told_) return false;
  if (id == kAnyCommand)
    return step_ == Step::kConnecting || step_ == Step::kPosting || step_ == Step::kRunning;
  return id == id_ && step_ >= Step::kPosting;
}

void ForeignRunner::OnForeignStatus(IXPSTATUS status) {
  if (!Concerns(kAnyCommand) || status < IXP_FINDINGHOST || status >= IXP_LAST) return;
  NoteActivity();
  session_->SetStatus(status);
  if (step_ != Step::kConnecting) return;
  const bool disconnected = status == IXP_DISCONNECTING || status == IXP_DISCONNECTED;
  // The end of an earlier connection may be told after Connect.
  if (disconnected && connecting_seen_ && SUCCEEDED(connect_failure_))
    connect_failure_ = IXP_E_FAILED_TO_CONNECT;
  if (!disconnected) connecting_seen_ = true;
}

void ForeignRunner::OnForeignLine(CMDTYPE type, const std::string& raw) {
  if (!Concerns(kAnyCommand)) return;
  NoteActivity();
  std::string_view text = raw;
  while (!text.empty() && (text.back() == '\r' || text.back() == '\n')) text.remove_suffix(1);
  std::string line = RedactLine(text);
  if (line.empty()) return;
  if (context_.log) context_.log->Write(type == CMD_SEND ? '>' : '<', line);
  if (context_.log_commands)
    session_->Events().Post(std::make_unique<CommandEvent>(type, std::move(line), S_OK));
}

void ForeignRunner::OnForeignError(IXPSTATUS status, HRESULT hr, uint32_t socket_error,
                                   const std::string& problem) {
  if (!Concerns(kAnyCommand)) return;
  NoteActivity();
  RaiseError(status, hr, socket_error, problem);
  if (step_ == Step::kConnecting) connect_failure_ = FAILED(hr) ? hr : IXP_E_FAILED_TO_CONNECT;
}

void ForeignRunner::RaiseError(IXPSTATUS status, HRESULT hr, uint32_t socket_error,
                               const std::string& problem) {
  if (context_.log && !problem.empty()) context_.log->Write('!', problem);
  session_->Events().Post(std::make_unique<ErrorEvent>(status, hr, socket_error, problem));
}

void ForeignRunner::OnForeignProgress(uint64_t id, const PostCounts& counts, bool exact) {
  if (!Concerns(id) || step_ == Step::kDropping) return;
  NoteActivity();
  NoteCounts(counts, exact);
  const auto now = Clock::now();
  const auto length = stream_->record->Take().length;
  if (!progress_.Due(length && progress_.Sent() == *length, now)) return;
  auto report = std::make_unique<ProgressEvent>(command_);  // first: without it nothing has been reported
  session_->Events().PostProgress(std::move(report), progress_.Take(now));
}

void ForeignRunner::OnForeignEnd(uint64_t id, const CommandResult& result, const PostCounts& counts,
                                 bool exact) {
  if (!Concerns(id)) return;
  NoteCounts(counts, exact);
  try {
    told_ = result;
    delivery_told_ = exact;
  } catch (...) {
    told_.emplace();
    told_->hr = E_OUTOFMEMORY;
  }
}

void ForeignRunner::OnForeignLetGo() { replaced_ = true; }

// Counts of 32 bits stand still at their end; from there on the increments go on.
void ForeignRunner::NoteCounts(const PostCounts& counts, bool exact) noexcept {
  const uint64_t before = counts.resent ? 0 : progress_.Sent();
  const uint64_t sent = exact || counts.sent < kSaturated ? counts.sent : before + counts.increment;
  if (counts.resent || sent < before) progress_.Restart();
  progress_.Add(sent - progress_.Sent());
  const auto length = stream_->record->Take().length;
  if (length) {
    progress_.SetTotal(*length);
  } else if (counts.total != IMNXPORT_UNKNOWN && (exact || counts.total < kSaturated)) {
    progress_.SetTotal(counts.total);
  }
}

// A plain transport does not tell how much has left it: what it has read may have.
void ForeignRunner::NoteDelivery() noexcept {
  if (delivery_told_) return;
  const StreamRecord::Counts counts = stream_->record->Take();
  if (counts.whole && (counts.touched || step_ >= Step::kRunning)) {
    result_.delivery = IMNXPORT_DELIVERY_WHOLE;
  } else if (counts.touched) {
    result_.delivery = IMNXPORT_DELIVERY_PARTIAL;
  } else {
    result_.delivery = IMNXPORT_DELIVERY_NONE;
  }
  if (counts.read > progress_.Sent()) progress_.Add(counts.read - progress_.Sent());
}

void ForeignRunner::LogEnd(const CommandResult& result) noexcept {
  char line[256];
  std::snprintf(line, sizeof line, "0x%08X %s", static_cast<unsigned>(result.hr),
                result.outcome.problem.c_str());
  context_.log->Write('=', line);
}

}  // namespace imnxport
