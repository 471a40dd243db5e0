// Sockets by connection.
#include "http/socket_table.h"

#include <algorithm>
#include <new>

namespace imnxport {

void SocketTable::Opened(const ConnectionId& connection, curl_socket_t socket) noexcept {
  std::lock_guard<ProcessLock> lock(mutex_);
  try {
    sockets_[connection].push_back(socket);
  } catch (const std::bad_alloc&) {
    sockets_.erase(connection);
  }
}

int SocketTable::Close(void* table, curl_socket_t socket) noexcept {
  static_cast<SocketTable*>(table)->Forget(socket);
  return CloseSocket(socket);
}

void SocketTable::Forget(curl_socket_t socket) noexcept {
  std::lock_guard<ProcessLock> lock(mutex_);
  for (auto entry = sockets_.begin(); entry != sockets_.end(); ++entry) {
    auto& open = entry->second;
    const auto found = std::find(open.begin(), open.end(), socket);
    if (found == open.end()) continue;
    open.erase(found);
    if (open.empty()) sockets_.erase(entry);
    return;
  }
}

std::optional<uint64_t> SocketTable::Moved(const ConnectionId& connection) const noexcept {
  std::lock_guard<ProcessLock> lock(mutex_);
  const auto entry = sockets_.find(connection);
  if (entry == sockets_.end()) return std::nullopt;
  uint64_t sum = 0;
  for (const curl_socket_t socket : entry->second) {
    const auto bytes = BytesMoved(socket);
    if (!bytes) return std::nullopt;
    sum += *bytes;
  }
  return sum;
}

}  // namespace imnxport
