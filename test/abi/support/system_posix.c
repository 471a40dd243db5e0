/* system_posix.c: system.h for POSIX systems. */
#include <arpa/inet.h>
#include <dirent.h>
#include <dlfcn.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "system.h"

void SystemStart(void) { signal(SIGPIPE, SIG_IGN); }

void ThreadStart(void) {}

void ThreadEnd(void) {}

void* LoadLibraryAt(const char* path) {
  void* library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!library) fprintf(stderr, "%s\n", dlerror());
  return library;
}

Slot LibraryFunction(void* library, const char* name) {
  void* address = dlsym(library, name);
  Slot function = NULL;
  memcpy(&function, &address, sizeof function);
  return function;
}

void UnloadLibrary(void* library) { dlclose(library); }

int LibraryIsLoaded(const char* path) {
  void* library = dlopen(path, RTLD_NOW | RTLD_NOLOAD);
  if (!library) return 0;
  dlclose(library);
  return 1;
}

int64_t NowMs(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void PauseMs(int time) {
  struct timespec pause = {time / 1000, (time % 1000) * 1000000L};
  nanosleep(&pause, NULL);
}

Socket ListenOnLoopback(int* port) {
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  if (listener < 0 || bind(listener, (struct sockaddr*)&address, size) != 0 || listen(listener, 64) != 0 ||
      getsockname(listener, (struct sockaddr*)&address, &size) != 0) {
    return NO_SOCKET;
  }
  *port = ntohs(address.sin_port);
  return listener;
}

Socket AcceptOn(Socket listener) { return accept((int)listener, NULL, NULL); }

Socket ConnectTo(int port) {
  int client = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (client >= 0 && connect(client, (struct sockaddr*)&address, sizeof address) == 0) return client;
  if (client >= 0) close(client);
  return NO_SOCKET;
}

int ReceiveFrom(Socket socket, void* buffer, size_t size) { return (int)recv((int)socket, buffer, size, 0); }

int SendTo(Socket socket, const void* data, size_t size) {
  const char* next = data;
  while (size > 0) {
    ssize_t sent = send((int)socket, next, size, MSG_NOSIGNAL);
    if (sent <= 0) return -1;
    next += sent;
    size -= (size_t)sent;
  }
  return 0;
}

void ShutSocket(Socket socket) { shutdown((int)socket, SHUT_RDWR); }

void CloseSocket(Socket socket) { close((int)socket); }

void ResetSocket(Socket socket) {
  struct linger now = {1, 0};
  setsockopt((int)socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  close((int)socket);
}

static int CountEntries(const char* path) {
  DIR* folder = opendir(path);
  int count = 0;
#ifdef __linux__
  REQUIRE(folder != NULL); /* no more files can be opened: what leaks is not to pass for nothing */
#endif
  if (!folder) return 0;
  for (struct dirent* entry; (entry = readdir(folder)) != NULL;) count += entry->d_name[0] != '.';
  closedir(folder);
  return count;
}

int CountHandles(void) { return CountEntries("/proc/self/fd"); }

int CountThreads(void) { return CountEntries("/proc/self/task"); }
