// What becomes of transports behind implement(IHTTPMailTransport) at the ends of things. Argument: way.
import { finished } from 'node:stream/promises';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import {
  ComPointer,
  ComTransport,
  Hresult,
  hresultName,
  IHTTPMailCallback,
  IHTTPMailTransport,
  implement,
  type ImplementedObject,
  IStream,
} from '../../../dist/index.js';
import { native } from '../../../dist/native.js';
import { unknown } from '../com.js';

const [way = ''] = process.argv.slice(2);

function say(text: string): void {
  process.stdout.write(text);
}

async function collect(): Promise<void> {
  globalThis.gc!();
  await new Promise((resolve) => setImmediate(resolve));
}

/** A host, which has the address and nothing else. */
class Host {
  readonly com: ComTransport;
  readonly ends: number[] = [];
  #news: (() => void) | undefined;

  constructor(address: bigint) {
    this.com = ComTransport.from(address);
    const callback = implement(IHTTPMailCallback, {
      onResponse: ({ done, result }) => {
        if (!done) return;
        this.ends.push(result.hresult);
        this.#news?.();
      },
    });
    this.com.InitNew('host', null, callback);
    callback.release();
  }

  /** Of a transport that lives for as long as the host has it: the reference of `object` becomes the host's. */
  static of(object: ImplementedObject): Host {
    // An object that nothing refers to may be collected at once; a detached reference stays.
    const address = object.detach();
    const host = new Host(address);
    unknown.release(address);
    return host;
  }

  post(): void {
    using stream = new ComPointer(native().memoryBody(Buffer.from('hello')).toPointer(), IStream.iid);
    const hresult = this.com.CommandPOST('http://mail.example/inbox/', stream, null, 0);
    if (hresult !== Hresult.S_OK) throw new Error(hresultName(hresult));
  }

  /** The HRESULT of the final response of that number, by name. */
  async end(number: number): Promise<string> {
    while (this.ends.length < number) await new Promise<void>((resolve) => (this.#news = resolve));
    return hresultName(this.ends[number - 1]!);
  }

  release(): void {
    this.com.HandsOffCallback();
    this.com.release();
  }
}

/** A transport whose handler refers to it, as handlers may. */
function circle(): ImplementedObject {
  const object: ImplementedObject = implement(IHTTPMailTransport, {
    post: async ({ body }) => {
      await finished(body.resume());
      return { status: object.released ? 200 : 204 };
    },
  });
  return object;
}

const ways: Record<string, () => unknown> = {
  // Nobody but JavaScript has a reference.
  'forgotten transports': async () => {
    for (let i = 0; i < 10; i++) circle();
    while (native().openObjects > 0) await collect();
    say('gone');
  },
  'a transport that a host holds': async () => {
    const host = Host.of(circle());
    for (let i = 0; i < 5; i++) await collect();
    host.post();
    const end = await host.end(1);
    host.release();
    while (native().openObjects > 0) await collect();
    say(end);
  },
  'a handler that never answers': async () => {
    const host = Host.of(implement(IHTTPMailTransport, { post: () => new Promise(() => undefined) }));
    host.post();
    for (let i = 0; i < 5; i++) await collect();
    host.com.DropConnection();
    const end = await host.end(1);
    host.release();
    while (native().openObjects > 0) await collect();
    say(end);
  },

  // Does the event loop go on?
  'nobody holds it': () => void implement(IHTTPMailTransport, { post: () => ({}) }).address,
  'native code holds it': () => {
    const address = implement(IHTTPMailTransport, { post: () => ({}) }).detach();
    process.once('message', () => {
      unknown.release(address);
      say('released');
      process.channel!.unref();
    });
    process.channel!.unref();
    process.send!('held');
  },
  'native code holds it, unref': () => {
    implement(IHTTPMailTransport, { post: () => ({}) })
      .unref()
      .detach();
  },

  'process.exit inside a handler': () => {
    const host = Host.of(implement(IHTTPMailTransport, { post: () => process.exit(7) }));
    host.post();
  },
  // The host is in the main thread; the handler is the worker's.
  'a worker that is terminated': async () => {
    const worker = new Worker(__filename, { argv: ['worker'] });
    const address = await new Promise<bigint>((resolve) => worker.once('message', resolve));
    const host = new Host(address);
    host.post();
    await new Promise((resolve) => worker.once('message', resolve));
    await worker.terminate();
    const end = await host.end(1);
    host.post();
    const later = await host.end(2);
    host.release();
    say(JSON.stringify({ end, later, references: unknown.release(address) }));
  },
};

function work(): void {
  const address = implement(IHTTPMailTransport, {
    post: ({ body }) => {
      body.once('data', () => parentPort!.postMessage('posted'));
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
