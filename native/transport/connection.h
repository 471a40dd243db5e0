// What Connect said, for the time until the end of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "abi/imnxport.h"
#include "http/secret.h"

namespace imnxport {

// The commands that were posted in a connection keep it until they have ended, also when it is over for the
// transport: Disconnect lets them finish. Wiped with the last of them.
struct Connection {
  INETSERVER server{};
  std::string origin;  // of the server; empty: that of the next post
  std::optional<Credentials> credentials;
  uint32_t timeout_ms = 0;
  bool log_commands = false;

  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() { Wipe(&server, sizeof server); }
};

}  // namespace imnxport
