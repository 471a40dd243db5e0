/* message_loop.c: as Electron's shell/common/node_bindings*.cc does it, in C.
 *
 * A second thread waits on libuv's completion port. When something comes it posts a message to the main
 * thread and waits for that turn to end, so that there is never more than one message on its way.
 */
#include "message_loop.h"

#include <windows.h>

/* The beginning of uv_loop_t, from libuv's public uv.h and uv/win.h. */
struct UvLoop {
  void* data;
  unsigned active_handles;
  union {
    void* unused;
    unsigned count;
  } active_reqs;
  void* internal_fields;
  unsigned stop_flag;
  HANDLE iocp;
};

enum { kUvRunNoWait = 2, kTurnMessage = WM_USER + 1 };

typedef struct Loop {
  UvLoop* uv;
  int (*uv_run)(UvLoop*, int);
  int (*uv_backend_timeout)(const UvLoop*);
  Turn turn;
  void* argument;
  HWND window;
  HANDLE turn_ended; /* a semaphore */
  int timeout;       /* of libuv, when its turn ended; read after turn_ended */
  volatile LONG ended;
} Loop;

static const wchar_t kClass[] = L"imnxport-test-main-loop";

static DWORD WINAPI Poll(void* self) {
  Loop* loop = self;
  for (;;) {
    WaitForSingleObject(loop->turn_ended, INFINITE);
    if (loop->ended) return 0;
    DWORD bytes;
    ULONG_PTR key;
    OVERLAPPED* overlapped = NULL;
    DWORD timeout = loop->timeout < 0 ? INFINITE : (DWORD)loop->timeout;
    GetQueuedCompletionStatus(loop->uv->iocp, &bytes, &key, &overlapped, timeout);
    /* It is libuv's: back it goes. An empty one was to wake us, and has. */
    if (overlapped) PostQueuedCompletionStatus(loop->uv->iocp, bytes, key, overlapped);
    if (loop->ended) return 0;
    PostMessageW(loop->window, kTurnMessage, 0, (LPARAM)loop);
  }
}

static void TakeTurn(Loop* loop) {
  loop->uv_run(loop->uv, kUvRunNoWait);
  loop->turn(loop->argument);
  loop->timeout = loop->uv_backend_timeout(loop->uv);
  ReleaseSemaphore(loop->turn_ended, 1, NULL);
}

static LRESULT CALLBACK OnMessage(HWND window, UINT message, WPARAM wide, LPARAM parameter) {
  if (message != kTurnMessage) return DefWindowProcW(window, message, wide, parameter);
  TakeTurn((Loop*)parameter);
  return 0;
}

/* One message, or the end of the wait for it. 0: it was WM_QUIT. */
static int OneMessage(DWORD wait_ms) {
  MSG message;
  if (!PeekMessageW(&message, NULL, 0, 0, PM_REMOVE)) {
    MsgWaitForMultipleObjectsEx(0, NULL, wait_ms, QS_ALLINPUT, MWMO_INPUTAVAILABLE);
    return 1;
  }
  if (message.message == WM_QUIT) return 0;
  TranslateMessage(&message);
  DispatchMessageW(&message);
  return 1;
}

int MessageLoopRun(UvLoop* uv, Turn turn, void* argument, unsigned limit_ms) {
  HMODULE program = GetModuleHandleW(NULL); /* libuv is inside, whatever it is called */
  Loop loop = {.uv = uv, .turn = turn, .argument = argument};
  loop.uv_run = (int (*)(UvLoop*, int))(void (*)(void))GetProcAddress(program, "uv_run");
  loop.uv_backend_timeout =
      (int (*)(const UvLoop*))(void (*)(void))GetProcAddress(program, "uv_backend_timeout");
  WNDCLASSW kind = {.lpfnWndProc = OnMessage, .hInstance = program, .lpszClassName = kClass};
  RegisterClassW(&kind);
  loop.window = CreateWindowExW(0, kClass, NULL, 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, program, NULL);
  loop.turn_ended = CreateSemaphoreW(NULL, 0, 1, NULL);
  HANDLE poller = CreateThread(NULL, 0, Poll, &loop, 0, NULL);
  int running = loop.uv_run && loop.uv_backend_timeout && loop.window && loop.turn_ended && poller;

  ULONGLONG end = GetTickCount64() + limit_ms;
  int quit = 0;
  if (running) TakeTurn(&loop);
  while (running && !quit && GetTickCount64() < end) quit = !OneMessage(100);

  InterlockedExchange(&loop.ended, 1);
  PostQueuedCompletionStatus(uv->iocp, 0, 0, NULL);
  ReleaseSemaphore(loop.turn_ended, 1, NULL);
  if (poller) {
    WaitForSingleObject(poller, INFINITE);
    CloseHandle(poller);
  }
  if (loop.turn_ended) CloseHandle(loop.turn_ended);
  if (loop.window) DestroyWindow(loop.window);
  UnregisterClassW(kClass, program);
  return quit;
}

void MessageLoopQuit(void) { PostQuitMessage(0); }

int MessagesUntil(int (*done)(void* argument), void* argument, unsigned limit_ms) {
  ULONGLONG end = GetTickCount64() + limit_ms;
  while (!done(argument)) {
    if (GetTickCount64() > end) return 0;
    OneMessage(100);
  }
  return 1;
}
