// What a foreign transport asks, and what its silence asks.
#include <algorithm>
#include <utility>

#include "foreign/foreign_runner.h"
#include "http/url.h"

namespace imnxport {
namespace {

// A transport that knows the time-out, in whole seconds, asks by itself, and not to the millisecond: only its
// silence after that is one.
std::chrono::milliseconds Patience(uint32_t idle_ms, bool knows) noexcept {
  const std::chrono::milliseconds idle(idle_ms);
  if (!knows) return idle;
  return std::chrono::ceil<std::chrono::seconds>(idle) + std::max(idle / 8, std::chrono::milliseconds(250));
}

}  // namespace

// ---- the client's answers; any thread ---------------------------------------------------------------

bool ForeignRunner::Answer(QuestionKind kind, uint64_t token, QuestionAnswer answer) noexcept {
  NoteActivity();
  if (!questions_.Answer(kind, token, answer)) return false;
  Wake();
  return true;
}

bool ForeignRunner::AnswerLogon(uint64_t token, HRESULT hr, Credentials credentials) noexcept {
  QuestionAnswer answer;
  answer.hr = hr;
  answer.credentials = std::move(credentials);
  return Answer(QuestionKind::kLogon, token, std::move(answer));
}

bool ForeignRunner::AnswerIdle(uint64_t token, HRESULT hr, uint32_t idle_ms) noexcept {
  QuestionAnswer answer;
  answer.hr = hr;
  answer.idle_ms = idle_ms;
  return Answer(QuestionKind::kIdle, token, std::move(answer));
}

void ForeignRunner::AbandonQuestion() noexcept {
  if (questions_.Close(E_FAIL)) Wake();
}

// ---- the transport asks -----------------------------------------------------------------------------

// The question, if it concerns the command that runs; else it is declined. One that waits for nobody is
// looked after by Work.
std::shared_ptr<ForeignQuestion> ForeignRunner::Accept(uint64_t id, QuestionKind kind,
                                                       std::shared_ptr<ForeignQuestion> question) {
  const bool concerns = Concerns(id) && step_ != Step::kDropping && SUCCEEDED(command_->Cancelled());
  if (!concerns) {
    question ? question->Answer(QuestionAnswer()) : door_->Answer(id, kind, QuestionAnswer());
    return nullptr;
  }
  NoteActivity();
  if (question) return question;
  asked_ = std::make_shared<ForeignQuestion>(kind);
  asked_by_us_ = false;
  return asked_;
}

void ForeignRunner::OnForeignLogon(uint64_t id, const std::string& origin,
                                   std::shared_ptr<ForeignQuestion> given) {
  const auto question = Accept(id, QuestionKind::kLogon, std::move(given));
  if (!question || !questions_.Open(command_->token, question)) return;
  const std::string asking = origin.empty() ? UrlOrigin(command_->post.url) : origin;
  ++logons_;
  if (asking_here_) return ask_here_->Logon(command_->token, asking, logons_);
  session_->Events().Post(std::make_unique<LogonQuestion>(session_, command_->token, asking, logons_));
}

void ForeignRunner::OnForeignIdle(uint64_t id, uint32_t idle_ms, std::shared_ptr<ForeignQuestion> given) {
  const auto question = Accept(id, QuestionKind::kIdle, std::move(given));
  if (!question || !questions_.Open(command_->token, question)) return;
  if (asking_here_) return ask_here_->Idle(command_->token, idle_ms);
  session_->Events().Post(std::make_unique<IdleQuestion>(session_, command_->token, idle_ms));
}

void ForeignRunner::AwaitAnswer(const std::shared_ptr<ForeignQuestion>& question) noexcept {
  ++inside_;
  asking_here_ = ask_here_ != nullptr;
  TakeNotes();
  asking_here_ = false;
  if (!ask_here_) {
    apartment_->WaitUntil([this, &question] {
      return question->Answered() || closing_ || (command_ && FAILED(command_->Cancelled()));
    });
  } else if (!question->Answered() && command_) {
    remark_ =
        "the transport asked on the thread of JavaScript, where only an answer that is given at once counts";
  }
  if (!question->Answered()) {
    (void)questions_.Close(S_FALSE);
    question->Answer(QuestionAnswer());
  }
  --inside_;
  if (inside_ == 0 && again_) apartment_->Kick(*this);
}

// ---- silence ----------------------------------------------------------------------------------------

Clock::time_point ForeignRunner::SilentAt() const noexcept {
  return std::max(last_activity_.load(), stream_->record->LastActivity()) +
         Patience(idle_ms_, door_->KnowsTimeout());
}

// A transport that has IImnxportTransport watches the wire, and asks: what it does not tell is no silence.
void ForeignRunner::WatchSilence() noexcept {
  if (!door_->Extended()) (void)alarm_->Set(SilentAt());
}

void ForeignRunner::LookForSilence() {
  if (!alarm_rang_.exchange(false) || door_->Extended()) return;
  const auto now = Clock::now();
  // It waits for the client's stream, or for an answer.
  if (stream_->record->Waiting() || questions_.IsOpen()) {
    (void)alarm_->Set(now + Patience(idle_ms_, door_->KnowsTimeout()));
  } else if (now < SilentAt()) {
    WatchSilence();
  } else {
    AskAboutSilence();
  }
}

void ForeignRunner::AskAboutSilence() {
  asked_ = std::make_shared<ForeignQuestion>(QuestionKind::kIdle);
  asked_by_us_ = true;
  if (!questions_.Open(command_->token, asked_)) return;
  session_->Events().Post(std::make_unique<IdleQuestion>(session_, command_->token, idle_ms_));
}

void ForeignRunner::TakeAnswer() {
  if (!asked_ || !asked_->Answered()) return;
  const auto asked = std::exchange(asked_, nullptr);
  const QuestionAnswer answer = asked->Get();
  if (!asked_by_us_) return door_->Answer(id_, asked->Kind(), answer);
  if (answer.hr == S_OK) {
    if (answer.idle_ms > 0) idle_ms_ = answer.idle_ms;
    NoteActivity();
    WatchSilence();
    return;
  }
  result_.outcome.problem = "no sign of life from the transport for " + std::to_string(idle_ms_) + " ms";
  RaiseError(session_->Status(), IXP_E_TIMEOUT, 0, result_.outcome.problem);
  Drop(IXP_E_TIMEOUT);
}

}  // namespace imnxport
