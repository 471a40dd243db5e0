/* imnxport_constants.h: the HRESULTs, enumerations and flags of Imnxport.
 *
 * Sources: the published SDK header for IXP*, RASCONNTYPE, CMDTYPE, HTTPMAILCOMMAND and ISF_*; the public
 * documentation ("Windows Mail Networking Reference") for the other HTTPMAIL* enumerations; PROVENANCE.md
 * has them one by one. Included by imnxport.h.
 */
#ifndef IMNXPORT_CONSTANTS_H
#define IMNXPORT_CONSTANTS_H

#include "imnxport_types.h"

/* Severity error, facility 12 ("internet"). */
#define IMNXPORT_HRESULT(code) ((HRESULT)(0x800C0000u | (code)))

#define IXP_E_LOAD_SICILY_FAILED IMNXPORT_HRESULT(0xCC00u) /* never produced here */
#define IXP_E_INVALID_CERT_CN IMNXPORT_HRESULT(0xCC01u)    /* the certificate is for another host */
#define IXP_E_INVALID_CERT_DATE \
  IMNXPORT_HRESULT(0xCC02u) /* the certificate has expired, or is not valid yet */
#define IXP_E_ALREADY_CONNECTED IMNXPORT_HRESULT(0xCC03u) /* InitNew or Connect while connected */
#define IXP_E_CONN IMNXPORT_HRESULT(0xCC04u)          /* a failure of the engine without a name of its own */
#define IXP_E_NOT_CONNECTED IMNXPORT_HRESULT(0xCC05u) /* Disconnect without Connect */
#define IXP_E_CONN_SEND IMNXPORT_HRESULT(0xCC06u)     /* never produced here */
#define IXP_E_WOULD_BLOCK IMNXPORT_HRESULT(0xCC07u)   /* never produced here */
#define IXP_E_INVALID_STATE IMNXPORT_HRESULT(0xCC08u) /* JavaScript: the transport was closed */
#define IXP_E_CONN_RECV IMNXPORT_HRESULT(0xCC09u)     /* what came back is not HTTP */
#define IXP_E_INCOMPLETE IMNXPORT_HRESULT(0xCC0Au)    /* the stream was shorter or longer than its length */
#define IXP_E_BUSY IMNXPORT_HRESULT(0xCC0Bu)          /* a command is queued or running */
#define IXP_E_NOT_INIT IMNXPORT_HRESULT(0xCC0Cu)      /* InitNew comes first */
#define IXP_E_CANT_FIND_HOST \
  IMNXPORT_HRESULT(0xCC0Du) /* no address for the name of the server, or of the proxy */
#define IXP_E_FAILED_TO_CONNECT IMNXPORT_HRESULT(0xCC0Eu) /* refused or unreachable */
#define IXP_E_CONNECTION_DROPPED \
  IMNXPORT_HRESULT(0xCC0Fu) /* the connection ended before the whole answer was there */
#define IXP_E_INVALID_ADDRESS IMNXPORT_HRESULT(0xCC10u)      /* never produced here */
#define IXP_E_INVALID_ADDRESS_LIST IMNXPORT_HRESULT(0xCC11u) /* never produced here */
#define IXP_E_SOCKET_READ_ERROR IMNXPORT_HRESULT(0xCC12u)    /* never produced here */
#define IXP_E_SOCKET_WRITE_ERROR IMNXPORT_HRESULT(0xCC13u)   /* never produced here */
#define IXP_E_SOCKET_INIT_ERROR \
  IMNXPORT_HRESULT(0xCC14u) /* InitNew could not start the threads of the library */
#define IXP_E_SOCKET_CONNECT_ERROR IMNXPORT_HRESULT(0xCC15u) /* never produced here */
#define IXP_E_INVALID_ACCOUNT IMNXPORT_HRESULT(0xCC16u)      /* never produced here */
#define IXP_E_USER_CANCEL \
  IMNXPORT_HRESULT(0xCC17u) /* a logon was declined, or Disconnect ended a queued command */
#define IXP_E_SICILY_LOGON_FAILED IMNXPORT_HRESULT(0xCC18u)   /* never produced here */
#define IXP_E_TIMEOUT IMNXPORT_HRESULT(0xCC19u)               /* no activity, and OnTimeout gave up */
#define IXP_E_SECURE_CONNECT_FAILED IMNXPORT_HRESULT(0xCC1Au) /* TLS failed */

/* What the server answered; IXPRESULT.uiServerError has the number. The range has a gap. */
#define IXP_E_HTTP_USE_PROXY IMNXPORT_HRESULT(0xCC30u)            /* 305 */
#define IXP_E_HTTP_BAD_REQUEST IMNXPORT_HRESULT(0xCC31u)          /* 400, and any 4xx without a row */
#define IXP_E_HTTP_UNAUTHORIZED IMNXPORT_HRESULT(0xCC32u)         /* 401 */
#define IXP_E_HTTP_FORBIDDEN IMNXPORT_HRESULT(0xCC33u)            /* 403 */
#define IXP_E_HTTP_NOT_FOUND IMNXPORT_HRESULT(0xCC34u)            /* 404 */
#define IXP_E_HTTP_METHOD_NOT_ALLOW IMNXPORT_HRESULT(0xCC35u)     /* 405 */
#define IXP_E_HTTP_NOT_ACCEPTABLE IMNXPORT_HRESULT(0xCC36u)       /* 406 */
#define IXP_E_HTTP_PROXY_AUTH_REQ IMNXPORT_HRESULT(0xCC37u)       /* 407 */
#define IXP_E_HTTP_REQUEST_TIMEOUT IMNXPORT_HRESULT(0xCC38u)      /* 408 */
#define IXP_E_HTTP_CONFLICT IMNXPORT_HRESULT(0xCC39u)             /* 409 */
#define IXP_E_HTTP_GONE IMNXPORT_HRESULT(0xCC3Au)                 /* 410 */
#define IXP_E_HTTP_LENGTH_REQUIRED IMNXPORT_HRESULT(0xCC3Bu)      /* 411 */
#define IXP_E_HTTP_PRECOND_FAILED IMNXPORT_HRESULT(0xCC3Cu)       /* 412 */
#define IXP_E_HTTP_INTERNAL_ERROR IMNXPORT_HRESULT(0xCC3Du)       /* 500, and any 5xx without a row */
#define IXP_E_HTTP_NOT_IMPLEMENTED IMNXPORT_HRESULT(0xCC3Eu)      /* 501, and 1xx or 3xx that end a command */
#define IXP_E_HTTP_BAD_GATEWAY IMNXPORT_HRESULT(0xCC3Fu)          /* 502 */
#define IXP_E_HTTP_SERVICE_UNAVAIL IMNXPORT_HRESULT(0xCCF0u)      /* 503 */
#define IXP_E_HTTP_GATEWAY_TIMEOUT IMNXPORT_HRESULT(0xCCF1u)      /* 504 */
#define IXP_E_HTTP_VERS_NOT_SUP IMNXPORT_HRESULT(0xCCF2u)         /* 505 */
#define IXP_E_HTTP_INSUFFICIENT_STORAGE IMNXPORT_HRESULT(0xCCF3u) /* 425 or 507 */
#define IXP_E_HTTP_ROOT_PROP_NOT_FOUND IMNXPORT_HRESULT(0xCCF4u)  /* GetProperty */

/* IInternetTransport::GetIXPType: what a transport speaks. */
typedef enum tagIXPTYPE {
  IXP_NNTP = 0,    /* news */
  IXP_SMTP = 1,    /* mail, outgoing */
  IXP_POP3 = 2,    /* mail, from a mailbox */
  IXP_IMAP = 3,    /* mail, in its folders */
  IXP_RAS = 4,     /* dial-up */
  IXP_HTTPMail = 5 /* mail over HTTP: this one */
} IXPTYPE;

/* ITransportCallback::OnStatus: what a transport is doing. */
typedef enum tagIXPSTATUS {
  IXP_FINDINGHOST = 0,   /* looks up the name of the server */
  IXP_CONNECTING = 1,    /* connects */
  IXP_SECURING = 2,      /* TLS begins */
  IXP_CONNECTED = 3,     /* connected */
  IXP_AUTHORIZING = 4,   /* sends credentials */
  IXP_AUTHRETRY = 5,     /* they were refused */
  IXP_AUTHORIZED = 6,    /* they were accepted */
  IXP_DISCONNECTING = 7, /* lets what runs come to its end */
  IXP_DISCONNECTED = 8,  /* not connected */
  IXP_LAST = 9           /* how many there are */
} IXPSTATUS;

/* IInternetTransport::IsState: what is asked. */
typedef enum tagIXPISSTATE {
  IXP_IS_CONNECTED = 0,    /* from Connect to Disconnect */
  IXP_IS_BUSY = 1,         /* a command is queued or running */
  IXP_IS_READY = 2,        /* connected and not busy */
  IXP_IS_AUTHENTICATED = 3 /* a 2xx came that used credentials */
} IXPISSTATE;

/* ITransportCallback::OnCommand: a line we sent, or one the server answered. */
typedef enum tagCMDTYPE {
  CMD_SEND = 0, /* sent */
  CMD_RESP = 1  /* answered */
} CMDTYPE;

/* INETSERVER.rasconntype: how the machine is on the net. Kept for layout; not used over HTTP. */
typedef enum tagRASCONNTYPE {
  RAS_CONNECT_LAN = 0,    /* over a network */
  RAS_CONNECT_MANUAL = 1, /* by hand */
  RAS_CONNECT_RAS = 2     /* by dialling */
} RASCONNTYPE;

/* HTTPMAILRESPONSE.command: which command is answered, and so which member of the union is filled. */
typedef enum tagHTTPMAILCOMMAND {
  HTTPMAIL_NONE = 0,          /* none */
  HTTPMAIL_GETPROP = 1,       /* GetProperty */
  HTTPMAIL_GET = 2,           /* CommandGET */
  HTTPMAIL_PUT = 3,           /* CommandPUT */
  HTTPMAIL_POST = 4,          /* CommandPOST */
  HTTPMAIL_DELETE = 5,        /* CommandDELETE */
  HTTPMAIL_BDELETE = 6,       /* CommandBDELETE */
  HTTPMAIL_PROPFIND = 7,      /* CommandPROPFIND */
  HTTPMAIL_PROPPATCH = 8,     /* CommandPROPPATCH */
  HTTPMAIL_MKCOL = 9,         /* CommandMKCOL */
  HTTPMAIL_COPY = 10,         /* CommandCOPY */
  HTTPMAIL_BCOPY = 11,        /* CommandBCOPY */
  HTTPMAIL_MOVE = 12,         /* CommandMOVE */
  HTTPMAIL_BMOVE = 13,        /* CommandBMOVE */
  HTTPMAIL_MEMBERINFO = 14,   /* MemberInfo */
  HTTPMAIL_FINDFOLDERS = 15,  /* FindFolders */
  HTTPMAIL_MARKREAD = 16,     /* MarkRead */
  HTTPMAIL_SENDMESSAGE = 17,  /* SendMessage */
  HTTPMAIL_LISTCONTACTS = 18, /* ListContacts */
  HTTPMAIL_CONTACTINFO = 19,  /* ContactInfo */
  HTTPMAIL_POSTCONTACT = 20,  /* PostContact */
  HTTPMAIL_PATCHCONTACT = 21  /* PatchContact */
} HTTPMAILCOMMAND;

/* IHTTPMailTransport::GetProperty: a property of the mailbox. */
typedef enum tagHTTPMAILPROPTYPE {
  HTTPMAIL_PROP_INVALID = 0,             /* none */
  HTTPMAIL_PROP_ADBAR = 1,               /* the ad bar */
  HTTPMAIL_PROP_CONTACTS = 2,            /* the address book */
  HTTPMAIL_PROP_INBOX = 3,               /* the inbox */
  HTTPMAIL_PROP_OUTBOX = 4,              /* the outbox */
  HTTPMAIL_PROP_SENDMSG = 5,             /* where messages to be sent are posted */
  HTTPMAIL_PROP_SENTITEMS = 6,           /* sent items */
  HTTPMAIL_PROP_DELETEDITEMS = 7,        /* deleted items */
  HTTPMAIL_PROP_DRAFTS = 8,              /* drafts */
  HTTPMAIL_PROP_MSGFOLDERROOT = 9,       /* the folder of all folders */
  HTTPMAIL_PROP_SIG = 10,                /* the signature */
  HTTPMAIL_PROP_MAXPOLLINGINTERVAL = 11, /* the longest time between two polls */
  HTTPMAIL_PROP_LAST = 12                /* how many there are */
} HTTPMAILPROPTYPE;

/* HTTPMEMBERINFO.tySpecial: what a folder is for. */
typedef enum tagHTTPMAILSPECIALFOLDER {
  HTTPMAIL_SF_NONE = 0,         /* nothing special */
  HTTPMAIL_SF_UNRECOGNIZED = 1, /* something without a name here */
  HTTPMAIL_SF_INBOX = 2,        /* the inbox */
  HTTPMAIL_SF_DELETEDITEMS = 3, /* deleted items */
  HTTPMAIL_SF_DRAFTS = 4,       /* drafts */
  HTTPMAIL_SF_OUTBOX = 5,       /* the outbox */
  HTTPMAIL_SF_SENTITEMS = 6,    /* sent items */
  HTTPMAIL_SF_CONTACTS = 7,     /* the address book */
  HTTPMAIL_SF_CALENDAR = 8,     /* the calendar */
  HTTPMAIL_SF_MSNPROMO = 9,     /* promotions of MSN */
  HTTPMAIL_SF_BULKMAIL = 10,    /* bulk mail */
  HTTPMAIL_SF_LAST = 11         /* how many there are */
} HTTPMAILSPECIALFOLDER;

/* HTTPCONTACTID.tyContact: a person or a list of them. */
typedef enum tagHTTPMAILCONTACTTYPE {
  HTTPMAIL_CT_CONTACT = 0, /* a person */
  HTTPMAIL_CT_GROUP = 1,   /* a list */
  HTTPMAIL_CT_LAST = 2     /* how many there are */
} HTTPMAILCONTACTTYPE;

/* IHTTPMailTransport::MemberInfo: which properties are asked for. */
typedef DWORD MEMBERINFOFLAGS;
#define HTTP_MEMBERINFO_COMMONPROPS 0x0u  /* what folders and messages have */
#define HTTP_MEMBERINFO_FOLDERPROPS 0x1u  /* what folders have besides */
#define HTTP_MEMBERINFO_MESSAGEPROPS 0x2u /* what messages have besides */
#define HTTP_MEMBERINFO_ALLPROPS 0x3u     /* all of it */

/* dwDepth: the resource and everything below it. */
#define DEPTH_INFINITY 0xFFFFFFFEu

/* The two booleans of IInternetTransport::Connect, by name. */
#define iitAUTHENTICATE TRUE       /* fAuthenticate: log on */
#define iitDONT_AUTHENTICATE FALSE /* fAuthenticate: do not */
#define iitENABLE_ONCOMMAND TRUE   /* fCommandLogging: call OnCommand */
#define iitDISABLE_ONCOMMAND FALSE /* fCommandLogging: do not */

/* INETSERVER.dwFlags */
#define ISF_SMTP_USEIPFORHELO 0x1u       /* not used over HTTP */
#define ISF_ALWAYSPROMPTFORPASSWORD 0x2u /* not used over HTTP */
#define ISF_SSLONSAMEPORT 0x4u           /* not used over HTTP */
#define ISF_QUERYDSNSUPPORT 0x8u         /* not used over HTTP */
#define ISF_QUERYAUTHSUPPORT 0x10u       /* not used over HTTP */

#endif /* IMNXPORT_CONSTANTS_H */
