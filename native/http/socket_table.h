// Which sockets are open for which connection; libcurl tells that only while it opens and closes them.
#pragma once

#include <curl/curl.h>

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <tuple>
#include <vector>

#include "com/process_lock.h"

namespace imnxport {

// Bytes that the peer has acknowledged and bytes that it has sent, since the socket was connected; empty: the
// system does not tell. socket_posix.cpp, socket_win.cpp.
std::optional<uint64_t> BytesMoved(curl_socket_t socket) noexcept;

// Closes a socket that libcurl has opened. 0, or what libcurl takes for a failure.
int CloseSocket(curl_socket_t socket) noexcept;

// For how long curl_multi_poll may be left waiting for a socket to take more bytes, in milliseconds; 0: for
// as long as it takes.
int LongestWaitForWriting() noexcept;

// libcurl numbers the connections of each pool (ConnectionPools) by itself.
struct ConnectionId {
  const void* pool;
  curl_off_t number;

  bool operator<(const ConnectionId& other) const noexcept {
    return std::tie(pool, number) < std::tie(other.pool, other.number);
  }
};

// It lives as long as the connections do, which is longer than the transfers that made them. Any thread: an
// I/O thread that ends closes its connections while the next one opens its own.
class SocketTable {
 public:
  // A socket was opened for the connection. Without memory it is not watched.
  void Opened(const ConnectionId& connection, curl_socket_t socket) noexcept;

  // Closes it; libcurl's CURLOPT_CLOSESOCKETFUNCTION with the table as its data.
  static int Close(void* table, curl_socket_t socket) noexcept;

  // What has moved on the connection; empty: not known.
  std::optional<uint64_t> Moved(const ConnectionId& connection) const noexcept;

 private:
  void Forget(curl_socket_t socket) noexcept;

  mutable ProcessLock mutex_;  // guards what follows
  // More than one while addresses are tried side by side.
  std::map<ConnectionId, std::vector<curl_socket_t>> sockets_;
};

}  // namespace imnxport
