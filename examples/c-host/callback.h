/* callback.h: an IHTTPMailCallback in plain C that prints progress and keeps the final response. */
#ifndef C_HOST_CALLBACK_H
#define C_HOST_CALLBACK_H

#include "abi/imnxport.h"

/* What is kept of the final response. The strings belong to the callback; NULL: the server sent none. */
typedef struct Result {
  HRESULT hr;
  unsigned status;
  unsigned long sent;
  unsigned long total; /* 0: not known */
  char* status_line;
  char* location;
  char* problem;
} Result;

/* A callback with one reference that the caller releases, or NULL. */
IHTTPMailCallback* MakeCallback(void);

/* Waits for the final response. The result lives as long as the callback. */
const Result* WaitForResult(IHTTPMailCallback* callback);

#endif
