// Sockets on Windows. What has moved is told by SIO_TCP_INFO, from Windows 10 (1703) on.
#undef NTDDI_VERSION
#define NTDDI_VERSION 0x0A000003  // the headers declare it for no older Windows; it is asked for at run time

#include <winsock2.h>
#include <ws2tcpip.h>
#include <mstcpip.h>

#include "http/socket_table.h"

namespace imnxport {

std::optional<uint64_t> BytesMoved(curl_socket_t socket) noexcept {
  DWORD version = 0;
  TCP_INFO_v0 info{};
  DWORD size = 0;
  if (WSAIoctl(socket, SIO_TCP_INFO, &version, sizeof version, &info, sizeof info, &size, nullptr, nullptr) !=
      0) {
    return std::nullopt;
  }
  return info.BytesOut - info.BytesInFlight + info.BytesIn;
}

int CloseSocket(curl_socket_t socket) noexcept { return closesocket(socket); }

// libcurl waits for FD_WRITE, which Winsock tells once per full buffer and Wine 10 now and then not at all:
// an upload then stood until something else woke the thread.
int LongestWaitForWriting() noexcept { return 20; }

}  // namespace imnxport
