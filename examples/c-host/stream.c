/* stream.c: how a COM object is written in C: a structure that begins with a pointer to a table of functions.
 *
 * The library needs Read to get the bytes, Seek to learn the length and to start again after a redirect,
 * and nothing else. Methods that make no sense for a file that is only read say so with an HRESULT.
 */
#include "stream.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "platform.h"

typedef struct FileStream {
  IStream base; /* first: a FileStream* is an IStream* */
  atomic_uint references;
  FILE* file;
} FileStream;

static FileStream* Self(IStream* stream) { return (FileStream*)stream; }

static ULONG STDMETHODCALLTYPE AddRef(IStream* This) {
  return (ULONG)atomic_fetch_add(&Self(This)->references, 1) + 1;
}

static ULONG STDMETHODCALLTYPE Release(IStream* This) {
  ULONG left = (ULONG)atomic_fetch_sub(&Self(This)->references, 1) - 1;
  if (left == 0) {
    fclose(Self(This)->file);
    free(This);
  }
  return left;
}

/* IAgileObject has no methods of its own. Answering it says: call me on any thread. Otherwise COM would
 * bring every Read back to the thread that made the stream. */
static HRESULT STDMETHODCALLTYPE QueryInterface(IStream* This, REFIID riid, void** ppv) {
  if (!ppv) return E_POINTER;
  *ppv = NULL;
  if (!IsEqualGUID(riid, &IID_IUnknown) && !IsEqualGUID(riid, &IID_ISequentialStream) &&
      !IsEqualGUID(riid, &IID_IStream) && !IsEqualGUID(riid, &IID_IAgileObject)) {
    return E_NOINTERFACE;
  }
  *ppv = This;
  AddRef(This);
  return S_OK;
}

/* Fewer bytes than asked are fine, 0 bytes are the end. */
static HRESULT STDMETHODCALLTYPE Read(IStream* This, void* pv, ULONG cb, ULONG* pcbRead) {
  FILE* file = Self(This)->file;
  if (pcbRead) *pcbRead = 0;
  if (!pv) return STG_E_INVALIDPOINTER;
  size_t count = fread(pv, 1, cb, file);
  if (pcbRead) *pcbRead = (ULONG)count;
  if (ferror(file)) return STG_E_READFAULT;
  return count < cb ? S_FALSE : S_OK;
}

static HRESULT STDMETHODCALLTYPE Seek(IStream* This, LARGE_INTEGER move, DWORD origin,
                                      ULARGE_INTEGER* position) {
  static const int kOrigins[] = {SEEK_SET, SEEK_CUR, SEEK_END}; /* by STREAM_SEEK_SET, _CUR, _END */
  FILE* file = Self(This)->file;
  if (origin > STREAM_SEEK_END) return STG_E_INVALIDFUNCTION;
  if (SeekFile(file, move.QuadPart, kOrigins[origin]) != 0) return STG_E_INVALIDFUNCTION;
  int64_t now = TellFile(file);
  if (now < 0) return STG_E_SEEKERROR;
  if (position) position->QuadPart = (ULONGLONG)now;
  return S_OK;
}

static HRESULT STDMETHODCALLTYPE Stat(IStream* This, STATSTG* stat, DWORD flags) {
  FILE* file = Self(This)->file;
  (void)flags; /* the stream has no name, whether one is wanted or not */
  if (!stat) return STG_E_INVALIDPOINTER;
  int64_t here = TellFile(file);
  if (here < 0 || SeekFile(file, 0, SEEK_END) != 0) return STG_E_SEEKERROR;
  int64_t size = TellFile(file);
  if (size < 0 || SeekFile(file, here, SEEK_SET) != 0) return STG_E_SEEKERROR;
  *stat = (STATSTG){.type = STGTY_STREAM, .grfMode = STGM_READ};
  stat->cbSize.QuadPart = (ULONGLONG)size;
  return S_OK;
}

static HRESULT STDMETHODCALLTYPE Write(IStream* This, const void* pv, ULONG cb, ULONG* pcbWritten) {
  (void)This, (void)pv, (void)cb;
  if (pcbWritten) *pcbWritten = 0;
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

/* LockRegion and UnlockRegion have the same shape. */
static HRESULT STDMETHODCALLTYPE NoLocks(IStream* This, ULARGE_INTEGER offset, ULARGE_INTEGER cb,
                                         DWORD type) {
  (void)This, (void)offset, (void)cb, (void)type;
  return STG_E_INVALIDFUNCTION;
}

static HRESULT STDMETHODCALLTYPE Clone(IStream* This, IStream** clone) {
  (void)This;
  if (clone) *clone = NULL;
  return E_NOTIMPL;
}

static IStreamVtbl file_stream_table = {
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

IStream* OpenFileStream(const char* path) {
  FileStream* stream = calloc(1, sizeof *stream);
  if (!stream) return NULL;
  stream->base.lpVtbl = &file_stream_table;
  atomic_init(&stream->references, 1);
  stream->file = fopen(path, "rb");
  if (stream->file) return &stream->base;
  free(stream);
  return NULL;
}
