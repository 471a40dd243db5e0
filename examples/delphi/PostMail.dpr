// Posts a file through IHTTPMailTransport, and a text through the automation object.
//   PostMail http://localhost:8080/inbox/ C:\mail\message.eml
program PostMail;

{$APPTYPE CONSOLE}
{$IFDEF FPC}{$MODE DELPHI}{$ENDIF}

uses
  Windows, ActiveX, ComObj, SysUtils, Variants, Imnxport;

type
  // Told on the thread of InitNew, while that pumps messages: it is in a single-threaded apartment, as the
  // threads of Delphi's forms are
  TCallback = class(TInterfacedObject, ITransportCallback, IHTTPMailCallback)
  public
    Done: THandle;
    Result: HResult;
    constructor Create;
    destructor Destroy; override;
    function OnTimeout(var pdwTimeout: DWORD; const pTransport: IInternetTransport): HResult; stdcall;
    function OnLogonPrompt(var pInetServer: INETSERVER; const pTransport: IInternetTransport): HResult; stdcall;
    function OnPrompt(hrError: HResult; pszText: PAnsiChar; pszCaption: PAnsiChar; uType: UINT;
      const pTransport: IInternetTransport): Integer; stdcall;
    function OnStatus(ixpstatus: IXPSTATUS; const pTransport: IInternetTransport): HResult; stdcall;
    function OnError(ixpstatus: IXPSTATUS; pResult: PIXPRESULT;
      const pTransport: IInternetTransport): HResult; stdcall;
    function OnCommand(cmdtype: CMDTYPE; pszLine: PAnsiChar; hrResponse: HResult;
      const pTransport: IInternetTransport): HResult; stdcall;
    function OnResponse(pResponse: PHTTPMAILRESPONSE): HResult; stdcall;
    function GetParentWindow(out phwndParent: HWND): HResult; stdcall;
  end;

constructor TCallback.Create;
begin
  inherited;
  Done := CreateEvent(nil, True, False, nil);
end;

destructor TCallback.Destroy;
begin
  CloseHandle(Done);
  inherited;
end;

function TCallback.OnResponse(pResponse: PHTTPMAILRESPONSE): HResult;
begin
  if pResponse^.fDone then
  begin
    Self.Result := pResponse^.rIxpResult.hrResult;
    WriteLn(pResponse^.rIxpResult.pszResponse, ' (0x', IntToHex(Cardinal(Self.Result), 8), ')');
    WriteLn('location ', pResponse^.rPostInfo.pszLocation);
    SetEvent(Done);
  end
  else
    WriteLn(pResponse^.rPostInfo.cbCurrent, ' of ', pResponse^.rPostInfo.cbTotal, ' bytes');
  OnResponse := S_OK;
end;

function TCallback.OnTimeout(var pdwTimeout: DWORD; const pTransport: IInternetTransport): HResult;
begin
  OnTimeout := S_FALSE; // give up
end;

function TCallback.OnLogonPrompt(var pInetServer: INETSERVER; const pTransport: IInternetTransport): HResult;
begin
  OnLogonPrompt := S_FALSE; // cancel
end;

function TCallback.OnPrompt(hrError: HResult; pszText: PAnsiChar; pszCaption: PAnsiChar; uType: UINT;
  const pTransport: IInternetTransport): Integer;
begin
  OnPrompt := 0;
end;

function TCallback.OnStatus(ixpstatus: IXPSTATUS; const pTransport: IInternetTransport): HResult;
begin
  OnStatus := S_OK;
end;

function TCallback.OnError(ixpstatus: IXPSTATUS; pResult: PIXPRESULT;
  const pTransport: IInternetTransport): HResult;
begin
  OnError := S_OK;
end;

function TCallback.OnCommand(cmdtype: CMDTYPE; pszLine: PAnsiChar; hrResponse: HResult;
  const pTransport: IInternetTransport): HResult;
begin
  OnCommand := S_OK;
end;

function TCallback.GetParentWindow(out phwndParent: HWND): HResult;
begin
  phwndParent := 0;
  GetParentWindow := E_NOTIMPL;
end;

function SHCreateStreamOnFileW(Name: PWideChar; Mode: DWORD; out Stream: IStream): HResult; stdcall;
  external 'shlwapi.dll';

procedure PumpUntil(Event: THandle);
var
  Message: TMsg;
begin
  while MsgWaitForMultipleObjects(1, Event, False, INFINITE, QS_ALLINPUT) <> WAIT_OBJECT_0 do
    while PeekMessage(Message, 0, 0, 0, PM_REMOVE) do
    begin
      TranslateMessage(Message);
      DispatchMessage(Message);
    end;
end;

procedure PostFile(const Url, FileName: string);
var
  Callback: TCallback;
  Kept: IHTTPMailCallback;
  Transport: IHTTPMailTransport;
  Stream: IStream;
begin
  Callback := TCallback.Create;
  Kept := Callback;
  OleCheck(CoCreateInstance(CLSID_ImnxportTransport, nil, CLSCTX_INPROC_SERVER, IHTTPMailTransport, Transport));
  OleCheck(Transport.InitNew('delphi-example', nil, Kept));
  OleCheck(SHCreateStreamOnFileW(PWideChar(WideString(FileName)), STGM_READ, Stream));
  OleCheck(Transport.CommandPOST(PAnsiChar(AnsiString(Url)), Stream, 'message/rfc822', 0));
  PumpUntil(Callback.Done);
  OleCheck(Transport.HandsOffCallback);
  OleCheck(Callback.Result);
end;

procedure PostText(const Url: string);
var
  Poster: OleVariant;
begin
  Poster := CreateOleObject('Imnxport.HttpMailPoster');
  Poster.Post(Url, 'A text', 'text/plain; charset=utf-8');
  WriteLn(Integer(Poster.LastStatus), ': ', string(Poster.Location));
end;

// The same, bound early
procedure PostBytes(const Url: string);
var
  Poster: IHttpMailPoster;
  Bytes: OleVariant;
begin
  OleCheck(CoCreateInstance(CLSID_HttpMailPoster, nil, CLSCTX_INPROC_SERVER, IHttpMailPoster, Poster));
  Bytes := VarArrayCreate([0, 2], varByte);
  Bytes[0] := 65;
  Bytes[1] := 66;
  Bytes[2] := 67;
  WriteLn(Poster.Post(Url, Bytes, ''), ': ', string(Poster.Location), ', ', Poster.BytesSent:0:0, ' bytes');
end;

begin
  if ParamCount <> 2 then
  begin
    WriteLn('usage: PostMail URL FILE');
    Halt(2);
  end;
  OleCheck(CoInitialize(nil));
  try
    PostFile(ParamStr(1), ParamStr(2));
    PostText(ParamStr(1));
    PostBytes(ParamStr(1));
  except
    on E: EOleSysError do
    begin
      WriteLn(E.Message, ' (0x', IntToHex(Cardinal(E.ErrorCode), 8), ')');
      Halt(1);
    end;
    on E: Exception do
    begin
      WriteLn(E.Message);
      Halt(1);
    end;
  end;
end.
