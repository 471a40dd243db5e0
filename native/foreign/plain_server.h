// What a plain transport is told by Connect.
#pragma once

#include <string>

#include "transport/command.h"
#include "transport/session.h"

namespace imnxport {

// The connection that a command wants.
struct PlainServer {
  // By credentials, a time-out of the client's own, lines to be logged, or Connect itself.
  bool needed = false;
  bool log_commands = false;
  uint32_t timeout_s = 0;
  std::string origin;       // of the URL that is posted to
  Credentials credentials;  // none: empty

  bool Same(const PlainServer& other) const noexcept;
};

// The one of a command. Credentials for another origin than the one that is posted to are left out. May throw
// std::bad_alloc.
PlainServer PlainServerOf(const Command& command, const CommandContext& context);

// As the structure of Connect; to be wiped. S_OK; E_INVALIDARG: something is too long for it, or has
// characters that the system's code page lacks. May throw std::bad_alloc.
HRESULT FillServer(const PlainServer& from, INETSERVER* server);

}  // namespace imnxport
