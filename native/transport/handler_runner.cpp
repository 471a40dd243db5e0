// The steps of a command that a handler carries out.
#include "transport/handler_runner.h"

#include <string>
#include <utility>

#include "http/http_status.h"
#include "http/url.h"
#include "transport/response.h"

namespace imnxport {
namespace {

constexpr size_t kPieceSize = 64 * 1024;

}  // namespace

std::shared_ptr<CommandExecutor> MakeHandlerExecutor(std::weak_ptr<Session> session,
                                                     std::shared_ptr<PostHandler> handler) {
  return std::make_shared<HandlerRunner>(std::move(session), std::move(handler));
}

bool HandlerRunner::Start() {
  taken_ = 0;
  begun_ = pulled_ = in_stream_ = false;
  whole_ = command_->body->Length() == uint64_t{0};
  HandledRequest request;
  request.url = command_->post.url;
  request.content_type = command_->post.content_type;
  request.user_agent = context_->user_agent;
  request.headers = command_->post.headers;
  request.context = command_->post.context;
  request.length = command_->body->Length();
  post_ = std::make_shared<HandledPost>(std::move(request), weak_from_this());
  OnActivity();
  Engine::Get().Hurry(Deadline());
  session_->SetStatus(TransportEvent::kConnecting);
  // What the handler gets is the same object, and says when nobody holds it there any more.
  const auto abandon = [post = post_](HandledPost*) noexcept { post->Abandon(); };
  handler_->OnPost(std::shared_ptr<HandledPost>(post_.get(), abandon));
  return true;
}

bool HandlerRunner::Advance() {
  HandledPost::News news = post_->TakeNews();
  if (news.begun) {
    begun_ = true;
    session_->SetStatus(TransportEvent::kWireConnected);
  }
  if (news.begun || news.pulled) {
    question_.Close();  // it is not silent any more
    OnActivity();
  }
  pulled_ = pulled_ || news.pulled;
  if (news.answer) {
    question_.Close();
    answer_ = std::move(news.answer);
  }
  if (answer_) return Decide();
  if (news.abandoned) {
    EndWithout(begun_ ? IXP_E_CONNECTION_DROPPED : IXP_E_FAILED_TO_CONNECT,
               "the program that handles posts has ended, or does not answer");
    return true;
  }
  if (TookIdleAnswer()) return true;
  if (pulled_ && Feed()) return true;
  Engine::Get().Hurry(Deadline());
  return false;
}

// ---- the body ---------------------------------------------------------------------------------------

// True: the command has ended.
bool HandlerRunner::Feed() {
  const auto reader = post_->Reader();
  if (!reader) return false;
  const BodyRead read = TakePiece();
  if (read == BodyRead::kPending) return false;
  if (read == BodyRead::kFailed) {
    FailBody();
    return true;
  }
  pulled_ = false;
  const bool end = read == BodyRead::kEnd;
  if (end ? reader->OnEnd() : reader->OnBytes(std::exchange(piece_, {}))) {
    OnActivity();  // waiting for the client's stream was not the handler's silence
    return false;
  }
  EndWithout(IXP_E_CONNECTION_DROPPED, "the program that handles posts cannot be given the body");
  return true;
}

// The next bytes into piece_. The last one comes only when it is certain that it is the last.
BodyRead HandlerRunner::TakePiece() {
  size_t taken = 0;
  piece_.resize(kPieceSize);
  const BodyRead read = command_->body->Take(reinterpret_cast<char*>(piece_.data()), piece_.size(), &taken);
  piece_.resize(taken);
  in_stream_ = read == BodyRead::kPending;
  taken_ += taken;
  progress_.Add(taken);
  if (read == BodyRead::kEnd || (taken > 0 && command_->body->Length() == taken_)) {
    OnWhole();
  } else if (progress_.Due(false, Clock::now())) {
    ReportProgress(Clock::now());
  }
  return read;
}

// Whether something follows what the handler has; what is found is lost.
BodyRead HandlerRunner::LookBeyond() noexcept {
  char beyond;
  size_t taken = 0;
  const BodyRead read = command_->body->Take(&beyond, 1, &taken);
  in_stream_ = read == BodyRead::kPending;
  return read;
}

void HandlerRunner::OnWhole() {
  whole_ = true;
  const auto now = Clock::now();
  if (progress_.Due(true, now)) ReportProgress(now);
}

void HandlerRunner::FailBody() {
  const HRESULT hr = command_->body->Failure();
  Result().outcome.problem = DescribeBodyFailure(hr);
  if (context_->log) context_->log->Write('!', Result().outcome.problem);
  NoteDelivery(taken_, false);
  post_->Over(hr);
  End(hr);
}

// ---- the end ----------------------------------------------------------------------------------------

// What the handler's answer makes of the command. False: its last word depends on the stream.
bool HandlerRunner::Decide() {
  const HRESULT hr = FAILED(answer_->failure) ? answer_->failure : HResultOfStatus(answer_->status);
  if (hr != S_OK || whole_) {
    Conclude(hr);
    return true;
  }
  // A success says that the entity has arrived. One whose length nobody knew may have, when nothing follows.
  switch (LookBeyond()) {
    case BodyRead::kPending:
      return false;
    case BodyRead::kFailed:
      FailBody();
      return true;
    case BodyRead::kEnd:
      OnWhole();
      Conclude(S_OK);
      return true;
    case BodyRead::kData:
      break;
  }
  answer_->problem = "the handler answered before it had read the whole entity";
  Conclude(IXP_E_INCOMPLETE);
  return true;
}

void HandlerRunner::Conclude(HRESULT hr) {
  HttpOutcome& outcome = Result().outcome;
  outcome.status = answer_->status;
  if (outcome.status != 0) {
    outcome.status_line = "HTTP/1.1 " + std::to_string(outcome.status) + " " + answer_->reason;
  }
  const std::string& url = post_->Request().url;
  Result().location =
      answer_->location.empty() ? LocationOf(answer_->headers, url) : ResolveUrl(url, answer_->location);
  outcome.headers = std::move(answer_->headers);
  outcome.body = std::move(answer_->body);
  outcome.body_truncated = outcome.body.size() > kMaxResponseBody;
  if (outcome.body_truncated) outcome.body.resize(kMaxResponseBody);
  outcome.problem = std::move(answer_->problem);
  outcome.socket_error = answer_->socket_error;
  if (context_->log && !outcome.problem.empty()) context_->log->Write('!', outcome.problem);
  if (outcome.status == 0) RaiseError(hr, outcome);
  const bool refused = IsRefusal(outcome.status) && hr == HResultOfStatus(outcome.status);
  if (!refused) NoteDelivery(taken_, whole_);
  post_->Close();
  End(hr);
}

// Nobody is left to answer.
void HandlerRunner::EndWithout(HRESULT hr, const char* problem) {
  Result().outcome.problem = problem;
  if (context_->log) context_->log->Write('!', problem);
  RaiseError(hr, Result().outcome);
  NoteDelivery(taken_, whole_);
  post_->Over(hr);
  End(hr);
}

void HandlerRunner::Abort(HRESULT reason) noexcept {
  if (!post_) return;
  NoteDelivery(taken_, whole_);
  post_->Over(reason);
}

void HandlerRunner::Forget() noexcept {
  post_.reset();
  answer_.reset();
  std::vector<uint8_t>().swap(piece_);
}

// ---- time -------------------------------------------------------------------------------------------

Clock::time_point HandlerRunner::NextLook() const noexcept {
  return in_stream_ ? Clock::time_point::max() : IdleDeadline();
}

void HandlerRunner::OnLook() { AskIdle(); }

}  // namespace imnxport
