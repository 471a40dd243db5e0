// What becomes of objects behind implement(IHTTPMailCallback) at the ends of things. Argument: way.
import { Worker, isMainThread, parentPort } from 'node:worker_threads';
import {
  HttpMailTransport,
  implement,
  IHTTPMailCallback,
  type ImplementedObject,
} from '../../../dist/index.js';
import { native } from '../../../dist/native.js';
import { startAsking } from '../caller.js';
import { callElsewhere, unknown } from '../com.js';

const [way = ''] = process.argv.slice(2);

/** OnTimeout on another thread: its HRESULT. */
function ask(address: bigint): Promise<unknown> {
  return callElsewhere(address, 3, 'uint32_t', ['void *', 'void *'], Buffer.alloc(4), null);
}

function say(text: string): void {
  process.stdout.write(text);
}

async function collect(): Promise<void> {
  globalThis.gc!();
  await new Promise((resolve) => setImmediate(resolve));
}

/** An object whose handlers refer to itself, as they do when they release it. */
function circle(): ImplementedObject {
  const object = implement(IHTTPMailCallback, { onStatus: () => object.release() });
  return object;
}

const ways: Record<string, () => unknown> = {
  // A handler that throws.
  'throwing handlers': async () => {
    const uncaught: string[] = [];
    process.on('uncaughtException', (error: Error) => uncaught.push(error.message));
    using object = implement(IHTTPMailCallback, {
      onStatus() {
        throw new Error('told');
      },
      onTimeout: () => Promise.reject(new Error('asked')),
    });
    await callElsewhere(object.address, 6, 'uint32_t', ['uint32_t', 'void *'], 3, null);
    const answer = await ask(object.address);
    await new Promise((resolve) => setImmediate(resolve));
    say(JSON.stringify({ answer, uncaught }));
  },

  // Nobody but JavaScript has a reference.
  'forgotten objects': async () => {
    for (let i = 0; i < 10; i++) circle();
    while (native().openObjects > 0) await collect();
    say('gone');
  },
  'objects that native code holds': async () => {
    const address = circle().detach();
    for (let i = 0; i < 5; i++) await collect();
    const open = native().openObjects;
    const told = await callElsewhere(address, 6, 'uint32_t', ['uint32_t', 'void *'], 3, null);
    unknown.release(address);
    while (native().openObjects > 0) await collect();
    say(JSON.stringify({ open, told }));
  },

  // Does the event loop go on?
  'nobody holds it': () => void implement(IHTTPMailCallback, {}).address,
  'native code holds it': () => {
    const address = implement(IHTTPMailCallback, {}).detach();
    process.once('message', () => {
      unknown.release(address);
      say('released');
      process.channel!.unref();
    });
    process.channel!.unref();
    process.send!('held');
  },
  'native code holds it, unref': () => {
    implement(IHTTPMailCallback, {}).unref().detach();
  },
  'a transport holds it': () => {
    const mail = new HttpMailTransport();
    const object = implement(IHTTPMailCallback, {});
    mail.com.InitNew('agent', null, object);
    object.release();
    process.once('message', () => {
      mail.com.HandsOffCallback();
      say('released');
      process.channel!.unref();
    });
    process.channel!.unref();
    process.send!('held');
  },

  // A native thread waits for an answer that will never come.
  'process.exit while a thread waits': () => {
    const object = implement(IHTTPMailCallback, {
      onTimeout: () => {
        setImmediate(() => process.exit(7));
        return new Promise(() => undefined);
      },
    });
    startAsking(object.address);
  },
  'process.exit inside a handler': () => {
    const object = implement(IHTTPMailCallback, { onTimeout: () => process.exit(7) });
    startAsking(object.address);
  },
  // The thread that waits is the main thread's; the handlers are the worker's.
  'a worker that is terminated': async () => {
    const worker = new Worker(__filename, { argv: ['worker'] });
    const address = await new Promise<bigint>((resolve) => worker.once('message', resolve));
    const asked = ask(address);
    await new Promise((resolve) => worker.once('message', resolve));
    await worker.terminate();
    const answer = await asked;
    const later = await ask(address);
    say(JSON.stringify({ answer, later, references: unknown.release(address) }));
  },
};

function work(): void {
  const address = implement(IHTTPMailCallback, {
    onTimeout: () => {
      parentPort!.postMessage('asked');
      return new Promise(() => undefined);
    },
  }).detach();
  parentPort!.postMessage(address);
}

async function main(): Promise<void> {
  process.channel?.unref();
  await ways[way]!();
}

if (isMainThread) void main();
else work();
