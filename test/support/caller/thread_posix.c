/* thread_posix.c: calls from threads that nobody else knows. */
#include <pthread.h>

#include "caller.h"

static void* Ask(void* argument) {
  IHTTPMailCallback* callback = argument;
  DWORD seconds = 0;
  callback->lpVtbl->OnTimeout(callback, &seconds, NULL);
  callback->lpVtbl->Release(callback);
  return NULL;
}

static void* ReadAll(void* argument) {
  IStream* stream = argument;
  char block[1000];
  while (stream->lpVtbl->Read(stream, block, sizeof block, NULL) == S_OK) continue;
  stream->lpVtbl->Release(stream);
  return NULL;
}

static void Start(void* (*work)(void*), void* argument) {
  pthread_t thread;
  pthread_create(&thread, NULL, work, argument);
  pthread_detach(thread);
}

void StartAsking(IHTTPMailCallback* callback) {
  callback->lpVtbl->AddRef(callback);
  Start(Ask, callback);
}

void StartReading(IStream* stream) {
  stream->lpVtbl->AddRef(stream);
  Start(ReadAll, stream);
}
