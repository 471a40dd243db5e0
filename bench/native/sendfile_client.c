/* sendfile_client: one POST of a file by sendfile(2): what the kernel can do when nobody looks at the bytes.
 *
 * usage: sendfile_client PORT FILE
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "report.h"

enum { kFailed = 1, kUsage = 2 };

static int Connect(int port) {
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = {0};
  address.sin_family = AF_INET;
  address.sin_port = htons((unsigned short)port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return connect(fd, (struct sockaddr*)&address, sizeof address) == 0 ? fd : -1;
}

/* Sends the head and the file and reads the answer; 0: it is a 200. */
static int Post(int fd, int port, int file, off_t size) {
  char text[512];
  int length = snprintf(text, sizeof text,
                        "POST / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: message/rfc822\r\n"
                        "Content-Length: %lld\r\n\r\n",
                        port, (long long)size);
  if (write(fd, text, (size_t)length) != length) return kFailed;
  for (off_t sent = 0; sent < size;) {
    if (sendfile(fd, file, &sent, (size_t)(size - sent)) <= 0) return kFailed;
  }
  ssize_t got = read(fd, text, sizeof text);
  return got > 12 && memcmp(text + 9, "200", 3) == 0 ? 0 : kFailed;
}

int main(int argc, char** argv) {
  if (argc != 3) return kUsage;
  int port = atoi(argv[1]);
  int file = open(argv[2], O_RDONLY);
  struct stat stat;
  if (file < 0 || fstat(file, &stat) != 0) return kFailed;
  WaitForGo();
  double cpu = CpuOf(RUSAGE_SELF);
  double start = Now();
  int fd = Connect(port);
  if (fd < 0 || Post(fd, port, file, stat.st_size) != 0) return kFailed;
  printf("{\"seconds\":%.6f,\"cpu\":%.6f,\"rss\":%ld}\n", Now() - start, CpuOf(RUSAGE_SELF) - cpu, PeakRss());
  return 0;
}
