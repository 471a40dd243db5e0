/* thread_posix.c: a question from a thread that nobody else knows. */
#include <pthread.h>

#include "caller.h"

static void* Ask(void* argument) {
  IHTTPMailCallback* callback = argument;
  DWORD seconds = 0;
  callback->lpVtbl->OnTimeout(callback, &seconds, NULL);
  callback->lpVtbl->Release(callback);
  return NULL;
}

void StartAsking(IHTTPMailCallback* callback) {
  pthread_t thread;
  callback->lpVtbl->AddRef(callback);
  pthread_create(&thread, NULL, Ask, callback);
  pthread_detach(thread);
}
