// Has another program post to a server of its own: post-with.cjs PROGRAM ARGUMENT..., in which {url} becomes the server's address.
// Prints how the program ended, and how many messages there are.
'use strict';
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { HttpMailServer } = require('imnxport/testing');

async function main() {
  const server = new HttpMailServer();
  const url = `${await server.listen()}/inbox/`;
  const [program, ...args] = process.argv.slice(2).map((text) => text.replace('{url}', url));
  const child = spawn(program, args, { stdio: 'ignore' });
  const [code] = await once(child, 'close');
  console.log(code, server.messages.length);
  await server.close();
}
main();
