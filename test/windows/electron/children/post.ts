// Posts to itself, from the main thread and from worker threads at once, and loads the addon a second time; prints the outcome.
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { HttpMailTransport } from '../../../../dist/index.js';
import { HttpMailServer } from '../../../../dist/testing/index.js';

async function post(url: string): Promise<number> {
  const transport = new HttpMailTransport({ proxy: false });
  const { status } = await transport.post(url, 'Subject: hello\r\n\r\nHello.\r\n', {
    contentType: 'message/rfc822',
  });
  await transport.close();
  return status;
}

function inWorker(url: string): Promise<number> {
  const worker = new Worker(__filename, { argv: [url] });
  return new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
}

async function main(): Promise<void> {
  const server = new HttpMailServer();
  const url = `${await server.listen()}/inbox/`;
  const statuses = await Promise.all([post(url), ...Array.from({ length: 4 }, () => inWorker(url))]);
  const path = process.env['IMNXPORT_BINDING_PATH']!;
  const first = require(path) as object;
  delete require.cache[require.resolve(path)];
  const second = require(path) as object;
  await server.close();
  console.log(
    JSON.stringify({
      program: process.execPath.split('\\').at(-1),
      statuses,
      twice: first !== second && Object.keys(first).join() === Object.keys(second).join(),
    }),
  );
}

if (isMainThread) void main();
else void post(process.argv[2]!).then((status) => parentPort!.postMessage(status));
