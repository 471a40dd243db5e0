// A command's attempts: what is sent, what is heard meanwhile, and what an outcome leads to.
#include <algorithm>
#include <new>
#include <utility>

#include "com/hresult.h"
#include "http/http_status.h"
#include "http/url.h"
#include "transport/command_runner.h"
#include "transport/response.h"

namespace imnxport {
namespace {

constexpr int kMaxHops = 10;
constexpr int kMaxPrompts = 3;

// The client's timer is the one that counts; libcurl's own limit only has to be beyond it, and so far
// that a second address of the server gets its turn.
uint32_t ConnectLimit(uint32_t idle_ms) noexcept {
  return static_cast<uint32_t>(std::min<uint64_t>(uint64_t{idle_ms} * 4 + 300'000, INT32_MAX));
}

Headers WithoutSecrets(Headers headers) {
  headers.erase(
      std::remove_if(headers.begin(), headers.end(), [](const Header& h) { return IsSecretHeader(h.name); }),
      headers.end());
  return headers;
}

}  // namespace

// A client that sets the header itself has the word: libcurl would send its value again and again.
bool CommandRunner::CredentialsFit() const {
  return context_->credentials && !FindHeader(request_->headers, "Authorization") &&
         context_->credentials->origin == UrlOrigin(request_->url);
}

// The first attempt at a URL. Where the system may know the way there it is asked first, which may take long.
void CommandRunner::StartHop() {
  proxies_.clear();
  const std::shared_ptr<SystemProxy>& system = Engine::Get().Proxies();
  if (!system || request_->connection.direct || !request_->connection.proxy.empty()) return StartAttempt();
  lookup_ = std::make_shared<ProxyLookup>(system, request_->url, weak_from_this());
  if (!lookup_->Start()) throw std::bad_alloc();
  step_ = Step::kFindingProxy;
  OnActivity();
  Engine::Get().Hurry(Deadline());
}

void CommandRunner::StartAttempt() {
  request_->system_proxy = proxies_.empty() ? std::string() : proxies_.front();
  request_->credentials = CredentialsFit() ? &*context_->credentials : nullptr;
  request_->ask_first = request_->credentials && !never_ask_;
  request_->connect_limit_ms = ConnectLimit(idle_ms_);
  transfer_ = std::make_unique<Transfer>(*request_, *command_->body, *this);
  step_ = Step::kOnWire;
  OnActivity();
  const HRESULT hr = transfer_->Start();
  if (FAILED(hr)) {
    transfer_.reset();
    Result().outcome.problem = hr == E_OUTOFMEMORY
                                   ? "out of memory"
                                   : "no certificates to verify servers with were found on this system";
    RaiseError(hr, Result().outcome);
    End(hr);
    return;
  }
  Engine::Get().Hurry(Deadline());
}

// ---- while it runs ----------------------------------------------------------------------------------

void CommandRunner::OnPhase(WirePhase phase) noexcept {
  constexpr TransportEvent kEvents[] = {TransportEvent::kFindingHost, TransportEvent::kConnecting,
                                        TransportEvent::kSecuring, TransportEvent::kWireConnected};
  session_->SetStatus(kEvents[static_cast<int>(phase)]);
}

void CommandRunner::OnChallenge() noexcept { session_->SetStatus(TransportEvent::kChallenged); }

void CommandRunner::OnLine(bool sent, std::string_view raw) noexcept {
  try {
    std::string line = RedactLine(raw);
    if (line.empty()) return;
    if (context_->log) context_->log->Write(sent ? '>' : '<', line);
    if (context_->log_commands) {
      session_->Events().Post(
          std::make_unique<CommandEvent>(sent ? CMD_SEND : CMD_RESP, std::move(line), S_OK));
    }
  } catch (const std::bad_alloc&) {
    // A line that cannot be shown is sent and received all the same.
  }
}

void CommandRunner::OnSent(uint64_t bytes, bool restarted) noexcept {
  const auto now = Clock::now();
  if (restarted) progress_.Restart();
  progress_.Add(bytes);
  if (!progress_.Due(transfer_->Whole(), now)) return;
  try {
    ReportProgress(now);
  } catch (const std::bad_alloc&) {
    // The next report says as much.
  }
}

// ---- what an outcome leads to -----------------------------------------------------------------------

void CommandRunner::OnTransferDone(HttpOutcome outcome) noexcept {
  const auto self = shared_from_this();
  const std::unique_ptr<Transfer> ended = std::move(transfer_);
  question_.Close();
  try {
    Decide(std::move(outcome));
  } catch (...) {
    EndAborted(HResultFromException());
  }
  Work();
}

void CommandRunner::Decide(HttpOutcome outcome) {
  if (outcome.reopened) NoteDelivery(1, false);  // whatever else the server answered: nobody answered that
  // Not every failure of a body is what ended the transfer: the server may have answered while it was read
  // ahead.
  const bool body_failed = FAILED(outcome.failure) && outcome.failure == command_->body->Failure();
  if (body_failed) outcome.problem = DescribeBodyFailure(outcome.failure);
  if (context_->log && !outcome.problem.empty()) context_->log->Write('!', outcome.problem);
  if (outcome.challenged && SUCCEEDED(outcome.failure)) {
    session_->SetStatus(outcome.status == 401 ? TransportEvent::kRefused : TransportEvent::kAuthorized);
  }
  if (SUCCEEDED(outcome.failure)) {
    if (IsRedirect(outcome.status) && FollowRedirect(outcome)) return;
    if (outcome.status == 401 && AskLogon(outcome)) return;
    if (outcome.status == 417 && SendWithoutAsking(outcome)) return;
  }
  if (ReopenConnection(outcome) || TryNextProxy(outcome)) return;
  const bool refused = SUCCEEDED(outcome.failure) && IsRefusal(outcome.status);
  if (!refused) NoteDelivery(outcome.sent, outcome.whole);
  HRESULT hr = FAILED(outcome.failure) ? outcome.failure : HResultOfStatus(outcome.status);
  if (hr == S_OK && !outcome.whole) {
    hr = IXP_E_INCOMPLETE;
    outcome.problem = "the server answered before the entity was sent whole";
  }
  if (hr == S_OK && outcome.challenged && outcome.status < 300)
    session_->SetAuthenticated(*command_, *context_->credentials);
  if (FAILED(outcome.failure) && !body_failed) RaiseError(hr, outcome);
  // The last report of an entity whose length nobody knew beforehand.
  const auto now = Clock::now();
  if (outcome.whole && progress_.Due(true, now)) ReportProgress(now);
  Result().location = LocationOf(outcome.headers, request_->url);
  Result().outcome = std::move(outcome);
  End(hr);
}

bool CommandRunner::BodyTouched(const HttpOutcome& outcome) const noexcept {
  return (outcome.sent > 0 || outcome.whole) && request_->length != uint64_t{0};
}

// Brings the body back to its beginning for another attempt.
void CommandRunner::RewindBody(const HttpOutcome& outcome) noexcept {
  progress_.Restart();
  if (BodyTouched(outcome)) command_->body->Rewind();
}

// RFC 9110 section 10.1.1: a server may refuse the question, and then gets the entity without it. libcurl
// sees to that on a connection that stays open; this is for one that the server closes.
bool CommandRunner::SendWithoutAsking(const HttpOutcome& outcome) {
  if (!request_->ask_first || (BodyTouched(outcome) && !command_->body->Rewindable())) return false;
  never_ask_ = true;
  RewindBody(outcome);
  StartAttempt();
  return true;
}

// A kept-alive connection that turned out to be dead is replaced once, while the entity has not left whole:
// after that the server may have stored it (RFC 9110 section 9.2.2). libcurl does the same by itself when it
// is told by receiving; this is for when it is told by sending.
bool CommandRunner::ReopenConnection(const HttpOutcome& outcome) {
  if (outcome.failure != IXP_E_CONNECTION_DROPPED || outcome.status != 0 || !outcome.reused) return false;
  if (outcome.whole || outcome.reopened || request_->fresh_connection) return false;
  if (BodyTouched(outcome) && !command_->body->Rewindable()) return false;
  NoteDelivery(outcome.sent, false);
  request_->fresh_connection = true;
  RewindBody(outcome);
  StartAttempt();
  return true;
}

// One of several proxies that is not there hands over to the next, as in browsers. Nothing has been sent.
bool CommandRunner::TryNextProxy(const HttpOutcome& outcome) {
  if (outcome.failure != IXP_E_FAILED_TO_CONNECT && outcome.failure != IXP_E_CANT_FIND_HOST) return false;
  if (proxies_.size() < 2 || outcome.tunnel_refused) return false;
  proxies_.erase(proxies_.begin());
  StartAttempt();
  return true;
}

bool CommandRunner::FollowRedirect(HttpOutcome& outcome) {
  const std::string* reference = FindHeader(outcome.headers, "Location");
  std::string target;
  const std::string location = reference ? ResolveUrl(request_->url, *reference) : std::string();
  if (location.empty()) {
    outcome.problem = "a redirect without a usable Location";
  } else if (FAILED(CheckUrl(location, &target))) {
    outcome.problem = "a redirect to something that is not a plain http or https URL";
  } else if (HasScheme(request_->url, "https") && !HasScheme(target, "https")) {
    outcome.problem = "a redirect from https to http is not followed";
  } else if (++hops_ > kMaxHops) {
    outcome.problem = "more than 10 redirects";
  } else if (BodyTouched(outcome) && !command_->body->Rewindable()) {
    outcome.problem = "the stream was read and cannot be rewound for the redirect";
  } else {
    RewindBody(outcome);
    if (UrlOrigin(target) != UrlOrigin(request_->url))
      request_->headers = WithoutSecrets(std::move(request_->headers));
    request_->url = std::move(target);
    request_->fresh_connection = false;
    StartHop();
    return true;
  }
  return false;
}

// ---- questions --------------------------------------------------------------------------------------

bool CommandRunner::AskLogon(HttpOutcome& outcome) {
  if (prompts_ >= kMaxPrompts) return false;
  if (BodyTouched(outcome) && !command_->body->Rewindable()) {
    outcome.problem = "the stream was read and cannot be rewound to answer the server's challenge";
    return false;
  }
  ++prompts_;
  step_ = Step::kAsking;
  challenge_ = std::make_unique<HttpOutcome>(std::move(outcome));
  question_.Open(QuestionSlot::Asked::kLogon, command_->token);
  session_->Events().Post(std::make_unique<LogonQuestion>(session_, command_->token, UrlOrigin(request_->url),
                                                          static_cast<uint32_t>(prompts_)));
  return true;
}

}  // namespace imnxport
