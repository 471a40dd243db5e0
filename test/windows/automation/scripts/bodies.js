/* global ActiveXObject, WScript */
// Posts what JScript can pass on. The argument is the URL; each line of output is one result.
var url = WScript.Arguments(0);
var shell = new ActiveXObject('WScript.Shell');
WScript.Echo('processor ' + shell.ExpandEnvironmentStrings('%PROCESSOR_ARCHITECTURE%'));

function report(what, work) {
  try {
    WScript.Echo(what + ' ' + work());
  } catch (error) {
    WScript.Echo(what + ' ' + (error.number >>> 0).toString(16).toUpperCase() + ' ' + error.message);
  }
}

function bytesOf(text) {
  var stream = new ActiveXObject('ADODB.Stream');
  stream.Open();
  stream.WriteText(text);
  stream.Position = 0;
  stream.Type = 1; // binary
  var bytes = stream.Read();
  stream.Close();
  return bytes;
}

var poster = new ActiveXObject('Imnxport.HttpMailPoster.1');
poster.User = 'anna';
poster.Password = 'geheim';
report('text', function () {
  return poster.Post(url, 'gr\u00fc\u00dfe \u20ac', 'text/plain; charset=utf-8');
});
report('bytes', function () {
  return poster.Post(url, bytesOf('ab'));
});
report('location', function () {
  return poster.Location;
});
report('array', function () {
  return poster.Post(url, [72, 105]);
});
report('undefined', function () {
  return poster.Post(url, undefined);
});
