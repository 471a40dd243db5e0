/* platform_posix.c: platform.h with dlopen and pthreads. */
#define _FILE_OFFSET_BITS 64
#define _POSIX_C_SOURCE 200809L

#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#include "platform.h"

struct Signal {
  pthread_mutex_t mutex;
  pthread_cond_t changed;
  int set;
};

int StartCom(void) { return 0; }

void StopCom(void) {}

void* LoadServer(const char* path) {
  void* server = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!server) fprintf(stderr, "%s\n", dlerror());
  return server;
}

Function FindFunction(void* server, const char* name) {
  void* address = dlsym(server, name);
  if (!address) {
    fprintf(stderr, "%s\n", dlerror());
    return NULL;
  }
  /* ISO C has no cast from an object pointer to a function pointer; POSIX says that the bits are the same. */
  Function function;
  memcpy(&function, &address, sizeof function);
  return function;
}

void UnloadServer(void* server) { dlclose(server); }

Signal* MakeSignal(void) {
  Signal* signal = calloc(1, sizeof *signal);
  if (!signal) return NULL;
  pthread_mutex_init(&signal->mutex, NULL);
  pthread_cond_init(&signal->changed, NULL);
  return signal;
}

void SetSignal(Signal* signal) {
  pthread_mutex_lock(&signal->mutex);
  signal->set = 1;
  pthread_cond_signal(&signal->changed);
  pthread_mutex_unlock(&signal->mutex);
}

void WaitFor(Signal* signal) {
  pthread_mutex_lock(&signal->mutex);
  while (!signal->set) pthread_cond_wait(&signal->changed, &signal->mutex);
  pthread_mutex_unlock(&signal->mutex);
}

void FreeSignal(Signal* signal) {
  pthread_cond_destroy(&signal->changed);
  pthread_mutex_destroy(&signal->mutex);
  free(signal);
}

int SeekFile(FILE* file, int64_t offset, int origin) { return fseeko(file, (off_t)offset, origin); }

int64_t TellFile(FILE* file) { return (int64_t)ftello(file); }
