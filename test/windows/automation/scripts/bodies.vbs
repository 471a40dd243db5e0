' Posts every kind of body that VBScript has. The argument is the URL; each line of output is one result.
Option Explicit

Dim poster, url, bytes, text, numbers, shell
url = WScript.Arguments(0)
Set shell = CreateObject("WScript.Shell")
WScript.Echo "processor " & shell.ExpandEnvironmentStrings("%PROCESSOR_ARCHITECTURE%")

Set poster = CreateObject("Imnxport.HttpMailPoster")
WScript.Echo "literal " & poster.Post(url, "a text")
WScript.Echo "sent " & poster.BytesSent
text = "a text " & "in a variable"
WScript.Echo "variable " & poster.Post(url, text, "text/plain; charset=utf-8")
bytes = BytesOf("ab")
WScript.Echo "bytes " & poster.Post(url, bytes, "application/octet-stream")
WScript.Echo "from a call " & poster.Post(url, BytesOf("ab"))
numbers = Array(72, 105, 0, 255)
WScript.Echo "numbers " & poster.Post(url, numbers)
WScript.Echo "empty " & poster.Post(url, "")

On Error Resume Next
Dim forgotten
poster.Post url, forgotten
Report "forgotten"
poster.Post url, Null
Report "null"
poster.Post url, Nothing
Report "nothing"
poster.Post url, Array(256)
Report "256"
poster.Post "mailto:somebody", "a text"
Report "url"
poster.Timeout = -1
Report "timeout"
WScript.Echo poster.Password
Report "password"

Sub Report(what)
  WScript.Echo what & " " & Hex(Err.Number) & " " & Err.Description
  Err.Clear
End Sub

' The text as UTF-16, with or without a mark: what an ADODB.Stream reads is an array of bytes.
Function BytesOf(text)
  Const adTypeBinary = 1
  Dim stream
  Set stream = CreateObject("ADODB.Stream")
  stream.Open
  stream.WriteText text
  stream.Position = 0
  stream.Type = adTypeBinary
  BytesOf = stream.Read
  stream.Close
End Function
