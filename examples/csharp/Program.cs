// Posts a file through IHTTPMailTransport, and a text through the automation object.
//   Program http://localhost:8080/inbox/ C:\mail\message.eml
using System;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.ComTypes;
using System.Threading;
using Imnxport;

static class Program
{
    // Told on the library's own thread, because Main is in the multi-threaded apartment.
    sealed class Callback : IHTTPMailCallback
    {
        public readonly ManualResetEvent Done = new ManualResetEvent(false);
        public int Result;

        public int OnResponse(IntPtr pResponse)
        {
            var response = Marshal.PtrToStructure<HTTPMAILRESPONSE>(pResponse);
            if (!response.fDone)
            {
                Console.WriteLine("{0} of {1} bytes", response.rPostInfo.cbCurrent, response.rPostInfo.cbTotal);
                return 0;
            }
            Result = response.rIxpResult.hrResult;
            Console.WriteLine("{0} (0x{1:X8})", Marshal.PtrToStringAnsi(response.rIxpResult.pszResponse), Result);
            Console.WriteLine("location {0}", Marshal.PtrToStringAnsi(response.rPostInfo.pszLocation));
            Done.Set();
            return 0;
        }

        public int OnTimeout(ref uint pdwTimeout, IntPtr pTransport) { return 1; } // S_FALSE: give up
        public int OnLogonPrompt(ref INETSERVER pInetServer, IntPtr pTransport) { return 1; } // S_FALSE: cancel
        public int OnPrompt(int hrError, string pszText, string pszCaption, uint uType, IntPtr pTransport) { return 0; }
        public int OnStatus(IXPSTATUS ixpstatus, IntPtr pTransport) { return 0; }
        public int OnError(IXPSTATUS ixpstatus, IntPtr pResult, IntPtr pTransport) { return 0; }
        public int OnCommand(CMDTYPE cmdtype, string pszLine, int hrResponse, IntPtr pTransport) { return 0; }
        public int GetParentWindow(out IntPtr phwndParent)
        {
            phwndParent = IntPtr.Zero;
            return unchecked((int)0x80004001); // E_NOTIMPL
        }
    }

    const uint STGM_READ = 0;

    [DllImport("shlwapi.dll", CharSet = CharSet.Unicode, PreserveSig = false)]
    static extern void SHCreateStreamOnFileEx(string file, uint mode, uint attributes,
        [MarshalAs(UnmanagedType.Bool)] bool create, IntPtr template, out IStream stream);

    [MTAThread]
    static int Main(string[] args)
    {
        if (args.Length != 2)
        {
            Console.WriteLine("usage: Program URL FILE");
            return 2;
        }

        var callback = new Callback();
        var transport = (IHTTPMailTransport)new HttpMailTransport();
        Marshal.ThrowExceptionForHR(transport.InitNew("csharp-example", null, callback));
        IStream stream;
        SHCreateStreamOnFileEx(args[1], STGM_READ, 0, false, IntPtr.Zero, out stream);
        Marshal.ThrowExceptionForHR(transport.CommandPOST(args[0], stream, "message/rfc822", 0));
        callback.Done.WaitOne();
        transport.HandsOffCallback();

        // The same for whoever needs no progress; byte[] and string go as they are. No declarations needed.
        dynamic poster = Activator.CreateInstance(Type.GetTypeFromProgID("Imnxport.HttpMailPoster"));
        int status = poster.Post(args[0], "A text", "text/plain; charset=utf-8");
        Console.WriteLine("{0}: {1}", status, poster.Location);
        return callback.Result < 0 ? 1 : 0;
    }
}
