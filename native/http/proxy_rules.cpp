// Lists of proxies and of exceptions.
#include "http/proxy_rules.h"

#include <algorithm>

#include "http/ascii.h"
#include "http/url.h"

namespace imnxport {
namespace {

constexpr size_t kNone = std::string_view::npos;

struct Target {
  std::string scheme;
  std::string host;  // in lower case; an IPv6 address in its brackets
  std::string port;
};

Target TargetOf(const std::string& url) {
  const std::string origin = UrlOrigin(url);
  const size_t host = origin.find("://") + 3;
  const size_t port = origin.rfind(':');
  return {origin.substr(0, host - 3), origin.substr(host, port - host), origin.substr(port + 1)};
}

bool IsOneOf(char c, std::string_view set) { return set.find(c) != kNone; }

std::vector<std::string> EntriesOf(std::string_view list) {
  std::vector<std::string> entries(1);
  for (const char c : list) {
    if (!IsOneOf(c, "; \t\r\n")) {
      entries.back() += Lower(c);
    } else if (!entries.back().empty()) {
      entries.emplace_back();
    }
  }
  if (entries.back().empty()) entries.pop_back();
  return entries;
}

// Cuts what stands before `mark`, and the mark; empty: there is none.
std::string CutBefore(std::string* text, std::string_view mark) {
  const size_t at = text->find(mark);
  if (at == kNone || at == 0) return {};
  std::string before = text->substr(0, at);
  text->erase(0, at + mark.size());
  return before;
}

// Cuts ":port" from the end; the colons inside an IPv6 address are none of it.
std::string CutPort(std::string* host) {
  const size_t colon = host->rfind(':');
  if (colon == kNone || host->find(']', colon) != kNone) return {};
  std::string port = host->substr(colon + 1);
  host->erase(colon);
  return port;
}

bool IsPort(const std::string& text) {
  return text.size() <= 5 && std::all_of(text.begin(), text.end(), IsDigit) && std::stoi("0" + text) > 0 &&
         std::stoi(text) <= 65535;
}

// Letters, digits and the punctuation of names, or an IPv6 address in brackets.
bool IsHost(std::string_view host) {
  std::string_view punctuation = "-._";
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
    punctuation = ":.";
  }
  return !host.empty() && std::all_of(host.begin(), host.end(), [&](char c) {
    return IsDigit(c) || (c >= 'a' && c <= 'z') || IsOneOf(c, punctuation);
  });
}

const char* DefaultPort(std::string_view scheme) {
  if (scheme == "http") return "80";
  if (scheme == "https") return "443";
  const bool socks = scheme == "socks4" || scheme == "socks4a" || scheme == "socks5" || scheme == "socks5h";
  return socks ? "1080" : nullptr;
}

// An entry without its "protocol=", as a URL for libcurl; empty: it cannot be understood. Credentials are not
// understood on purpose: settings are no place for them.
std::string ProxyUrl(std::string entry, const char* usual_scheme) {
  std::string scheme = CutBefore(&entry, "://");
  if (scheme.empty()) scheme = usual_scheme;
  if (scheme == "socks") scheme = "socks4";
  if (!entry.empty() && entry.back() == '/') entry.pop_back();
  const bool has_port = !entry.empty() && entry.back() != ']' && entry.rfind(':') != kNone;
  std::string port = CutPort(&entry);
  const char* default_port = DefaultPort(scheme);
  if (!default_port || !IsHost(entry) || (has_port && !IsPort(port))) return {};
  return scheme + "://" + entry + ":" + (has_port ? port : default_port);
}

// Without what may be a password.
std::string Shown(const std::string& entry) {
  const size_t at = entry.rfind('@');
  return at == kNone ? entry : "***" + entry.substr(at);
}

// "*" stands for any text, the empty one included.
bool Matches(std::string_view pattern, std::string_view text) {
  size_t p = 0, t = 0, star = kNone, tried = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      tried = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != kNone) {
      p = star + 1;
      t = ++tried;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == kNone;
}

bool IsPlainName(const std::string& host) { return host.find('.') == kNone && host.front() != '['; }

bool IsLoopback(const std::string& host) {
  constexpr std::string_view kSuffix = ".localhost";
  const bool below = host.size() > kSuffix.size() &&
                     host.compare(host.size() - kSuffix.size(), kSuffix.size(), kSuffix) == 0;
  const bool numeric = host.find_first_not_of("0123456789.") == kNone;
  return host == "localhost" || below || host == "[::1]" || (numeric && host.compare(0, 4, "127.") == 0);
}

}  // namespace

ProxyAnswer ProxiesFor(const std::string& url, std::string_view list) {
  const std::string wanted = TargetOf(url).scheme;
  ProxyAnswer answer;
  std::vector<std::string> socks;
  for (const std::string& entry : EntriesOf(list)) {
    std::string rest = entry;
    const std::string protocol = CutBefore(&rest, "=");
    const bool is_socks = protocol == "socks";
    if (!protocol.empty() && protocol != wanted && !is_socks) continue;
    std::string proxy = ProxyUrl(std::move(rest), is_socks ? "socks4" : "http");
    if (proxy.empty()) {
      answer.failure = IXP_E_FAILED_TO_CONNECT;
      answer.problem = "a proxy in the system's settings cannot be understood: " + Shown(entry);
      return answer;
    }
    (is_socks ? socks : answer.proxies).push_back(std::move(proxy));
  }
  if (answer.proxies.empty()) answer.proxies = std::move(socks);
  return answer;
}

bool IsProxyException(const std::string& url, std::string_view exceptions) {
  const Target target = TargetOf(url);
  for (std::string& entry : EntriesOf(exceptions)) {
    if (entry == "<local>") {
      if (IsPlainName(target.host)) return true;
      continue;
    }
    const std::string scheme = CutBefore(&entry, "://");
    const std::string port = CutPort(&entry);
    if ((scheme.empty() || scheme == target.scheme) && (port.empty() || port == target.port) &&
        Matches(entry, target.host)) {
      return true;
    }
  }
  return false;
}

bool StaysOnThisMachine(const std::string& url, std::string_view exceptions) {
  if (!IsLoopback(TargetOf(url).host)) return false;
  const std::vector<std::string> entries = EntriesOf(exceptions);
  return std::find(entries.begin(), entries.end(), "<-loopback>") == entries.end();
}

std::string UrlForScript(const std::string& url) {
  if (!HasScheme(url, "https")) return url;
  const size_t end = url.find_first_of("/?", url.find("://") + 3);
  return url.substr(0, end) + "/";
}

}  // namespace imnxport
