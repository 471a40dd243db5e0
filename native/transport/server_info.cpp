// INETSERVER.
#include "transport/server_info.h"

#include <cstring>
#include <string>

#include "com/system.h"
#include "http/headers.h"
#include "http/url.h"

namespace imnxport {
namespace {

constexpr DWORD kMaxPort = 65535;

template <size_t N>
bool IsText(const char (&field)[N]) {
  const void* end = std::memchr(field, '\0', N);
  return end && HasNoControls({field, static_cast<size_t>(static_cast<const char*>(end) - field)});
}

// The absolute URL of the server; empty when it has no name; "?" when it is not a server at all.
std::string ServerUrl(const INETSERVER& server) {
  std::string name = server.szServerName;
  if (name.empty()) return {};
  const bool is_url = name.find("://") != std::string::npos;
  if (!is_url && name.find_first_of("/?#@") != std::string::npos) return "?";
  std::string url;
  if (FAILED(CheckUrl(is_url ? name : (server.fSSL ? "https://" : "http://") + name, &url))) return "?";
  return url;
}

}  // namespace

std::string OriginOfServer(const INETSERVER& server) {
  const std::string url = ServerUrl(server);
  if (url.empty()) return {};
  std::string origin = UrlOrigin(url);
  if (server.dwPort != 0) {
    origin.resize(origin.rfind(':') + 1);
    origin += std::to_string(server.dwPort);
  }
  return origin;
}

bool IsValidServer(const INETSERVER& server) {
  return IsText(server.szAccount) && IsText(server.szUserName) && IsText(server.szPassword) &&
         IsText(server.szServerName) && IsText(server.szConnectoid) && server.dwPort <= kMaxPort &&
         ServerUrl(server) != "?";
}

bool CredentialsOfServer(const INETSERVER& server, Credentials* out) {
  if (server.szUserName[0] == '\0') return false;
  out->user = Utf8FromAnsi(server.szUserName);
  out->password = Utf8FromAnsi(server.szPassword);
  out->origin = OriginOfServer(server);
  return true;
}

}  // namespace imnxport
