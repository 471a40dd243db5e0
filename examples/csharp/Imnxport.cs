// The interfaces of Imnxport for .NET: exact slots, HRESULTs as they are, strings in the system's ANSI code page.
//
// A COM interface in C# repeats the methods of its base, because the slots are counted from the first line. The
// same things, with what every method promises, stand in native/abi/imnxport.h and imnxport_ext.h.
using System;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.ComTypes;

namespace Imnxport
{
    public enum IXPTYPE { NNTP, SMTP, POP3, IMAP, RAS, HTTPMail }

    public enum IXPSTATUS
    {
        FindingHost, Connecting, Securing, Connected, Authorizing, AuthRetry, Authorized, Disconnecting, Disconnected
    }

    public enum IXPISSTATE { Connected, Busy, Ready, Authenticated }

    public enum CMDTYPE { Send, Response }

    public enum HTTPMAILPROPTYPE
    {
        Invalid, AdBar, Contacts, Inbox, Outbox, SendMessage, SentItems, DeletedItems, Drafts, MessageFolderRoot,
        Signature, MaxPollingInterval
    }

    /// <summary>A server and the credentials for it.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 8, CharSet = CharSet.Ansi)]
    public struct INETSERVER
    {
        [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 256)] public string szAccount;
        [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 256)] public string szUserName;
        [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 256)] public string szPassword;
        [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 256)] public string szServerName;
        [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 256)] public string szConnectoid;
        public int rasconntype;
        public uint dwPort;
        [MarshalAs(UnmanagedType.Bool)] public bool fSSL;
        [MarshalAs(UnmanagedType.Bool)] public bool fTrySicily;
        public uint dwTimeout;
        public uint dwFlags;
    }

    /// <summary>How something ended; Marshal.PtrToStringAnsi reads the texts, during the call only.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 8)]
    public struct IXPRESULT
    {
        public int hrResult;
        public IntPtr pszResponse;
        public uint uiServerError;
        public int hrServerError;
        public uint dwSocketError;
        public IntPtr pszProblem;
    }

    /// <summary>What OnResponse tells about a POST.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 8)]
    public struct HTTPMAILPOST
    {
        public IntPtr pszLocation;
        [MarshalAs(UnmanagedType.Bool)] public bool fResend;
        public uint cbIncrement;
        public uint cbCurrent;
        public uint cbTotal;
    }

    /// <summary>
    /// The beginning of HTTPMAILRESPONSE, up to the member of its union that CommandPOST fills. Only for reading, with
    /// Marshal.PtrToStructure, from the pointer that OnResponse is given.
    /// </summary>
    [StructLayout(LayoutKind.Sequential, Pack = 8)]
    public struct HTTPMAILRESPONSE
    {
        public int command;
        public uint dwContext;
        [MarshalAs(UnmanagedType.Bool)] public bool fDone;
        public IXPRESULT rIxpResult;
        public IntPtr pTransport;
        public HTTPMAILPOST rPostInfo;
    }

    /// <summary>What every transport tells its client.</summary>
    [ComImport, Guid("0DF2C7E1-3435-11D0-81D0-00C04FD85AB4"), InterfaceType(ComInterfaceType.InterfaceIsIUnknown)]
    public interface ITransportCallback
    {
        // ITransportCallback, from slot 3
        [PreserveSig] int OnTimeout(ref uint pdwTimeout, IntPtr pTransport);
        [PreserveSig] int OnLogonPrompt(ref INETSERVER pInetServer, IntPtr pTransport);
        [PreserveSig]
        int OnPrompt(
            int hrError, [MarshalAs(UnmanagedType.LPStr)] string pszText,
            [MarshalAs(UnmanagedType.LPStr)] string pszCaption, uint uType, IntPtr pTransport);
        [PreserveSig] int OnStatus(IXPSTATUS ixpstatus, IntPtr pTransport);
        [PreserveSig] int OnError(IXPSTATUS ixpstatus, IntPtr pResult, IntPtr pTransport);
        [PreserveSig]
        int OnCommand(
            CMDTYPE cmdtype, [MarshalAs(UnmanagedType.LPStr)] string pszLine, int hrResponse, IntPtr pTransport);
    }

    /// <summary>What all transports have in common.</summary>
    [ComImport, Guid("1F636C01-364E-11D0-81D3-00C04FD85AB4"), InterfaceType(ComInterfaceType.InterfaceIsIUnknown)]
    public interface IInternetTransport
    {
        // IInternetTransport, from slot 3
        [PreserveSig] int GetServerInfo(out INETSERVER pInetServer);
        [PreserveSig] IXPTYPE GetIXPType();
        [PreserveSig] int IsState(IXPISSTATE isstate);
        [PreserveSig] int InetServerFromAccount(IntPtr pAccount, out INETSERVER pInetServer);
        [PreserveSig] int Connect(ref INETSERVER pInetServer, byte fAuthenticate, byte fCommandLogging);
        [PreserveSig] int HandsOffCallback();
        [PreserveSig] int Disconnect();
        [PreserveSig] int DropConnection();
        [PreserveSig] int GetStatus(out IXPSTATUS pCurrentStatus);
    }

    /// <summary>What the client of an HTTP mail transport implements.</summary>
    [ComImport, Guid("19F6481C-E5F0-11D1-A86E-0000F8084F96"), InterfaceType(ComInterfaceType.InterfaceIsIUnknown)]
    public interface IHTTPMailCallback
    {
        // ITransportCallback, from slot 3
        [PreserveSig] int OnTimeout(ref uint pdwTimeout, IntPtr pTransport);
        [PreserveSig] int OnLogonPrompt(ref INETSERVER pInetServer, IntPtr pTransport);
        [PreserveSig]
        int OnPrompt(
            int hrError, [MarshalAs(UnmanagedType.LPStr)] string pszText,
            [MarshalAs(UnmanagedType.LPStr)] string pszCaption, uint uType, IntPtr pTransport);
        [PreserveSig] int OnStatus(IXPSTATUS ixpstatus, IntPtr pTransport);
        [PreserveSig] int OnError(IXPSTATUS ixpstatus, IntPtr pResult, IntPtr pTransport);
        [PreserveSig]
        int OnCommand(
            CMDTYPE cmdtype, [MarshalAs(UnmanagedType.LPStr)] string pszLine, int hrResponse, IntPtr pTransport);
        // IHTTPMailCallback, from slot 9
        [PreserveSig] int OnResponse(IntPtr pResponse);
        [PreserveSig] int GetParentWindow(out IntPtr phwndParent);
    }

    /// <summary>The HTTP mail transport: commands run one after another, answers come to OnResponse.</summary>
    [ComImport, Guid("B8BDE03C-E548-11D1-A86E-0000F8084F96"), InterfaceType(ComInterfaceType.InterfaceIsIUnknown)]
    public interface IHTTPMailTransport
    {
        // IInternetTransport, from slot 3
        [PreserveSig] int GetServerInfo(out INETSERVER pInetServer);
        [PreserveSig] IXPTYPE GetIXPType();
        [PreserveSig] int IsState(IXPISSTATE isstate);
        [PreserveSig] int InetServerFromAccount(IntPtr pAccount, out INETSERVER pInetServer);
        [PreserveSig] int Connect(ref INETSERVER pInetServer, byte fAuthenticate, byte fCommandLogging);
        [PreserveSig] int HandsOffCallback();
        [PreserveSig] int Disconnect();
        [PreserveSig] int DropConnection();
        [PreserveSig] int GetStatus(out IXPSTATUS pCurrentStatus);
        // IHTTPMailTransport, from slot 12
        [PreserveSig]
        int InitNew(
            [MarshalAs(UnmanagedType.LPStr)] string pszUserAgent,
            [MarshalAs(UnmanagedType.LPStr)] string pszLogFilePath, IHTTPMailCallback pCallback);
        [PreserveSig]
        int CommandGET(
            [MarshalAs(UnmanagedType.LPStr)] string pszPath, IntPtr rgszAcceptTypes,
            [MarshalAs(UnmanagedType.Bool)] bool fTranslate, uint dwContext);
        [PreserveSig]
        int CommandPUT(
            [MarshalAs(UnmanagedType.LPStr)] string pszPath, IntPtr lpvData, uint cbSize, uint dwContext);
        [PreserveSig]
        int CommandPOST(
            [MarshalAs(UnmanagedType.LPStr)] string pszPath, IStream pStream,
            [MarshalAs(UnmanagedType.LPStr)] string pszContentType, uint dwContext);
        [PreserveSig] int CommandDELETE([MarshalAs(UnmanagedType.LPStr)] string pszPath, uint dwContext);
        [PreserveSig]
        int CommandBDELETE(
            [MarshalAs(UnmanagedType.LPStr)] string pszSourceCollection, IntPtr pTargets, uint dwContext);
        [PreserveSig]
        int CommandPROPFIND(
            [MarshalAs(UnmanagedType.LPStr)] string pszPath, IntPtr pRequest, uint dwDepth, uint dwContext);
        [PreserveSig]
        int CommandPROPPATCH(
            [MarshalAs(UnmanagedType.LPStr)] string pszPath, IntPtr pRequest, uint dwContext);
        [PreserveSig] int CommandMKCOL([MarshalAs(UnmanagedType.LPStr)] string pszPath, uint dwContext);
        [PreserveSig]
        int CommandCOPY(
            [MarshalAs(UnmanagedType.LPStr)] string pszPath,
            [MarshalAs(UnmanagedType.LPStr)] string pszDestination,
            [MarshalAs(UnmanagedType.Bool)] bool fAllowRename, uint dwContext);
        [PreserveSig]
        int CommandBCOPY(
            [MarshalAs(UnmanagedType.LPStr)] string pszSourceCollection, IntPtr pTargets,
            [MarshalAs(UnmanagedType.LPStr)] string pszDestCollection, IntPtr pDestinations,
            [MarshalAs(UnmanagedType.Bool)] bool fAllowRename, uint dwContext);
        [PreserveSig]
        int CommandMOVE(
            [MarshalAs(UnmanagedType.LPStr)] string pszPath,
            [MarshalAs(UnmanagedType.LPStr)] string pszDestination,
            [MarshalAs(UnmanagedType.Bool)] bool fAllowRename, uint dwContext);
        [PreserveSig]
        int CommandBMOVE(
            [MarshalAs(UnmanagedType.LPStr)] string pszSourceCollection, IntPtr pTargets,
            [MarshalAs(UnmanagedType.LPStr)] string pszDestCollection, IntPtr pDestinations,
            [MarshalAs(UnmanagedType.Bool)] bool fAllowRename, uint dwContext);
        [PreserveSig] int GetProperty(HTTPMAILPROPTYPE proptype, out IntPtr ppszProp);
        [PreserveSig]
        int MemberInfo(
            [MarshalAs(UnmanagedType.LPStr)] string pszPath, uint flags, uint dwDepth,
            [MarshalAs(UnmanagedType.Bool)] bool fIncludeRoot, uint dwContext);
        [PreserveSig] int FindFolders([MarshalAs(UnmanagedType.LPStr)] string pszPath, uint dwContext);
        [PreserveSig]
        int MarkRead(
            [MarshalAs(UnmanagedType.LPStr)] string pszPath, IntPtr pTargets,
            [MarshalAs(UnmanagedType.Bool)] bool fMarkRead, uint dwContext);
        [PreserveSig]
        int SendMessage(
            [MarshalAs(UnmanagedType.LPStr)] string pszPath, [MarshalAs(UnmanagedType.LPStr)] string pszFrom,
            IntPtr pTargets, [MarshalAs(UnmanagedType.Bool)] bool fSaveInSent, IStream pMessageStream,
            uint dwContext);
        [PreserveSig] int ListContacts([MarshalAs(UnmanagedType.LPStr)] string pszPath, uint dwContext);
        [PreserveSig] int ListContactInfos([MarshalAs(UnmanagedType.LPStr)] string pszCollectionPath, uint dwContext);
        [PreserveSig] int ContactInfo([MarshalAs(UnmanagedType.LPStr)] string pszPath, uint dwContext);
        [PreserveSig]
        int PostContact(
            [MarshalAs(UnmanagedType.LPStr)] string pszPath, IntPtr pciInfo, uint dwContext);
        [PreserveSig]
        int PatchContact(
            [MarshalAs(UnmanagedType.LPStr)] string pszPath, IntPtr pciInfo, uint dwContext);
        [PreserveSig] int GetPropertyDw(HTTPMAILPROPTYPE proptype, out uint lpdwProp);
    }

    /// <summary>QueryInterface of a transport: posts with options, tokens and 64-bit counts; text is UTF-8.</summary>
    [ComImport, Guid("EE74D68E-C4D5-406C-A5B1-BEB6DE7D768F"), InterfaceType(ComInterfaceType.InterfaceIsIUnknown)]
    public interface IImnxportTransport
    {
        // IImnxportTransport, from slot 3
        [PreserveSig] int Configure(IntPtr pOptions);
        [PreserveSig]
        int Post(
            [MarshalAs(UnmanagedType.LPStr)] string pszUrl, IStream pStream, IntPtr pPost, out ulong pullToken);
        [PreserveSig] int Cancel(ulong ullToken, int hrReason);
        [PreserveSig]
        int AnswerLogon(
            ulong ullToken, int hrAnswer, [MarshalAs(UnmanagedType.LPStr)] string pszUser,
            [MarshalAs(UnmanagedType.LPStr)] string pszPassword);
        [PreserveSig] int AnswerIdle(ulong ullToken, int hrAnswer, uint dwIdleTimeout);
    }

    /// <summary>QueryInterface of a callback: it may be called on any thread.</summary>
    [ComImport, Guid("30859C51-643A-4CD7-BB35-AEB48421126A"), InterfaceType(ComInterfaceType.InterfaceIsIUnknown)]
    public interface IImnxportCallback
    {
        // IImnxportCallback, from slot 3
        [PreserveSig] int OnPostProgress(IntPtr pProgress, IntPtr pTransport);
        [PreserveSig] int OnPostDone(IntPtr pResult, IntPtr pTransport);
        [PreserveSig] int OnLogonRequest(IntPtr pLogon, IntPtr pTransport);
        [PreserveSig] int OnIdle(ulong ullToken, uint dwIdleTimeout, IntPtr pTransport);
    }

    /// <summary>CoCreateInstance of this project's own class; cast it to IHTTPMailTransport.</summary>
    [ComImport, Guid("F553FA68-647B-41EA-892A-73116EBDE3CD")]
    public class HttpMailTransport
    {
    }

    /// <summary>The automation object, early bound; `dynamic` needs nothing of this.</summary>
    [ComImport, Guid("D2EA7D67-00C1-4183-BF5B-6F404A06ACF9"), InterfaceType(ComInterfaceType.InterfaceIsDual)]
    public interface IHttpMailPoster
    {
        [DispId(1)]
        int Post([MarshalAs(UnmanagedType.BStr)] string url, [MarshalAs(UnmanagedType.Struct)] object body,
            [MarshalAs(UnmanagedType.BStr)] string contentType);
        [DispId(2)]
        void Cancel();
        [DispId(3)]
        string UserAgent { [return: MarshalAs(UnmanagedType.BStr)] get; [param: MarshalAs(UnmanagedType.BStr)] set; }
        [DispId(4)]
        string User { [return: MarshalAs(UnmanagedType.BStr)] get; [param: MarshalAs(UnmanagedType.BStr)] set; }
        [DispId(5)]
        string Password { [param: MarshalAs(UnmanagedType.BStr)] set; }
        [DispId(6)]
        double Timeout { get; set; }
        [DispId(7)]
        int LastStatus { get; }
        [DispId(8)]
        string Location { [return: MarshalAs(UnmanagedType.BStr)] get; }
        [DispId(9)]
        double BytesSent { get; }
        [DispId(10)]
        string ResponseText { [return: MarshalAs(UnmanagedType.BStr)] get; }
    }

    /// <summary>CoCreateInstance of the automation object; cast it to IHttpMailPoster.</summary>
    [ComImport, Guid("D6C0083F-44E0-45E2-8B97-82029A1DF32B")]
    public class HttpMailPoster
    {
    }
}
