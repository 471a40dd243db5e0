/* imnxport_types.h: the Win32 types and macros that COM interfaces are written in, off Windows.
 *
 * On Windows this is <windows.h> and <ole2.h> and adds only IMNXPORT_GUID. Elsewhere it defines the same
 * names with the same widths: BOOL, DWORD, ULONG, UINT, INT and HRESULT have 32 bits on every platform,
 * which `long` has not. For C11 and C++17. Source of the facts: the public Win32 documentation.
 */
#ifndef IMNXPORT_TYPES_H
#define IMNXPORT_TYPES_H

#ifdef _WIN32

/* The order matters: ole2.h stands on windows.h. */
/* clang-format off */
#include <windows.h>
#include <ole2.h>
/* clang-format on */

#else /* not Windows */

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__has_include)
#if __has_include(<uchar.h>)
#define IMNXPORT_HAS_UCHAR 1
#endif
#endif
#if !defined(__cplusplus) && defined(IMNXPORT_HAS_UCHAR)
#include <uchar.h>
#endif

#ifdef __cplusplus
#define EXTERN_C extern "C"
#else
#define EXTERN_C extern
#endif

/* The calling convention of COM methods. Off Windows it is the platform's own. */
#define STDMETHODCALLTYPE
#define STDAPICALLTYPE
#define WINAPI
#define CALLBACK
/* A function that a COM server exports. */
#define STDAPI EXTERN_C __attribute__((visibility("default"))) HRESULT STDAPICALLTYPE
#define STDAPI_(type) EXTERN_C __attribute__((visibility("default"))) type STDAPICALLTYPE
#define STDMETHODIMP HRESULT STDMETHODCALLTYPE
#define STDMETHODIMP_(type) type STDMETHODCALLTYPE

/* i386 aligns 64-bit integers to 4 bytes inside structures; Windows, and so this ABI, aligns them to 8. */
#if defined(__i386__)
#define IMNXPORT_ALIGN8 __attribute__((aligned(8)))
#else
#define IMNXPORT_ALIGN8
#endif

typedef void VOID;
typedef char CHAR;
typedef unsigned char BYTE, UCHAR, boolean; /* boolean: one byte, as in IDL; BOOL has four */
typedef int16_t SHORT;
typedef uint16_t WORD, USHORT;
typedef int32_t INT, LONG, BOOL, HRESULT;
typedef uint32_t UINT, ULONG, DWORD;
typedef int64_t LONGLONG IMNXPORT_ALIGN8;
typedef uint64_t ULONGLONG IMNXPORT_ALIGN8;
typedef intptr_t LONG_PTR;
typedef uintptr_t ULONG_PTR, DWORD_PTR;
typedef size_t SIZE_T;

typedef void* LPVOID;
typedef const void* LPCVOID;
typedef char* LPSTR;
typedef const char* LPCSTR;
typedef DWORD* LPDWORD;
typedef void *HANDLE, *HWND, *HINSTANCE, *HMODULE;

/* UTF-16, as on Windows. */
#if defined(__cplusplus) || defined(IMNXPORT_HAS_UCHAR)
typedef char16_t OLECHAR;
#else
typedef uint16_t OLECHAR;
#endif
typedef OLECHAR* LPOLESTR;
typedef const OLECHAR* LPCWSTR;
typedef const OLECHAR* LPCOLESTR;

#ifndef TRUE
#define TRUE 1
#endif
#ifndef FALSE
#define FALSE 0
#endif

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define IMNXPORT_HALVES(high) \
  high HighPart;              \
  DWORD LowPart;
#else
#define IMNXPORT_HALVES(high) \
  DWORD LowPart;              \
  high HighPart;
#endif

/* A 64-bit integer, whole (QuadPart) or in two halves. */
typedef union LARGE_INTEGER {
  __extension__ struct {
    IMNXPORT_HALVES(LONG)
  };
  struct {
    IMNXPORT_HALVES(LONG)
  } u;
  LONGLONG QuadPart;
} LARGE_INTEGER;

typedef union ULARGE_INTEGER {
  __extension__ struct {
    IMNXPORT_HALVES(DWORD)
  };
  struct {
    IMNXPORT_HALVES(DWORD)
  } u;
  ULONGLONG QuadPart;
} ULARGE_INTEGER;

#undef IMNXPORT_HALVES

/* 100-nanosecond intervals since 1601-01-01 UTC. */
typedef struct FILETIME {
  DWORD dwLowDateTime;
  DWORD dwHighDateTime;
} FILETIME;

typedef struct GUID {
  DWORD Data1;
  WORD Data2;
  WORD Data3;
  BYTE Data4[8];
} GUID;
typedef GUID IID, CLSID;

/* How a GUID is passed: a reference in C++, a pointer in C; the same to the machine. */
#ifdef __cplusplus
#define REFGUID const GUID&
#define REFIID const IID&
#define REFCLSID const CLSID&
static inline int IsEqualGUID(REFGUID a, REFGUID b) { return memcmp(&a, &b, sizeof(GUID)) == 0; }
inline bool operator==(REFGUID a, REFGUID b) { return IsEqualGUID(a, b) != 0; }
inline bool operator!=(REFGUID a, REFGUID b) { return IsEqualGUID(a, b) == 0; }
#else
#define REFGUID const GUID*
#define REFIID const IID*
#define REFCLSID const CLSID*
#define IsEqualGUID(a, b) (memcmp((a), (b), sizeof(GUID)) == 0)
#endif
#define IsEqualIID(a, b) IsEqualGUID(a, b)
#define IsEqualCLSID(a, b) IsEqualGUID(a, b)

/* An interface is an abstract class in C++ and, in C, a structure whose first member, lpVtbl, points to a
 * structure of function pointers. One declaration serves both; INTERFACE must be #defined as its name.
 * CINTERFACE asks for the C form in C++ too. */
#if defined(__cplusplus) && !defined(CINTERFACE)
#define DECLARE_INTERFACE(iface) struct iface
#define DECLARE_INTERFACE_(iface, base) struct iface : public base
#define STDMETHOD(method) virtual HRESULT STDMETHODCALLTYPE method
#define STDMETHOD_(type, method) virtual type STDMETHODCALLTYPE method
#define PURE = 0
#define THIS_
#define THIS void
#else
#ifdef CONST_VTABLE
#define IMNXPORT_VTABLE const
#else
#define IMNXPORT_VTABLE
#endif
#define DECLARE_INTERFACE(iface)                \
  typedef struct iface {                        \
    IMNXPORT_VTABLE struct iface##Vtbl* lpVtbl; \
  } iface;                                      \
  typedef struct iface##Vtbl iface##Vtbl;       \
  struct iface##Vtbl
#define DECLARE_INTERFACE_(iface, base) DECLARE_INTERFACE(iface)
#define STDMETHOD(method) HRESULT(STDMETHODCALLTYPE* method)
#define STDMETHOD_(type, method) type(STDMETHODCALLTYPE* method)
#define PURE
#define THIS_ INTERFACE *This,
#define THIS INTERFACE* This
#endif

#endif /* not Windows */

/* Declares a GUID, and defines it too when IMNXPORT_INITGUID (or INITGUID) is #defined before the first
 * header is included. Any number of files may define it; nothing else needs to be linked. */
#if !defined(IMNXPORT_INITGUID) && !defined(INITGUID)
#define IMNXPORT_GUID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8) EXTERN_C const GUID name
#elif defined(_WIN32) && defined(__cplusplus)
#define IMNXPORT_GUID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8) \
  EXTERN_C const GUID __declspec(selectany) name = {l, w1, w2, {b1, b2, b3, b4, b5, b6, b7, b8}}
#elif defined(_WIN32)
#define IMNXPORT_GUID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8) \
  const GUID __declspec(selectany) name = {l, w1, w2, {b1, b2, b3, b4, b5, b6, b7, b8}}
#else
#define IMNXPORT_GUID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8) \
  EXTERN_C const GUID name __attribute__((weak));                      \
  const GUID name = {l, w1, w2, {b1, b2, b3, b4, b5, b6, b7, b8}}
#endif

#ifndef _WIN32
#include "imnxport_com.h"
#include "imnxport_hresult.h"
#endif

#endif /* IMNXPORT_TYPES_H */
