' Posts a text, or a file as it is, and says what became of it:
'   cscript //nologo post.vbs http://localhost:8080/inbox/ text "Some text"
'   cscript //nologo post.vbs http://localhost:8080/inbox/ file C:\mail\message.eml
Option Explicit

Dim poster, body, contentType
If WScript.Arguments.Length <> 3 Then
  WScript.Echo "usage: cscript post.vbs URL text TEXT | URL file PATH"
  WScript.Quit 2
End If
If WScript.Arguments(1) = "file" Then
  body = BytesOf(WScript.Arguments(2))
  contentType = "message/rfc822"
Else
  body = WScript.Arguments(2)
  contentType = "text/plain; charset=utf-8"
End If

Set poster = CreateObject("Imnxport.HttpMailPoster")
poster.UserAgent = "post.vbs"
On Error Resume Next
poster.Post WScript.Arguments(0), body, contentType
If Err.Number <> 0 Then
  WScript.Echo "error 0x" & Hex(Err.Number)
  WScript.Echo Err.Source & ": " & Err.Description
  WScript.Echo "status " & poster.LastStatus
  WScript.Quit 1
End If
On Error GoTo 0

WScript.Echo "status " & poster.LastStatus
WScript.Echo "location " & poster.Location
WScript.Echo "sent " & poster.BytesSent

Function BytesOf(path)
  Const adTypeBinary = 1
  Dim stream
  Set stream = CreateObject("ADODB.Stream")
  stream.Type = adTypeBinary
  stream.Open
  stream.LoadFromFile path
  BytesOf = stream.Read
  stream.Close
End Function
