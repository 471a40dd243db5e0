/* imnxport_com.h: the COM base interfaces off Windows (there: unknwn.h and objidl.h).
 *
 * IUnknown, IClassFactory, ISequentialStream and IStream in vtable order, and what they need. Source: the
 * public COM documentation. Included by imnxport_types.h.
 */
#ifndef IMNXPORT_COM_H
#define IMNXPORT_COM_H

#include "imnxport_types.h"

#ifndef _WIN32

#ifdef __cplusplus
extern "C" {
#endif

IMNXPORT_GUID(GUID_NULL, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
IMNXPORT_GUID(IID_IUnknown, 0x00000000, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46);
IMNXPORT_GUID(IID_IClassFactory, 0x00000001, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46);
IMNXPORT_GUID(IID_IMarshal, 0x00000003, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46);
IMNXPORT_GUID(IID_IStream, 0x0000000c, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46);
IMNXPORT_GUID(IID_ISequentialStream, 0x0c733a30, 0x2a1c, 0x11ce, 0xad, 0xe5, 0x00, 0xaa, 0x00, 0x44, 0x77,
              0x3d);
IMNXPORT_GUID(IID_IAgileObject, 0x94ea2b94, 0xe9cc, 0x49e0, 0xc0, 0xff, 0xee, 0x64, 0xca, 0x8f, 0x5b, 0x90);

/* IStream::Seek, where the move is counted from. */
typedef enum STREAM_SEEK { STREAM_SEEK_SET = 0, STREAM_SEEK_CUR = 1, STREAM_SEEK_END = 2 } STREAM_SEEK;
/* IStream::Stat, what is wanted. NONAME: no pwcsName, which the caller would have to free. */
typedef enum STATFLAG { STATFLAG_DEFAULT = 0, STATFLAG_NONAME = 1, STATFLAG_NOOPEN = 2 } STATFLAG;
/* STATSTG.type */
typedef enum STGTY { STGTY_STORAGE = 1, STGTY_STREAM = 2, STGTY_LOCKBYTES = 3, STGTY_PROPERTY = 4 } STGTY;
/* IStream::LockRegion, and a mask in STATSTG.grfLocksSupported: 1 write, 2 exclusive, 4 only once. Without
 * the names that Windows has for them: <fcntl.h> has macros of the same names and other values. */
typedef DWORD LOCKTYPE;
/* IStream::Commit */
typedef enum STGC { STGC_DEFAULT = 0, STGC_OVERWRITE = 1, STGC_ONLYIFCURRENT = 2 } STGC;
/* STATSTG.grfMode */
#define STGM_READ 0x00000000
#define STGM_WRITE 0x00000001
#define STGM_READWRITE 0x00000002

/* What IStream::Stat tells. */
typedef struct STATSTG {
  LPOLESTR pwcsName; /* NULL with STATFLAG_NONAME */
  DWORD type;        /* STGTY */
  ULARGE_INTEGER cbSize;
  FILETIME mtime;
  FILETIME ctime;
  FILETIME atime;
  DWORD grfMode;
  DWORD grfLocksSupported;
  CLSID clsid;
  DWORD grfStateBits;
  DWORD reserved;
} STATSTG;

/* Every interface begins with these three slots. */
#undef INTERFACE
#define INTERFACE IUnknown
DECLARE_INTERFACE(IUnknown) {
  /* Another interface of the same object, with a reference that the caller releases. E_NOINTERFACE and a
   * NULL *ppvObject: it has none; E_POINTER: ppvObject is NULL. Asking for IID_IUnknown always gives the
   * same pointer, which is the identity of the object. */
  STDMETHOD(QueryInterface)(THIS_ REFIID riid, void** ppvObject) PURE;
  /* One reference more. The result is for diagnosis only. */
  STDMETHOD_(ULONG, AddRef)(THIS) PURE;
  /* One reference less; 0: that was the last one. */
  STDMETHOD_(ULONG, Release)(THIS) PURE;
};

/* Makes the objects of one class; DllGetClassObject gives it. */
#undef INTERFACE
#define INTERFACE IClassFactory
DECLARE_INTERFACE_(IClassFactory, IUnknown) {
  STDMETHOD(QueryInterface)(THIS_ REFIID riid, void** ppvObject) PURE;
  STDMETHOD_(ULONG, AddRef)(THIS) PURE;
  STDMETHOD_(ULONG, Release)(THIS) PURE;

  /* A new object, as the interface riid. CLASS_E_NOAGGREGATION: pUnkOuter was given to a class that cannot
   * be a part of another object. */
  STDMETHOD(CreateInstance)(THIS_ IUnknown * pUnkOuter, REFIID riid, void** ppvObject) PURE;
  /* TRUE: keep the server loaded also without objects, until the same number of FALSE. */
  STDMETHOD(LockServer)(THIS_ BOOL fLock) PURE;
};

/* A stream of bytes that only goes forward. */
#undef INTERFACE
#define INTERFACE ISequentialStream
DECLARE_INTERFACE_(ISequentialStream, IUnknown) {
  STDMETHOD(QueryInterface)(THIS_ REFIID riid, void** ppvObject) PURE;
  STDMETHOD_(ULONG, AddRef)(THIS) PURE;
  STDMETHOD_(ULONG, Release)(THIS) PURE;

  /* Up to cb bytes into pv; *pcbRead (may be NULL) says how many. Fewer than cb, with S_OK or S_FALSE, is
   * the end or is not; 0 bytes is the end. */
  STDMETHOD(Read)(THIS_ void* pv, ULONG cb, ULONG* pcbRead) PURE;
  /* cb bytes from pv; *pcbWritten (may be NULL) says how many were taken. */
  STDMETHOD(Write)(THIS_ const void* pv, ULONG cb, ULONG* pcbWritten) PURE;
};

/* A stream of bytes with a position, called the seek pointer. */
#undef INTERFACE
#define INTERFACE IStream
DECLARE_INTERFACE_(IStream, ISequentialStream) {
  STDMETHOD(QueryInterface)(THIS_ REFIID riid, void** ppvObject) PURE;
  STDMETHOD_(ULONG, AddRef)(THIS) PURE;
  STDMETHOD_(ULONG, Release)(THIS) PURE;
  STDMETHOD(Read)(THIS_ void* pv, ULONG cb, ULONG* pcbRead) PURE;
  STDMETHOD(Write)(THIS_ const void* pv, ULONG cb, ULONG* pcbWritten) PURE;

  /* Moves the seek pointer, counted from dwOrigin (STREAM_SEEK_*); *plibNewPosition (may be NULL) tells
   * where it is now, from the beginning. STG_E_INVALIDFUNCTION: before the beginning. */
  STDMETHOD(Seek)(THIS_ LARGE_INTEGER dlibMove, DWORD dwOrigin, ULARGE_INTEGER * plibNewPosition) PURE;
  /* Makes the stream longer or shorter. */
  STDMETHOD(SetSize)(THIS_ ULARGE_INTEGER libNewSize) PURE;
  /* Copies cb bytes from here to pstm; the two counts may be NULL. */
  STDMETHOD(CopyTo)
  (THIS_ IStream * pstm, ULARGE_INTEGER cb, ULARGE_INTEGER * pcbRead, ULARGE_INTEGER * pcbWritten) PURE;
  /* Makes changes final, in a stream with transactions. */
  STDMETHOD(Commit)(THIS_ DWORD grfCommitFlags) PURE;
  /* Takes back all changes since the last Commit, in a stream with transactions. */
  STDMETHOD(Revert)(THIS) PURE;
  /* Restricts access to a range, see LOCKTYPE. STG_E_INVALIDFUNCTION: not supported. */
  STDMETHOD(LockRegion)(THIS_ ULARGE_INTEGER libOffset, ULARGE_INTEGER cb, DWORD dwLockType) PURE;
  /* Ends what LockRegion with the same arguments began. */
  STDMETHOD(UnlockRegion)(THIS_ ULARGE_INTEGER libOffset, ULARGE_INTEGER cb, DWORD dwLockType) PURE;
  /* Size, times and so on; grfStatFlag: STATFLAG_*. */
  STDMETHOD(Stat)(THIS_ STATSTG * pstatstg, DWORD grfStatFlag) PURE;
  /* Another stream on the same bytes with a seek pointer of its own. */
  STDMETHOD(Clone)(THIS_ IStream * *ppstm) PURE;
};

/* What a COM server exports, and the types of pointers to it as dlsym gives them: of DllGetClassObject, */
typedef HRESULT(STDAPICALLTYPE* LPFNGETCLASSOBJECT)(REFCLSID rclsid, REFIID riid, LPVOID* ppv);
/* and of DllCanUnloadNow. */
typedef HRESULT(STDAPICALLTYPE* LPFNCANUNLOADNOW)(void);
/* The class object of rclsid, mostly as IID_IClassFactory. CLASS_E_CLASSNOTAVAILABLE: not of this server. */
STDAPI DllGetClassObject(REFCLSID rclsid, REFIID riid, LPVOID* ppv);
/* S_OK: nothing of this server is in use, it may be unloaded. S_FALSE: not now; ask again later. */
STDAPI DllCanUnloadNow(void);

#ifdef __cplusplus
} /* extern "C" */
#endif

/* In C, the shorter way to call: IStream_Read(stream, …) for stream->lpVtbl->Read(stream, …). */
#if defined(COBJMACROS) && (!defined(__cplusplus) || defined(CINTERFACE))
#define IUnknown_QueryInterface(This, riid, ppv) ((This)->lpVtbl->QueryInterface((This), (riid), (ppv)))
#define IUnknown_AddRef(This) ((This)->lpVtbl->AddRef(This))
#define IUnknown_Release(This) ((This)->lpVtbl->Release(This))

#define IClassFactory_QueryInterface(This, riid, ppv) IUnknown_QueryInterface(This, riid, ppv)
#define IClassFactory_AddRef(This) IUnknown_AddRef(This)
#define IClassFactory_Release(This) IUnknown_Release(This)
#define IClassFactory_CreateInstance(This, outer, riid, ppv) \
  ((This)->lpVtbl->CreateInstance((This), (outer), (riid), (ppv)))
#define IClassFactory_LockServer(This, lock) ((This)->lpVtbl->LockServer((This), (lock)))

#define ISequentialStream_QueryInterface(This, riid, ppv) IUnknown_QueryInterface(This, riid, ppv)
#define ISequentialStream_AddRef(This) IUnknown_AddRef(This)
#define ISequentialStream_Release(This) IUnknown_Release(This)
#define ISequentialStream_Read(This, pv, cb, read) ((This)->lpVtbl->Read((This), (pv), (cb), (read)))
#define ISequentialStream_Write(This, pv, cb, written) ((This)->lpVtbl->Write((This), (pv), (cb), (written)))

#define IStream_QueryInterface(This, riid, ppv) IUnknown_QueryInterface(This, riid, ppv)
#define IStream_AddRef(This) IUnknown_AddRef(This)
#define IStream_Release(This) IUnknown_Release(This)
#define IStream_Read(This, pv, cb, read) ISequentialStream_Read(This, pv, cb, read)
#define IStream_Write(This, pv, cb, written) ISequentialStream_Write(This, pv, cb, written)
#define IStream_Seek(This, move, origin, position) \
  ((This)->lpVtbl->Seek((This), (move), (origin), (position)))
#define IStream_SetSize(This, size) ((This)->lpVtbl->SetSize((This), (size)))
#define IStream_CopyTo(This, to, cb, read, written) \
  ((This)->lpVtbl->CopyTo((This), (to), (cb), (read), (written)))
#define IStream_Commit(This, flags) ((This)->lpVtbl->Commit((This), (flags)))
#define IStream_Revert(This) ((This)->lpVtbl->Revert(This))
#define IStream_LockRegion(This, offset, cb, type) \
  ((This)->lpVtbl->LockRegion((This), (offset), (cb), (type)))
#define IStream_UnlockRegion(This, offset, cb, type) \
  ((This)->lpVtbl->UnlockRegion((This), (offset), (cb), (type)))
#define IStream_Stat(This, stat, flag) ((This)->lpVtbl->Stat((This), (stat), (flag)))
#define IStream_Clone(This, clone) ((This)->lpVtbl->Clone((This), (clone)))
#endif /* COBJMACROS */

#endif /* not Windows */

#endif /* IMNXPORT_COM_H */
