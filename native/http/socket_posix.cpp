// Sockets on POSIX systems. What has moved is told by Linux in TCP_INFO; other systems are not asked yet.
#include <unistd.h>

#include "http/socket_table.h"

#ifdef __linux__
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstddef>

namespace imnxport {

std::optional<uint64_t> BytesMoved(curl_socket_t socket) noexcept {
  tcp_info info{};
  socklen_t size = sizeof info;
  if (getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return std::nullopt;
  // An older kernel fills less of the structure.
  if (size < offsetof(tcp_info, tcpi_bytes_received) + sizeof info.tcpi_bytes_received) return std::nullopt;
  return info.tcpi_bytes_acked + info.tcpi_bytes_received;
}

}  // namespace imnxport

#else

namespace imnxport {

std::optional<uint64_t> BytesMoved(curl_socket_t) noexcept { return std::nullopt; }

}  // namespace imnxport

#endif

namespace imnxport {

int CloseSocket(curl_socket_t socket) noexcept { return close(socket); }

int LongestWaitForWriting() noexcept { return 0; }

}  // namespace imnxport
