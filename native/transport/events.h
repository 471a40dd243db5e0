// What a client's callback is told: one small object for each call, with copies of all it needs.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "abi/imnxport_ext.h"
#include "com/com_ptr.h"
#include "http/http_types.h"

namespace imnxport {

class Session;
struct Command;

// The two faces of one callback; `extended` is null for a client that knows only Imnxport.h.
struct Callback {
  ComPtr<IHTTPMailCallback> classic;
  ComPtr<IImnxportCallback> extended;
};

// Delivered once on the callback's thread, or destroyed undelivered when there is no callback any more.
class ClientEvent {
 public:
  virtual ~ClientEvent() = default;
  virtual void Deliver(const Callback& callback, IHTTPMailTransport* transport) noexcept = 0;
  // It has left the queue and is about to be delivered; under the lock of the outbox.
  virtual void LeaveQueueLocked() noexcept {}

 private:
  friend class Outbox;
  std::unique_ptr<ClientEvent> next_;
};

class StatusEvent final : public ClientEvent {
 public:
  explicit StatusEvent(IXPSTATUS status) noexcept : status_(status) {}
  void Deliver(const Callback& callback, IHTTPMailTransport* transport) noexcept override;

 private:
  const IXPSTATUS status_;
};

class CommandEvent final : public ClientEvent {
 public:
  CommandEvent(CMDTYPE type, std::string line, HRESULT response)
      : type_(type), line_(std::move(line)), response_(response) {}
  void Deliver(const Callback& callback, IHTTPMailTransport* transport) noexcept override;

 private:
  const CMDTYPE type_;
  std::string line_;
  const HRESULT response_;
};

// What a command has come to; the stuff of IXPRESULT and IMNXPORT_RESULT.
struct CommandResult {
  HRESULT hr = S_OK;
  HttpOutcome outcome;
  std::string location;
  std::string url;  // that answered last
  IMNXPORT_DELIVERY delivery = IMNXPORT_DELIVERY_NONE;
};

class ErrorEvent final : public ClientEvent {
 public:
  ErrorEvent(IXPSTATUS status, HRESULT hr, uint32_t socket_error, std::string problem)
      : status_(status), hr_(hr), socket_error_(socket_error), problem_(std::move(problem)) {}
  void Deliver(const Callback& callback, IHTTPMailTransport* transport) noexcept override;

 private:
  const IXPSTATUS status_;
  const HRESULT hr_;
  const uint32_t socket_error_;
  std::string problem_;
};

// Counts of a running or ended post, in bytes.
struct PostCounts {
  uint64_t sent = 0;
  uint64_t total = IMNXPORT_UNKNOWN;
  uint64_t increment = 0;  // since the last report
  bool resent = false;     // the transfer has started again since the last report
};

class ProgressEvent final : public ClientEvent {
 public:
  explicit ProgressEvent(std::shared_ptr<Command> command) noexcept;
  void Deliver(const Callback& callback, IHTTPMailTransport* transport) noexcept override;
  void LeaveQueueLocked() noexcept override;
  const std::shared_ptr<Command>& OfCommand() const noexcept { return command_; }
  // What is to be reported; newer counts are added to what waits.
  void Merge(const PostCounts& newer) noexcept;

 private:
  const std::shared_ptr<Command> command_;
  PostCounts counts_;
};

// The final response. Its end, delivered or not, is what makes the transport not busy any more.
class DoneEvent final : public ClientEvent {
 public:
  explicit DoneEvent(std::shared_ptr<Session> session) noexcept;
  ~DoneEvent() override;
  void Deliver(const Callback& callback, IHTTPMailTransport* transport) noexcept override;
  void LeaveQueueLocked() noexcept override;

  uint64_t token = 0;
  uint32_t context = 0;
  CommandResult result;
  PostCounts counts;

 private:
  std::shared_ptr<Session> session_;
};

// A question to the client. One that is dropped unanswered is answered with a failure, so that no
// command waits for ever.
class Question : public ClientEvent {
 public:
  Question(std::shared_ptr<Session> session, uint64_t token) noexcept
      : session_(std::move(session)), token_(token) {}

 protected:
  const std::shared_ptr<Session> session_;
  const uint64_t token_;
  bool open_ = true;
};

class LogonQuestion final : public Question {
 public:
  LogonQuestion(std::shared_ptr<Session> session, uint64_t token, std::string origin, uint32_t attempt)
      : Question(std::move(session), token), origin_(std::move(origin)), attempt_(attempt) {}
  ~LogonQuestion() override;
  void Deliver(const Callback& callback, IHTTPMailTransport* transport) noexcept override;

 private:
  void AskClassic(const Callback& callback, IHTTPMailTransport* transport) noexcept;

  const std::string origin_;
  const uint32_t attempt_;
};

class IdleQuestion final : public Question {
 public:
  IdleQuestion(std::shared_ptr<Session> session, uint64_t token, uint32_t idle_ms) noexcept
      : Question(std::move(session), token), idle_ms_(idle_ms) {}
  ~IdleQuestion() override;
  void Deliver(const Callback& callback, IHTTPMailTransport* transport) noexcept override;

 private:
  const uint32_t idle_ms_;
};

}  // namespace imnxport
