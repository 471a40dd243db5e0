// INETSERVER for a transport that is not ours.
#include "foreign/plain_server.h"

#include <cstdlib>

#include "com/system.h"
#include "http/url.h"
#include "transport/server_info.h"

namespace imnxport {
namespace {

constexpr uint32_t kUsualIdleMs = 60'000;  // what every transport is taken to do by itself

template <size_t N>
bool Put(const std::string& utf8, char (&field)[N]) {
  std::string text;
  const bool fits = AnsiFromUtf8(utf8, &text) && text.size() < N;
  if (fits) SetServerText(field, text.c_str());
  Wipe(text);
  return fits;
}

}  // namespace

bool PlainServer::Same(const PlainServer& other) const noexcept {
  return log_commands == other.log_commands && timeout_s == other.timeout_s && origin == other.origin &&
         credentials.user == other.credentials.user && credentials.password == other.credentials.password;
}

PlainServer PlainServerOf(const Command& command, const CommandContext& context) {
  PlainServer server;
  server.origin = UrlOrigin(command.post.url);
  server.log_commands = context.log_commands || context.log;
  server.timeout_s = context.idle_timeout_ms / 1000 + (context.idle_timeout_ms % 1000 != 0);
  if (context.credentials && context.credentials->origin == server.origin)
    server.credentials = *context.credentials;
  server.needed = command.connection || server.log_commands || !server.credentials.user.empty() ||
                  context.idle_timeout_ms != kUsualIdleMs;
  return server;
}

HRESULT FillServer(const PlainServer& from, INETSERVER* server) {
  *server = {};
  if (!Put(from.credentials.user, server->szUserName) ||
      !Put(from.credentials.password, server->szPassword) || !Put(from.origin, server->szServerName))
    return E_INVALIDARG;
  server->dwPort =
      static_cast<DWORD>(std::strtoul(from.origin.c_str() + from.origin.rfind(':') + 1, nullptr, 10));
  server->fSSL = HasScheme(from.origin, "https") ? TRUE : FALSE;
  server->dwTimeout = from.timeout_s;
  return S_OK;
}

}  // namespace imnxport
