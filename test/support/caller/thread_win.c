/* thread_win.c: calls from threads that nobody else knows. */
#include <windows.h>

#include "caller.h"

static DWORD WINAPI Ask(LPVOID argument) {
  IHTTPMailCallback* callback = argument;
  DWORD seconds = 0;
  callback->lpVtbl->OnTimeout(callback, &seconds, NULL);
  callback->lpVtbl->Release(callback);
  return 0;
}

static DWORD WINAPI ReadAll(LPVOID argument) {
  IStream* stream = argument;
  char block[1000];
  while (stream->lpVtbl->Read(stream, block, sizeof block, NULL) == S_OK) continue;
  stream->lpVtbl->Release(stream);
  return 0;
}

/* koffi unloads this library when its environment ends; the thread may still be inside then. */
static void Start(LPTHREAD_START_ROUTINE work, LPVOID argument) {
  HMODULE self;
  GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_PIN,
                     (LPCWSTR)(void*)work, &self);
  CloseHandle(CreateThread(NULL, 0, work, argument, 0, NULL));
}

void StartAsking(IHTTPMailCallback* callback) {
  callback->lpVtbl->AddRef(callback);
  Start(Ask, callback);
}

void StartReading(IStream* stream) {
  stream->lpVtbl->AddRef(stream);
  Start(ReadAll, stream);
}
