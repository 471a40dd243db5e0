// The steps of a command.
#include "transport/command_runner.h"

#include <algorithm>
#include <utility>

#include "http/http_status.h"
#include "http/url.h"
#include "transport/response.h"

namespace imnxport {
namespace {

// How often the wire is looked at in one period of the client's time-out: silence is told from activity with
// that precision.
constexpr uint32_t kLooksPerPeriod = 16;

}  // namespace

std::shared_ptr<CommandExecutor> MakeHttpExecutor(std::weak_ptr<Session> session) {
  return std::make_shared<CommandRunner>(std::move(session));
}

bool CommandRunner::Start() {
  hops_ = prompts_ = 0;
  never_ask_ = false;
  request_ = std::make_unique<HttpRequest>();
  request_->url = command_->post.url;
  request_->user_agent = context_->user_agent;
  request_->content_type = command_->post.content_type;
  request_->headers = command_->post.headers;
  request_->length = command_->body->Length();
  request_->connection = command_->options->connection;
  request_->trace = context_->log || context_->log_commands;
  StartHop();
  return Restless();
}

// A step that waits is called again when there is news.
bool CommandRunner::Advance() {
  switch (step_) {
    case Step::kFindingProxy:
      return FindingProxy();
    case Step::kOnWire:
      return OnWire();
    case Step::kAsking:
      return Asking();
  }
  return false;
}

bool CommandRunner::FindingProxy() {
  auto answer = lookup_->Take();
  if (!answer) return TookIdleAnswer();
  lookup_.reset();
  question_.Close();
  if (context_->log && !answer->remark.empty()) context_->log->Write('!', answer->remark);
  if (FAILED(answer->failure)) {
    Result().outcome.problem = std::move(answer->problem);
    if (answer->failure != E_OUTOFMEMORY) RaiseError(answer->failure, Result().outcome);
    End(answer->failure);
    return true;
  }
  proxies_ = std::move(answer->proxies);
  StartAttempt();
  return Restless();
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
  auto answer = question_.Take();
  if (!answer) return false;
  if (answer->hr == S_OK) {
    answer->credentials.origin = UrlOrigin(request_->url);
    context_->credentials = std::move(answer->credentials);
    RemoveHeader(&request_->headers,
                 "Authorization");  // it was refused, and would win over what was answered
    RewindBody(*challenge_);
    StartAttempt();
    return Restless();
  }
  Result().location = LocationOf(challenge_->headers, request_->url);
  Result().outcome = std::move(*challenge_);
  if (answer->hr == S_FALSE) {
    End(IXP_E_USER_CANCEL, IXP_E_USER_CANCEL);
  } else {
    End(HResultOfStatus(Result().outcome.status));
  }
  return true;
}

// ---- the end ----------------------------------------------------------------------------------------

void CommandRunner::Abort(HRESULT) noexcept {
  if (lookup_) lookup_->Abandon();
  lookup_.reset();
  if (!transfer_) return;
  NoteDelivery(transfer_->Sent() + (transfer_->Reopened() ? 1 : 0), transfer_->Whole());
  transfer_->TakeHead(&Result().outcome);  // the server may have answered before it fell silent
  transfer_.reset();
}

void CommandRunner::Forget() noexcept {
  if (request_) Result().url = std::move(request_->url);
  request_.reset();
  challenge_.reset();
}

// ---- time -------------------------------------------------------------------------------------------

Clock::time_point CommandRunner::NextLook() const noexcept {
  if (step_ == Step::kFindingProxy) return IdleDeadline();
  if (step_ != Step::kOnWire || !transfer_ || transfer_->WaitingForBody()) return Clock::time_point::max();
  return std::min(next_look_, IdleDeadline());
}

void CommandRunner::OnActivity() noexcept {
  EngineExecutor::OnActivity();
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
  if (Clock::now() >= IdleDeadline()) AskIdle();
}

void CommandRunner::OnLook() {
  if (step_ == Step::kOnWire) LookAtWire();
  if (step_ == Step::kFindingProxy) AskIdle();
}

}  // namespace imnxport
