/* guests.h: what a host gives to a transport: a stream and a callback, on the heap, freed by their last
 * Release. */
#ifndef IMNXPORT_TEST_GUESTS_H
#define IMNXPORT_TEST_GUESTS_H

#include <stdatomic.h>

#include "abi/imnxport.h"

/* How many there are. */
extern atomic_int live_streams;
extern atomic_int live_listeners;

/* With one reference. Its members are no atomics: the transport has to keep its calls apart. */
void* StreamMake(unsigned seed);

/* Called inside OnResponse. */
typedef void (*Heard)(void* argument, const HTTPMAILRESPONSE* response);

/* With one reference. */
void* ListenerMake(Heard heard, void* argument);

#endif
