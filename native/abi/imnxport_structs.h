/* imnxport_structs.h: the structures of Imnxport, natural alignment, all strings ANSI and NUL-terminated.
 *
 * Pointers in a structure that a callback receives are valid only during that call. Source: the published
 * SDK header and the public documentation. Included by imnxport.h.
 */
#ifndef IMNXPORT_STRUCTS_H
#define IMNXPORT_STRUCTS_H

#include "imnxport_constants.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct IHTTPMailTransport IHTTPMailTransport;
typedef struct IPropFindMultiResponse IPropFindMultiResponse;

/* The ABI is that of /Zp8, whatever the including file is compiled with. */
#pragma pack(push, 8)
#ifdef _MSC_VER
#pragma warning(push)
#pragma warning(disable : 4201) /* the union without a name below, an extension before C11 */
#endif

/* A server and the credentials for it. */
typedef struct tagINETSERVER {
  CHAR szAccount[256]; /* a name for people */
  CHAR szUserName[256];
  CHAR szPassword[256];
  CHAR szServerName[256]; /* host name, or an http(s) URL whose path is ignored; empty: that of the command */
  CHAR szConnectoid[256]; /* not used over HTTP */
  RASCONNTYPE rasconntype; /* not used over HTTP */
  DWORD dwPort;            /* 0: that of the scheme */
  BOOL fSSL;               /* https, when szServerName names no scheme */
  BOOL fTrySicily;         /* not used */
  DWORD dwTimeout;         /* seconds without activity before OnTimeout; 0: 60 */
  DWORD dwFlags;           /* ISF_* */
} INETSERVER, *LPINETSERVER;

/* How something ended. The other members say more when hrResult is a failure. */
typedef struct tagIXPRESULT {
  HRESULT hrResult;
  LPSTR pszResponse;     /* the server's status line, or NULL */
  UINT uiServerError;    /* the HTTP status, 0 when none came */
  HRESULT hrServerError; /* the same as an HRESULT */
  DWORD dwSocketError;   /* the system's error number, 0 when none */
  LPSTR pszProblem;      /* what went wrong in words, or NULL */
} IXPRESULT, *LPIXPRESULT;

/* Answer to GetProperty. */
typedef struct tagHTTPMAILGETPROP {
  HTTPMAILPROPTYPE type;
  LPSTR pszProp;
  DWORD dwProp;
} HTTPMAILGETPROP, *LPHTTPMAILGETPROP;

/* Answer to CommandGET: a piece of the body. */
typedef struct tagHTTPMAILGET {
  BOOL fTotalKnown;
  DWORD cbIncrement;
  DWORD cbCurrent;
  DWORD cbTotal;
  LPVOID pvBody;
  LPSTR pszContentType;
} HTTPMAILGET, *LPHTTPMAILGET;

/* Answer to CommandPOST, CommandPUT and SendMessage. Counts are bytes of the entity; cbCurrent and cbTotal
 * stop at 0xFFFFFFFF (IImnxportCallback has 64 bits). */
typedef struct tagHTTPMAILPOST {
  LPSTR pszLocation; /* where the server stored the entity, absolute URL; NULL: not told */
  BOOL fResend;      /* the transfer started again since the last response; cbCurrent did too */
  DWORD cbIncrement; /* sent since the last response */
  DWORD cbCurrent;   /* sent so far */
  DWORD cbTotal;     /* size of the whole; 0: not known */
} HTTPMAILPOST, *LPHTTPMAILPOST;

/* Answer to CommandPROPFIND. */
typedef struct tagHTTPMAILPROPFIND {
  IPropFindMultiResponse* pMultiResponse;
} HTTPMAILPROPFIND, *LPHTTPMAILPROPFIND;

/* Answer to CommandMKCOL, CommandCOPY and CommandMOVE. */
typedef struct tagHTTPMAILLOCATION {
  LPSTR pszLocation;
} HTTPMAILLOCATION, *LPHTTPMAILLOCATION;

/* Answer to CommandBCOPY and CommandBMOVE: one target. */
typedef struct tagHTTPMAILBCOPYMOVE {
  LPSTR pszHref;
  LPSTR pszLocation;
  HRESULT hrResult;
} HTTPMAILBCOPYMOVE, *LPHTTPMAILBCOPYMOVE;

/* Answer to CommandBCOPY and CommandBMOVE. */
typedef struct tagHTTPMAILBCOPYMOVELIST {
  ULONG cBCopyMove;
  LPHTTPMAILBCOPYMOVE prgBCopyMove;
} HTTPMAILBCOPYMOVELIST, *LPHTTPMAILBCOPYMOVELIST;

/* Answer to MemberInfo and FindFolders: one folder or message. */
typedef struct tagHTTPMEMBERINFO {
  LPSTR pszHref;
  BOOL fIsFolder;
  LPSTR pszDisplayName;
  BOOL fHasSubs;
  BOOL fNoSubs;
  DWORD dwUnreadCount;
  DWORD dwVisibleCount;
  HTTPMAILSPECIALFOLDER tySpecial;
  BOOL fRead;
  BOOL fHasAttachment;
  LPSTR pszTo;
  LPSTR pszFrom;
  LPSTR pszSubject;
  LPSTR pszDate;
  DWORD dwContentLength;
} HTTPMEMBERINFO, *LPHTTPMEMBERINFO;

/* Answer to MemberInfo and FindFolders. */
typedef struct tagHTTPMEMBERINFOLIST {
  ULONG cMemberInfo;
  LPHTTPMEMBERINFO prgMemberInfo;
} HTTPMEMBERINFOLIST, *LPHTTPMEMBERINFOLIST;

/* Answer to MarkRead and CommandBDELETE: one target that failed, or did not. */
typedef struct tagHTTPMEMBERERROR {
  LPSTR pszHref;
  HRESULT hrResult;
} HTTPMEMBERERROR, *LPHTTPMEMBERERROR;

/* Answer to MarkRead and CommandBDELETE. */
typedef struct tagHTTPMEMBERERRORLIST {
  ULONG cMemberError;
  LPHTTPMEMBERERROR prgMemberError;
} HTTPMEMBERERRORLIST, *LPHTTPMEMBERERRORLIST;

/* Answer to ListContacts (one of a list), PostContact and PatchContact. */
typedef struct tagHTTPCONTACTID {
  LPSTR pszHref;
  LPSTR pszId;
  HTTPMAILCONTACTTYPE tyContact;
  LPSTR pszModified;
} HTTPCONTACTID, *LPHTTPCONTACTID;

/* Answer to ListContacts. */
typedef struct tagHTTPCONTACTIDLIST {
  ULONG cContactId;
  LPHTTPCONTACTID prgContactId;
} HTTPCONTACTIDLIST, *LPHTTPCONTACTIDLIST;

/* An entry of the address book: given to PostContact and PatchContact, answer to ContactInfo. */
typedef struct tagHTTPCONTACTINFO {
  LPSTR pszHref;
  LPSTR pszId;
  HTTPMAILCONTACTTYPE tyContact;
  LPSTR pszModified;
  LPSTR pszDisplayName;
  LPSTR pszGivenName;
  LPSTR pszSurname;
  LPSTR pszNickname;
  LPSTR pszEmail;
  LPSTR pszHomeStreet;
  LPSTR pszHomeCity;
  LPSTR pszHomeState;
  LPSTR pszHomePostalCode;
  LPSTR pszHomeCountry;
  LPSTR pszCompany;
  LPSTR pszWorkStreet;
  LPSTR pszWorkCity;
  LPSTR pszWorkState;
  LPSTR pszWorkPostalCode;
  LPSTR pszWorkCountry;
  LPSTR pszHomePhone;
  LPSTR pszHomeFax;
  LPSTR pszWorkPhone;
  LPSTR pszWorkFax;
  LPSTR pszMobilePhone;
  LPSTR pszOtherPhone;
  LPSTR pszBday;
  LPSTR pszPager;
} HTTPCONTACTINFO, *LPHTTPCONTACTINFO;

/* Answer to ContactInfo and ListContactInfos. */
typedef struct tagHTTPCONTACTINFOLIST {
  ULONG cContactInfo;
  LPHTTPCONTACTINFO prgContactInfo;
} HTTPCONTACTINFOLIST, *LPHTTPCONTACTINFOLIST;

/* What a command works on: names relative to its collection. */
typedef struct tagHTTPTARGETLIST {
  ULONG cTarget;
  LPCSTR* prgTarget;
} HTTPTARGETLIST, *LPHTTPTARGETLIST;

/* What IHTTPMailCallback::OnResponse receives. */
typedef struct tagHTTPMAILRESPONSE {
  HTTPMAILCOMMAND command;
  DWORD dwContext;                /* as given to the command */
  BOOL fDone;                     /* the last response to this command */
  IXPRESULT rIxpResult;           /* final when fDone */
  IHTTPMailTransport* pTransport; /* who calls; no reference comes with it */
  union {
    HTTPMAILGETPROP rGetPropInfo;
    HTTPMAILGET rGetInfo;
    HTTPMAILPOST rPutInfo;
    HTTPMAILPOST rPostInfo;
    HTTPMAILPROPFIND rPropFindInfo;
    HTTPMAILLOCATION rMkColInfo;
    HTTPMAILLOCATION rCopyMoveInfo;
    HTTPMAILBCOPYMOVELIST rBCopyMoveList;
    HTTPMEMBERINFOLIST rMemberInfoList;
    HTTPMEMBERERRORLIST rMemberErrorList;
    HTTPMAILPOST rSendMessageInfo;
    HTTPCONTACTIDLIST rContactIdList;
    HTTPCONTACTINFOLIST rContactInfoList;
    HTTPCONTACTID rPostContactInfo;
    HTTPCONTACTID rPatchContactInfo;
  };
} HTTPMAILRESPONSE, *LPHTTPMAILRESPONSE;

#ifdef _MSC_VER
#pragma warning(pop)
#endif
#pragma pack(pop)

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* IMNXPORT_STRUCTS_H */
