/* odd_stream.c: the fourteen slots of IStream. */
#include "odd_stream.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"

static OddStream* Enter(void* This) {
  OddStream* self = This;
  Lock(&self->monitor);
  self->overlaps += self->inside > 0;
  ++self->inside;
  self->on_owner += pthread_equal(self->owner, pthread_self()) != 0;
  return self;
}

static HRESULT Leave(OddStream* self, HRESULT answer) {
  --self->inside;
  Unlock(&self->monitor);
  return answer;
}

static int Same(const GUID* a, const GUID* b) { return memcmp(a, b, sizeof *a) == 0; }

static ULONG STDMETHODCALLTYPE AddRef(void* This) {
  return (ULONG)atomic_fetch_add(&((OddStream*)This)->references, 1) + 1;
}

static ULONG STDMETHODCALLTYPE Release(void* This) {
  OddStream* self = This;
  Lock(&self->monitor);
  ULONG left = (ULONG)atomic_fetch_sub(&self->references, 1) - 1;
  Announce(&self->monitor);
  Unlock(&self->monitor);
  return left;
}

static HRESULT STDMETHODCALLTYPE QueryInterface(void* This, const GUID* riid, void** ppv) {
  *ppv = NULL;
  int agile = ((OddStream*)This)->agile && Same(riid, &IID_IAgileObject);
  if (!agile && !Same(riid, &IID_IUnknown) && !Same(riid, &IID_ISequentialStream) &&
      !Same(riid, &IID_IStream)) {
    return E_NOINTERFACE;
  }
  *ppv = This;
  AddRef(This);
  return S_OK;
}

/* Waits with the lock let go, so that the test can look. */
static void WaitForGate(OddStream* self) {
  if (!self->gate || self->position < self->gate_at) return;
  Gate* gate = self->gate;
  Gate* reached = self->reached;
  Unlock(&self->monitor);
  if (reached) GateOpen(reached);
  GateWait(gate);
  Lock(&self->monitor);
}

static HRESULT STDMETHODCALLTYPE Read(void* This, void* pv, ULONG cb, ULONG* pcbRead) {
  OddStream* self = Enter(This);
  ++self->reads;
  WaitForGate(self);
  if (pcbRead) *pcbRead = 0;
  if (self->position >= self->fail_at) return Leave(self, self->fail);
  uint64_t stop = self->fail_at < self->size ? self->fail_at : self->size;
  uint64_t left = stop > self->position ? stop - self->position : 0;
  ULONG count = self->most > 0 && self->most < cb ? self->most : cb;
  if (count > left) count = (ULONG)left;
  for (ULONG i = 0; i < count; ++i) ((unsigned char*)pv)[i] = OddByte(self->position + i);
  self->position += count;
  if (pcbRead) *pcbRead = self->too_much ? cb + 1 : count;
  int last = self->position >= self->size && self->fail_at == UINT64_MAX;
  return Leave(self, self->always_false || (last && self->end_with_false) ? S_FALSE : S_OK);
}

static HRESULT STDMETHODCALLTYPE Seek(void* This, LARGE_INTEGER move, DWORD origin,
                                      ULARGE_INTEGER* position) {
  OddStream* self = Enter(This);
  ++self->seeks;
  if (FAILED(self->seek)) return Leave(self, self->seek);
  uint64_t end = self->claims == UINT64_MAX ? self->size : self->claims;
  uint64_t base = origin == STREAM_SEEK_CUR ? self->position : origin == STREAM_SEEK_END ? end : 0;
  self->position = base + (uint64_t)move.QuadPart;
  if (position) position->QuadPart = self->position;
  return Leave(self, S_OK);
}

static HRESULT STDMETHODCALLTYPE Stat(void* This, STATSTG* stat, DWORD flags) {
  OddStream* self = Enter(This);
  CHECK_EQ(flags, STATFLAG_NONAME); /* a name would have to be freed */
  if (FAILED(self->stat)) return Leave(self, self->stat);
  memset(stat, 0, sizeof *stat);
  stat->type = STGTY_STREAM;
  stat->cbSize.QuadPart = self->stat_size == UINT64_MAX ? self->size : self->stat_size;
  return Leave(self, S_OK);
}

static HRESULT STDMETHODCALLTYPE Clone(void* This, void** clone) {
  OddStream* self = Enter(This);
  ++self->clones;
  *clone = NULL;
  return Leave(self, E_NOTIMPL);
}

static HRESULT Changed(void* This) {
  OddStream* self = Enter(This);
  ++self->writes;
  return Leave(self, STG_E_ACCESSDENIED);
}

static HRESULT STDMETHODCALLTYPE Write(void* This, const void* pv, ULONG cb, ULONG* pcbWritten) {
  (void)pv, (void)cb, (void)pcbWritten;
  return Changed(This);
}

static HRESULT STDMETHODCALLTYPE SetSize(void* This, ULARGE_INTEGER size) {
  (void)size;
  return Changed(This);
}

static HRESULT STDMETHODCALLTYPE CopyTo(void* This, void* to, ULARGE_INTEGER cb, ULARGE_INTEGER* read,
                                        ULARGE_INTEGER* written) {
  (void)to, (void)cb, (void)read, (void)written;
  return Changed(This);
}

static HRESULT STDMETHODCALLTYPE Commit(void* This, DWORD flags) {
  (void)flags;
  return Changed(This);
}

static HRESULT STDMETHODCALLTYPE Revert(void* This) { return Changed(This); }

/* LockRegion and UnlockRegion have the same shape. */
static HRESULT STDMETHODCALLTYPE LockRegion(void* This, ULARGE_INTEGER offset, ULARGE_INTEGER cb,
                                            DWORD type) {
  (void)offset, (void)cb, (void)type;
  return Changed(This);
}

static const Slot kTable[14] = {(Slot)QueryInterface, (Slot)AddRef, (Slot)Release,    (Slot)Read,
                                (Slot)Write,          (Slot)Seek,   (Slot)SetSize,    (Slot)CopyTo,
                                (Slot)Commit,         (Slot)Revert, (Slot)LockRegion, (Slot)LockRegion,
                                (Slot)Stat,           (Slot)Clone};

OddStream* OddStreamMake(uint64_t size) {
  OddStream* stream = calloc(1, sizeof *stream);
  if (!stream) abort();
  stream->table = kTable;
  atomic_init(&stream->references, 1);
  MonitorInit(&stream->monitor);
  stream->owner = pthread_self();
  stream->size = size;
  stream->claims = stream->stat_size = stream->fail_at = UINT64_MAX;
  return stream;
}

/* No period that is a power of two, so that blocks in the wrong order show. */
unsigned char OddByte(uint64_t position) {
  return (unsigned char)((position % 251) ^ (position / 251 % 241));
}

int OddSame(const void* data, size_t size, uint64_t from) {
  for (size_t i = 0; i < size; ++i) {
    if (((const unsigned char*)data)[i] != OddByte(from + i)) return 0;
  }
  return 1;
}

int OddStreamWaitFree(OddStream* stream) {
  Lock(&stream->monitor);
  WAIT_LOCKED(&stream->monitor, atomic_load(&stream->references) == 1);
  int is = atomic_load(&stream->references) == 1;
  Unlock(&stream->monitor);
  return is;
}

void OddStreamEnd(OddStream* stream) {
  REQUIRE(OddStreamWaitFree(stream));
  CHECK_EQ(stream->inside, 0);
  CHECK_EQ(stream->overlaps, 0);
  CHECK_EQ(stream->on_owner, 0);
  CHECK_EQ(stream->writes, 0);
  MonitorDestroy(&stream->monitor);
  free(stream);
}
