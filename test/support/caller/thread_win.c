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

void StartAsking(IHTTPMailCallback* callback) {
  callback->lpVtbl->AddRef(callback);
  CloseHandle(CreateThread(NULL, 0, Ask, callback, 0, NULL));
}

void StartReading(IStream* stream) {
  stream->lpVtbl->AddRef(stream);
  CloseHandle(CreateThread(NULL, 0, ReadAll, stream, 0, NULL));
}
