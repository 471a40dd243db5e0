#define COBJMACROS
#include "null_stream.h"

#include <stdatomic.h>
#include <stdlib.h>

typedef struct NullStream {
  IStream base; /* first: a NullStream* is an IStream* */
  atomic_uint references;
  uint64_t size, position;
} NullStream;

static NullStream* Self(IStream* stream) { return (NullStream*)stream; }

static ULONG STDMETHODCALLTYPE AddRef(IStream* This) {
  return (ULONG)atomic_fetch_add(&Self(This)->references, 1) + 1;
}

static ULONG STDMETHODCALLTYPE Release(IStream* This) {
  ULONG left = (ULONG)atomic_fetch_sub(&Self(This)->references, 1) - 1;
  if (left == 0) free(This);
  return left;
}

static HRESULT STDMETHODCALLTYPE QueryInterface(IStream* This, REFIID riid, void** ppv) {
  *ppv = NULL;
  if (!IsEqualGUID(riid, &IID_IUnknown) && !IsEqualGUID(riid, &IID_ISequentialStream) &&
      !IsEqualGUID(riid, &IID_IStream) && !IsEqualGUID(riid, &IID_IAgileObject)) {
    return E_NOINTERFACE;
  }
  *ppv = This;
  AddRef(This);
  return S_OK;
}

static HRESULT STDMETHODCALLTYPE Read(IStream* This, void* pv, ULONG cb, ULONG* pcbRead) {
  NullStream* self = Self(This);
  uint64_t left = self->size - self->position;
  ULONG count = left < cb ? (ULONG)left : cb;
  (void)pv; /* whatever is in the buffer is sent */
  self->position += count;
  if (pcbRead) *pcbRead = count;
  return count < cb ? S_FALSE : S_OK;
}

static HRESULT STDMETHODCALLTYPE Seek(IStream* This, LARGE_INTEGER move, DWORD origin,
                                      ULARGE_INTEGER* position) {
  NullStream* self = Self(This);
  uint64_t from = origin == STREAM_SEEK_SET ? 0 : origin == STREAM_SEEK_CUR ? self->position : self->size;
  self->position = from + (uint64_t)move.QuadPart;
  if (position) position->QuadPart = self->position;
  return S_OK;
}

static HRESULT STDMETHODCALLTYPE Stat(IStream* This, STATSTG* stat, DWORD flags) {
  (void)flags;
  *stat = (STATSTG){.type = STGTY_STREAM, .grfMode = STGM_READ};
  stat->cbSize.QuadPart = Self(This)->size;
  return S_OK;
}

static HRESULT STDMETHODCALLTYPE Write(IStream* This, const void* pv, ULONG cb, ULONG* pcbWritten) {
  (void)This, (void)pv, (void)cb, (void)pcbWritten;
  return STG_E_ACCESSDENIED;
}

static HRESULT STDMETHODCALLTYPE SetSize(IStream* This, ULARGE_INTEGER size) {
  (void)This, (void)size;
  return STG_E_ACCESSDENIED;
}

static HRESULT STDMETHODCALLTYPE CopyTo(IStream* This, IStream* to, ULARGE_INTEGER cb, ULARGE_INTEGER* read,
                                        ULARGE_INTEGER* written) {
  (void)This, (void)to, (void)cb, (void)read, (void)written;
  return E_NOTIMPL;
}

static HRESULT STDMETHODCALLTYPE Commit(IStream* This, DWORD flags) {
  (void)This, (void)flags;
  return S_OK;
}

static HRESULT STDMETHODCALLTYPE Revert(IStream* This) {
  (void)This;
  return STG_E_INVALIDFUNCTION;
}

static HRESULT STDMETHODCALLTYPE NoLocks(IStream* This, ULARGE_INTEGER offset, ULARGE_INTEGER cb,
                                         DWORD type) {
  (void)This, (void)offset, (void)cb, (void)type;
  return STG_E_INVALIDFUNCTION;
}

static HRESULT STDMETHODCALLTYPE Clone(IStream* This, IStream** clone) {
  (void)This, (void)clone;
  return E_NOTIMPL;
}

static IStreamVtbl null_stream_table = {
    .QueryInterface = QueryInterface,
    .AddRef = AddRef,
    .Release = Release,
    .Read = Read,
    .Write = Write,
    .Seek = Seek,
    .SetSize = SetSize,
    .CopyTo = CopyTo,
    .Commit = Commit,
    .Revert = Revert,
    .LockRegion = NoLocks,
    .UnlockRegion = NoLocks,
    .Stat = Stat,
    .Clone = Clone,
};

IStream* MakeNullStream(uint64_t size) {
  NullStream* stream = calloc(1, sizeof *stream);
  if (!stream) abort();
  stream->base.lpVtbl = &null_stream_table;
  atomic_init(&stream->references, 1);
  stream->size = size;
  return &stream->base;
}
