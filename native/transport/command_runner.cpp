// The steps of a command.
#include "transport/command_runner.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "com/hresult.h"
#include "http/http_status.h"
#include "http/url.h"

namespace imnxport {
namespace {

// How long a final response waits for the stream to come back. A Read that works ends well within; one that
// blocks gives its reference back whenever it returns, and a client that has dropped the command is not kept
// waiting for it.
constexpr std::chrono::milliseconds kCloseGrace{1000};
constexpr std::chrono::milliseconds kReadGraceWhenDropped{50};

// How often the wire is looked at in one period of the client's time-out: silence is told from activity with
// that precision.
constexpr uint32_t kLooksPerPeriod = 16;

}  // namespace

std::shared_ptr<CommandExecutor> MakeHttpExecutor(std::weak_ptr<Session> session) {
  return std::make_shared<CommandRunner>(std::move(session));
}

HRESULT CommandRunner::Acquire() noexcept { return Engine::Get().Acquire() ? S_OK : IXP_E_SOCKET_INIT_ERROR; }

void CommandRunner::Release() noexcept { Engine::Get().Release(); }

void CommandRunner::Wake() noexcept { Engine::Get().Kick(*this); }

HRESULT CommandRunner::TakeStream(IStream* stream, Command* command) {
  const auto self = std::static_pointer_cast<CommandRunner>(shared_from_this());
  return MakeBody(stream, command->post.length, self, &command->body);
}

void CommandRunner::OnBodyNews() noexcept { Engine::Get().Kick(*this); }

void CommandRunner::Work() noexcept {
  if (!session_) session_ = weak_session_.lock();
  if (!session_) return;
  try {
    Advance();
  } catch (...) {
    EndAborted(HResultFromException());
    Engine::Get().Kick(*this);  // the end itself, and then the next command
  }
  if (step_ == Step::kIdle) session_.reset();
}

// Each step says whether there is more to do now; a step that waits is called again when there is news.
void CommandRunner::Advance() {
  bool more = true;
  while (more) {
    const HRESULT cancel = command_ ? command_->Cancelled() : S_OK;
    if (FAILED(cancel) && step_ != Step::kClosing) EndAborted(cancel);
    switch (step_) {
      case Step::kIdle:
        more = Begin();
        break;
      case Step::kPreparing:
        more = Prepare();
        break;
      case Step::kFindingProxy:
        more = FindingProxy();
        break;
      case Step::kOnWire:
        more = OnWire();
        break;
      case Step::kAsking:
        more = Asking();
        break;
      case Step::kClosing:
        more = Closing();
        break;
    }
  }
}

bool CommandRunner::Begin() {
  command_ = session_->NextCommand();
  if (!command_) return false;
  result_ = CommandResult();
  hops_ = prompts_ = 0;
  never_ask_ = false;
  cause_ = S_OK;
  step_ = Step::kPreparing;
  progress_.Begin(std::nullopt, Clock::now());
  Engine::Get().Watch(*this);
  watched_ = true;
  context_ = session_->ContextOf(*command_);
  idle_ms_ = context_.idle_timeout_ms;
  return true;
}

bool CommandRunner::Prepare() {
  if (!command_->body->Prepare()) return false;
  const HRESULT hr = command_->body->Failure();
  if (FAILED(hr)) {
    result_.outcome.problem = DescribeBodyFailure(hr);
    End(hr);
    return true;
  }
  progress_.Begin(command_->body->Length(), Clock::now());
  request_ = HttpRequest();
  request_.url = command_->post.url;
  request_.user_agent = context_.user_agent;
  request_.content_type = command_->post.content_type;
  request_.headers = command_->post.headers;
  request_.length = command_->body->Length();
  request_.connection = command_->options->connection;
  request_.trace = context_.log || context_.log_commands;
  StartHop();
  return step_ != Step::kOnWire;
}

bool CommandRunner::FindingProxy() {
  auto answer = lookup_->Take();
  if (!answer) return TookIdleAnswer();
  lookup_.reset();
  CloseQuestion();
  if (context_.log && !answer->remark.empty()) context_.log->Write('!', answer->remark);
  if (FAILED(answer->failure)) {
    result_.outcome.problem = std::move(answer->problem);
    if (answer->failure != E_OUTOFMEMORY) RaiseError(answer->failure, result_.outcome);
    End(answer->failure);
    return true;
  }
  proxies_ = std::move(answer->proxies);
  StartAttempt();
  return step_ != Step::kOnWire;
}

// The answer to OnTimeout, if it has come. True: it was to give up, and the command has ended.
bool CommandRunner::TookIdleAnswer() {
  const auto answer = TakeAnswer();
  if (!answer) return false;
  if (answer->answer != S_OK) {
    result_.outcome.problem = "no activity for " + std::to_string(idle_ms_) + " ms";
    RaiseError(IXP_E_TIMEOUT, result_.outcome);
    EndAborted(IXP_E_TIMEOUT, IXP_E_TIMEOUT);
    return true;
  }
  if (answer->idle_ms > 0) idle_ms_ = answer->idle_ms;
  OnActivity();
  Engine::Get().Hurry(Deadline());
  return false;
}

bool CommandRunner::OnWire() {
  if (TookIdleAnswer()) return true;
  const bool waited = transfer_->WaitingForBody();
  transfer_->OnBodyNews();
  // Waiting for the client's stream is not silence of the wire: the clock starts again.
  if (waited) OnActivity();
  Engine::Get().Hurry(Deadline());
  return false;
}

bool CommandRunner::Asking() {
  auto answer = TakeAnswer();
  if (!answer) return false;
  if (answer->answer == S_OK) {
    answer->credentials.origin = UrlOrigin(request_.url);
    context_.credentials = std::move(answer->credentials);
    RemoveHeader(&request_.headers, "Authorization");  // it was refused, and would win over what was answered
    RewindBody(challenge_);
    StartAttempt();
    return step_ != Step::kOnWire;
  }
  result_.location = LocationOf(challenge_);
  result_.outcome = std::move(challenge_);
  if (answer->answer == S_FALSE) {
    End(IXP_E_USER_CANCEL, IXP_E_USER_CANCEL);
  } else {
    End(HResultOfStatus(result_.outcome.status));
  }
  return true;
}

// ---- the end ----------------------------------------------------------------------------------------

void CommandRunner::EndAborted(HRESULT hr, HRESULT cause) noexcept {
  if (transfer_) {
    NoteDelivery(transfer_->Sent() + (transfer_->Reopened() ? 1 : 0), transfer_->Whole());
    transfer_->TakeHead(&result_.outcome);  // the server may have answered before it fell silent
    transfer_.reset();
  }
  End(hr, cause);
}

// The command's result is known; what is left is to give the stream back and to say so.
void CommandRunner::End(HRESULT hr, HRESULT cause) noexcept {
  result_.hr = command_->Conclude(hr);
  cause_ = cause;
  if (lookup_) lookup_->Abandon();
  lookup_.reset();
  step_ = Step::kClosing;
  ended_at_ = Clock::now();
  close_look_ = ended_at_ + kReadGraceWhenDropped;
  Engine::Get().Hurry(Deadline());
  CloseQuestion();
}

bool CommandRunner::Closing() noexcept {
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
  transfer_.reset();
  std::unique_ptr<DoneEvent> done = std::move(command_->done);
  done->counts = progress_.Take(Clock::now());
  result_.url = std::move(request_.url);
  if (result_.url.empty()) result_.url = std::move(command_->post.url);
  done->result = std::move(result_);
  if (context_.log) LogEnd(done->result);
  context_ = CommandContext();  // wipes the credentials
  request_ = HttpRequest();
  challenge_ = HttpOutcome();
  command_->body.reset();
  command_.reset();
  step_ = Step::kIdle;
  session_->Finished(std::move(done), cause_);
  return true;
}

void CommandRunner::LogEnd(const CommandResult& result) noexcept {
  char line[256];
  std::snprintf(line, sizeof line, "0x%08X %s", static_cast<unsigned>(result.hr),
                result.outcome.problem.c_str());
  context_.log->Write('=', line);
}

void CommandRunner::NoteDelivery(uint64_t sent, bool whole) noexcept {
  if (whole) {
    result_.delivery = IMNXPORT_DELIVERY_WHOLE;
  } else if (sent > 0 && result_.delivery == IMNXPORT_DELIVERY_NONE) {
    result_.delivery = IMNXPORT_DELIVERY_PARTIAL;
  }
}

// ---- time -------------------------------------------------------------------------------------------

Clock::time_point CommandRunner::Deadline() const noexcept {
  if (step_ == Step::kClosing) return close_look_;
  if (question_.asked != Asked::kNothing) return Clock::time_point::max();
  if (step_ == Step::kFindingProxy) return last_activity_ + std::chrono::milliseconds(idle_ms_);
  if (step_ != Step::kOnWire || !transfer_ || transfer_->WaitingForBody()) return Clock::time_point::max();
  return std::min(next_look_, last_activity_ + std::chrono::milliseconds(idle_ms_));
}

void CommandRunner::OnActivity() noexcept {
  last_activity_ = Clock::now();
  next_look_ = last_activity_ + std::chrono::milliseconds(std::max(idle_ms_ / kLooksPerPeriod, 1u));
}

// Silence is measured on the connection, not by what libcurl was given: a send buffer takes megabytes from us
// while the peer takes nothing, and empties for minutes while we have nothing left to give.
void CommandRunner::LookAtWire() {
  const uint64_t moved = transfer_->Moved();
  const auto silent_since = last_activity_;
  OnActivity();
  if (std::exchange(moved_, moved) != moved) return;
  last_activity_ = silent_since;
  if (Clock::now() - silent_since >= std::chrono::milliseconds(idle_ms_)) AskIdle();
}

void CommandRunner::OnDeadline() noexcept {
  const auto self = shared_from_this();
  try {
    if (step_ == Step::kOnWire) LookAtWire();
    if (step_ == Step::kFindingProxy) AskIdle();
  } catch (...) {
    EndAborted(HResultFromException());
  }
  if (step_ == Step::kClosing) Work();
}

}  // namespace imnxport
