/* caller.h: what the library exports, for koffi. */
#ifndef IMNXPORT_TEST_CALLER_H
#define IMNXPORT_TEST_CALLER_H

#include "abi/imnxport.h"

#ifdef _WIN32
#define EXPORTED __declspec(dllexport)
#else
#define EXPORTED __attribute__((visibility("default")))
#endif

/* The object of caller.c. It is never freed. */
EXPORTED IHTTPMailTransport* MakeCaller(void);

/* Asks OnTimeout on a thread of its own, which holds a reference until it is answered. */
EXPORTED void StartAsking(IHTTPMailCallback* callback);

/* Reads the stream to its end, or to a failure, on a thread of its own, which holds a reference until then.
 */
EXPORTED void StartReading(IStream* stream);

#ifdef _WIN32
/* On a thread that belongs to nobody yet: makes it a single-threaded apartment with a window, posts a message
 * to that, and asks OnTimeout. The window tells OnStatus (status 42) when the message comes. Gives what
 * OnTimeout answered. */
EXPORTED HRESULT AskInApartment(IHTTPMailCallback* callback, DWORD* seconds);

/* Likewise: reads one byte, and the window writes one when the message comes. Gives what Read answered. */
EXPORTED HRESULT ReadInApartment(IStream* stream, BYTE* byte);
#endif

#endif /* IMNXPORT_TEST_CALLER_H */
