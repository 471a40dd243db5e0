/* global ActiveXObject, WScript */
// Posts a text, or a file as it is, and says what became of it:
//   cscript //nologo post.js http://localhost:8080/inbox/ text "Some text"
//   cscript //nologo post.js http://localhost:8080/inbox/ file C:\mail\message.eml
function bytesOf(path) {
  var stream = new ActiveXObject('ADODB.Stream');
  stream.Type = 1; // binary
  stream.Open();
  stream.LoadFromFile(path);
  var bytes = stream.Read();
  stream.Close();
  return bytes;
}

function main(url, kind, what) {
  var poster = new ActiveXObject('Imnxport.HttpMailPoster');
  poster.UserAgent = 'post.js';
  try {
    var status =
      kind === 'file'
        ? poster.Post(url, bytesOf(what), 'message/rfc822')
        : poster.Post(url, what, 'text/plain; charset=utf-8');
    WScript.Echo('status ' + status);
    WScript.Echo('location ' + poster.Location);
    WScript.Echo('sent ' + poster.BytesSent);
    return 0;
  } catch (error) {
    WScript.Echo('error 0x' + (error.number >>> 0).toString(16).toUpperCase());
    WScript.Echo(error.message);
    WScript.Echo('status ' + poster.LastStatus);
    return 1;
  }
}

if (WScript.Arguments.Length === 3) {
  WScript.Quit(main(WScript.Arguments(0), WScript.Arguments(1), WScript.Arguments(2)));
} else {
  WScript.Echo('usage: cscript post.js URL text TEXT | URL file PATH');
  WScript.Quit(2);
}
