// A client's callback that writes down what it is told, in words, and answers as the test says.
#pragma once

#include <doctest/doctest.h>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "com/com_object.h"
#include "counted.h"
#include "gate.h"

// How a failing check shows a list of calls.
template <>
struct doctest::StringMaker<std::vector<std::string>> {
  static String convert(const std::vector<std::string>& calls) {
    std::string text;
    for (const std::string& call : calls) text += "[" + call + "] ";
    return text.c_str();
  }
};

namespace imnxport::test {

class RecordingCallback final
    : public Counted<
          ComObject<Implements<IHTTPMailCallback, ITransportCallback>, Implements<IImnxportCallback>>> {
 public:
  // `extended`: it answers IImnxportCallback.
  explicit RecordingCallback(bool extended = false) : extended_(extended) {}

  // ---- answers; set before it is used
  HRESULT logon_request_answer = E_NOTIMPL;
  HRESULT idle_answer = E_NOTIMPL;
  HRESULT other_answer = S_OK;
  std::function<HRESULT(INETSERVER*)> on_logon_prompt;
  std::function<HRESULT(DWORD*)> on_timeout;
  std::function<void(const std::string&)> inside;    // run inside every call, after it is noted
  std::function<HRESULT(void**)> on_query_extended;  // what QueryInterface(IImnxportCallback) does

  // A final response, copied.
  struct End {
    HRESULT hr = S_OK;
    UINT status = 0;
    std::string status_line, location, problem;
    IMNXPORT_DELIVERY delivery = IMNXPORT_DELIVERY_NONE;  // of OnPostDone
  };

  // ---- what was told
  std::vector<End> Ends() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return ends_;
  }
  // The final response of that number; false: it does not come.
  bool WaitForEnds(size_t count) {
    std::unique_lock<std::mutex> lock(mutex_);
    return changed_.wait_for(lock, kPatience, [&] { return ends_.size() >= count; });
  }
  std::vector<std::string> Calls() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return calls_;
  }
  std::vector<HTTPMAILPOST> Posts() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return posts_;
  }
  std::vector<std::thread::id> Threads() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return threads_;
  }
  IInternetTransport* Transport() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return transport_;
  }
  // False: that many calls do not come.
  bool WaitForCalls(size_t count) {
    std::unique_lock<std::mutex> lock(mutex_);
    return changed_.wait_for(lock, kPatience, [&] { return calls_.size() >= count; });
  }

  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppv) noexcept override {
    if (SameGuid(riid, IID_IImnxportCallback)) {
      if (on_query_extended) return on_query_extended(ppv);
      if (!extended_) {
        *ppv = nullptr;
        return E_NOINTERFACE;
      }
    }
    return Counted::QueryInterface(riid, ppv);
  }

  HRESULT STDMETHODCALLTYPE OnTimeout(DWORD* seconds, IInternetTransport* transport) noexcept override {
    Note("OnTimeout " + std::to_string(*seconds), transport);
    return on_timeout ? on_timeout(seconds) : S_FALSE;
  }
  HRESULT STDMETHODCALLTYPE OnLogonPrompt(LPINETSERVER server,
                                          IInternetTransport* transport) noexcept override {
    Note(std::string("OnLogonPrompt ") + server->szServerName, transport);
    return on_logon_prompt ? on_logon_prompt(server) : S_FALSE;
  }
  INT STDMETHODCALLTYPE OnPrompt(HRESULT, LPCSTR, LPCSTR, UINT,
                                 IInternetTransport* transport) noexcept override {
    Note("OnPrompt", transport);
    return 0;
  }
  HRESULT STDMETHODCALLTYPE OnStatus(IXPSTATUS status, IInternetTransport* transport) noexcept override {
    Note("OnStatus " + std::to_string(static_cast<int>(status)), transport);
    return other_answer;
  }
  HRESULT STDMETHODCALLTYPE OnError(IXPSTATUS status, LPIXPRESULT result,
                                    IInternetTransport* transport) noexcept override {
    Note("OnError " + std::to_string(static_cast<int>(status)) + " " + std::to_string(result->hrResult) +
             " " + std::to_string(result->dwSocketError) + " " + Text(result->pszProblem),
         transport);
    return other_answer;
  }
  HRESULT STDMETHODCALLTYPE OnCommand(CMDTYPE type, LPSTR line, HRESULT response,
                                      IInternetTransport* transport) noexcept override {
    Note("OnCommand " + std::to_string(static_cast<int>(type)) + " " + Text(line) + " " +
             std::to_string(response),
         transport);
    return other_answer;
  }
  HRESULT STDMETHODCALLTYPE OnResponse(LPHTTPMAILRESPONSE response) noexcept override {
    if (response->fDone) NoteEnd(*response);
    Note(std::string(response->fDone ? "OnResponse done " : "OnResponse progress ") +
             std::to_string(response->dwContext),
         reinterpret_cast<IInternetTransport*>(response->pTransport), &response->rPostInfo);
    return other_answer;
  }
  HRESULT STDMETHODCALLTYPE GetParentWindow(HWND* window) noexcept override {
    *window = nullptr;
    return E_NOTIMPL;
  }

  HRESULT STDMETHODCALLTYPE OnPostProgress(const IMNXPORT_PROGRESS* progress,
                                           IInternetTransport* transport) noexcept override {
    Note("OnPostProgress " + std::to_string(progress->ullToken) + " " + std::to_string(progress->ullSent),
         transport);
    return other_answer;
  }
  HRESULT STDMETHODCALLTYPE OnPostDone(const IMNXPORT_RESULT* result,
                                       IInternetTransport* transport) noexcept override {
    delivery_ = result->delivery;
    Note("OnPostDone " + std::to_string(result->ullToken) + " " + std::to_string(result->hrResult),
         transport);
    return other_answer;
  }
  HRESULT STDMETHODCALLTYPE OnLogonRequest(const IMNXPORT_LOGON* logon,
                                           IInternetTransport* transport) noexcept override {
    Note("OnLogonRequest " + std::to_string(logon->ullToken) + " " + std::to_string(logon->dwAttempt) + " " +
             Text(logon->pszOrigin),
         transport);
    return logon_request_answer;
  }
  HRESULT STDMETHODCALLTYPE OnIdle(ULONGLONG token, DWORD ms,
                                   IInternetTransport* transport) noexcept override {
    Note("OnIdle " + std::to_string(token) + " " + std::to_string(ms), transport);
    return idle_answer;
  }

 private:
  static std::string Text(const char* text) { return text ? text : "(null)"; }

  void NoteEnd(const HTTPMAILRESPONSE& response) {
    const IXPRESULT& result = response.rIxpResult;
    const char* const location = response.rPostInfo.pszLocation;
    std::lock_guard<std::mutex> lock(mutex_);
    ends_.push_back({result.hrResult, result.uiServerError, Text(result.pszResponse), Text(location),
                     Text(result.pszProblem), delivery_});
    changed_.notify_all();
  }

  void Note(std::string call, IInternetTransport* transport, const HTTPMAILPOST* post = nullptr) {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      calls_.push_back(call);
      threads_.push_back(std::this_thread::get_id());
      if (post) posts_.push_back(*post);
      transport_ = transport;
      changed_.notify_all();
    }
    if (inside) inside(call);
  }

  const bool extended_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> calls_;
  std::vector<HTTPMAILPOST> posts_;
  std::vector<End> ends_;
  IMNXPORT_DELIVERY delivery_ = IMNXPORT_DELIVERY_NONE;  // the callback's thread only
  std::vector<std::thread::id> threads_;
  IInternetTransport* transport_ = nullptr;
};

}  // namespace imnxport::test
