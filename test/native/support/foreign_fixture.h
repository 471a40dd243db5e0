// A front whose commands a scripted transport carries out, and a client that keeps the results.
#pragma once

#include <doctest/doctest.h>

#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "com/thread.h"
#include "eventually.h"
#include "foreign/apartment_thread.h"
#include "foreign/foreign_runner.h"
#include "recording_callback.h"
#include "scripted_stream.h"
#include "scripted_transport.h"
#include "transport/transport_class.h"

namespace imnxport::test {

// What a command has come to.
struct Ended {
  HRESULT hr = E_FAIL;
  UINT status = 0;
  std::string line, location, url, problem;
  ULONGLONG sent = 0, total = 0;
  IMNXPORT_DELIVERY delivery = IMNXPORT_DELIVERY_NONE;
  bool resent = false;
  std::vector<std::string> headers;
  std::string body;
};

// A client that answers IImnxportCallback.
class Client final
    : public Counted<
          ComObject<Implements<IHTTPMailCallback, ITransportCallback>, Implements<IImnxportCallback>>> {
 public:
  std::function<void(const IMNXPORT_LOGON&)> on_logon;
  std::function<void(ULONGLONG token, DWORD ms)> on_idle;

  // The result of a command; waits for it.
  Ended Wait(ULONGLONG token) {
    std::unique_lock<std::mutex> lock(mutex_);
    REQUIRE(changed_.wait_for(lock, kPatience, [&] { return ended_.count(token) > 0; }));
    return ended_[token];
  }
  bool HasEnded(ULONGLONG token) {
    std::lock_guard<std::mutex> lock(mutex_);
    return ended_.count(token) > 0;
  }
  // Everything else, in words.
  std::vector<std::string> Calls() {
    std::lock_guard<std::mutex> lock(mutex_);
    return calls_;
  }
  bool WaitForCall(const std::string& call) {
    std::unique_lock<std::mutex> lock(mutex_);
    return changed_.wait_for(lock, kPatience, [&] {
      for (const std::string& each : calls_) {
        if (each == call) return true;
      }
      return false;
    });
  }

  HRESULT STDMETHODCALLTYPE OnTimeout(DWORD*, IInternetTransport*) noexcept override { return S_FALSE; }
  HRESULT STDMETHODCALLTYPE OnLogonPrompt(LPINETSERVER, IInternetTransport*) noexcept override {
    return S_FALSE;
  }
  INT STDMETHODCALLTYPE OnPrompt(HRESULT, LPCSTR, LPCSTR, UINT, IInternetTransport*) noexcept override {
    return 2;
  }
  HRESULT STDMETHODCALLTYPE OnStatus(IXPSTATUS status, IInternetTransport*) noexcept override {
    return Note("status " + std::to_string(status));
  }
  HRESULT STDMETHODCALLTYPE OnError(IXPSTATUS, LPIXPRESULT result, IInternetTransport*) noexcept override {
    char text[16];
    std::snprintf(text, sizeof text, "%08X", static_cast<unsigned>(result->hrResult));
    return Note("error " + std::string(text));
  }
  HRESULT STDMETHODCALLTYPE OnCommand(CMDTYPE type, LPSTR line, HRESULT,
                                      IInternetTransport*) noexcept override {
    return Note((type == CMD_SEND ? "> " : "< ") + std::string(line));
  }
  HRESULT STDMETHODCALLTYPE OnResponse(LPHTTPMAILRESPONSE) noexcept override { return S_OK; }
  HRESULT STDMETHODCALLTYPE GetParentWindow(HWND*) noexcept override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE OnPostProgress(const IMNXPORT_PROGRESS* progress,
                                           IInternetTransport*) noexcept override {
    const std::string total =
        progress->ullTotal == IMNXPORT_UNKNOWN ? "?" : std::to_string(progress->ullTotal);
    return Note("sent " + std::to_string(progress->ullSent) + "/" + total +
                (progress->fResent ? " again" : ""));
  }
  HRESULT STDMETHODCALLTYPE OnPostDone(const IMNXPORT_RESULT* result, IInternetTransport*) noexcept override {
    const auto text = [](LPCSTR value) { return value ? std::string(value) : std::string(); };
    Ended ended;
    ended.hr = result->hrResult;
    ended.status = result->uiStatus;
    ended.line = text(result->pszStatusLine);
    ended.location = text(result->pszLocation);
    ended.url = text(result->pszUrl);
    ended.problem = text(result->pszProblem);
    ended.sent = result->ullSent;
    ended.total = result->ullTotal;
    ended.delivery = result->delivery;
    ended.resent = result->fResent != FALSE;
    for (DWORD i = 0; i < result->cHeaders; ++i) ended.headers.push_back(text(result->rgHeaders[i].pszName));
    if (result->pvBody) ended.body.assign(static_cast<const char*>(result->pvBody), result->cbBody);
    std::lock_guard<std::mutex> lock(mutex_);
    CHECK(ended_.count(result->ullToken) == 0);
    ended_[result->ullToken] = std::move(ended);
    changed_.notify_all();
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE OnLogonRequest(const IMNXPORT_LOGON* logon,
                                           IInternetTransport*) noexcept override {
    Note("logon " + std::string(logon->pszOrigin) + " " + std::to_string(logon->dwAttempt));
    if (on_logon) on_logon(*logon);
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE OnIdle(ULONGLONG token, DWORD ms, IInternetTransport*) noexcept override {
    Note("idle " + std::to_string(ms));
    if (on_idle) on_idle(token, ms);
    return S_OK;
  }

 private:
  HRESULT Note(std::string call) noexcept {
    std::lock_guard<std::mutex> lock(mutex_);
    calls_.push_back(std::move(call));
    changed_.notify_all();
    return S_OK;
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<ULONGLONG, Ended> ended_;
  std::vector<std::string> calls_;
};

// Gives the scripted transport, or whatever failure the test wants.
class ScriptedSource final : public TransportSource {
 public:
  struct Script {
    ScriptedTransport* transport;
    std::optional<OpenFailure> failure;
    int opened = 0, closed = 0;
  };
  explicit ScriptedSource(Script* script) : script_(script) {}
  ComPtr<IHTTPMailTransport> Open(OpenFailure* why) override {
    ++script_->opened;
    if (!script_->failure) return ComPtr<IHTTPMailTransport>(script_->transport);
    *why = *script_->failure;
    return nullptr;
  }
  void Close() noexcept override { ++script_->closed; }

 private:
  Script* const script_;
};

// At the end the front is released, and everything is proved to be given back.
struct ForeignFixture {
  explicit ForeignFixture(ScriptedTransport& used, std::unique_ptr<AskHere> ask_here = nullptr)
      : foreign(used), script{&used, std::nullopt} {
    const auto make = [&](std::weak_ptr<Session> session) {
      runner = ForeignRunner::Make(std::move(session), MakeApartmentThread(),
                                   std::make_unique<ScriptedSource>(&script), std::move(ask_here));
      return runner;
    };
    REQUIRE(MakeTransport(make, IID_IHTTPMailTransport, front.PutVoid()) == S_OK);
    REQUIRE(front->QueryInterface(IID_IImnxportTransport, extension.PutVoid()) == S_OK);
    REQUIRE(front->InitNew("agent", nullptr, &client) == S_OK);
  }
  ~ForeignFixture() { End(); }

  void End() {
    for (std::thread& each : threads) each.join();
    threads.clear();
    if (front) front->HandsOffCallback();
    extension.Reset();
    front.Reset();
    runner.reset();
    CHECK(Eventually([this] { return foreign.Taken() == 0 && client.Taken() == 0; }));
    CHECK(Eventually(ReapIdleThreads));  // the one of the transport ended with it
  }

  ULONGLONG Post(ScriptedStream& stream, DWORD context = 0, const char* url = "http://h/inbox/") {
    IMNXPORT_POST post{};
    post.cbSize = sizeof post;
    post.dwContext = context;
    post.pszContentType = "message/rfc822";
    post.ullLength = IMNXPORT_UNKNOWN;
    ULONGLONG token = 0;
    REQUIRE(extension->Post(url, &stream, &post, &token) == S_OK);
    return token;
  }
  // Does something on a thread of the test's own, as a transport with threads would.
  void Later(std::function<void()> work) { threads.emplace_back(std::move(work)); }

  ScriptedTransport& foreign;
  Client client;
  ScriptedSource::Script script;
  std::shared_ptr<ForeignRunner> runner;
  ComPtr<IHTTPMailTransport> front;
  ComPtr<IImnxportTransport> extension;
  std::vector<std::thread> threads;
};

}  // namespace imnxport::test
