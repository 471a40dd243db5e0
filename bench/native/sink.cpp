// sink: an HTTP server that reads and counts, and answers every request with an empty 200.
//
// usage: sink CA-FILE
//
// It listens on two free ports of loopback and prints {"port":…,"tlsPort":…}; the certificate of the
// authority of its TLS is written to CA-FILE. Lines on standard input command it: "reset" sets the counts to
// zero, "counts" prints them. It ends when standard input does. /slow/N is answered N milliseconds after the
// request is complete.
//
// One thread, one epoll, and no memory for each byte: what it costs is nearly the reading of the sockets.
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <memory>
#include <queue>
#include <vector>

#include "certificate.h"
#include "request_reader.h"

namespace bench {
namespace {

using Clock = std::chrono::steady_clock;
using Event = RequestReader::Event;

constexpr char kAnswer[] = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
constexpr char kContinueLine[] = "HTTP/1.1 100 Continue\r\n\r\n";
// A read that fills less of the buffer has emptied the socket, so that most requests take one read.
constexpr size_t kBufferSize = 1024 * 1024;
constexpr int kReadsInARow = 8;

struct Connection {
  uint64_t serial;
  SSL* ssl;  // null: plain
  RequestReader reader;

  ~Connection() {
    if (ssl) SSL_free(ssl);
  }
};

struct Delayed {
  Clock::time_point due;
  int fd;
  uint64_t serial;  // a descriptor may have become another connection's
  bool operator<(const Delayed& other) const { return due > other.due; }  // the earliest is on top
};

struct Counts {
  uint64_t requests = 0;
  uint64_t bytes = 0;
  uint64_t connections = 0;
};

double CpuSeconds() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

class Sink {
 public:
  bool Start(const char* ca_file) {
    context_ = MakeServerContext(ca_file);
    buffer_ = static_cast<char*>(aligned_alloc(4096, kBufferSize));
    epoll_ = epoll_create1(EPOLL_CLOEXEC);
    int port = 0;
    int tls_port = 0;
    plain_ = Listen(&port);
    tls_ = Listen(&tls_port);
    if (!context_ || !buffer_ || epoll_ < 0 || plain_ < 0 || tls_ < 0) return false;
    Watch(STDIN_FILENO);
    printf("{\"port\":%d,\"tlsPort\":%d}\n", port, tls_port);
    return fflush(stdout) == 0;
  }

  void Run() {
    epoll_event events[256];
    while (!done_) {
      int count = epoll_wait(epoll_, events, 256, Timeout());
      for (int i = 0; i < count; i++) {
        int fd = events[i].data.fd;
        if (fd == STDIN_FILENO) {
          Command();
        } else if (fd == plain_ || fd == tls_) {
          Accept(fd);
        } else {
          Read(fd);
        }
      }
      AnswerDue();
    }
  }

 private:
  void Watch(int fd) {
    epoll_event event = {};
    event.events = EPOLLIN;
    event.data.fd = fd;
    epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event);
  }

  int Listen(int* port) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (bind(fd, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(fd, 4096) != 0) return -1;
    if (getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) return -1;
    *port = ntohs(address.sin_port);
    Watch(fd);
    return fd;
  }

  void Command() {
    char line[64];
    ssize_t size = read(STDIN_FILENO, line, sizeof line - 1);
    if (size <= 0) {
      done_ = true;
      return;
    }
    line[size] = '\0';
    if (strncmp(line, "reset", 5) == 0) {
      counts_ = {};
      cpu_before_ = CpuSeconds();
    }
    printf("{\"requests\":%llu,\"bytes\":%llu,\"connections\":%llu,\"cpu\":%.6f}\n",
           static_cast<unsigned long long>(counts_.requests), static_cast<unsigned long long>(counts_.bytes),
           static_cast<unsigned long long>(counts_.connections), CpuSeconds() - cpu_before_);
    fflush(stdout);
  }

  void Accept(int listener) {
    for (;;) {
      int fd = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (fd < 0) return;
      int on = 1;
      setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      SSL* ssl = nullptr;
      if (listener == tls_) {
        ssl = SSL_new(context_);
        SSL_set_fd(ssl, fd);
        SSL_set_accept_state(ssl);
      }
      if (connections_.size() <= static_cast<size_t>(fd)) connections_.resize(static_cast<size_t>(fd) + 1);
      connections_[static_cast<size_t>(fd)].reset(new Connection{++serial_, ssl, {}});
      counts_.connections++;
      Watch(fd);
    }
  }

  void Read(int fd) {
    Connection& connection = *connections_[static_cast<size_t>(fd)];
    for (int i = 0; i < kReadsInARow || connection.ssl; i++) {
      ssize_t size =
          connection.ssl ? SSL_read(connection.ssl, buffer_, kBufferSize) : recv(fd, buffer_, kBufferSize, 0);
      if (size <= 0) {
        bool waits = connection.ssl
                         ? SSL_get_error(connection.ssl, static_cast<int>(size)) == SSL_ERROR_WANT_READ
                         : size < 0 && errno == EAGAIN;
        if (!waits) Close(fd);
        return;
      }
      if (!Take(fd, &connection, static_cast<size_t>(size))) {
        Close(fd);
        return;
      }
      if (!connection.ssl && static_cast<size_t>(size) < kBufferSize) return;
    }
  }

  // False: the connection is of no use any more.
  bool Take(int fd, Connection* connection, size_t size) {
    for (size_t at = 0; at < size;) {
      size_t consumed = 0;
      Event event = connection->reader.Feed(buffer_ + at, size - at, &consumed);
      at += consumed;
      counts_.bytes += connection->reader.TakeBodyBytes();
      if (event == Event::kBad) return false;
      if (event == Event::kContinue && !Write(fd, connection, kContinueLine, sizeof kContinueLine - 1))
        return false;
      if (event != Event::kRequest) continue;
      counts_.requests++;
      int delay = connection->reader.delay_ms();
      if (delay > 0) {
        delayed_.push({Clock::now() + std::chrono::milliseconds(delay), fd, connection->serial});
      } else if (!Write(fd, connection, kAnswer, sizeof kAnswer - 1)) {
        return false;
      }
    }
    return true;
  }

  // An answer always fits into the socket's buffer: there is one for each request that was sent.
  bool Write(int fd, Connection* connection, const char* data, size_t size) {
    ssize_t written = connection->ssl ? SSL_write(connection->ssl, data, static_cast<int>(size))
                                      : send(fd, data, size, MSG_NOSIGNAL);
    return written == static_cast<ssize_t>(size);
  }

  int Timeout() const {
    if (delayed_.empty()) return -1;
    auto left = std::chrono::ceil<std::chrono::milliseconds>(delayed_.top().due - Clock::now());
    return left.count() > 0 ? static_cast<int>(left.count()) : 0;
  }

  void AnswerDue() {
    if (delayed_.empty()) return;
    Clock::time_point now = Clock::now();
    while (!delayed_.empty() && delayed_.top().due <= now) {
      Delayed next = delayed_.top();
      delayed_.pop();
      Connection* connection = connections_[static_cast<size_t>(next.fd)].get();
      if (!connection || connection->serial != next.serial) continue;
      if (!Write(next.fd, connection, kAnswer, sizeof kAnswer - 1)) Close(next.fd);
    }
  }

  void Close(int fd) {
    connections_[static_cast<size_t>(fd)].reset();
    close(fd);
  }

  SSL_CTX* context_ = nullptr;
  char* buffer_ = nullptr;
  int epoll_ = -1;
  int plain_ = -1;
  int tls_ = -1;
  bool done_ = false;
  uint64_t serial_ = 0;
  Counts counts_;
  double cpu_before_ = 0;
  std::vector<std::unique_ptr<Connection>> connections_;  // by descriptor
  std::priority_queue<Delayed> delayed_;
};

}  // namespace
}  // namespace bench

int main(int argc, char** argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: %s CA-FILE\n", argv[0]);
    return 2;
  }
  signal(SIGPIPE, SIG_IGN);  // OpenSSL writes without MSG_NOSIGNAL
  rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  bench::Sink sink;
  if (!sink.Start(argv[1])) {
    perror("sink");
    return 1;
  }
  sink.Run();
  return 0;
}
