// What a server answers, byte for byte, to a post of a whole transport: there is one final response, it says
// no more than came, and the password shows nowhere. All connections lead to the server here, by way of a
// proxy, wherever it redirects to.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstring>
#include <mutex>
#include <thread>

#include "com/com_object.h"
#include "com/com_ptr.h"
#include "http/url.h"
#include "property.h"
#include "stream/memory_stream.h"
#include "transport/transport_class.h"

using namespace imnxport;

namespace {

// Begins with what no percent-encoding ends with: the server may say the rest of it.
constexpr const char* kSecret = "secr3tPassw0rd";
constexpr const char* kEncoded = "dXNlcjpzZWNyM3RQYXNzdzByZA";  // user:password in Base64

bool ShowsSecret(const char* text) {
  return text && (std::strstr(text, kSecret) || std::strstr(text, kEncoded));
}

// Gives every request the same answer, in two pieces, and closes.
class Server {
 public:
  Server() {
    listener_ = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    if (bind(listener_, any, size) != 0 || listen(listener_, 64) != 0 ||
        getsockname(listener_, any, &size) != 0)
      std::abort();
    port = ntohs(address.sin_port);
    std::thread([this] { Run(); }).detach();
  }

  void Answer(std::string first, std::string second) {
    std::lock_guard<std::mutex> lock(mutex_);
    first_ = std::move(first);
    second_ = std::move(second);
  }

  int port = 0;

 private:
  [[noreturn]] void Run() {
    for (;;) {
      const int connection = accept(listener_, nullptr, nullptr);
      std::string head;
      char piece[4096];
      ssize_t count;
      while (head.find("\r\n\r\n") == std::string::npos &&
             (count = recv(connection, piece, sizeof piece, 0)) > 0)
        head.append(piece, static_cast<size_t>(count));
      std::unique_lock<std::mutex> lock(mutex_);
      const std::string first = first_, second = second_;
      lock.unlock();
      (void)send(connection, first.data(), first.size(), MSG_NOSIGNAL);
      if (!second.empty()) (void)send(connection, second.data(), second.size(), MSG_NOSIGNAL);
      shutdown(connection, SHUT_WR);
      // What is still on the way would turn the closing into a reset, and the answer might be lost.
      pollfd readable{connection, POLLIN, 0};
      while (poll(&readable, 1, 1000) > 0 && recv(connection, piece, sizeof piece, 0) > 0) {
      }
      close(connection);
    }
  }

  int listener_ = -1;
  std::mutex mutex_;
  std::string first_, second_;
};

class Client final
    : public ComObject<Implements<IHTTPMailCallback, ITransportCallback>, Implements<IImnxportCallback>> {
 public:
  HRESULT STDMETHODCALLTYPE OnTimeout(DWORD*, IInternetTransport*) noexcept override { return S_FALSE; }
  HRESULT STDMETHODCALLTYPE OnLogonPrompt(LPINETSERVER, IInternetTransport*) noexcept override {
    return E_FAIL;
  }
  INT STDMETHODCALLTYPE OnPrompt(HRESULT, LPCSTR, LPCSTR, UINT, IInternetTransport*) noexcept override {
    return 0;
  }
  HRESULT STDMETHODCALLTYPE OnStatus(IXPSTATUS, IInternetTransport*) noexcept override { return S_OK; }
  HRESULT STDMETHODCALLTYPE OnError(IXPSTATUS, LPIXPRESULT result, IInternetTransport*) noexcept override {
    HOLDS(FAILED(result->hrResult) && !ShowsSecret(result->pszProblem));
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE OnCommand(CMDTYPE type, LPSTR line, HRESULT,
                                      IInternetTransport*) noexcept override {
    // A server may send back what it was sent; what the library sends itself shows no secret.
    HOLDS(type != CMD_SEND || !ShowsSecret(line));
    HOLDS(!std::strpbrk(line, "\n"));
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE OnPostProgress(const IMNXPORT_PROGRESS*, IInternetTransport*) noexcept override {
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE OnPostDone(const IMNXPORT_RESULT* result, IInternetTransport*) noexcept override {
    HOLDS(!result->pszStatusLine == (result->uiStatus == 0));
    HOLDS(result->cbBody <= 1024 * 1024);
    HOLDS(result->hrResult != S_OK || (result->uiStatus >= 200 && result->uiStatus < 300) ||
          result->uiStatus == 303);
    for (DWORD i = 0; i < result->cHeaders; ++i) HOLDS(!std::strpbrk(result->rgHeaders[i].pszName, ":\n"));
    std::string checked;
    HOLDS(result->pszUrl && CheckUrl(result->pszUrl, &checked) == S_OK);
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE OnLogonRequest(const IMNXPORT_LOGON*, IInternetTransport*) noexcept override {
    return E_NOTIMPL;
  }
  HRESULT STDMETHODCALLTYPE OnIdle(ULONGLONG, DWORD, IInternetTransport*) noexcept override {
    return E_NOTIMPL;
  }
  HRESULT STDMETHODCALLTYPE GetParentWindow(HWND*) noexcept override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE OnResponse(LPHTTPMAILRESPONSE response) noexcept override {
    if (!response->fDone) return S_OK;
    const IXPRESULT& result = response->rIxpResult;
    HOLDS(!result.pszResponse || std::strncmp(result.pszResponse, "HTTP/", 5) == 0);
    HOLDS(result.uiServerError == 0 || (result.uiServerError >= 200 && result.uiServerError <= 999));
    HOLDS(!ShowsSecret(result.pszProblem));
    if (const char* location = response->rPostInfo.pszLocation) HOLDS(!fuzz::HasControls(location));
    std::lock_guard<std::mutex> lock(mutex_);
    ++ends_;
    changed_.notify_one();
    return S_OK;
  }

  void WaitForEnd() {
    std::unique_lock<std::mutex> lock(mutex_);
    HOLDS(changed_.wait_for(lock, std::chrono::seconds(20), [this] { return ends_ > 0; }));
    HOLDS(ends_ == 1);
    ends_ = 0;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int ends_ = 0;
};

// They serve all runs, and end with the process.
struct World {
  Server server;
  Client* const client = new Client;
  ComPtr<IHTTPMailTransport> transport;

  World() {
    std::signal(SIGPIPE, SIG_IGN);
    HOLDS(CreateTransport(IID_IHTTPMailTransport, transport.PutVoid()) == S_OK);
    HOLDS(transport->InitNew("fuzz", nullptr, client) == S_OK);
    ComPtr<IImnxportTransport> extension;
    HOLDS(transport->QueryInterface(IID_IImnxportTransport, extension.PutVoid()) == S_OK);
    const std::string proxy = "http://127.0.0.1:" + std::to_string(server.port);
    IMNXPORT_OPTIONS options{};
    options.cbSize = sizeof options;
    options.dwFlags = IMNXPORT_OPT_LOG_COMMANDS;
    options.dwIdleTimeout = 10'000;
    options.pszProxy = proxy.c_str();
    options.pszUser = "user";
    options.pszPassword = kSecret;
    options.pszOrigin = "http://mail.example/";
    HOLDS(extension->Configure(&options) == S_OK);
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static World* const world = new World;
  FuzzedDataProvider input(data, size);
  const size_t cut = input.ConsumeIntegral<uint8_t>();
  const std::string answer = fuzz::Rest(input);
  // The fuzzer sees what it must not find, and has the server say it.
  if (answer.find(kSecret) != std::string::npos || answer.find(kEncoded) != std::string::npos) return 0;
  world->server.Answer(answer.substr(0, cut), answer.size() > cut ? answer.substr(cut) : "");
  // No bytes: such an entity has a connection of its own.
  const ComPtr<IStream> stream = MakeMemoryStream({});
  HOLDS(world->transport->CommandPOST("http://mail.example/inbox/", stream.Get(), "message/rfc822", 0) ==
        S_OK);
  world->client->WaitForEnd();
  return 0;
}
