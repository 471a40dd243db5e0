/* imnxport_automation.h: the automation object Imnxport.HttpMailPoster, for early-bound clients. Windows
 * only.
 *
 *   CoCreateInstance(CLSID_HttpMailPoster, NULL, CLSCTX_INPROC_SERVER, IID_IHttpMailPoster, …)
 *   poster->Post(url, body, NULL, &status)    -> S_OK when the server took it, and the HTTP status
 *
 * Late-bound clients (VBScript, VBA, PowerShell) need nothing of this:
 * CreateObject("Imnxport.HttpMailPoster"). The same interface, with the same numbers, stands in the type
 * library inside imnxport.dll. Off Windows, where there is no automation, this header declares nothing.
 * Source of everything here: our decision.
 *
 * Threads: every method may be called on any thread, and the object is the same pointer in every apartment;
 * only Post waits. Strings are UTF-16 BSTRs, a NULL is an empty one; what a property returns is freed by the
 * caller. Errors common to all methods: E_POINTER for an out-parameter that is NULL, E_OUTOFMEMORY. After any
 * other failure the thread's IErrorInfo (ISupportErrorInfo) says in words what was wrong.
 */
#ifndef IMNXPORT_AUTOMATION_H
#define IMNXPORT_AUTOMATION_H

#include "imnxport_types.h"

#ifdef _WIN32

#ifdef __cplusplus
extern "C" {
#endif

/* {D2EA7D67-00C1-4183-BF5B-6F404A06ACF9} */
IMNXPORT_GUID(IID_IHttpMailPoster, 0xd2ea7d67, 0x00c1, 0x4183, 0xbf, 0x5b, 0x6f, 0x40, 0x4a, 0x06, 0xac,
              0xf9);
/* {D6C0083F-44E0-45E2-8B97-82029A1DF32B} */
IMNXPORT_GUID(CLSID_HttpMailPoster, 0xd6c0083f, 0x44e0, 0x45e2, 0x8b, 0x97, 0x82, 0x02, 0x9a, 0x1d, 0xf3,
              0x2b);
/* {E0531D5D-B78A-42BC-A2AC-5BFF8332DC6A}: the type library, version 1.0. */
IMNXPORT_GUID(LIBID_Imnxport, 0xe0531d5d, 0xb78a, 0x42bc, 0xa2, 0xac, 0x5b, 0xff, 0x83, 0x32, 0xdc, 0x6a);

/* The DISPIDs of IHttpMailPoster; they never change. */
#define DISPID_HTTPMAILPOSTER_POST 1          /* Post */
#define DISPID_HTTPMAILPOSTER_CANCEL 2        /* Cancel */
#define DISPID_HTTPMAILPOSTER_USERAGENT 3     /* UserAgent */
#define DISPID_HTTPMAILPOSTER_USER 4          /* User */
#define DISPID_HTTPMAILPOSTER_PASSWORD 5      /* Password */
#define DISPID_HTTPMAILPOSTER_TIMEOUT 6       /* Timeout */
#define DISPID_HTTPMAILPOSTER_LASTSTATUS 7    /* LastStatus */
#define DISPID_HTTPMAILPOSTER_LOCATION 8      /* Location */
#define DISPID_HTTPMAILPOSTER_BYTESSENT 9     /* BytesSent */
#define DISPID_HTTPMAILPOSTER_RESPONSETEXT 10 /* ResponseText */

/* One poster posts one message at a time. What was set counts for every Post that begins later; what a Post
 * left (LastStatus and so on) stays until the next one begins, also when it failed. */
#undef INTERFACE
#define INTERFACE IHttpMailPoster
DECLARE_INTERFACE_(IHttpMailPoster, IDispatch) {
  STDMETHOD(QueryInterface)(THIS_ REFIID riid, void** ppvObject) PURE;
  STDMETHOD_(ULONG, AddRef)(THIS) PURE;
  STDMETHOD_(ULONG, Release)(THIS) PURE;
  STDMETHOD(GetTypeInfoCount)(THIS_ UINT * pctinfo) PURE;
  STDMETHOD(GetTypeInfo)(THIS_ UINT iTInfo, LCID lcid, ITypeInfo * *ppTInfo) PURE;
  STDMETHOD(GetIDsOfNames)
  (THIS_ REFIID riid, LPOLESTR * rgszNames, UINT cNames, LCID lcid, DISPID * rgDispId) PURE;
  STDMETHOD(Invoke)
  (THIS_ DISPID dispIdMember, REFIID riid, LCID lcid, WORD wFlags, DISPPARAMS * pDispParams,
   VARIANT * pVarResult, EXCEPINFO * pExcepInfo, UINT * puArgErr) PURE;

  /* Posts Body to Url, an absolute http or https URL, and waits for the answer. *Status gets the HTTP status.
   * S_OK only for 2xx and 303; otherwise the failure that IHTTPMailTransport::CommandPOST would end with,
   * IXP_E_HTTP_NOT_FOUND for a 404 and so on.
   *
   * Body is a string, which is sent as UTF-8; an array of bytes (VT_ARRAY|VT_UI1) or of numbers from 0 to 255
   * (VT_ARRAY|VT_VARIANT), with one dimension; or an object that answers IStream, which is posted whole, from
   * its beginning, and belongs to the poster until Post returns; or VT_BYREF to any of these. Anything else,
   * VT_EMPTY, VT_NULL and a missing argument included, is DISP_E_TYPEMISMATCH, so that a variable that was
   * never set is no empty message; an empty string or array is one. ContentType empty: no Content-Type
   * header.
   *
   * A single-threaded apartment dispatches calls and window messages meanwhile (CoWaitForMultipleHandles); a
   * WM_QUIT stays for the caller's loop. Any other thread just waits. IXP_E_BUSY: a Post of this object is
   * running already, which a message handler or another thread can meet. E_INVALIDARG: a URL, a content type
   * or a property that cannot be sent. Slot 7. */
  STDMETHOD(Post)(THIS_ BSTR Url, VARIANT Body, BSTR ContentType, LONG * Status) PURE;
  /* Ends the Post that is running with IXP_E_USER_CANCEL, and does not wait for it. S_FALSE: there is none.
   * Slot 8. */
  STDMETHOD(Cancel)(THIS) PURE;

  /* The User-Agent header; "imnxport" unless set, empty: none is sent. Slots 9 and 10. */
  STDMETHOD(get_UserAgent)(THIS_ BSTR * Value) PURE;
  /* Sets it. */
  STDMETHOD(put_UserAgent)(THIS_ BSTR Value) PURE;
  /* Credentials for the server of the URL, and for no other it may redirect to; used only if it asks. An
   * empty user: none. The password cannot be read back, and is wiped with the object. Slots 11, 12 and 13. */
  STDMETHOD(get_User)(THIS_ BSTR * Value) PURE;
  /* Sets it. */
  STDMETHOD(put_User)(THIS_ BSTR Value) PURE;
  /* Sets it. */
  STDMETHOD(put_Password)(THIS_ BSTR Value) PURE;
  /* Seconds without any activity after which Post ends with IXP_E_TIMEOUT; 60 unless set. Fractions down to
   * 0.001 count. E_INVALIDARG: less than that, or more than 4,294,967. Slots 14 and 15. */
  STDMETHOD(get_Timeout)(THIS_ double* Value) PURE;
  /* Sets it. */
  STDMETHOD(put_Timeout)(THIS_ double Value) PURE;
  /* HTTP status of the last Post; 0: no answer came, or there was no Post yet. Slot 16. */
  STDMETHOD(get_LastStatus)(THIS_ LONG * Value) PURE;
  /* Where the server stored what was sent: the Location of its answer, an absolute URL; empty: it did not
   * say. Slot 17. */
  STDMETHOD(get_Location)(THIS_ BSTR * Value) PURE;
  /* Bytes of the body that were sent; exact up to 2^53, which a Long is not. Slot 18. */
  STDMETHOD(get_BytesSent)(THIS_ double* Value) PURE;
  /* The body of the answer, at most 1 MiB of it: UTF-8, or Windows-1252 where it is no UTF-8. Slot 19. */
  STDMETHOD(get_ResponseText)(THIS_ BSTR * Value) PURE;
};

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* _WIN32 */

#endif /* IMNXPORT_AUTOMATION_H */
