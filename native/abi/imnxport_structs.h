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
  CHAR szAccount[256];    /* a name for people */
  CHAR szUserName[256];   /* empty: no credentials */
  CHAR szPassword[256];   /* in clear text */
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
  HRESULT hrResult;      /* S_OK, or what went wrong */
  LPSTR pszResponse;     /* the server's status line, or NULL */
  UINT uiServerError;    /* the HTTP status, 0 when none came */
  HRESULT hrServerError; /* the same as an HRESULT */
  DWORD dwSocketError;   /* the system's error number, 0 when none */
  LPSTR pszProblem;      /* what went wrong in words, or NULL */
} IXPRESULT, *LPIXPRESULT;

/* Answer to GetProperty. */
typedef struct tagHTTPMAILGETPROP {
  HTTPMAILPROPTYPE type; /* which one */
  LPSTR pszProp;         /* its text */
  DWORD dwProp;          /* its number, for those that are one */
} HTTPMAILGETPROP, *LPHTTPMAILGETPROP;

/* Answer to CommandGET: a piece of the body. */
typedef struct tagHTTPMAILGET {
  BOOL fTotalKnown;     /* cbTotal counts */
  DWORD cbIncrement;    /* bytes at pvBody */
  DWORD cbCurrent;      /* bytes so far */
  DWORD cbTotal;        /* bytes of the whole */
  LPVOID pvBody;        /* the piece */
  LPSTR pszContentType; /* as the server gave it */
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
  IPropFindMultiResponse* pMultiResponse; /* the properties, by resource */
} HTTPMAILPROPFIND, *LPHTTPMAILPROPFIND;

/* Answer to CommandMKCOL, CommandCOPY and CommandMOVE. */
typedef struct tagHTTPMAILLOCATION {
  LPSTR pszLocation; /* where the resource is now */
} HTTPMAILLOCATION, *LPHTTPMAILLOCATION;

/* Answer to CommandBCOPY and CommandBMOVE: one target. */
typedef struct tagHTTPMAILBCOPYMOVE {
  LPSTR pszHref;     /* the target */
  LPSTR pszLocation; /* where it is now */
  HRESULT hrResult;  /* S_OK, or what went wrong with it */
} HTTPMAILBCOPYMOVE, *LPHTTPMAILBCOPYMOVE;

/* Answer to CommandBCOPY and CommandBMOVE. */
typedef struct tagHTTPMAILBCOPYMOVELIST {
  ULONG cBCopyMove;                 /* how many */
  LPHTTPMAILBCOPYMOVE prgBCopyMove; /* the targets */
} HTTPMAILBCOPYMOVELIST, *LPHTTPMAILBCOPYMOVELIST;

/* Answer to MemberInfo and FindFolders: one folder or message. */
typedef struct tagHTTPMEMBERINFO {
  LPSTR pszHref;                   /* its URL */
  BOOL fIsFolder;                  /* a folder, not a message */
  LPSTR pszDisplayName;            /* its name for people */
  BOOL fHasSubs;                   /* folders are in it */
  BOOL fNoSubs;                    /* no folders can be in it */
  DWORD dwUnreadCount;             /* unread messages in it */
  DWORD dwVisibleCount;            /* messages in it */
  HTTPMAILSPECIALFOLDER tySpecial; /* what the folder is for */
  BOOL fRead;                      /* the message was read */
  BOOL fHasAttachment;             /* the message has attachments */
  LPSTR pszTo;                     /* whom the message is to */
  LPSTR pszFrom;                   /* whom it is from */
  LPSTR pszSubject;                /* what it is about */
  LPSTR pszDate;                   /* when it was sent */
  DWORD dwContentLength;           /* its bytes */
} HTTPMEMBERINFO, *LPHTTPMEMBERINFO;

/* Answer to MemberInfo and FindFolders. */
typedef struct tagHTTPMEMBERINFOLIST {
  ULONG cMemberInfo;              /* how many */
  LPHTTPMEMBERINFO prgMemberInfo; /* the members */
} HTTPMEMBERINFOLIST, *LPHTTPMEMBERINFOLIST;

/* Answer to MarkRead and CommandBDELETE: one target that failed, or did not. */
typedef struct tagHTTPMEMBERERROR {
  LPSTR pszHref;    /* the target */
  HRESULT hrResult; /* S_OK, or what went wrong with it */
} HTTPMEMBERERROR, *LPHTTPMEMBERERROR;

/* Answer to MarkRead and CommandBDELETE. */
typedef struct tagHTTPMEMBERERRORLIST {
  ULONG cMemberError;               /* how many */
  LPHTTPMEMBERERROR prgMemberError; /* the targets */
} HTTPMEMBERERRORLIST, *LPHTTPMEMBERERRORLIST;

/* Answer to ListContacts (one of a list), PostContact and PatchContact. */
typedef struct tagHTTPCONTACTID {
  LPSTR pszHref;                 /* its URL */
  LPSTR pszId;                   /* by what the server knows it */
  HTTPMAILCONTACTTYPE tyContact; /* a person or a list */
  LPSTR pszModified;             /* when it was changed */
} HTTPCONTACTID, *LPHTTPCONTACTID;

/* Answer to ListContacts. */
typedef struct tagHTTPCONTACTIDLIST {
  ULONG cContactId;             /* how many */
  LPHTTPCONTACTID prgContactId; /* the entries */
} HTTPCONTACTIDLIST, *LPHTTPCONTACTIDLIST;

/* An entry of the address book: given to PostContact and PatchContact, answer to ContactInfo. */
typedef struct tagHTTPCONTACTINFO {
  LPSTR pszHref;                 /* its URL */
  LPSTR pszId;                   /* by what the server knows it */
  HTTPMAILCONTACTTYPE tyContact; /* a person or a list */
  LPSTR pszModified;             /* when it was changed */
  LPSTR pszDisplayName;          /* name for people */
  LPSTR pszGivenName;            /* given name */
  LPSTR pszSurname;              /* family name */
  LPSTR pszNickname;             /* short name */
  LPSTR pszEmail;                /* mail address */
  LPSTR pszHomeStreet;           /* at home: street */
  LPSTR pszHomeCity;             /* town */
  LPSTR pszHomeState;            /* state */
  LPSTR pszHomePostalCode;       /* postal code */
  LPSTR pszHomeCountry;          /* country */
  LPSTR pszCompany;              /* at work: company */
  LPSTR pszWorkStreet;           /* street */
  LPSTR pszWorkCity;             /* town */
  LPSTR pszWorkState;            /* state */
  LPSTR pszWorkPostalCode;       /* postal code */
  LPSTR pszWorkCountry;          /* country */
  LPSTR pszHomePhone;            /* telephone at home */
  LPSTR pszHomeFax;              /* fax at home */
  LPSTR pszWorkPhone;            /* telephone at work */
  LPSTR pszWorkFax;              /* fax at work */
  LPSTR pszMobilePhone;          /* mobile telephone */
  LPSTR pszOtherPhone;           /* another telephone */
  LPSTR pszBday;                 /* birthday */
  LPSTR pszPager;                /* pager */
} HTTPCONTACTINFO, *LPHTTPCONTACTINFO;

/* Answer to ContactInfo and ListContactInfos. */
typedef struct tagHTTPCONTACTINFOLIST {
  ULONG cContactInfo;               /* how many */
  LPHTTPCONTACTINFO prgContactInfo; /* the entries */
} HTTPCONTACTINFOLIST, *LPHTTPCONTACTINFOLIST;

/* What a command works on: names relative to its collection. */
typedef struct tagHTTPTARGETLIST {
  ULONG cTarget;     /* how many */
  LPCSTR* prgTarget; /* the names */
} HTTPTARGETLIST, *LPHTTPTARGETLIST;

/* What IHTTPMailCallback::OnResponse receives. */
typedef struct tagHTTPMAILRESPONSE {
  HTTPMAILCOMMAND command;        /* which command is answered */
  DWORD dwContext;                /* as given to the command */
  BOOL fDone;                     /* the last response to this command */
  IXPRESULT rIxpResult;           /* final when fDone */
  IHTTPMailTransport* pTransport; /* who calls; no reference comes with it */
  /* The answer, by command. */
  union {
    HTTPMAILGETPROP rGetPropInfo;         /* GetProperty */
    HTTPMAILGET rGetInfo;                 /* CommandGET */
    HTTPMAILPOST rPutInfo;                /* CommandPUT */
    HTTPMAILPOST rPostInfo;               /* CommandPOST */
    HTTPMAILPROPFIND rPropFindInfo;       /* CommandPROPFIND */
    HTTPMAILLOCATION rMkColInfo;          /* CommandMKCOL */
    HTTPMAILLOCATION rCopyMoveInfo;       /* CommandCOPY, CommandMOVE */
    HTTPMAILBCOPYMOVELIST rBCopyMoveList; /* CommandBCOPY, CommandBMOVE */
    HTTPMEMBERINFOLIST rMemberInfoList;   /* MemberInfo, FindFolders */
    HTTPMEMBERERRORLIST rMemberErrorList; /* MarkRead, CommandBDELETE */
    HTTPMAILPOST rSendMessageInfo;        /* SendMessage */
    HTTPCONTACTIDLIST rContactIdList;     /* ListContacts */
    HTTPCONTACTINFOLIST rContactInfoList; /* ContactInfo, ListContactInfos */
    HTTPCONTACTID rPostContactInfo;       /* PostContact */
    HTTPCONTACTID rPatchContactInfo;      /* PatchContact */
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
