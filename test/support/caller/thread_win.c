/* thread_win.c: a question from a thread that nobody else knows. */
#include <windows.h>

#include "caller.h"

static DWORD WINAPI Ask(LPVOID argument) {
  IHTTPMailCallback* callback = argument;
  DWORD seconds = 0;
  callback->lpVtbl->OnTimeout(callback, &seconds, NULL);
  callback->lpVtbl->Release(callback);
  return 0;
}

void StartAsking(IHTTPMailCallback* callback) {
  callback->lpVtbl->AddRef(callback);
  CloseHandle(CreateThread(NULL, 0, Ask, callback, 0, NULL));
}
