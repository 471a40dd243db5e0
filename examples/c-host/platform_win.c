/* platform_win.c: platform.h with LoadLibrary, an event and a message loop. */
#include <windows.h>
#include <ole2.h>
#include <stdlib.h>

#include "platform.h"

struct Signal {
  HANDLE event;
};

/* A single-threaded apartment, as a program with windows has one. */
int StartCom(void) { return FAILED(CoInitializeEx(NULL, COINIT_APARTMENTTHREADED)); }

void StopCom(void) { CoUninitialize(); }

void* LoadServer(const char* path) {
  HMODULE server = LoadLibraryA(path);
  if (!server) fprintf(stderr, "%s: error %lu\n", path, (unsigned long)GetLastError());
  return server;
}

Function FindFunction(void* server, const char* name) {
  Function function = (Function)GetProcAddress(server, name);
  if (!function) fprintf(stderr, "%s: error %lu\n", name, (unsigned long)GetLastError());
  return function;
}

void UnloadServer(void* server) { FreeLibrary(server); }

Signal* MakeSignal(void) {
  Signal* signal = calloc(1, sizeof *signal);
  if (!signal) return NULL;
  signal->event = CreateEventA(NULL, TRUE, FALSE, NULL);
  if (signal->event) return signal;
  free(signal);
  return NULL;
}

void SetSignal(Signal* signal) { SetEvent(signal->event); }

void WaitFor(Signal* signal) {
  while (MsgWaitForMultipleObjects(1, &signal->event, FALSE, INFINITE, QS_ALLINPUT) == WAIT_OBJECT_0 + 1) {
    MSG message;
    while (PeekMessage(&message, NULL, 0, 0, PM_REMOVE)) {
      TranslateMessage(&message);
      DispatchMessage(&message);
    }
  }
}

void FreeSignal(Signal* signal) {
  CloseHandle(signal->event);
  free(signal);
}

int SeekFile(FILE* file, int64_t offset, int origin) { return _fseeki64(file, offset, origin); }

int64_t TellFile(FILE* file) { return _ftelli64(file); }
