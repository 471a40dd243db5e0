// The beginning and the end of a command.
#include "transport/engine_executor.h"

#include <cstdio>
#include <string>
#include <utility>

#include "com/hresult.h"

namespace imnxport {
namespace {

// How long a final response waits for the stream to come back. A Read that works ends well within; one that
// blocks gives its reference back whenever it returns, and a client that has dropped the command is not kept
// waiting for it.
constexpr std::chrono::milliseconds kCloseGrace{1000};
constexpr std::chrono::milliseconds kReadGraceWhenDropped{50};

}  // namespace

HRESULT EngineExecutor::Acquire() noexcept {
  return Engine::Get().Acquire() ? S_OK : IXP_E_SOCKET_INIT_ERROR;
}

void EngineExecutor::Release() noexcept { Engine::Get().Release(); }

void EngineExecutor::Wake() noexcept { Engine::Get().Kick(*this); }

void EngineExecutor::OnBodyNews() noexcept { Engine::Get().Kick(*this); }

HRESULT EngineExecutor::TakeStream(IStream* stream, Command* command) {
  const auto self = std::static_pointer_cast<EngineExecutor>(shared_from_this());
  return MakeBody(stream, command->post.length, self, &command->body);
}

void EngineExecutor::Work() noexcept {
  if (!session_) session_ = weak_session_.lock();
  if (!session_) return;
  try {
    Run();
  } catch (...) {
    EndAborted(HResultFromException());
    Engine::Get().Kick(*this);  // the end itself, and then the next command
  }
  if (phase_ == Phase::kIdle) session_.reset();
}

// Each phase says whether there is more to do now; one that waits is called again when there is news.
void EngineExecutor::Run() {
  bool more = true;
  while (more) {
    const HRESULT cancel = command_ ? command_->Cancelled() : S_OK;
    if (FAILED(cancel) && phase_ != Phase::kClosing) EndAborted(cancel);
    switch (phase_) {
      case Phase::kIdle:
        more = Begin();
        break;
      case Phase::kPreparing:
        more = Prepare();
        break;
      case Phase::kRunning:
        more = Advance();
        break;
      case Phase::kClosing:
        more = Closing();
        break;
    }
  }
}

// ---- the beginning ----------------------------------------------------------------------------------

bool EngineExecutor::Begin() {
  command_ = session_->NextCommand();
  if (!command_) return false;
  cause_ = S_OK;
  phase_ = Phase::kPreparing;
  progress_.Begin(std::nullopt, Clock::now());
  Engine::Get().Watch(*this);
  watched_ = true;
  context_ = std::make_unique<CommandContext>(session_->ContextOf(*command_));
  idle_ms_ = context_->idle_timeout_ms;
  return true;
}

bool EngineExecutor::Prepare() {
  if (!command_->body->Prepare()) return false;
  const HRESULT hr = command_->body->Failure();
  if (FAILED(hr)) {
    Result().outcome.problem = DescribeBodyFailure(hr);
    End(hr);
    return true;
  }
  progress_.Begin(command_->body->Length(), Clock::now());
  phase_ = Phase::kRunning;
  return Start();
}

// ---- while it runs ----------------------------------------------------------------------------------

void EngineExecutor::ReportProgress(Clock::time_point now) {
  auto report = std::make_unique<ProgressEvent>(command_);  // first: without it nothing has been reported
  session_->Events().PostProgress(std::move(report), progress_.Take(now));
}

// TCP, TLS, silence: what the documentation calls fatal.
void EngineExecutor::RaiseError(HRESULT hr, const HttpOutcome& outcome) {
  session_->Events().Post(
      std::make_unique<ErrorEvent>(session_->Status(), hr, outcome.socket_error, outcome.problem));
}

void EngineExecutor::NoteDelivery(uint64_t sent, bool whole) noexcept {
  if (whole) {
    Result().delivery = IMNXPORT_DELIVERY_WHOLE;
  } else if (sent > 0 && Result().delivery == IMNXPORT_DELIVERY_NONE) {
    Result().delivery = IMNXPORT_DELIVERY_PARTIAL;
  }
}

// ---- time -------------------------------------------------------------------------------------------

Clock::time_point EngineExecutor::IdleDeadline() const noexcept {
  return last_activity_ + std::chrono::milliseconds(idle_ms_);
}

Clock::time_point EngineExecutor::Deadline() const noexcept {
  if (phase_ == Phase::kClosing) return close_look_;
  if (phase_ != Phase::kRunning || question_.IsOpen()) return Clock::time_point::max();
  return NextLook();
}

void EngineExecutor::OnDeadline() noexcept {
  const auto self = shared_from_this();
  try {
    if (phase_ == Phase::kRunning) OnLook();
  } catch (...) {
    EndAborted(HResultFromException());
  }
  if (phase_ == Phase::kClosing) Work();
}

void EngineExecutor::AskIdle() {
  question_.Open(QuestionSlot::Asked::kIdle, command_->token);
  session_->Events().Post(std::make_unique<IdleQuestion>(session_, command_->token, idle_ms_));
}

bool EngineExecutor::TookIdleAnswer() {
  const auto answer = question_.Take();
  if (!answer) return false;
  if (answer->hr != S_OK) {
    Result().outcome.problem = "no activity for " + std::to_string(idle_ms_) + " ms";
    RaiseError(IXP_E_TIMEOUT, Result().outcome);
    EndAborted(IXP_E_TIMEOUT, IXP_E_TIMEOUT);
    return true;
  }
  if (answer->idle_ms > 0) idle_ms_ = answer->idle_ms;
  OnActivity();
  Engine::Get().Hurry(Deadline());
  return false;
}

bool EngineExecutor::AnswerLogon(uint64_t token, HRESULT answer, Credentials credentials) noexcept {
  if (!question_.AnswerLogon(token, answer, std::move(credentials))) return false;
  Engine::Get().Kick(*this);
  return true;
}

bool EngineExecutor::AnswerIdle(uint64_t token, HRESULT answer, uint32_t idle_ms) noexcept {
  if (!question_.AnswerIdle(token, answer, idle_ms)) return false;
  Engine::Get().Kick(*this);
  return true;
}

void EngineExecutor::AbandonQuestion() noexcept {
  if (question_.Abandon()) Engine::Get().Kick(*this);
}

// ---- the end ----------------------------------------------------------------------------------------

void EngineExecutor::EndAborted(HRESULT hr, HRESULT cause) noexcept {
  Abort(hr);
  End(hr, cause);
}

// What is left is to give the stream back and to say so.
void EngineExecutor::End(HRESULT hr, HRESULT cause) noexcept {
  Result().hr = command_->Conclude(hr);
  cause_ = cause;
  phase_ = Phase::kClosing;
  ended_at_ = Clock::now();
  close_look_ = ended_at_ + kReadGraceWhenDropped;
  Engine::Get().Hurry(Deadline());
  question_.Close();
}

bool EngineExecutor::Closing() noexcept {
  const BodyClose close = command_->body->Close();
  const auto waited = Clock::now() - ended_at_;
  const bool enough = command_->cancelled && close == BodyClose::kInStream ? waited >= kReadGraceWhenDropped
                                                                           : waited >= kCloseGrace;
  if (close != BodyClose::kClosed && !enough) {
    if (waited >= kReadGraceWhenDropped) close_look_ = ended_at_ + kCloseGrace;
    Engine::Get().Hurry(close_look_);
    return false;
  }
  if (watched_) Engine::Get().Unwatch(*this);
  watched_ = false;
  Forget();
  std::unique_ptr<DoneEvent> done = std::move(command_->done);
  done->counts = progress_.Take(Clock::now());
  if (done->result.url.empty()) done->result.url = std::move(command_->post.url);
  if (context_ && context_->log) LogEnd(done->result);
  context_.reset();  // wipes the credentials
  command_->body.reset();
  command_.reset();
  phase_ = Phase::kIdle;
  session_->Finished(std::move(done), cause_);
  return true;
}

void EngineExecutor::LogEnd(const CommandResult& result) noexcept {
  char line[256];
  std::snprintf(line, sizeof line, "0x%08X %s", static_cast<unsigned>(result.hr),
                result.outcome.problem.c_str());
  context_->log->Write('=', line);
}

}  // namespace imnxport
