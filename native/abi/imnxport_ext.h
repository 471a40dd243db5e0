/* imnxport_ext.h: what the frozen slots of Imnxport cannot carry.
 *
 * IImnxportTransport is asked of a transport, IImnxportCallback of a callback, IImnxportAsyncStream of
 * a body stream. Every one of them is optional: a client that knows only Imnxport.h never meets them.
 * They are interfaces of this project (source of everything here: our decision), and every client, the
 * Node.js addon of this project included, goes through them and through nothing else.
 *
 * Text is UTF-8 here on every platform. Every structure begins with cbSize, its size in bytes as the caller
 * was compiled. Structures only grow, at their end: members that the caller does not know have their default,
 * 0 or NULL; a size that was never published is E_INVALIDARG. Pointers passed in are only read during the
 * call, and copied if they are needed later; pointers in a structure handed to a callback are valid only
 * during that call.
 */
#ifndef IMNXPORT_EXT_H
#define IMNXPORT_EXT_H

#include "imnxport.h"

#ifdef __cplusplus
extern "C" {
#endif

/* {EE74D68E-C4D5-406C-A5B1-BEB6DE7D768F} */
IMNXPORT_GUID(IID_IImnxportTransport, 0xee74d68e, 0xc4d5, 0x406c, 0xa5, 0xb1, 0xbe, 0xb6, 0xde, 0x7d, 0x76,
              0x8f);
/* {30859C51-643A-4CD7-BB35-AEB48421126A} */
IMNXPORT_GUID(IID_IImnxportCallback, 0x30859c51, 0x643a, 0x4cd7, 0xbb, 0x35, 0xae, 0xb4, 0x84, 0x21, 0x12,
              0x6a);
/* {7C4638DC-A790-435A-87A2-4494BF9C1EB6} */
IMNXPORT_GUID(IID_IImnxportAsyncStream, 0x7c4638dc, 0xa790, 0x435a, 0x87, 0xa2, 0x44, 0x94, 0xbf, 0x9c, 0x1e,
              0xb6);
/* {F14E14B3-9FE8-4AE5-B3E2-C8AA48201856} */
IMNXPORT_GUID(IID_IImnxportReadiness, 0xf14e14b3, 0x9fe8, 0x4ae5, 0xb3, 0xe2, 0xc8, 0xaa, 0x48, 0x20, 0x18,
              0x56);
/* {F553FA68-647B-41EA-892A-73116EBDE3CD}: this project's own class; the same object as
 * CLSID_IHTTPMailTransport. */
IMNXPORT_GUID(CLSID_ImnxportTransport, 0xf553fa68, 0x647b, 0x41ea, 0x89, 0x2a, 0x73, 0x11, 0x6e, 0xbd, 0xe3,
              0xcd);

/* A count of bytes that is not known. */
#define IMNXPORT_UNKNOWN 0xFFFFFFFFFFFFFFFFULL

/* A header field: name and value without the colon, the surrounding spaces and the line end. In a request at
 * most 256 fields, 64 KiB for one and 256 KiB for all; not Host, Content-Length, Content-Type,
 * Transfer-Encoding and others that belong to the transport. */
typedef struct IMNXPORT_HEADER {
  LPCSTR pszName;  /* without the colon */
  LPCSTR pszValue; /* without the spaces around it */
} IMNXPORT_HEADER;

/* IMNXPORT_OPTIONS.dwFlags */
#define IMNXPORT_OPT_NO_PROXY 0x1u     /* connect directly, whatever system or environment say */
#define IMNXPORT_OPT_LOG_COMMANDS 0x2u /* call OnCommand also without Connect(fCommandLogging) */
/* Accept any server certificate, or none at all that can be verified. Whoever sits on the wire can then
 * read and change everything that is posted, credentials included. For tests only. */
#define IMNXPORT_OPT_DANGEROUSLY_ACCEPT_ANY_CERTIFICATE 0x4u

/* What IImnxportTransport::Configure takes. All zero is the default of CommandPOST. */
typedef struct IMNXPORT_OPTIONS {
  DWORD cbSize;        /* sizeof(IMNXPORT_OPTIONS) */
  DWORD dwFlags;       /* IMNXPORT_OPT_* */
  DWORD dwIdleTimeout; /* milliseconds without activity before OnTimeout; 0: Connect's, else 60,000 */
  DWORD cHeaders;      /* how many rgHeaders */
  const IMNXPORT_HEADER* rgHeaders; /* sent with every post of this transport */
  LPCSTR pszProxy;     /* URL of an http, https or socks5h proxy; NULL: what the environment names, else on
                        * Windows the user's settings, with their exceptions (docs/behaviour.md 6.6) */
  LPCSTR pszCaFile;    /* PEM file of the certificates to trust instead of the system's; NULL: system's */
  const void* pvCaPem; /* the same in memory; used when pszCaFile is NULL */
  DWORD cbCaPem;       /* bytes at pvCaPem */
  DWORD dwReserved;    /* 0 */
  LPCSTR pszUser;      /* credentials that stay until the next Configure; NULL: none */
  LPCSTR pszPassword;  /* with pszUser only */
  LPCSTR pszOrigin; /* absolute URL whose scheme, host and port they are for; NULL: that of the next post */
} IMNXPORT_OPTIONS;

/* What IImnxportTransport::Post takes beside URL and stream. All zero but ullLength is CommandPOST. */
typedef struct IMNXPORT_POST {
  DWORD cbSize;                     /* sizeof(IMNXPORT_POST) */
  DWORD dwContext;                  /* handed back in every HTTPMAILRESPONSE of this post */
  LPCSTR pszContentType;            /* NULL or empty: no Content-Type header */
  ULONGLONG ullLength;              /* bytes the stream will give; IMNXPORT_UNKNOWN: ask the stream */
  const IMNXPORT_HEADER* rgHeaders; /* sent with this post; replaces one of Configure with the same name */
  DWORD cHeaders;                   /* how many rgHeaders */
  DWORD dwReserved;                 /* 0 */
} IMNXPORT_POST;

/* How much of the entity had left the library when the command ended, counting only attempts that the
 * server did not answer with a redirect or a challenge. NONE: a retry cannot make a second copy. */
typedef enum IMNXPORT_DELIVERY {
  IMNXPORT_DELIVERY_NONE = 0,    /* no byte of it came to the server */
  IMNXPORT_DELIVERY_PARTIAL = 1, /* a part of it; no request of it came whole */
  IMNXPORT_DELIVERY_WHOLE = 2    /* it may have come whole */
} IMNXPORT_DELIVERY;

/* Counts are bytes of the entity. */
typedef struct IMNXPORT_PROGRESS {
  DWORD cbSize;       /* as the library was compiled */
  DWORD dwContext;    /* as given to the command */
  ULONGLONG ullToken; /* of the command */
  ULONGLONG ullSent;  /* since the transfer last started from the beginning */
  ULONGLONG ullTotal; /* or IMNXPORT_UNKNOWN */
  BOOL fResent;       /* the transfer has started again since the last report */
  DWORD dwReserved;   /* 0 */
} IMNXPORT_PROGRESS;

/* The end of a post, whole. Exactly one for each Post or CommandPOST that returned S_OK. */
typedef struct IMNXPORT_RESULT {
  DWORD cbSize;                     /* as the library was compiled */
  DWORD dwContext;                  /* as given to the command */
  ULONGLONG ullToken;               /* of the command */
  ULONGLONG ullSent;                /* since the transfer last started from the beginning */
  ULONGLONG ullTotal;               /* or IMNXPORT_UNKNOWN */
  HRESULT hrResult;                 /* as HTTPMAILRESPONSE.rIxpResult.hrResult */
  UINT uiStatus;                    /* HTTP status, 0 when no response came */
  IMNXPORT_DELIVERY delivery;       /* whether a retry can make a second copy */
  BOOL fResent;                     /* the transfer has started again since the last report */
  DWORD dwSocketError;              /* the system's error number, 0 when none */
  BOOL fBodyTruncated;              /* the server sent more than the 1 MiB that is kept */
  LPCSTR pszUrl;                    /* the URL that answered last, after redirects */
  LPCSTR pszStatusLine;             /* "HTTP/1.1 201 Created", NULL when no response came */
  LPCSTR pszLocation;               /* absolute URL, or NULL */
  LPCSTR pszProblem;                /* what went wrong in words, or NULL; never holds a credential */
  const IMNXPORT_HEADER* rgHeaders; /* of the final response, in the order received */
  const void* pvBody;               /* of the final response, or NULL */
  DWORD cHeaders;                   /* how many rgHeaders */
  DWORD cbBody;                     /* bytes at pvBody */
} IMNXPORT_RESULT;

/* A request for credentials. */
typedef struct IMNXPORT_LOGON {
  DWORD cbSize;       /* as the library was compiled */
  DWORD dwAttempt;    /* 1 for the first request of a command */
  ULONGLONG ullToken; /* of the command, for AnswerLogon */
  LPCSTR pszOrigin;   /* scheme://host:port that asks */
} IMNXPORT_LOGON;

/* QueryInterface of a transport. Threads: every method may be called on any thread, also from inside a
 * callback; none blocks. Strings with control characters are E_INVALIDARG. */
#undef INTERFACE
#define INTERFACE IImnxportTransport
DECLARE_INTERFACE_(IImnxportTransport, IUnknown) {
  STDMETHOD(QueryInterface)(THIS_ REFIID riid, void** ppvObject) PURE;
  STDMETHOD_(ULONG, AddRef)(THIS) PURE;
  STDMETHOD_(ULONG, Release)(THIS) PURE;

  /* Replaces the options of all posts that are queued from now on. NULL: the defaults.
   * S_OK; E_INVALIDARG for a bad member; E_OUTOFMEMORY; IXP_E_NOT_INIT before InitNew. */
  STDMETHOD(Configure)(THIS_ const IMNXPORT_OPTIONS* pOptions) PURE;

  /* CommandPOST with options. *pullToken (may be NULL) gets a number that is never used twice in a
   * process and never 0. pPost NULL: CommandPOST without content type. HRESULTs of CommandPOST. */
  STDMETHOD(Post)
  (THIS_ LPCSTR pszUrl, IStream * pStream, const IMNXPORT_POST* pPost, ULONGLONG* pullToken) PURE;

  /* Ends one command, queued or running, with hrReason (a failure; else E_INVALIDARG); others go on.
   * The final response follows asynchronously. S_FALSE: no such command, or it has ended already. */
  STDMETHOD(Cancel)(THIS_ ULONGLONG ullToken, HRESULT hrReason) PURE;

  /* Answers OnLogonRequest of that command: S_OK with both strings: try again; S_FALSE: cancel, as when
   * OnLogonPrompt returns S_FALSE; a failure: no answer, the command ends as HTTP 401.
   * S_FALSE: no such question is open. */
  STDMETHOD(AnswerLogon)(THIS_ ULONGLONG ullToken, HRESULT hrAnswer, LPCSTR pszUser, LPCSTR pszPassword) PURE;

  /* Answers OnIdle of that command: S_OK: wait on, for dwIdleTimeout ms (0: as before); else give up.
   * S_FALSE: no such question is open. */
  STDMETHOD(AnswerIdle)(THIS_ ULONGLONG ullToken, HRESULT hrAnswer, DWORD dwIdleTimeout) PURE;
};

/* QueryInterface of the IHTTPMailCallback given to InitNew, made there once. Answering it says that the
 * callback may be called, and released, on any thread: all its methods, those of IHTTPMailCallback too,
 * then run on the library's dispatch thread, one at a time. */
#undef INTERFACE
#define INTERFACE IImnxportCallback
DECLARE_INTERFACE_(IImnxportCallback, IUnknown) {
  STDMETHOD(QueryInterface)(THIS_ REFIID riid, void** ppvObject) PURE;
  STDMETHOD_(ULONG, AddRef)(THIS) PURE;
  STDMETHOD_(ULONG, Release)(THIS) PURE;

  /* Directly before each OnResponse with fDone FALSE. The result is ignored. */
  STDMETHOD(OnPostProgress)(THIS_ const IMNXPORT_PROGRESS* pProgress, IInternetTransport* pTransport) PURE;

  /* Directly before the OnResponse with fDone TRUE. The result is ignored. */
  STDMETHOD(OnPostDone)(THIS_ const IMNXPORT_RESULT* pResult, IInternetTransport* pTransport) PURE;

  /* Before OnLogonPrompt. S_OK: AnswerLogon has been or will be called, OnLogonPrompt is not; the
   * command waits without limit. S_FALSE: cancel. Any failure: OnLogonPrompt is asked. */
  STDMETHOD(OnLogonRequest)(THIS_ const IMNXPORT_LOGON* pLogon, IInternetTransport* pTransport) PURE;

  /* Before OnTimeout, after dwIdleTimeout ms without activity. S_OK: AnswerIdle has been or will be
   * called, OnTimeout is not. S_FALSE: give up. Any failure: OnTimeout is asked. */
  STDMETHOD(OnIdle)(THIS_ ULONGLONG ullToken, DWORD dwIdleTimeout, IInternetTransport * pTransport) PURE;
};

/* Given to IImnxportAsyncStream::Advise by its reader. */
#undef INTERFACE
#define INTERFACE IImnxportReadiness
DECLARE_INTERFACE_(IImnxportReadiness, IUnknown) {
  STDMETHOD(QueryInterface)(THIS_ REFIID riid, void** ppvObject) PURE;
  STDMETHOD_(ULONG, AddRef)(THIS) PURE;
  STDMETHOD_(ULONG, Release)(THIS) PURE;

  /* The call that answered E_PENDING is worth repeating. Any thread; never blocks; spurious calls do no
   * harm; it may be made from inside the call that answers E_PENDING. */
  STDMETHOD(OnReady)(THIS) PURE;
};

/* QueryInterface of a body stream: a stream that can say "not yet" instead of blocking. Such a stream is
 * read without occupying a thread. It must be callable on any thread; its methods never block and are
 * never called two at a time. When it is used, Read, Seek and Stat of the same stream are not. */
#undef INTERFACE
#define INTERFACE IImnxportAsyncStream
DECLARE_INTERFACE_(IImnxportAsyncStream, IUnknown) {
  STDMETHOD(QueryInterface)(THIS_ REFIID riid, void** ppvObject) PURE;
  STDMETHOD_(ULONG, AddRef)(THIS) PURE;
  STDMETHOD_(ULONG, Release)(THIS) PURE;

  /* Who is to be told of readiness; NULL: no one any more. The stream keeps a reference on it. */
  STDMETHOD(Advise)(THIS_ IImnxportReadiness * pReadiness) PURE;

  /* *pullLength: bytes of the whole stream, or IMNXPORT_UNKNOWN. *pfRewindable: Rewind can work. */
  STDMETHOD(GetInfo)(THIS_ ULONGLONG * pullLength, BOOL * pfRewindable) PURE;

  /* As ISequentialStream::Read, and E_PENDING: nothing yet, OnReady will say when. S_FALSE or S_OK with
   * 0 bytes is the end. */
  STDMETHOD(TryRead)(THIS_ void* pv, ULONG cb, ULONG* pcbRead) PURE;

  /* Back to the beginning. S_OK; E_PENDING: not yet, OnReady says when to ask again; else it failed. */
  STDMETHOD(Rewind)(THIS) PURE;
};

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* IMNXPORT_EXT_H */
