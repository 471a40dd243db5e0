// Posts a message to a server of its own with what import finds; prints what came of it. Bundles are made of it, too.
import { HttpMailTransport } from 'imnxport';
import { HttpMailServer } from 'imnxport/testing';

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
