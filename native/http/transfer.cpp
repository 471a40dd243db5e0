// A transfer's life: start, what libcurl calls meanwhile, finish.
#include "http/transfer.h"

#include <algorithm>
#include <cstdint>
#include <new>
#include <string>

#include "http/ascii.h"
#include "http/curl_failure.h"
#include "http/url.h"

namespace imnxport {
namespace {

constexpr size_t kMaxShownLine = 64 * 1024;
// libcurl goes on with the whole URL of the proxy, password included.
constexpr std::string_view kProxyComplaint = "Unsupported proxy";

std::string_view WithoutLineEnd(std::string_view line) {
  while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.remove_suffix(1);
  return line;
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Whether a Content-Length has a number that is none for libcurl, which then takes the end of the connection
// for the end of the body; everything else that is wrong with one it refuses itself.
bool Overflows(std::string_view lengths) {
  constexpr uint64_t kMax = INT64_MAX;
  uint64_t value = 0;
  for (const char c : lengths) {
    const uint64_t digit = IsDigit(c) ? static_cast<uint64_t>(c - '0') : 0;
    if (!IsDigit(c)) value = 0;
    if (value > (kMax - digit) / 10) return true;
    value = value * 10 + digit;
  }
  return false;
}

// libcurl takes the name in any case; the standard has capitals only.
bool IsStatusLine(std::string_view line) { return SameHeaderName(line.substr(0, 5), "HTTP/"); }

// RFC 9112 section 4: exactly three digits, and of HTTP/1, which is what was asked with; libcurl takes some
// other versions for 1.0. 0: it is not a status line.
int StatusOf(std::string_view line) {
  const size_t space = line.find(' ');
  if (space == std::string_view::npos || line.substr(0, 7) != "HTTP/1.") return 0;
  const std::string_view rest = line.substr(space + 1);
  if (rest.size() < 3 || !IsDigit(rest[0]) || !IsDigit(rest[1]) || !IsDigit(rest[2])) return 0;
  if (rest.size() > 3 && rest[3] != ' ') return 0;
  return (rest[0] - '0') * 100 + (rest[1] - '0') * 10 + (rest[2] - '0');
}

}  // namespace

Transfer::Transfer(const HttpRequest& request, BodySource& body, TransferOwner& owner)
    : request_(request),
      body_(body),
      owner_(owner),
      secret_(request.credentials != nullptr),
      easy_(Engine::Get().TakeEasy()) {
  if (!easy_) throw std::bad_alloc();
}

Transfer::~Transfer() {
  Abort();
  // One that may have held a password is not used again: nothing of it can turn up elsewhere.
  long proxy = 1;
  curl_easy_getinfo(easy_.get(), CURLINFO_USED_PROXY, &proxy);
  if (!secret_ && proxy == 0) Engine::Get().GiveBack(std::move(easy_));
}

HRESULT Transfer::Start() {
  SetUp();
  const HRESULT hr = SetUpTls();
  if (FAILED(hr)) return hr;
  added_ = Engine::Get().Add(*this);
  return added_ ? S_OK : E_OUTOFMEMORY;
}

void Transfer::Abort() noexcept {
  if (!added_) return;
  added_ = false;
  Engine::Get().Remove(*this);
}

void Transfer::OnBodyNews() noexcept {
  if (!added_ || !paused_) return;
  paused_ = false;
  curl_easy_pause(easy_.get(), CURLPAUSE_CONT);  // reads at once, and may pause again
}

// ---- the request's body -----------------------------------------------------------------------------

size_t Transfer::OnRead(char* to, size_t size) noexcept {
  if (stale_) answered_ = false;  // the challenge has its answer; from here on this request may be stored
  size_t taken = 0;
  switch (body_.Take(to, size, &taken)) {
    case BodyRead::kData:
      outcome_.sent += taken;
      outcome_.whole = request_.length && outcome_.sent == *request_.length;
      Engine::Get().Fed(!outcome_.whole);
      owner_.OnSent(taken, restarted_);
      restarted_ = false;
      return taken;
    case BodyRead::kPending:
      paused_ = true;
      return CURL_READFUNC_PAUSE;
    case BodyRead::kEnd:
      outcome_.whole = true;
      return 0;
    default:
      refusal_ = body_.Failure();
      return CURL_READFUNC_ABORT;
  }
}

// libcurl wants to send the entity again. After a challenge that is what the server asked for. Otherwise
// a kept-alive connection turned out to be dead: once, and only while the entity has not been handed
// over whole, because after that the server may have stored it (RFC 9110 section 9.2.2).
int Transfer::OnSeek() noexcept {
  const bool touched = outcome_.sent > 0 || outcome_.whole;
  rewind_refused_ = (!answered_ && (outcome_.whole || reopened_++ > 0)) || (touched && !body_.Rewindable());
  if (rewind_refused_) return CURL_SEEKFUNC_FAIL;
  outcome_.reopened = outcome_.reopened || (touched && !answered_);
  if (touched) {
    body_.Rewind();
    restarted_ = true;
  }
  outcome_.sent = 0;
  outcome_.whole = request_.length == uint64_t{0};
  answered_ = false;
  paused_ = false;
  return CURL_SEEKFUNC_OK;
}

// libcurl shows a head as it leaves, in pieces that end anywhere. A line is told when it is whole, because
// its beginning says whether it carries a secret; of an endless one the beginning is enough.
void Transfer::OnHeadSent(std::string_view piece) {
  while (!piece.empty()) {
    const size_t end = piece.find('\n');
    const std::string_view part = piece.substr(0, end);
    unfinished_line_.append(part.substr(0, kMaxShownLine - std::min(kMaxShownLine, unfinished_line_.size())));
    if (end == std::string_view::npos) return;
    owner_.OnLine(true, WithoutLineEnd(unfinished_line_));
    unfinished_line_.clear();
    piece.remove_prefix(end + 1);
  }
}

// ---- the response -----------------------------------------------------------------------------------

size_t Transfer::OnHeader(std::string_view raw) noexcept {
  received_ += raw.size();
  // libcurl takes an empty line without its end for one, when the connection is closed there.
  if (raw.empty() || raw.back() != '\n') return raw.size();
  try {
    const std::string_view line = WithoutLineEnd(raw);
    if (request_.trace) owner_.OnLine(false, line);
    if (IsStatusLine(line)) {
      OnStatusLine(line);
    } else if (outcome_.status != 0 && !head_ended_) {
      OnField(line);
    }
  } catch (const std::bad_alloc&) {
    refusal_ = E_OUTOFMEMORY;
  }
  return FAILED(refusal_) || enough_ ? 0 : raw.size();
}

void Transfer::OnStatusLine(std::string_view line) {
  const int status = StatusOf(line);
  if (status == 0) refusal_ = IXP_E_CONN_RECV;
  if (status < 200) return;  // interim, or not HTTP
  outcome_.status = status;
  outcome_.status_line = line;
  outcome_.headers.clear();
  outcome_.body.clear();
  answered_ = true;
  stale_ = false;
  head_ended_ = false;
}

// A field of the final head, or the empty line that ends it. What comes later are trailers: they say nothing
// that the head may say.
void Transfer::OnField(std::string_view line) {
  if (line.empty()) return OnHeadEnd();
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos) return;
  if (SameHeaderName(line.substr(0, colon), "Content-Length") && Overflows(line.substr(colon)))
    refusal_ = IXP_E_CONN_RECV;
  outcome_.headers.push_back(
      {std::string(Trim(line.substr(0, colon))), std::string(Trim(line.substr(colon + 1)))});
}

// Whether libcurl will answer a challenge depends on the schemes that the server offers.
void Transfer::OnHeadEnd() noexcept {
  head_ended_ = true;
  // libcurl would send the request again over this connection, where the server may still wait for the entity
  // that it was promised, and take the one for the other. Whoever owns the transfer sends it over another.
  enough_ = outcome_.status == 417 && request_.ask_first;
  if (outcome_.status != 401 || !request_.credentials || outcome_.challenged) return;
  long offered = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_HTTPAUTH_AVAIL, &offered);
  if ((static_cast<unsigned long>(offered) & kAuthSchemes) == 0) return;
  outcome_.challenged = true;
  owner_.OnChallenge();
}

size_t Transfer::OnWrite(const char* data, size_t size) noexcept {
  received_ += size;
  const size_t room = kMaxResponseBody - outcome_.body.size();
  enough_ = outcome_.body_truncated = size > room;
  try {
    outcome_.body.append(data, enough_ ? room : size);
  } catch (const std::bad_alloc&) {
    refusal_ = E_OUTOFMEMORY;
    return CURL_WRITEFUNC_ERROR;
  }
  return enough_ ? CURL_WRITEFUNC_ERROR : size;
}

// ---- phases and the end -----------------------------------------------------------------------------

void Transfer::Announce(WirePhase phase) noexcept {
  bool& done = announced_[static_cast<int>(phase)];
  owner_.OnActivity();
  if (done) return;
  done = true;
  owner_.OnPhase(phase);
}

void Transfer::OnSocket(curl_socket_t socket) noexcept {
  Engine::Get().Sockets().Opened(Connection(), socket);
  Announce(WirePhase::kConnecting);
}

// The connection stands and a request is about to go out; false: it may not. What was answered before, a
// challenge, is not about this one: taken for its answer when the connection breaks, it would have the entity
// sent again.
bool Transfer::OnConnected() noexcept {
  // There is nothing to rewind in an empty entity, and so nobody else to say that it is not sent a second
  // time: libcurl replaces a connection that was kept alive and turns out to be dead.
  if (outcome_.whole && !answered_) {
    rewind_refused_ = true;
    refusal_ = IXP_E_CONNECTION_DROPPED;
    return false;
  }
  stale_ = outcome_.status != 0;
  const bool is_new = announced_[static_cast<int>(WirePhase::kConnecting)];
  if (is_new && HasScheme(request_.url, "https")) Announce(WirePhase::kSecuring);
  Announce(WirePhase::kConnected);
  if (request_.length == uint64_t{0}) {
    outcome_.whole = true;  // it goes with its head
    answered_ = false;
  }
  return true;
}

bool Transfer::TellsOfTls() const noexcept { return HasScheme(request_.url, "https"); }

// libcurl has no callback between TCP and TLS; the engine asks here until the connection stands.
bool Transfer::StillConnecting() noexcept {
  if (announced_[static_cast<int>(WirePhase::kConnected)]) return false;
  curl_off_t connected = 0;
  if (announced_[static_cast<int>(WirePhase::kConnecting)] &&
      curl_easy_getinfo(easy_.get(), CURLINFO_CONNECT_TIME_T, &connected) == CURLE_OK && connected > 0) {
    Announce(WirePhase::kSecuring);
  }
  return true;
}

void Transfer::TakeHead(HttpOutcome* to) noexcept {
  if (stale_) return;
  to->status = outcome_.status;
  to->status_line = std::move(outcome_.status_line);
  to->headers = std::move(outcome_.headers);
}

ConnectionId Transfer::Connection() const noexcept {
  curl_off_t number = -1;
  curl_easy_getinfo(easy_.get(), CURLINFO_CONN_ID, &number);
  return {pool_, number};
}

void Transfer::ForgetHead() noexcept {
  outcome_.status = 0;
  outcome_.status_line.clear();
  outcome_.headers.clear();
  outcome_.body.clear();
  head_ended_ = stale_ = false;
}

uint64_t Transfer::Moved() const noexcept {
  return Engine::Get().Sockets().Moved(Connection()).value_or(outcome_.sent + received_);
}

void Transfer::Explain(CURLcode result) {
  long system_error = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_OS_ERRNO, &system_error);
  outcome_.socket_error = static_cast<uint32_t>(system_error);
  if (refusal_ == IXP_E_CONN_RECV) {
    outcome_.problem = "what the server sent is not an HTTP response";
  } else if (rewind_refused_) {
    outcome_.problem = answered_ ? "the body cannot be sent again to answer the server's challenge"
                                 : "the connection ended, and the entity is not sent a second time";
  } else if (std::string_view(error_).substr(0, kProxyComplaint.size()) == kProxyComplaint) {
    outcome_.problem = "the URL of the proxy cannot be used";
  } else {
    outcome_.problem = error_[0] ? error_ : curl_easy_strerror(result);
  }
}

void Transfer::Finish(CURLcode result) noexcept {
  // An answer to the request before this one, unless there was none after it: the challenge could not be
  // answered.
  const bool challenged =
      (rewind_refused_ && answered_) || result == CURLE_LOGIN_DENIED || result == CURLE_AUTH_ERROR;
  if (stale_ && !challenged) ForgetHead();
  // libcurl is content with a head that breaks off; whoever sent it did not say all.
  if (result == CURLE_OK && !head_ended_)
    result = outcome_.status == 0 ? CURLE_WEIRD_SERVER_REPLY : CURLE_PARTIAL_FILE;
  // A refused rewind after a challenge, one challenge too many, or a connection that broke under an upload
  // that the server had answered already: there is an answer, and it says more than the failure.
  const bool answered = outcome_.status >= 300 &&
                        (rewind_refused_ || result == CURLE_SEND_ERROR || result == CURLE_TOO_MANY_REDIRECTS);
  if (result != CURLE_OK && !enough_) {
    try {
      Explain(result);
    } catch (const std::bad_alloc&) {
      outcome_.problem.clear();
    }
    if (!answered)
      outcome_.failure = FAILED(refusal_) ? refusal_ : HResultOfCurl(result, easy_.get(), error_);
  }
  long tunnel = 0;
  long connects = 1;
  curl_easy_getinfo(easy_.get(), CURLINFO_NUM_CONNECTS, &connects);
  outcome_.reused = connects == 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_HTTP_CONNECTCODE, &tunnel);
  outcome_.tunnel_refused = tunnel >= 300;
  if (FAILED(outcome_.failure) && tunnel == 407) outcome_.failure = IXP_E_HTTP_PROXY_AUTH_REQ;
  Abort();                                     // takes a finished transfer off the list; the connection stays
  owner_.OnTransferDone(std::move(outcome_));  // may delete this
}

}  // namespace imnxport
