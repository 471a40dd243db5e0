// One attempt at a POST: what goes in and what came out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "abi/imnxport.h"
#include "http/headers.h"
#include "http/secret.h"

namespace imnxport {

// How the connection is made. The same for all attempts of a command.
struct ConnectionOptions {
  bool direct = false;  // no proxy, whatever the system says
  std::string proxy;    // empty: the environment's or the system's
  bool accept_any_certificate = false;
  std::string ca_file;  // empty: ca_pem, else the system's certificates
  std::string ca_pem;
};

struct HttpRequest {
  std::string url;
  std::string user_agent;    // empty: no such header
  std::string content_type;  // empty: no such header
  Headers headers;
  std::optional<uint64_t> length;            // empty: chunked
  const Credentials* credentials = nullptr;  // sent only when the server asks; null: none
  ConnectionOptions connection;
  std::string system_proxy;       // what the system's settings say; empty: nothing. The exceptions of the
                                  // environment count
  uint32_t connect_limit_ms = 0;  // the end of patience for TCP, above the client's own timer
  bool ask_first = false;         // Expect: 100-continue
  bool fresh_connection = false;  // not one that was kept alive
  bool trace = false;             // report the lines of both heads
};

// Where the connection is. In this order, as far as it gets.
enum class WirePhase { kFindingHost, kConnecting, kSecuring, kConnected };

constexpr size_t kMaxResponseBody = 1024 * 1024;  // bytes of a response's body that are kept

struct HttpOutcome {
  HRESULT failure = S_OK;     // of the network or of the body; S_OK: the response is whole
  uint32_t socket_error = 0;  // the system's number
  std::string problem;        // in words
  int status = 0;             // 0: no response
  std::string status_line;
  Headers headers;
  std::string body;
  bool body_truncated = false;
  bool challenged = false;      // the server asked, and credentials were sent
  uint64_t sent = 0;            // bytes of the entity handed to the engine since it last restarted
  bool reopened = false;        // some of it went into a connection that turned out to be dead
  bool reused = false;          // it went over a connection that had been kept alive
  bool whole = false;           // its last byte was among them
  bool tunnel_refused = false;  // a proxy was reached and would not connect
};

}  // namespace imnxport
