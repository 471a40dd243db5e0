// Delivering events: the calls into the client.
#include "transport/events.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "com/system.h"
#include "transport/command.h"
#include "transport/response.h"
#include "transport/server_info.h"
#include "transport/session.h"

namespace imnxport {

void StatusEvent::Deliver(const Callback& callback, IHTTPMailTransport* transport) noexcept {
  callback.classic->OnStatus(status_, transport);
}

void CommandEvent::Deliver(const Callback& callback, IHTTPMailTransport* transport) noexcept {
  callback.classic->OnCommand(type_, line_.data(), response_, transport);
}

void ErrorEvent::Deliver(const Callback& callback, IHTTPMailTransport* transport) noexcept {
  IXPRESULT result{};
  result.hrResult = hr_;
  result.dwSocketError = socket_error_;
  result.pszProblem = problem_.empty() ? nullptr : problem_.data();
  callback.classic->OnError(status_, &result, transport);
}

// ---- progress and the end ---------------------------------------------------------------------------

ProgressEvent::ProgressEvent(std::shared_ptr<Command> command) noexcept : command_(std::move(command)) {}

void ProgressEvent::LeaveQueueLocked() noexcept { command_->waiting_report = nullptr; }

void ProgressEvent::Merge(const PostCounts& newer) noexcept {
  const uint64_t before = newer.resent ? 0 : counts_.increment;
  const bool resent = counts_.resent || newer.resent;
  counts_ = newer;
  counts_.increment += before;
  counts_.resent = resent;
}

void ProgressEvent::Deliver(const Callback& callback, IHTTPMailTransport* transport) noexcept {
  const uint32_t context = command_->post.context;
  if (callback.extended) {
    const IMNXPORT_PROGRESS progress = MakeProgress(command_->token, context, counts_);
    callback.extended->OnPostProgress(&progress, transport);
  }
  HTTPMAILRESPONSE response = MakeResponse(context, counts_, nullptr, transport);
  callback.classic->OnResponse(&response);
}

DoneEvent::DoneEvent(std::shared_ptr<Session> session) noexcept : session_(std::move(session)) {}

DoneEvent::~DoneEvent() {
  if (session_) session_->CommandSettled();
}

void DoneEvent::LeaveQueueLocked() noexcept {
  // Inside its final response a transport is not busy with that command any more.
  std::exchange(session_, nullptr)->CommandSettled();
}

void DoneEvent::Deliver(const Callback& callback, IHTTPMailTransport* transport) noexcept {
  if (callback.extended) {
    std::vector<IMNXPORT_HEADER> headers;
    const IMNXPORT_RESULT done = MakeResult(token, context, counts, result, &headers);
    callback.extended->OnPostDone(&done, transport);
  }
  HTTPMAILRESPONSE response = MakeResponse(context, counts, &result, transport);
  callback.classic->OnResponse(&response);
}

// ---- questions --------------------------------------------------------------------------------------

LogonQuestion::~LogonQuestion() {
  if (open_) session_->AnswerLogon(token_, E_FAIL, {});
}

void LogonQuestion::Deliver(const Callback& callback, IHTTPMailTransport* transport) noexcept {
  if (callback.extended) {
    IMNXPORT_LOGON logon{};
    logon.cbSize = sizeof logon;
    logon.dwAttempt = attempt_;
    logon.ullToken = token_;
    logon.pszOrigin = origin_.c_str();
    const HRESULT hr = callback.extended->OnLogonRequest(&logon, transport);
    open_ = FAILED(hr);
    if (hr == S_FALSE) session_->AnswerLogon(token_, S_FALSE, {});
  }
  if (open_) AskClassic(callback, transport);
}

void LogonQuestion::AskClassic(const Callback& callback, IHTTPMailTransport* transport) noexcept {
  INETSERVER server = session_->ServerForPrompt(origin_);
  HRESULT hr = callback.classic->OnLogonPrompt(&server, transport);
  Credentials credentials;
  try {
    server.szUserName[sizeof server.szUserName - 1] = '\0';
    server.szPassword[sizeof server.szPassword - 1] = '\0';
    if (hr == S_OK) {
      credentials.user = Utf8FromAnsi(server.szUserName);
      credentials.password = Utf8FromAnsi(server.szPassword);
    }
  } catch (...) {
    hr = E_OUTOFMEMORY;
  }
  Wipe(&server, sizeof server);
  open_ = false;
  session_->AnswerLogon(token_, hr, std::move(credentials));
}

IdleQuestion::~IdleQuestion() {
  if (open_) session_->AnswerIdle(token_, E_FAIL, 0);
}

void IdleQuestion::Deliver(const Callback& callback, IHTTPMailTransport* transport) noexcept {
  if (callback.extended) {
    const HRESULT hr = callback.extended->OnIdle(token_, idle_ms_, transport);
    open_ = FAILED(hr);
    if (hr == S_FALSE) session_->AnswerIdle(token_, S_FALSE, 0);
  }
  if (!open_) return;
  const DWORD before = idle_ms_ / 1000 + (idle_ms_ % 1000 != 0);
  DWORD seconds = before;
  const HRESULT hr = callback.classic->OnTimeout(&seconds, transport);
  open_ = false;
  const uint64_t ms = seconds == before ? 0 : static_cast<uint64_t>(seconds) * 1000;
  session_->AnswerIdle(token_, hr, static_cast<uint32_t>(std::min<uint64_t>(ms, UINT32_MAX)));
}

}  // namespace imnxport
