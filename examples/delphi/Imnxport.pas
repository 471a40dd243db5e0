// The interfaces of Imnxport for Delphi and Free Pascal. What every method promises stands in native/abi/imnxport.h
// and imnxport_ext.h. Text is PAnsiChar: in the system's code page, in IImnxportTransport and its callback in UTF-8.
unit Imnxport;

{$IFDEF FPC}{$MODE DELPHI}{$PACKENUM 4}{$PACKRECORDS 8}{$ELSE}{$MINENUMSIZE 4}{$ALIGN 8}{$ENDIF}

interface

uses
  Windows, ActiveX;

const
  CLSID_ImnxportTransport: TGUID = '{F553FA68-647B-41EA-892A-73116EBDE3CD}';
  CLSID_HttpMailPoster: TGUID = '{D6C0083F-44E0-45E2-8B97-82029A1DF32B}';

type
  IXPTYPE = (IXP_NNTP, IXP_SMTP, IXP_POP3, IXP_IMAP, IXP_RAS, IXP_HTTPMail);
  IXPSTATUS = (IXP_FINDINGHOST, IXP_CONNECTING, IXP_SECURING, IXP_CONNECTED, IXP_AUTHORIZING, IXP_AUTHRETRY,
    IXP_AUTHORIZED, IXP_DISCONNECTING, IXP_DISCONNECTED);
  IXPISSTATE = (IXP_IS_CONNECTED, IXP_IS_BUSY, IXP_IS_READY, IXP_IS_AUTHENTICATED);
  CMDTYPE = (CMD_SEND, CMD_RESP);
  HTTPMAILPROPTYPE = (HTTPMAIL_PROP_INVALID, HTTPMAIL_PROP_ADBAR, HTTPMAIL_PROP_CONTACTS, HTTPMAIL_PROP_INBOX,
    HTTPMAIL_PROP_OUTBOX, HTTPMAIL_PROP_SENDMSG, HTTPMAIL_PROP_SENTITEMS, HTTPMAIL_PROP_DELETEDITEMS,
    HTTPMAIL_PROP_DRAFTS, HTTPMAIL_PROP_MSGFOLDERROOT, HTTPMAIL_PROP_SIG, HTTPMAIL_PROP_MAXPOLLINGINTERVAL);

  // A server and the credentials for it
  INETSERVER = record
    szAccount: array[0..255] of AnsiChar;
    szUserName: array[0..255] of AnsiChar;
    szPassword: array[0..255] of AnsiChar;
    szServerName: array[0..255] of AnsiChar;
    szConnectoid: array[0..255] of AnsiChar;
    rasconntype: Integer;
    dwPort: DWORD;
    fSSL: BOOL;
    fTrySicily: BOOL;
    dwTimeout: DWORD;
    dwFlags: DWORD;
  end;

  // How something ended; the texts are valid during the call only
  IXPRESULT = record
    hrResult: HResult;
    pszResponse: PAnsiChar;
    uiServerError: UINT;
    hrServerError: HResult;
    dwSocketError: DWORD;
    pszProblem: PAnsiChar;
  end;
  PIXPRESULT = ^IXPRESULT;

  // What OnResponse tells about a POST
  HTTPMAILPOST = record
    pszLocation: PAnsiChar;
    fResend: BOOL;
    cbIncrement: DWORD;
    cbCurrent: DWORD;
    cbTotal: DWORD;
  end;

  // The beginning of HTTPMAILRESPONSE, up to the member of its union that CommandPOST fills: only for reading,
  // through the pointer that OnResponse is given
  HTTPMAILRESPONSE = record
    command: Integer;
    dwContext: DWORD;
    fDone: BOOL;
    rIxpResult: IXPRESULT;
    pTransport: Pointer;
    rPostInfo: HTTPMAILPOST;
  end;
  PHTTPMAILRESPONSE = ^HTTPMAILRESPONSE;

  // What all transports have in common
  IInternetTransport = interface(IUnknown)
    ['{1F636C01-364E-11D0-81D3-00C04FD85AB4}']
    function GetServerInfo(out pInetServer: INETSERVER): HResult; stdcall;
    function GetIXPType: IXPTYPE; stdcall;
    function IsState(isstate: IXPISSTATE): HResult; stdcall;
    function InetServerFromAccount(pAccount: Pointer; out pInetServer: INETSERVER): HResult; stdcall;
    function Connect(const pInetServer: INETSERVER; fAuthenticate: ByteBool;
      fCommandLogging: ByteBool): HResult; stdcall;
    function HandsOffCallback: HResult; stdcall;
    function Disconnect: HResult; stdcall;
    function DropConnection: HResult; stdcall;
    function GetStatus(out pCurrentStatus: IXPSTATUS): HResult; stdcall;
  end;

  // What every transport tells its client
  ITransportCallback = interface(IUnknown)
    ['{0DF2C7E1-3435-11D0-81D0-00C04FD85AB4}']
    function OnTimeout(var pdwTimeout: DWORD; const pTransport: IInternetTransport): HResult; stdcall;
    function OnLogonPrompt(var pInetServer: INETSERVER;
      const pTransport: IInternetTransport): HResult; stdcall;
    function OnPrompt(hrError: HResult; pszText: PAnsiChar; pszCaption: PAnsiChar; uType: UINT;
      const pTransport: IInternetTransport): Integer; stdcall;
    function OnStatus(ixpstatus: IXPSTATUS; const pTransport: IInternetTransport): HResult; stdcall;
    function OnError(ixpstatus: IXPSTATUS; pResult: PIXPRESULT;
      const pTransport: IInternetTransport): HResult; stdcall;
    function OnCommand(cmdtype: CMDTYPE; pszLine: PAnsiChar; hrResponse: HResult;
      const pTransport: IInternetTransport): HResult; stdcall;
  end;

  // What the client of an HTTP mail transport implements
  IHTTPMailCallback = interface(ITransportCallback)
    ['{19F6481C-E5F0-11D1-A86E-0000F8084F96}']
    function OnResponse(pResponse: PHTTPMAILRESPONSE): HResult; stdcall;
    function GetParentWindow(out phwndParent: HWND): HResult; stdcall;
  end;

  // The HTTP mail transport: commands run one after another, answers come to OnResponse
  IHTTPMailTransport = interface(IInternetTransport)
    ['{B8BDE03C-E548-11D1-A86E-0000F8084F96}']
    function InitNew(pszUserAgent: PAnsiChar; pszLogFilePath: PAnsiChar;
      const pCallback: IHTTPMailCallback): HResult; stdcall;
    function CommandGET(pszPath: PAnsiChar; rgszAcceptTypes: Pointer; fTranslate: BOOL;
      dwContext: DWORD): HResult; stdcall;
    function CommandPUT(pszPath: PAnsiChar; lpvData: Pointer; cbSize: ULONG;
      dwContext: DWORD): HResult; stdcall;
    function CommandPOST(pszPath: PAnsiChar; const pStream: IStream; pszContentType: PAnsiChar;
      dwContext: DWORD): HResult; stdcall;
    function CommandDELETE(pszPath: PAnsiChar; dwContext: DWORD): HResult; stdcall;
    function CommandBDELETE(pszSourceCollection: PAnsiChar; pTargets: Pointer;
      dwContext: DWORD): HResult; stdcall;
    function CommandPROPFIND(pszPath: PAnsiChar; pRequest: Pointer; dwDepth: DWORD;
      dwContext: DWORD): HResult; stdcall;
    function CommandPROPPATCH(pszPath: PAnsiChar; pRequest: Pointer; dwContext: DWORD): HResult; stdcall;
    function CommandMKCOL(pszPath: PAnsiChar; dwContext: DWORD): HResult; stdcall;
    function CommandCOPY(pszPath: PAnsiChar; pszDestination: PAnsiChar; fAllowRename: BOOL;
      dwContext: DWORD): HResult; stdcall;
    function CommandBCOPY(pszSourceCollection: PAnsiChar; pTargets: Pointer; pszDestCollection: PAnsiChar;
      pDestinations: Pointer; fAllowRename: BOOL; dwContext: DWORD): HResult; stdcall;
    function CommandMOVE(pszPath: PAnsiChar; pszDestination: PAnsiChar; fAllowRename: BOOL;
      dwContext: DWORD): HResult; stdcall;
    function CommandBMOVE(pszSourceCollection: PAnsiChar; pTargets: Pointer; pszDestCollection: PAnsiChar;
      pDestinations: Pointer; fAllowRename: BOOL; dwContext: DWORD): HResult; stdcall;
    function GetProperty(proptype: HTTPMAILPROPTYPE; out ppszProp: PAnsiChar): HResult; stdcall;
    function MemberInfo(pszPath: PAnsiChar; flags: DWORD; dwDepth: DWORD; fIncludeRoot: BOOL;
      dwContext: DWORD): HResult; stdcall;
    function FindFolders(pszPath: PAnsiChar; dwContext: DWORD): HResult; stdcall;
    function MarkRead(pszPath: PAnsiChar; pTargets: Pointer; fMarkRead: BOOL;
      dwContext: DWORD): HResult; stdcall;
    function SendMessage(pszPath: PAnsiChar; pszFrom: PAnsiChar; pTargets: Pointer; fSaveInSent: BOOL;
      const pMessageStream: IStream; dwContext: DWORD): HResult; stdcall;
    function ListContacts(pszPath: PAnsiChar; dwContext: DWORD): HResult; stdcall;
    function ListContactInfos(pszCollectionPath: PAnsiChar; dwContext: DWORD): HResult; stdcall;
    function ContactInfo(pszPath: PAnsiChar; dwContext: DWORD): HResult; stdcall;
    function PostContact(pszPath: PAnsiChar; pciInfo: Pointer; dwContext: DWORD): HResult; stdcall;
    function PatchContact(pszPath: PAnsiChar; pciInfo: Pointer; dwContext: DWORD): HResult; stdcall;
    function GetPropertyDw(proptype: HTTPMAILPROPTYPE; out lpdwProp: DWORD): HResult; stdcall;
  end;

  // QueryInterface of a transport: posts with options, tokens and 64-bit counts; text is UTF-8
  IImnxportTransport = interface(IUnknown)
    ['{EE74D68E-C4D5-406C-A5B1-BEB6DE7D768F}']
    function Configure(pOptions: Pointer): HResult; stdcall;
    function Post(pszUrl: PAnsiChar; const pStream: IStream; pPost: Pointer;
      out pullToken: UInt64): HResult; stdcall;
    function Cancel(ullToken: UInt64; hrReason: HResult): HResult; stdcall;
    function AnswerLogon(ullToken: UInt64; hrAnswer: HResult; pszUser: PAnsiChar;
      pszPassword: PAnsiChar): HResult; stdcall;
    function AnswerIdle(ullToken: UInt64; hrAnswer: HResult; dwIdleTimeout: DWORD): HResult; stdcall;
  end;

  // QueryInterface of a callback: it may be called on any thread
  IImnxportCallback = interface(IUnknown)
    ['{30859C51-643A-4CD7-BB35-AEB48421126A}']
    function OnPostProgress(pProgress: Pointer; const pTransport: IInternetTransport): HResult; stdcall;
    function OnPostDone(pResult: Pointer; const pTransport: IInternetTransport): HResult; stdcall;
    function OnLogonRequest(pLogon: Pointer; const pTransport: IInternetTransport): HResult; stdcall;
    function OnIdle(ullToken: UInt64; dwIdleTimeout: DWORD;
      const pTransport: IInternetTransport): HResult; stdcall;
  end;

  // The automation object, early bound; an OleVariant needs nothing of this
  IHttpMailPoster = interface(IDispatch)
    ['{D2EA7D67-00C1-4183-BF5B-6F404A06ACF9}']
    function Post(const Url: WideString; Body: OleVariant; const ContentType: WideString): Integer; safecall;
    procedure Cancel; safecall;
    function Get_UserAgent: WideString; safecall;
    procedure Set_UserAgent(const Value: WideString); safecall;
    function Get_User: WideString; safecall;
    procedure Set_User(const Value: WideString); safecall;
    procedure Set_Password(const Value: WideString); safecall;
    function Get_Timeout: Double; safecall;
    procedure Set_Timeout(Value: Double); safecall;
    function Get_LastStatus: Integer; safecall;
    function Get_Location: WideString; safecall;
    function Get_BytesSent: Double; safecall;
    function Get_ResponseText: WideString; safecall;
    property UserAgent: WideString read Get_UserAgent write Set_UserAgent;
    property User: WideString read Get_User write Set_User;
    property Password: WideString write Set_Password;
    property Timeout: Double read Get_Timeout write Set_Timeout;
    property LastStatus: Integer read Get_LastStatus;
    property Location: WideString read Get_Location;
    property BytesSent: Double read Get_BytesSent;
    property ResponseText: WideString read Get_ResponseText;
  end;

implementation

end.
