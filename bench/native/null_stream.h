/* null_stream.h: an IStream of any size without bytes behind it: Read says that it has filled the buffer. */
#ifndef BENCH_NULL_STREAM_H
#define BENCH_NULL_STREAM_H

#include "abi/imnxport.h"

/* With one reference that the caller releases. */
IStream* MakeNullStream(uint64_t size);

#endif
