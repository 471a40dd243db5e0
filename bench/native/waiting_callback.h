/* waiting_callback.h: an IHTTPMailCallback that only waits for ends. */
#ifndef BENCH_WAITING_CALLBACK_H
#define BENCH_WAITING_CALLBACK_H

#include "abi/imnxport.h"

typedef struct WaitingCallback WaitingCallback;

/* Lives as long as the process. */
WaitingCallback* MakeWaitingCallback(void);
IHTTPMailCallback* AsInterface(WaitingCallback* callback);

/* The HRESULT of the next command that ends. */
HRESULT WaitForEnd(WaitingCallback* callback);

#endif
