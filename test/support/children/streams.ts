// What becomes of streams between JavaScript and native code at the ends of things. Argument: way.
import { PassThrough, Readable, Writable } from 'node:stream';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { type ComStream, fromIStream, toIStream } from '../../../dist/index.js';
import { native } from '../../../dist/native.js';
import { startReading } from '../caller.js';
import { unknown } from '../com.js';
import { Origin, StreamElsewhere } from '../istream.js';

const [way = ''] = process.argv.slice(2);

function say(text: string): void {
  process.stdout.write(text);
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function collect(): Promise<void> {
  globalThis.gc!();
  await turn();
}

async function allGone(): Promise<void> {
  while (native().openObjects > 0) await collect();
}

/** Gives its one chunk when the parent says so, and nothing of Node's waits for that. */
async function* whenTold() {
  process.channel!.unref();
  process.send!('waiting');
  yield await new Promise<string>((resolve) => process.once('message', () => resolve('there')));
  process.channel!.unref();
  say('read');
}

async function* never() {
  yield await new Promise<string>(() => undefined);
}

/** Exits when it is asked for its first chunk. */
async function* exiting() {
  yield await new Promise<string>(() => setImmediate(() => process.exit(7)));
}

/**
 * Has a native thread read what `chunks` gives. It takes a moment until it waits, and then keeps the process alive; until then
 * something of Node's does.
 */
function readElsewhere(chunks: () => AsyncIterable<string>): void {
  const alive = setInterval(() => undefined, 1000);
  async function* begun() {
    clearInterval(alive);
    yield* chunks();
  }
  const pointer = toIStream(begun());
  startReading(pointer.address);
  pointer.release();
}

const ways: Record<string, () => unknown> = {
  // Nobody but JavaScript has a reference.
  'forgotten streams': async () => {
    const closed: Promise<unknown>[] = [];
    const forget = () => {
      const source = new PassThrough();
      closed.push(new Promise((resolve) => source.once('close', resolve)));
      toIStream(source);
      toIStream(new Writable({ write: () => undefined, final: (done) => done() }), { end: true });
      fromIStream(toIStream('x'));
    };
    for (let i = 0; i < 10; i++) forget();
    await allGone();
    await Promise.all(closed);
    say('gone');
  },
  'streams that native code holds': async () => {
    const stream = new StreamElsewhere(toIStream(Readable.from(['still there'])).detach());
    for (let i = 0; i < 10; i++) await collect();
    const { bytes } = await stream.read(100);
    unknown.release(stream.address);
    await allGone();
    say(bytes.toString());
  },
  'streams whose call is under way': async () => {
    const source = new PassThrough();
    const read = () => fromIStream(toIStream(source)).read(11);
    const reading = read();
    for (let i = 0; i < 10; i++) await collect();
    source.write('still there');
    say(Buffer.from((await reading)!).toString());
    await allGone();
  },

  // Does the event loop go on?
  'a stream is there': () => {
    toIStream(never()).detach();
    fromIStream(toIStream('x'));
  },
  'a native thread waits for bytes': () => readElsewhere(whenTold),
  'a call into a stream is under way': () => {
    using pointer = toIStream(whenTold());
    void fromIStream(pointer).read();
  },

  // Something waits for what will never come.
  'process.exit while a thread waits': () => readElsewhere(exiting),
  'process.exit while a call is under way': () => void fromIStream(toIStream(exiting())).read(),
  'process.exit with a writer waiting': () => {
    const target = new Writable({ write: () => void setImmediate(() => process.exit(7)) });
    void fromIStream(toIStream(target)).write(Buffer.alloc(1_000_000));
  },

  // The thread that waits is the main thread's; the source and the target are the worker's.
  'a worker whose streams are in use': async () => {
    const worker = new Worker(__filename, { argv: ['worker with streams'] });
    const [source, target] = await new Promise<[bigint, bigint]>((resolve) =>
      worker.once('message', resolve),
    );
    const [reader, writer] = [new StreamElsewhere(source), new StreamElsewhere(target)];
    const read = reader.read(5);
    await new Promise((resolve) => worker.once('message', resolve));
    await worker.terminate();
    const [{ hresult: reading }, { hresult: again }] = [await read, await reader.read(5)];
    const [{ hresult: seeking }, { hresult: cloning }] = [
      await reader.seek(0, Origin.End),
      await reader.clone(),
    ];
    const [{ hresult: writing }, committing] = [await writer.write(Buffer.from('x')), await writer.commit()];
    const references = [unknown.release(source), unknown.release(target)];
    say(JSON.stringify({ reading, again, seeking, cloning, writing, committing, references }));
  },
  // The worker reads, from a stream that is the main thread's.
  'a worker with a call under way': async () => {
    const source = new PassThrough();
    const pointer = toIStream(source);
    const worker = new Worker(__filename, { argv: ['worker that reads', `${pointer.address}`] });
    await new Promise((resolve) => worker.once('message', resolve));
    while (source.listenerCount('readable') === 0) await turn();
    await worker.terminate();
    const during = unknown.references(pointer.address);
    source.write('nobody is there');
    while (unknown.references(pointer.address) > 1) await turn();
    say(JSON.stringify({ during }));
    pointer.release();
  },
};

const workers: Record<string, (address: string) => void> = {
  'worker with streams': () => {
    const asked = async function* () {
      parentPort!.postMessage('asked');
      yield* never();
    };
    const source = toIStream(() => asked());
    const target = toIStream(new Writable({ write: () => undefined }));
    parentPort!.postMessage([source.detach(), target.detach()]);
    parentPort!.on('message', () => undefined);
  },
  'worker that reads': (address) => {
    const streams: ComStream[] = [fromIStream(BigInt(address))];
    void streams[0]!.read(5);
    parentPort!.postMessage('reading');
  },
};

async function main(): Promise<void> {
  process.channel?.unref();
  await ways[way]!();
}

if (isMainThread) void main();
else workers[way]!(process.argv[3]!);
