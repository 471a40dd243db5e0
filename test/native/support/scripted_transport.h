// An IHTTPMailTransport whose every answer a test can choose; it writes down in words what is asked of it.
#pragma once

#include <doctest/doctest.h>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "com/com_object.h"
#include "com/com_ptr.h"
#include "counted.h"
#include "gate.h"

namespace imnxport::test {

// A POST as it was handed over.
struct HandedPost {
  std::string url;
  std::string content_type;
  DWORD context = 0;
  ULONGLONG length = IMNXPORT_UNKNOWN;
  std::vector<std::string> headers;
  ComPtr<IStream> stream;
};

// Without a script it takes every call, connects at once, reads a stream whole and answers 201 from inside
// the call. `extended`: it answers IImnxportTransport. Set the members before it is used.
class ScriptedTransport final
    : public Counted<
          ComObject<Implements<IHTTPMailTransport, IInternetTransport>, Implements<IImnxportTransport>>> {
 public:
  explicit ScriptedTransport(bool extended = false) : extended_(extended) {}

  HRESULT init_answer = S_OK;
  HRESULT connect_answer = S_OK;
  bool connects_at_once = true;
  bool forgets_callback = false;  // InitNew keeps no reference
  std::function<HRESULT(HandedPost)> on_post;
  std::function<void()> on_drop;                        // DropConnection and Cancel
  std::function<void(HRESULT, std::string)> on_answer;  // AnswerLogon and AnswerIdle, with user or time
  IMNXPORT_OPTIONS options = {};                        // of the last Configure; the texts are gone
  INETSERVER server = {};                               // of the last Connect

  // ---- what was asked
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
  int CountOf(const std::string& call) {
    int count = 0;
    for (const std::string& each : Calls()) count += each == call;
    return count;
  }
  std::vector<std::thread::id> Threads() {
    std::lock_guard<std::mutex> lock(mutex_);
    return threads_;
  }

  // ---- what it tells. On any thread.
  IHTTPMailCallback* Callback() {
    std::lock_guard<std::mutex> lock(mutex_);
    return callback_.Get();
  }
  IImnxportCallback* ExtendedCallback() {
    std::lock_guard<std::mutex> lock(mutex_);
    return extended_callback_.Get();
  }
  IHTTPMailTransport* Pointer() { return this; }

  // To nobody when it has been handed off.
  void Tell(HTTPMAILRESPONSE* response) {
    const ComPtr<IHTTPMailCallback> callback(Callback());
    if (callback) callback->OnResponse(response);
  }

  // Reads a stream to its end.
  static std::string ReadAll(IStream& stream) {
    std::string bytes;
    char block[1000];
    ULONG got = 0;
    while (SUCCEEDED(stream.Read(block, sizeof block, &got)) && got > 0) bytes.append(block, got);
    return bytes;
  }
  void Progress(DWORD context, DWORD increment, DWORD current, DWORD total = 0, bool resend = false) {
    HTTPMAILRESPONSE response = Response(context);
    response.rPostInfo = {nullptr, resend ? TRUE : FALSE, increment, current, total};
    Tell(&response);
  }
  void Done(DWORD context, HRESULT hr = S_OK, UINT status = 201) {
    HTTPMAILRESPONSE response = Response(context);
    response.fDone = TRUE;
    response.rIxpResult.hrResult = hr;
    response.rIxpResult.uiServerError = status;
    char line[] = "HTTP/1.1 201 Created";
    char location[] = "/inbox/1.eml";
    if (SUCCEEDED(hr)) {
      response.rIxpResult.pszResponse = line;
      response.rPostInfo.pszLocation = location;
    }
    Tell(&response);
  }
  void ExtendedDone(ULONGLONG token, HRESULT hr = S_OK,
                    IMNXPORT_DELIVERY delivery = IMNXPORT_DELIVERY_WHOLE) {
    IMNXPORT_RESULT result{};
    result.cbSize = sizeof result;
    result.ullToken = token;
    result.hrResult = hr;
    result.uiStatus = SUCCEEDED(hr) ? 201 : 0;
    result.delivery = delivery;
    result.ullSent = 5'000'000'000;
    result.ullTotal = 5'000'000'000;
    const IMNXPORT_HEADER header{"X-Stored", "yes"};
    result.rgHeaders = &header;
    result.cHeaders = 1;
    result.pvBody = "body";
    result.cbBody = 4;
    const ComPtr<IImnxportCallback> callback(ExtendedCallback());
    if (callback) callback->OnPostDone(&result, this);
  }
  ULONGLONG LastToken() const { return last_token_; }

  // ---- the interfaces
  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppv) noexcept override {
    if (SameGuid(riid, IID_IImnxportTransport) && !extended_) {
      *ppv = nullptr;
      return E_NOINTERFACE;
    }
    return Counted::QueryInterface(riid, ppv);
  }

  HRESULT STDMETHODCALLTYPE GetServerInfo(LPINETSERVER) noexcept override { return Note("GetServerInfo"); }
  IXPTYPE STDMETHODCALLTYPE GetIXPType() noexcept override { return IXP_HTTPMail; }
  HRESULT STDMETHODCALLTYPE IsState(IXPISSTATE state) noexcept override {
    std::lock_guard<std::mutex> lock(mutex_);
    return state == IXP_IS_CONNECTED && connected_ ? S_OK : S_FALSE;
  }
  HRESULT STDMETHODCALLTYPE InetServerFromAccount(IImnAccount*, LPINETSERVER) noexcept override {
    return Note("InetServerFromAccount");
  }
  HRESULT STDMETHODCALLTYPE Connect(LPINETSERVER given, boolean authenticate,
                                    boolean logging) noexcept override {
    Note("Connect " + std::string(given->szServerName) + " " + given->szUserName + " " +
         std::to_string(given->dwTimeout) + (authenticate ? " authenticate" : "") +
         (logging ? " logging" : ""));
    server = *given;
    if (FAILED(connect_answer)) return connect_answer;
    if (connects_at_once) SetConnected(true);
    return S_OK;
  }
  void SetConnected(bool connected) {
    std::lock_guard<std::mutex> lock(mutex_);
    connected_ = connected;
  }
  HRESULT STDMETHODCALLTYPE HandsOffCallback() noexcept override {
    Note("HandsOffCallback");
    ComPtr<IHTTPMailCallback> callback;
    ComPtr<IImnxportCallback> extended;
    std::lock_guard<std::mutex> lock(mutex_);
    callback = std::move(callback_);
    extended = std::move(extended_callback_);
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE Disconnect() noexcept override {
    SetConnected(false);
    return Note("Disconnect");
  }
  HRESULT STDMETHODCALLTYPE DropConnection() noexcept override {
    SetConnected(false);
    Note("DropConnection");
    if (on_drop) on_drop();
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE GetStatus(IXPSTATUS* status) noexcept override {
    *status = IXP_DISCONNECTED;
    return Note("GetStatus");
  }
  HRESULT STDMETHODCALLTYPE InitNew(LPCSTR agent, LPCSTR log, IHTTPMailCallback* callback) noexcept override {
    Note("InitNew " + std::string(agent) + (log ? " with a log" : ""));
    if (FAILED(init_answer)) return init_answer;
    ComPtr<IHTTPMailCallback> held(callback);
    ComPtr<IImnxportCallback> extended;
    if (extended_) (void)callback->QueryInterface(IID_IImnxportCallback, extended.PutVoid());
    if (forgets_callback) callback->Release();
    std::lock_guard<std::mutex> lock(mutex_);
    std::swap(callback_, held);
    std::swap(extended_callback_, extended);
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE CommandGET(LPCSTR, LPCSTR*, BOOL, DWORD) noexcept override { return Note("GET"); }
  HRESULT STDMETHODCALLTYPE CommandPUT(LPCSTR, LPVOID, ULONG, DWORD) noexcept override { return Note("PUT"); }
  HRESULT STDMETHODCALLTYPE CommandPOST(LPCSTR url, IStream* stream, LPCSTR type,
                                        DWORD context) noexcept override {
    HandedPost post;
    post.url = url;
    post.content_type = type ? type : "(null)";
    post.context = context;
    post.stream = ComPtr<IStream>(stream);
    Note("CommandPOST " + post.url);
    if (on_post) return on_post(std::move(post));
    received = ReadAll(*stream);
    Done(context);
    return S_OK;
  }
  std::string received;
  HRESULT STDMETHODCALLTYPE CommandDELETE(LPCSTR, DWORD) noexcept override { return Note("DELETE"); }
  HRESULT STDMETHODCALLTYPE CommandBDELETE(LPCSTR, LPHTTPTARGETLIST, DWORD) noexcept override {
    return Note("BDELETE");
  }
  HRESULT STDMETHODCALLTYPE CommandPROPFIND(LPCSTR, IPropFindRequest*, DWORD, DWORD) noexcept override {
    return Note("PROPFIND");
  }
  HRESULT STDMETHODCALLTYPE CommandPROPPATCH(LPCSTR, IPropPatchRequest*, DWORD) noexcept override {
    return Note("PROPPATCH");
  }
  HRESULT STDMETHODCALLTYPE CommandMKCOL(LPCSTR, DWORD) noexcept override { return Note("MKCOL"); }
  HRESULT STDMETHODCALLTYPE CommandCOPY(LPCSTR, LPCSTR, BOOL, DWORD) noexcept override {
    return Note("COPY");
  }
  HRESULT STDMETHODCALLTYPE CommandBCOPY(LPCSTR, LPHTTPTARGETLIST, LPCSTR, LPHTTPTARGETLIST, BOOL,
                                         DWORD) noexcept override {
    return Note("BCOPY");
  }
  HRESULT STDMETHODCALLTYPE CommandMOVE(LPCSTR, LPCSTR, BOOL, DWORD) noexcept override {
    return Note("MOVE");
  }
  HRESULT STDMETHODCALLTYPE CommandBMOVE(LPCSTR, LPHTTPTARGETLIST, LPCSTR, LPHTTPTARGETLIST, BOOL,
                                         DWORD) noexcept override {
    return Note("BMOVE");
  }
  HRESULT STDMETHODCALLTYPE GetProperty(HTTPMAILPROPTYPE, LPSTR*) noexcept override {
    return Note("GetProperty");
  }
  HRESULT STDMETHODCALLTYPE MemberInfo(LPCSTR, MEMBERINFOFLAGS, DWORD, BOOL, DWORD) noexcept override {
    return Note("MemberInfo");
  }
  HRESULT STDMETHODCALLTYPE FindFolders(LPCSTR, DWORD) noexcept override { return Note("FindFolders"); }
  HRESULT STDMETHODCALLTYPE MarkRead(LPCSTR, LPHTTPTARGETLIST, BOOL, DWORD) noexcept override {
    return Note("MarkRead");
  }
  HRESULT STDMETHODCALLTYPE SendMessage(LPCSTR, LPCSTR, LPHTTPTARGETLIST, BOOL, IStream*,
                                        DWORD) noexcept override {
    return Note("SendMessage");
  }
  HRESULT STDMETHODCALLTYPE ListContacts(LPCSTR, DWORD) noexcept override { return Note("ListContacts"); }
  HRESULT STDMETHODCALLTYPE ListContactInfos(LPCSTR, DWORD) noexcept override {
    return Note("ListContactInfos");
  }
  HRESULT STDMETHODCALLTYPE ContactInfo(LPCSTR, DWORD) noexcept override { return Note("ContactInfo"); }
  HRESULT STDMETHODCALLTYPE PostContact(LPCSTR, LPHTTPCONTACTINFO, DWORD) noexcept override {
    return Note("PostContact");
  }
  HRESULT STDMETHODCALLTYPE PatchContact(LPCSTR, LPHTTPCONTACTINFO, DWORD) noexcept override {
    return Note("PatchContact");
  }
  HRESULT STDMETHODCALLTYPE GetPropertyDw(HTTPMAILPROPTYPE, LPDWORD) noexcept override {
    return Note("GetPropertyDw");
  }

  HRESULT STDMETHODCALLTYPE Configure(const IMNXPORT_OPTIONS* given) noexcept override {
    options = *given;
    const auto text = [](LPCSTR value) { return value ? std::string(value) : std::string("-"); };
    return Note("Configure " + text(given->pszProxy) + " " + text(given->pszCaFile) + " " +
                text(given->pszUser) + " " + text(given->pszPassword) + " " + text(given->pszOrigin));
  }
  HRESULT STDMETHODCALLTYPE Post(LPCSTR url, IStream* stream, const IMNXPORT_POST* given,
                                 ULONGLONG* token) noexcept override {
    HandedPost post;
    post.url = url;
    post.content_type = given->pszContentType ? given->pszContentType : "(null)";
    post.context = given->dwContext;
    post.length = given->ullLength;
    for (DWORD i = 0; i < given->cHeaders; ++i)
      post.headers.push_back(std::string(given->rgHeaders[i].pszName) + ": " + given->rgHeaders[i].pszValue);
    post.stream = ComPtr<IStream>(stream);
    *token = ++last_token_;
    Note("Post " + post.url);
    if (on_post) return on_post(std::move(post));
    received = ReadAll(*stream);
    ExtendedDone(*token);
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE Cancel(ULONGLONG token, HRESULT) noexcept override {
    Note("Cancel " + std::to_string(token));
    if (on_drop) on_drop();
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE AnswerLogon(ULONGLONG token, HRESULT hr, LPCSTR user,
                                        LPCSTR password) noexcept override {
    const std::string logon = hr == S_OK ? std::string(user) + ":" + password : std::string();
    Note("AnswerLogon " + std::to_string(token) + " " + std::to_string(hr) + " " + logon);
    if (on_answer) on_answer(hr, logon);
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE AnswerIdle(ULONGLONG token, HRESULT hr, DWORD ms) noexcept override {
    Note("AnswerIdle " + std::to_string(token) + " " + std::to_string(hr) + " " + std::to_string(ms));
    if (on_answer) on_answer(hr, std::to_string(ms));
    return S_OK;
  }

 private:
  HTTPMAILRESPONSE Response(DWORD context) {
    HTTPMAILRESPONSE response{};
    response.command = HTTPMAIL_POST;
    response.dwContext = context;
    response.pTransport = this;
    return response;
  }

  HRESULT Note(std::string call) noexcept {
    std::lock_guard<std::mutex> lock(mutex_);
    calls_.push_back(std::move(call));
    threads_.push_back(std::this_thread::get_id());
    changed_.notify_all();
    return S_OK;
  }

  const bool extended_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> calls_;
  std::vector<std::thread::id> threads_;
  ComPtr<IHTTPMailCallback> callback_;
  ComPtr<IImnxportCallback> extended_callback_;
  bool connected_ = false;
  ULONGLONG last_token_ = 100;
};

}  // namespace imnxport::test
