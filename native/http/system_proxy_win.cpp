// The proxy settings of the user on Windows, as its browsers have them: automatic detection, a script, a
// list. https://learn.microsoft.com/windows/win32/winhttp/winhttp-autoproxy-support
#include <windows.h>
#include <winhttp.h>

#include <chrono>
#include <mutex>

#include "http/system_proxy.h"
#include "http/url.h"

namespace imnxport {
namespace {

using Clock = std::chrono::steady_clock;

// A network that has no script to be found seldom gets one, and looking for it takes seconds.
constexpr std::chrono::minutes kNoDetection{2};

struct CloseSession {
  void operator()(void* session) const { ::WinHttpCloseHandle(session); }
};

struct FreeText {
  void operator()(wchar_t* text) const { ::GlobalFree(text); }
};
using Text = std::unique_ptr<wchar_t, FreeText>;

std::string Utf8(const wchar_t* wide) {
  if (!wide) return {};
  const int size = ::WideCharToMultiByte(CP_UTF8, 0, wide, -1, nullptr, 0, nullptr, nullptr);
  std::string utf8(static_cast<size_t>(size), '\0');
  ::WideCharToMultiByte(CP_UTF8, 0, wide, -1, utf8.data(), size, nullptr, nullptr);
  while (!utf8.empty() && utf8.back() == '\0') utf8.pop_back();
  return utf8;
}

// Whether the environment, which libcurl reads by itself, leaves nothing to say: it names a proxy, or every
// host as an exception. A variable that is empty is none, and Windows does not tell http_proxy from
// HTTP_PROXY.
bool EnvironmentDecides(const std::string& url) {
  const wchar_t* own = HasScheme(url, "https") ? L"https_proxy" : L"http_proxy";
  wchar_t exceptions[2] = {};
  const bool none = ::GetEnvironmentVariableW(L"no_proxy", exceptions, 2) == 1 && exceptions[0] == L'*';
  return none || ::GetEnvironmentVariableW(own, nullptr, 0) > 1 ||
         ::GetEnvironmentVariableW(L"all_proxy", nullptr, 0) > 1;
}

struct Settings {
  bool detect = false;
  Text script;
  std::string proxies;
  std::string exceptions;
};

// A user without settings, a service mostly, has none that could be kept.
Settings ReadSettings() {
  WINHTTP_CURRENT_USER_IE_PROXY_CONFIG config{};
  Settings settings;
  if (!::WinHttpGetIEProxyConfigForCurrentUser(&config)) return settings;
  const Text proxies(config.lpszProxy), exceptions(config.lpszProxyBypass);
  settings.script.reset(config.lpszAutoConfigUrl);
  settings.detect = config.fAutoDetect != FALSE;
  settings.proxies = Utf8(proxies.get());
  settings.exceptions = Utf8(exceptions.get());
  return settings;
}

class WindowsProxy final : public SystemProxy {
 public:
  ProxyAnswer Find(const std::string& url) override;

 private:
  bool MayDetect();
  void* Session();
  DWORD AskScript(const std::string& url, const wchar_t* script, ProxyAnswer* answer);

  std::mutex mutex_;  // guards what follows; not held during a look-up
  std::unique_ptr<void, CloseSession> session_;
  Clock::time_point detect_after_ = Clock::time_point::min();
};

// The order is the one of the browsers, and so is that a script which is not to be had says nothing: a laptop
// leaves the network that its settings were made for.
ProxyAnswer WindowsProxy::Find(const std::string& url) {
  ProxyAnswer answer;
  if (EnvironmentDecides(url)) return answer;
  const Settings settings = ReadSettings();
  if (StaysOnThisMachine(url, settings.exceptions)) return answer;
  if (settings.detect && MayDetect()) {
    if (AskScript(url, nullptr, &answer) == ERROR_SUCCESS) return answer;
    std::lock_guard<std::mutex> lock(mutex_);
    detect_after_ = Clock::now() + kNoDetection;
  }
  std::string remark;
  if (settings.script) {
    const DWORD error = AskScript(url, settings.script.get(), &answer);
    if (error == ERROR_SUCCESS) return answer;
    remark = "the proxy script of the system's settings could not be used: error " + std::to_string(error);
  }
  if (!IsProxyException(url, settings.exceptions)) answer = ProxiesFor(url, settings.proxies);
  answer.remark = std::move(remark);
  return answer;
}

bool WindowsProxy::MayDetect() {
  std::lock_guard<std::mutex> lock(mutex_);
  return Clock::now() >= detect_after_;
}

// One for all look-ups: it remembers scripts.
void* WindowsProxy::Session() {
  std::lock_guard<std::mutex> lock(mutex_);
  if (!session_) session_.reset(::WinHttpOpen(nullptr, WINHTTP_ACCESS_TYPE_NO_PROXY, nullptr, nullptr, 0));
  return session_.get();
}

// `script` null: the one that the network announces. ERROR_SUCCESS: *answer is its answer.
DWORD WindowsProxy::AskScript(const std::string& url, const wchar_t* script, ProxyAnswer* answer) {
  void* const session = Session();
  if (!session) return ERROR_NOT_ENOUGH_MEMORY;
  const std::string shown = UrlForScript(url);
  const std::wstring wide(shown.begin(), shown.end());  // ASCII
  WINHTTP_AUTOPROXY_OPTIONS options{};
  options.dwFlags = script ? WINHTTP_AUTOPROXY_CONFIG_URL : WINHTTP_AUTOPROXY_AUTO_DETECT;
  options.dwAutoDetectFlags = script ? 0 : WINHTTP_AUTO_DETECT_TYPE_DHCP | WINHTTP_AUTO_DETECT_TYPE_DNS_A;
  options.lpszAutoConfigUrl = script;
  WINHTTP_PROXY_INFO info{};
  BOOL found = ::WinHttpGetProxyForUrl(session, wide.c_str(), &options, &info);
  if (!found && ::GetLastError() == ERROR_WINHTTP_LOGIN_FAILURE) {
    // As documented: the server of the script is shown who the user is only when it asks.
    options.fAutoLogonIfChallenged = TRUE;
    found = ::WinHttpGetProxyForUrl(session, wide.c_str(), &options, &info);
  }
  if (!found) return ::GetLastError();
  const Text proxies(info.lpszProxy), exceptions(info.lpszProxyBypass);
  const bool named = info.dwAccessType == WINHTTP_ACCESS_TYPE_NAMED_PROXY;
  if (named && !IsProxyException(url, Utf8(exceptions.get()))) *answer = ProxiesFor(url, Utf8(proxies.get()));
  return ERROR_SUCCESS;
}

}  // namespace

std::shared_ptr<SystemProxy> SystemProxy::Make() { return std::make_shared<WindowsProxy>(); }

}  // namespace imnxport
