/* stream.h: an IStream in plain C, over a file that is only read. */
#ifndef C_HOST_STREAM_H
#define C_HOST_STREAM_H

#include "abi/imnxport.h"

/* A stream over the file at path, with one reference that the caller releases; NULL, with errno set: it
 * cannot be opened. May be used on any thread, by one at a time. */
IStream* OpenFileStream(const char* path);

#endif
