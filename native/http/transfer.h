// One attempt at a POST on the wire: a libcurl easy handle and what it calls.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "http/curl_handle.h"
#include "http/engine.h"
#include "http/http_types.h"
#include "stream/body_source.h"

namespace imnxport {

// The schemes that libcurl may answer a challenge with. Always a set: a single one would be sent unasked.
constexpr unsigned long kAuthSchemes = CURLAUTH_BASIC | CURLAUTH_DIGEST | CURLAUTH_NTLM | CURLAUTH_NEGOTIATE;

// Who hears of a transfer; on the I/O thread. None of these may start or end a transfer, but
// OnTransferDone may.
class TransferOwner {
 public:
  virtual void OnPhase(WirePhase phase) noexcept = 0;
  // A line of a head, without its end: sent by us, or received.
  virtual void OnLine(bool sent, std::string_view line) noexcept = 0;
  // The server asks for credentials, and they will be sent.
  virtual void OnChallenge() noexcept = 0;
  // Bytes of the entity went to the engine; `restarted`: before them the transfer began again.
  virtual void OnSent(uint64_t bytes, bool restarted) noexcept = 0;
  // Something moved on the wire.
  virtual void OnActivity() noexcept = 0;
  // The end. Not called after Abort.
  virtual void OnTransferDone(HttpOutcome outcome) noexcept = 0;

 protected:
  ~TransferOwner() = default;
};

// I/O thread only. `body` and `owner` outlive it; the body is prepared.
class Transfer {
 public:
  Transfer(const HttpRequest& request, BodySource& body, TransferOwner& owner);
  ~Transfer();
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  // E_OUTOFMEMORY, IXP_E_SECURE_CONNECT_FAILED (no certificates to verify with). May throw bad_alloc.
  HRESULT Start();

  // Takes it off the wire, wherever it is; a connection in use is closed.
  void Abort() noexcept;

  // The body may have more.
  void OnBodyNews() noexcept;

  // Whether the transfer waits for the body and not for the network.
  bool WaitingForBody() const noexcept { return paused_; }

  // How much of the entity has been handed to the engine so far.
  uint64_t Sent() const noexcept { return outcome_.sent; }
  bool Whole() const noexcept { return outcome_.whole; }
  // Whether some of it went into a connection that was found dead and replaced.
  bool Reopened() const noexcept { return outcome_.reopened; }

  // A number that grows as long as the peer takes or gives bytes; what the system tells of the connection, or
  // else what went through our own hands.
  uint64_t Moved() const noexcept;

  // Moves what has come of the response's head, if its status has, to `to`.
  void TakeHead(HttpOutcome* to) noexcept;

  // For the engine.
  CURL* Easy() const noexcept { return easy_.get(); }
  // Where its connection comes from; null: the multi handle.
  CURLSH* Pool() const noexcept { return pool_; }
  void UsePool(CURLSH* pool) noexcept {
    pool_ = pool;
    curl_easy_setopt(easy_.get(), CURLOPT_SHARE, pool);
  }
  void Finish(CURLcode result) noexcept;
  bool TellsOfTls() const noexcept;  // it is to be asked StillConnecting
  bool StillConnecting() noexcept;

 private:
  void SetUp();
  void SetUpBody();
  HRESULT SetUpTls();
  void SetUpTrace();
  void SetUpHeaders();
  void Announce(WirePhase phase) noexcept;
  ConnectionId Connection() const noexcept;
  void ForgetHead() noexcept;
  void Explain(CURLcode result);

  size_t OnRead(char* to, size_t size) noexcept;
  int OnSeek() noexcept;
  size_t OnHeader(std::string_view line) noexcept;
  size_t OnWrite(const char* data, size_t size) noexcept;
  void OnStatusLine(std::string_view line);
  void OnHeadSent(std::string_view piece);
  void OnField(std::string_view line);
  void OnSocket(curl_socket_t socket) noexcept;
  bool OnConnected() noexcept;
  void OnHeadEnd() noexcept;

  const HttpRequest& request_;
  BodySource& body_;
  TransferOwner& owner_;
  const bool secret_;  // it has credentials
  CurlEasy easy_;
  CURLSH* pool_ = nullptr;
  CurlList headers_;
  std::string unfinished_line_;  // of the request's head, as it is shown piece by piece
  char error_[CURL_ERROR_SIZE] = {};
  HttpOutcome outcome_;
  bool added_ = false;
  bool paused_ = false;
  bool announced_[4] = {};
  bool restarted_ = false;  // since the last OnSent
  bool answered_ = false;   // a final status has come in since the request, or the last rewind
  bool rewind_refused_ = false;
  int reopened_ = 0;         // dead connections replaced
  bool head_ended_ = false;  // the final head is whole
  bool stale_ = false;       // what is known of an answer is of an earlier request of this transfer
  uint64_t received_ = 0;    // bytes of responses
  HRESULT refusal_ = S_OK;   // why one of our own callbacks ended it
  bool enough_ = false;      // the rest of the response is not wanted
};

}  // namespace imnxport
