/* system_win.c: system.h for Windows. */
#include <stdio.h>
#include <stdlib.h>

#include "check.h"
#include "system.h"

/* The order matters: winsock2.h comes before windows.h. */
/* clang-format off */
#include <winsock2.h>
#include <windows.h>
#include <ole2.h>
#include <tlhelp32.h>
/* clang-format on */

/* In the multi-threaded apartment callbacks come on the library's own thread and nobody has to pump. */
void SystemStart(void) {
  WSADATA data;
  WSAStartup(MAKEWORD(2, 2), &data);
  CoInitializeEx(NULL, COINIT_MULTITHREADED);
}

void ThreadStart(void) { CoInitializeEx(NULL, COINIT_MULTITHREADED); }

void ThreadEnd(void) { CoUninitialize(); }

void* LoadLibraryAt(const char* path) {
  HMODULE library = LoadLibraryA(path);
  if (!library) fprintf(stderr, "%s: error %lu\n", path, (unsigned long)GetLastError());
  return library;
}

Slot LibraryFunction(void* library, const char* name) { return (Slot)GetProcAddress(library, name); }

void UnloadLibrary(void* library) { FreeLibrary(library); }

int LibraryIsLoaded(const char* path) { return GetModuleHandleA(path) != NULL; }

int64_t NowMs(void) { return (int64_t)GetTickCount64(); }

void PauseMs(int time) { Sleep((DWORD)time); }

Socket ListenOnLoopback(int* port) {
  SOCKET listener = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = {.sin_family = AF_INET};
  int size = sizeof address;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (listener == INVALID_SOCKET || bind(listener, (struct sockaddr*)&address, size) != 0 ||
      listen(listener, 64) != 0 || getsockname(listener, (struct sockaddr*)&address, &size) != 0) {
    return NO_SOCKET;
  }
  *port = ntohs(address.sin_port);
  return (Socket)listener;
}

Socket AcceptOn(Socket listener) { return (Socket)accept((SOCKET)listener, NULL, NULL); }

Socket ConnectTo(int port) {
  SOCKET client = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((u_short)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(client, (struct sockaddr*)&address, sizeof address) == 0) return (Socket)client;
  closesocket(client);
  return NO_SOCKET;
}

int ReceiveFrom(Socket socket, void* buffer, size_t size) {
  return recv((SOCKET)socket, buffer, (int)size, 0);
}

int SendTo(Socket socket, const void* data, size_t size) {
  const char* next = data;
  while (size > 0) {
    int sent = send((SOCKET)socket, next, (int)size, 0);
    if (sent <= 0) return -1;
    next += sent;
    size -= (size_t)sent;
  }
  return 0;
}

void ShutSocket(Socket socket) {
  shutdown((SOCKET)socket, SD_BOTH);
  /* Wine's shutdown wakes nobody. */
  CancelIoEx((HANDLE)socket, NULL);
}

void CloseSocket(Socket socket) { closesocket((SOCKET)socket); }

void ResetSocket(Socket socket) {
  struct linger now = {1, 0};
  setsockopt((SOCKET)socket, SOL_SOCKET, SO_LINGER, (const char*)&now, sizeof now);
  closesocket((SOCKET)socket);
}

/* SystemExtendedHandleInformation of NtQuerySystemInformation. */
typedef struct HandleEntry {
  void* object;
  ULONG_PTR process, handle;
  ULONG access;
  USHORT trace, type;
  ULONG attributes, reserved;
} HandleEntry;
typedef struct HandleList {
  ULONG_PTR count, reserved;
  HandleEntry entries[1];
} HandleList;

static int CountInListOfAll(void) {
  typedef LONG(NTAPI * Query)(ULONG, void*, ULONG, ULONG*);
  Query query = (Query)(Slot)GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "NtQuerySystemInformation");
  const LONG too_small = (LONG)0xC0000004u;
  HandleList* list = NULL;
  int count = 0;
  LONG status = too_small;
  for (ULONG size = 1u << 16; status == too_small; size *= 2) {
    free(list);
    list = malloc(size);
    REQUIRE(list != NULL);
    status = query(64, list, size, NULL);
  }
  REQUIRE(status == 0);
  for (ULONG_PTR i = 0; i < list->count; ++i) count += list->entries[i].process == GetCurrentProcessId();
  free(list);
  return count;
}

int CountHandles(void) {
  DWORD count = 0;
  CHECK(GetProcessHandleCount(GetCurrentProcess(), &count));
  return count > 0 ? (int)count : CountInListOfAll(); /* Wine 10 answers 0 */
}

int CountThreads(void) {
  HANDLE snapshot = CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0);
  REQUIRE(snapshot != INVALID_HANDLE_VALUE);
  THREADENTRY32 entry = {.dwSize = sizeof entry};
  int count = 0;
  for (BOOL more = Thread32First(snapshot, &entry); more; more = Thread32Next(snapshot, &entry)) {
    count += entry.th32OwnerProcessID == GetCurrentProcessId();
  }
  CloseHandle(snapshot);
  return count;
}
