// Posts a message to a server of its own with what require() finds; prints what came of it.
'use strict';
const { HttpMailTransport } = require('imnxport');
const { HttpMailServer } = require('imnxport/testing');

async function main() {
  const server = new HttpMailServer();
  const url = await server.listen();
  const transport = new HttpMailTransport({ proxy: false });
  const message = 'Subject: hello\r\n\r\nhello\r\n';
  const { status, location } = await transport.post(`${url}/inbox/`, message, {
    contentType: 'message/rfc822',
  });
  console.log(status, typeof location, server.messages.length);
  await transport.close();
  await server.close();
}
main();
