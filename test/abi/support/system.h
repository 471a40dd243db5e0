/* system.h: libraries, sockets and time, alike on every system; threads are pthreads everywhere. */
#ifndef IMNXPORT_TEST_SYSTEM_H
#define IMNXPORT_TEST_SYSTEM_H

#include <stddef.h>
#include <stdint.h>

typedef void (*Slot)(void); /* a function of which the caller knows the type */

/* Sockets, and COM in the multi-threaded apartment of this thread. Once per process. */
void SystemStart(void);
/* The same apartment for another thread, and out of it again. */
void ThreadStart(void);
void ThreadEnd(void);

void* LoadLibraryAt(const char* path); /* NULL: not loaded, after a message */
Slot LibraryFunction(void* library, const char* name);
void UnloadLibrary(void* library);
int LibraryIsLoaded(const char* path);

int64_t NowMs(void);    /* a clock that never goes back */
void PauseMs(int time); /* only between two looks at something that cannot be waited for */

/* What this process has of the system: handles (off Windows files and sockets) and threads; 0 on systems
 * that do not tell. */
int CountHandles(void);
int CountThreads(void);

typedef intptr_t Socket;
#define NO_SOCKET ((Socket)-1)
Socket ListenOnLoopback(int* port); /* a port that is free */
Socket AcceptOn(Socket listener);
Socket ConnectTo(int port);                                /* of 127.0.0.1 */
int ReceiveFrom(Socket socket, void* buffer, size_t size); /* 0 or less: the other side has ended */
int SendTo(Socket socket, const void* data, size_t size);  /* all of it; 0: it worked */
void ShutSocket(Socket socket);  /* wakes whoever receives from it; it is still to be closed */
void CloseSocket(Socket socket); /* with everything that was sent */
void ResetSocket(Socket socket); /* the rude way: the other side sees a reset */

#endif
