/* http_request.h: takes a request apart while it comes in. */
#ifndef IMNXPORT_TEST_HTTP_REQUEST_H
#define IMNXPORT_TEST_HTTP_REQUEST_H

#include <stddef.h>

#include "http_server.h"

/* More bytes of the connection. 1: they were taken; 0: this is no request, or there is no memory. */
int RequestAdd(Request* request, const char* data, size_t size);
void RequestFree(Request* request);

#endif
