// Ends workers while their post is in each state it can be in, and counts what is left. Arguments: how often.
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { HttpMailTransport } from '../../../dist/index.js';
import { native } from '../../../dist/native.js';

/** In which state a worker is ended. */
type State =
  'before connecting' | 'connecting' | 'no body yet' | 'uploading' | 'waiting' | 'final callback' | 'queued';
const states: State[] = [
  'before connecting',
  'connecting',
  'no body yet',
  'uploading',
  'waiting',
  'final callback',
  'queued',
];

async function* endless() {
  for (;;) {
    yield Buffer.alloc(65_536);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function* nothing() {
  yield await new Promise<string>(() => undefined);
}

function forever(): never {
  parentPort!.postMessage('now');
  for (;;);
}

/** What a worker does with the port of its server. */
const work: Record<State, (port: number) => void> = {
  'before connecting': (port) => {
    void new HttpMailTransport().post(`http://127.0.0.1:${port}/`, 'x');
    process.exit();
  },
  // The handshake gets no answer.
  connecting: (port) => void new HttpMailTransport().post(`https://127.0.0.1:${port}/`, 'x'),
  'no body yet': (port) => void new HttpMailTransport().post(`http://127.0.0.1:${port}/`, nothing()),
  uploading: (port) => void new HttpMailTransport().post(`http://127.0.0.1:${port}/`, endless()),
  waiting: (port) => void new HttpMailTransport().post(`http://127.0.0.1:${port}/`, 'x'),
  'final callback': (port) =>
    void new HttpMailTransport().post(`http://127.0.0.1:${port}/answer`, 'x').then(forever),
  queued: (port) => {
    const mail = new HttpMailTransport();
    for (let i = 0; i < 20; i++) void mail.post(`http://127.0.0.1:${port}/`, Buffer.alloc(1000));
  },
};

/** After how many bytes of a request the main thread ends the worker; null: at the worker's own word. */
const due: Record<State, number | null> = {
  'before connecting': null,
  connecting: 1,
  'no body yet': 1,
  uploading: 300_000,
  waiting: 1,
  'final callback': null,
  queued: 1,
};

/** Runs one worker to its end, and until its connections have ended, too. */
async function end(state: State): Promise<void> {
  const sockets: Promise<unknown>[] = [];
  let worker: Worker | undefined = undefined;
  let ending = false;
  const terminate = () => {
    if (!ending) void worker!.terminate();
    ending = true;
  };
  const server = createServer((socket: Socket) => {
    let had = 0;
    sockets.push(new Promise((resolve) => socket.once('close', resolve)));
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      had += data.length;
      if (data.includes('/answer'))
        socket.write('HTTP/1.1 201 Created\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      const limit = due[state];
      if (limit !== null && had >= limit) terminate();
    });
    socket.on('end', () => socket.end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  worker = new Worker(__filename, { workerData: { state, port }, env: { ...process.env, no_proxy: '*' } });
  worker.once('message', terminate);
  worker.on('error', (error) => process.stderr.write(`${state}: ${error.stack}\n`));
  await once(worker, 'exit');
  const closed = once(server, 'close');
  server.close();
  await Promise.all(sockets);
  await closed;
}

/** The entries of a folder of /proc; where there is none, nothing is counted. */
function count(folder: string): number {
  return process.platform === 'linux' ? readdirSync(`/proc/self/${folder}`).length : 0;
}

async function round(): Promise<void> {
  await Promise.all(states.map((state) => end(state)));
}

async function main(): Promise<void> {
  const rounds = Number(process.argv[2]);
  // What is made once is made: the threads, the pools of the system.
  for (let i = 0; i < 2; i++) await round();
  const before = { fds: count('fd'), threads: count('task') };
  for (let i = 0; i < rounds; i++) await round();
  // A thread that has ended its work is seen for a moment longer.
  while (count('fd') > before.fds || count('task') > before.threads)
    await new Promise((resolve) => setTimeout(resolve, 10));
  process.stdout.write(`${rounds * states.length} ended, ${native().openObjects} objects`);
  process.disconnect?.();
}

if (isMainThread) void main();
else {
  const { state, port } = workerData as { state: State; port: number };
  work[state](port);
}
