/* odd_stream.h: an IStream, as a bare table of functions, that misbehaves in whatever way a test asks. */
#ifndef IMNXPORT_TEST_ODD_STREAM_H
#define IMNXPORT_TEST_ODD_STREAM_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#include "abi/imnxport.h"
#include "sync.h"
#include "system.h"

typedef struct OddStream {
  const Slot* table; /* first: what COM sees */
  atomic_int references;
  Monitor monitor;
  pthread_t owner;

  /* How it behaves; set before it is given to a transport. A test may change `gate` any time. */
  uint64_t size;      /* bytes it gives */
  uint64_t claims;    /* where Seek says that the end is; UINT64_MAX: at size */
  ULONG most;         /* bytes one Read gives at most; 0: all that is asked for */
  HRESULT seek;       /* S_OK, or what every Seek answers */
  HRESULT stat;       /* S_OK, or what Stat answers */
  uint64_t stat_size; /* what Stat says; UINT64_MAX: size */
  uint64_t fail_at;   /* a Read that stands here answers `fail`; UINT64_MAX: none does */
  HRESULT fail;
  int too_much;       /* Read says that it gave more than was asked */
  int end_with_false; /* the Read that gives the last bytes, and those after it, answer S_FALSE */
  int always_false;   /* every Read that gives bytes answers S_FALSE */
  int agile;          /* answers IAgileObject */
  Gate* gate;         /* a Read at or after `gate_at` waits for it; NULL: none does */
  uint64_t gate_at;
  Gate* reached; /* opened by a Read that comes to wait for the gate */

  /* What was done with it. */
  uint64_t position;
  int reads;
  int seeks;
  int clones;
  int writes; /* and SetSize and so on: whatever changes it */
  int inside;
  int overlaps; /* calls that began while another was running */
  int on_owner; /* Read, Seek, Stat and Clone on the thread that made it */
} OddStream;

/* `size` bytes that can be read, sought and asked for their length, with one reference, the test's. */
OddStream* OddStreamMake(uint64_t size);
/* The byte at a position of every such stream. */
unsigned char OddByte(uint64_t position);
/* 1: these are the bytes from `from` on. */
int OddSame(const void* data, size_t size, uint64_t from);
/* Until the library holds no reference. */
int OddStreamWaitFree(OddStream* stream);
/* Checks that the library gave all back and never did what it must not; then frees it. */
void OddStreamEnd(OddStream* stream);

#endif
