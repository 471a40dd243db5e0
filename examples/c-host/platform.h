/* platform.h: the few things that this example asks of the operating system. */
#ifndef C_HOST_PLATFORM_H
#define C_HOST_PLATFORM_H

#include <stdint.h>
#include <stdio.h>

/* The entry of a loaded library, or NULL after a message on stderr. */
typedef void (*Function)(void);

/* Before and after all use of COM on this thread. Nothing to do where there is no COM. 0: it worked. */
int StartCom(void);
void StopCom(void);

/* Loads a shared library; NULL after a message on stderr. */
void* LoadServer(const char* path);
Function FindFunction(void* server, const char* name);
void UnloadServer(void* server);

/* A flag that one thread sets, once, and another waits for. WaitFor pumps messages on Windows: a thread
 * with a window (the library makes a hidden one) has to, or nothing is ever delivered to it. */
typedef struct Signal Signal;
Signal* MakeSignal(void);
void SetSignal(Signal* signal);
void WaitFor(Signal* signal);
void FreeSignal(Signal* signal);

/* fseek and ftell for files of any size. 0, or the position; -1: failed. */
int SeekFile(FILE* file, int64_t offset, int origin);
int64_t TellFile(FILE* file);

#endif
