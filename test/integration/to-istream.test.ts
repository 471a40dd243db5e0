// JavaScript behind an IStream: native code calls by slot, on threads of its own and on that of JavaScript.
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import type { ComPointer } from '../../dist/com/com-pointer.js';
import { type IStreamOptions, type IStreamSource, toIStream } from '../../dist/com/to-istream.js';
import { fileBody } from '../../dist/file-body.js';
import { Hresult } from '../../dist/hresult.js';
import { callStreamHere, readInApartment } from '../support/caller.js';
import { guidBytes, unknown } from '../support/com.js';
import { turn } from '../support/fake.js';
import { Origin, StreamElsewhere, StreamHere } from '../support/istream.js';
import { deferred, later, mailServer, transport } from '../support/real.js';
import {
  fileStream,
  memoryStream,
  readAll,
  readAllHere,
  readClass,
  sizeOf,
  writeAll,
  writeClass,
} from '../support/system-streams.js';

const { S_OK, S_FALSE } = Hresult;
const CANNOT_WAIT = Hresult.RPC_E_CANTCALLOUT_INEXTERNALCALL;

const TEXT = 'The quick brown fox jumps over the lazy dog.';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'imnxport-'));
  writeFileSync(join(folder, 'fox'), TEXT);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A stream, released when the test has ended. */
function made(source: IStreamSource, options?: IStreamOptions): ComPointer {
  const pointer = toIStream(source, options);
  later(() => pointer.release());
  return pointer;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function* pieces(bytes: Buffer, size: number) {
  for (let i = 0; i < bytes.byteLength; i += size) yield bytes.subarray(i, i + size);
}

const words = () => TEXT.split(/(?= )/);

/** Keeps what it gets, and lets each chunk wait for `pace`. */
function target(pace: (chunk: Buffer) => Promise<unknown> | undefined = () => undefined) {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      const wait = pace(chunk);
      if (wait) wait.then(() => done(), done);
      else done();
    },
  });
  return { stream, bytes: () => Buffer.concat(chunks) };
}

const sources: [string, () => IStreamSource, 'sought' | 'in order'][] = [
  ['a Buffer', () => Buffer.from(TEXT), 'sought'],
  ['an array of chunks', words, 'sought'],
  ['a file', () => fileBody(join(folder, 'fox')), 'sought'],
  ['a Blob', () => new Blob([TEXT]), 'sought'],
  ['a function that makes an array', () => words, 'sought'],
  ['a function that makes a stream', () => () => Promise.resolve(Readable.from(words())), 'sought'],
  ['a Readable', () => Readable.from(words()), 'in order'],
  ['a web stream', () => new Blob(words()).stream(), 'in order'],
  ['an iterator', () => words().values(), 'in order'],
  ['a Duplex', () => Readable.from(words()).pipe(new PassThrough()), 'in order'],
];

describe('every source', () => {
  test.each(sources)('%s is read to its end, with and without filling the buffer', async (_name, make) => {
    const stream = new StreamElsewhere(made(make()));
    expect(String((await stream.read(9)).bytes)).toBe('The quick');
    expect(await stream.read(0)).toEqual({ hresult: S_OK, bytes: Buffer.alloc(0) });
    const rest = await stream.read(1000);
    expect(String(rest.bytes)).toBe(TEXT.slice(9));
    expect(rest.hresult).toBe(S_FALSE);
    expect(await stream.read(1)).toEqual({ hresult: S_FALSE, bytes: Buffer.alloc(0) });
    expect(new StreamHere(stream.address).seek(0, Origin.Current)).toEqual({
      hresult: S_OK,
      position: TEXT.length,
    });
  });

  test.each(sources.filter(([, , way]) => way === 'sought'))(
    '%s is sought and cloned',
    async (_name, make) => {
      const stream = new StreamElsewhere(made(make()));
      expect(await stream.seek(-4, Origin.End)).toEqual({ hresult: S_OK, position: TEXT.length - 4 });
      expect(String((await stream.read(3)).bytes)).toBe('dog');
      expect(await stream.seek(4, Origin.Set)).toEqual({ hresult: S_OK, position: 4 });
      expect(await stream.seek(6, Origin.Current)).toEqual({ hresult: S_OK, position: 10 });

      const { hresult, clone } = await stream.clone();
      expect(hresult).toBe(S_OK);
      const copy = new StreamElsewhere(clone!);
      expect(String((await copy.read(5)).bytes)).toBe('brown');
      expect(String((await stream.readAll()).bytes)).toBe(TEXT.slice(10));
      expect(String((await copy.readAll()).bytes)).toBe(TEXT.slice(15));
      expect(await copy.seek(0, Origin.Set)).toEqual({ hresult: S_OK, position: 0 });
      expect(String((await copy.read(3)).bytes)).toBe('The');
      expect(await copy.release()).toBe(0);
      expect(await stream.seek(1000, Origin.Set)).toMatchObject({ hresult: S_OK });
      expect(await stream.read(5)).toEqual({ hresult: S_FALSE, bytes: Buffer.alloc(0) });
      expect(await stream.seek(-1, Origin.Set)).toMatchObject({ hresult: Hresult.STG_E_INVALIDFUNCTION });
    },
  );

  test.each(sources.filter(([, , way]) => way === 'in order'))('%s goes one way', async (_name, make) => {
    const stream = new StreamElsewhere(made(make()));
    expect(await stream.seek(0, Origin.Set)).toEqual({ hresult: S_OK, position: 0 });
    await stream.read(4);
    expect(await stream.seek(4, Origin.Set)).toEqual({ hresult: S_OK, position: 4 });
    for (const [move, origin] of [
      [0, Origin.Set],
      [1, Origin.Current],
      [0, Origin.End],
    ] as const) {
      expect(await stream.seek(move, origin)).toMatchObject({ hresult: Hresult.STG_E_INVALIDFUNCTION });
    }
    expect(await stream.clone()).toEqual({ hresult: Hresult.E_NOTIMPL, clone: null });
    expect(String((await stream.read(5)).bytes)).toBe('quick');
  });

  test.each<[string, () => IStreamSource, number, IStreamOptions]>([
    ['a Buffer', () => Buffer.from(TEXT), TEXT.length, {}],
    ['a file', () => fileBody(join(folder, 'fox'), { start: 4, end: 9 }), 5, {}],
    ['a Blob', () => new Blob([TEXT]), TEXT.length, {}],
    ['a Readable', () => Readable.from(words()), 0, {}],
    ['a Readable of a known size', () => Readable.from(words()), TEXT.length, { size: TEXT.length }],
  ])('%s tells what it knows, and is not written', (_name, make, size, options) => {
    const stream = new StreamHere(made(make(), options).address);
    expect(stream.stat()).toEqual({ hresult: S_OK, size, mode: 0, name: null });
    expect(stream.write(Buffer.from('x'))).toEqual({ hresult: Hresult.STG_E_ACCESSDENIED, count: 0 });
    expect(stream.setSize(5n)).toBe(Hresult.STG_E_ACCESSDENIED);
    expect([stream.commit(), stream.revert()]).toEqual([S_OK, S_OK]);
    expect(stream.lockRegion()).toBe(Hresult.STG_E_INVALIDFUNCTION);
  });
});

describe('a native thread waits for JavaScript', () => {
  test('as long as that takes, and JavaScript goes on', async () => {
    const chunk = deferred<string>();
    const stream = new StreamElsewhere(
      made(
        (async function* () {
          yield await chunk.promise;
        })(),
      ),
    );
    const read = stream.read(5);
    for (let i = 0; i < 20; i++) await turn();
    chunk.resolve('there');
    expect(String((await read).bytes)).toBe('there');
  });

  test('a failure reaches it as an HRESULT, and JavaScript as it is', async () => {
    const errors: unknown[] = [];
    const error = Object.assign(new Error('no'), { hresult: 0x800cccf3 });
    for (const [thrown, hresult] of [
      [new Error('no disk'), Hresult.STG_E_READFAULT],
      [error, 0x800cccf3],
    ] as const) {
      const source = async function* () {
        yield await Promise.resolve('some');
        throw thrown;
      };
      const stream = new StreamElsewhere(made(source(), { onError: (error) => errors.push(error) }));
      expect(await stream.readAll(4)).toEqual({ hresult, bytes: Buffer.from('some') });
      expect((await stream.read(4)).hresult).toBe(hresult);
      expect(errors.pop()).toBe(thrown);
    }
  });
});

describe('on the JavaScript thread nothing is waited for', () => {
  test('what is not there yet is refused, and fetched', async () => {
    const source = new PassThrough();
    const stream = new StreamHere(made(source).address);
    expect(stream.read(5)).toEqual({ hresult: CANNOT_WAIT, bytes: Buffer.alloc(0) });
    source.write('hello world');
    await turn();
    await turn();
    expect(String(stream.read(5).bytes)).toBe('hello');
    expect(stream.read(50)).toEqual({ hresult: S_OK, bytes: Buffer.from(' world') });
    expect(stream.read(5).hresult).toBe(CANNOT_WAIT);
  });

  test('nor is another call', async () => {
    const source = new PassThrough();
    const pointer = made(source);
    const elsewhere = new StreamElsewhere(pointer).read(5);
    const here = new StreamHere(pointer.address);
    // Until the other thread is in its Read, this is the one that is refused; either way nobody waits.
    for (let i = 0; i < 5; i++) {
      expect(here.read(5).hresult).toBe(CANNOT_WAIT);
      await turn();
    }
    expect(here.seek(0, Origin.Current)).toEqual({ hresult: S_OK, position: 0 });
    expect(here.stat()).toMatchObject({ hresult: S_OK, size: 0 });
    source.write('there');
    expect(String((await elsewhere).bytes)).toBe('there');
  });

  test('however often it is asked on a stack that is not that of JavaScript', async () => {
    const source = new PassThrough();
    const stream = new StreamHere(made(source).address);
    // So often that the engine would have compiled, and collected garbage, right there.
    for (let i = 0; i < 5000; i++) expect(stream.read(1).hresult).toBe(CANNOT_WAIT);
    source.write('x');
    await turn();
    await turn();
    expect(String(stream.read(1).bytes)).toBe('x');
  });

  test('memory and files are read at once', () => {
    for (const source of [Buffer.from(TEXT), fileBody(join(folder, 'fox'))]) {
      const stream = new StreamHere(made(source).address);
      expect(String(stream.read(9).bytes)).toBe('The quick');
      expect(stream.seek(-4, Origin.End)).toMatchObject({ position: TEXT.length - 4 });
      expect(stream.read(9)).toEqual({ hresult: S_FALSE, bytes: Buffer.from('dog.') });
    }
  });
});

describe('native code that JavaScript has called gets what there is without waiting', () => {
  /** On the stack of this thread, where JavaScript can run inside. */
  function stackCaller(stream: bigint) {
    return {
      read(size: number) {
        const to = Buffer.alloc(size);
        const { hresult, out } = callStreamHere(stream, 3, to, size);
        return { hresult, text: to.toString('utf8', 0, Number(out)) };
      },
      seek: (move: number, origin: number) => callStreamHere(stream, 5, move, origin),
    };
  }

  test('from an iterator', () => {
    const stream = stackCaller(made(words().values()).address);
    expect(stream.read(9)).toEqual({ hresult: S_OK, text: 'The quick' });
    expect(stream.read(100)).toEqual({ hresult: S_FALSE, text: TEXT.slice(9) });
  });

  test('from a Readable that has something', () => {
    const stream = stackCaller(made(Readable.from(words())).address);
    const { hresult, text } = stream.read(9);
    expect(hresult).toBe(S_OK);
    expect(text).not.toBe('');
    expect('The quick').toMatch(new RegExp(`^${text}`));
  });

  test('from a function that makes bytes, wherever it is sought, with its length', () => {
    const pointer = made(words as never as IStreamSource);
    const stream = stackCaller(pointer.address);
    expect(stream.seek(-4, Origin.End)).toEqual({ hresult: S_OK, out: BigInt(TEXT.length - 4) });
    expect(stream.read(9)).toEqual({ hresult: S_FALSE, text: 'dog.' });
    expect(stream.seek(4, Origin.Set)).toEqual({ hresult: S_OK, out: 4n });
    const clone = callStreamHere(pointer.address, 13);
    expect(clone.hresult).toBe(S_OK);
    expect(stream.read(5)).toEqual({ hresult: S_OK, text: 'quick' });
    expect(new StreamHere(clone.out).read(5).hresult).toBe(CANNOT_WAIT); // JavaScript does not know of it yet
    unknown.release(clone.out);
  });

  test('not from what takes its time', async () => {
    async function* later() {
      for (const word of words()) yield await Promise.resolve(word);
    }
    for (const source of [new Blob([TEXT]), Readable.from(later()), () => Promise.resolve(TEXT)]) {
      const stream = stackCaller(made(source).address);
      expect(stream.read(9)).toEqual({ hresult: CANNOT_WAIT, text: '' });
      let read = stream.read(9);
      for (; read.hresult === CANNOT_WAIT; read = stream.read(9)) await turn();
      expect(read.hresult).toBe(S_OK);
      expect('The quick').toMatch(new RegExp(`^${read.text}`));
      expect(read.text).not.toBe('');
    }
  });

  test('not from inside the source itself', () => {
    let inner: unknown;
    let address = 0n;
    const pointer = made(
      (function* () {
        inner = stackCaller(address).read(1);
        yield 'x';
      })(),
    );
    ({ address } = pointer);
    expect(stackCaller(pointer.address).read(1)).toEqual({ hresult: S_OK, text: 'x' });
    expect(inner).toEqual({ hresult: CANNOT_WAIT, text: '' });
  });

  test('a source that throws fails the Read, after what it has given', () => {
    const onError = jest.fn();
    const pointer = made(
      (function* () {
        yield 'some';
        throw new Error('no disk');
      })(),
      { onError },
    );
    expect(stackCaller(pointer.address).read(9)).toEqual({ hresult: Hresult.STG_E_READFAULT, text: 'some' });
    expect(onError).toHaveBeenCalledTimes(1);
  });
});

if (process.platform === 'win32') {
  test('a single-threaded apartment goes on dispatching messages while it waits', async () => {
    // The Read can only end with the byte that is written when a message comes.
    const byte = Buffer.alloc(1);
    expect(await readInApartment(made(new PassThrough()).address, byte)).toBe(S_OK);
    expect(byte[0]).toBe(42);
  });

  describe('functions of the system', () => {
    const CLSID = '{00000316-1234-5678-9ABC-DEF012345678}';

    test.each(sources)('IStream_Read reads %s', async (_name, make) => {
      const to = Buffer.alloc(TEXT.length);
      const from = made(make());
      expect(await readAll(from, to)).toBe(S_OK);
      expect(String(to)).toBe(TEXT);
      expect(await readAll(from, to)).not.toBe(S_OK);
    });

    test('IStream_Write, and the CopyTo of a stream of the system, write into a target', async () => {
      const bytes = randomBytes(1_000_001);
      const { stream, bytes: written } = target(() => turn());
      const to = made(stream);
      expect(await writeAll(to, bytes)).toBe(S_OK);
      const from = memoryStream();
      later(() => from.release());
      await new StreamElsewhere(from).write(bytes);
      await new StreamElsewhere(from).seek(0, Origin.Set);
      expect(await new StreamElsewhere(from).copyTo(to.address, 1_000_001n)).toMatchObject({ hresult: S_OK });
      expect(await new StreamElsewhere(to).commit()).toBe(S_OK);
      expect(sha256(written())).toBe(sha256(Buffer.concat([bytes, bytes])));
    });

    test('CopyTo copies from JavaScript into a file of the system', async () => {
      const bytes = randomBytes(1_000_001);
      const path = join(folder, 'copied');
      const to = fileStream(path);
      const from = new StreamElsewhere(made(Readable.from(pieces(bytes, 70_001))));
      expect(await from.copyTo(to.address, 2n ** 64n - 1n)).toMatchObject({
        hresult: S_OK,
        written: 1_000_001,
      });
      to.release();
      expect(sha256(readFileSync(path))).toBe(sha256(bytes));
    });

    test('on the JavaScript thread they get what is there, or the reason why not', () => {
      const to = Buffer.alloc(5);
      expect(readAllHere(made(TEXT), to)).toBe(S_OK);
      expect(String(to)).toBe(TEXT.slice(0, 5));
      expect(readAllHere(made(new PassThrough()), to)).toBe(CANNOT_WAIT);
    });

    test('IStream_Size tells the size of a Blob', () => {
      expect(sizeOf(made(new Blob([TEXT])))).toBe(BigInt(TEXT.length));
    });

    test('a class is saved and loaded as OLE does it', async () => {
      const { stream, bytes } = target();
      const to = made(stream);
      expect(await writeClass(to, CLSID)).toBe(S_OK);
      await new StreamElsewhere(to).commit();
      expect(bytes()).toEqual(guidBytes(CLSID));
      expect(await readClass(made(Readable.from([bytes().subarray(0, 5), bytes().subarray(5)])))).toEqual(
        bytes(),
      );
    });
  });
}

describe('a target', () => {
  test('is written to, and waited for', async () => {
    const { stream, bytes } = target(() => turn());
    const pointer = made(stream);
    const native = new StreamElsewhere(pointer);
    const large = randomBytes(1_000_003);
    expect(await native.write(large)).toEqual({ hresult: S_OK, count: large.byteLength });
    expect(await native.commit()).toBe(S_OK);
    expect(sha256(bytes())).toBe(sha256(large));
    const here = new StreamHere(native.address);
    expect(here.stat()).toMatchObject({ hresult: S_OK, size: large.byteLength, mode: 1 });
    expect(here.seek(0, Origin.Current)).toEqual({ hresult: S_OK, position: large.byteLength });
    expect(here.read(1)).toEqual({ hresult: Hresult.STG_E_ACCESSDENIED, bytes: Buffer.alloc(0) });
    expect(here.clone()).toEqual({ hresult: Hresult.E_NOTIMPL, clone: null });
  });

  test('a writer waits while the target is slow, and no more than a bit is in between', async () => {
    const go = deferred();
    const { stream, bytes } = target(() => go.promise);
    const native = new StreamElsewhere(made(stream));
    const written = native.write(randomBytes(2_000_000));
    for (let i = 0; i < 20; i++) await turn();
    expect(stream.writableLength).toBeLessThanOrEqual(256 * 1024);
    go.resolve();
    expect((await written).hresult).toBe(S_OK);
    expect(await native.commit()).toBe(S_OK);
    expect(bytes().byteLength).toBe(2_000_000);
  });

  test('on the JavaScript thread a Write is taken whole, or refused', async () => {
    const { stream, bytes } = target();
    const native = new StreamHere(made(stream).address);
    expect(native.write(randomBytes(300_000))).toEqual({ hresult: S_OK, count: 300_000 });
    expect(native.write(Buffer.from('more'))).toEqual({ hresult: CANNOT_WAIT, count: 0 });
    expect(native.commit()).toBe(CANNOT_WAIT);
    await turn();
    await turn();
    expect(native.write(Buffer.from('more'))).toEqual({ hresult: S_OK, count: 4 });
    await turn();
    await turn();
    expect(native.commit()).toBe(S_OK);
    expect(bytes().byteLength).toBe(300_004);
  });

  test('is ended with the last reference', async () => {
    const { stream, bytes } = target();
    const finished = new Promise((resolve) => stream.once('finish', resolve));
    const pointer = made(stream);
    await new StreamElsewhere(pointer).write(Buffer.from('the end'));
    pointer.release();
    await finished;
    expect(String(bytes())).toBe('the end');
  });

  test('a failure reaches the writer as an HRESULT, and JavaScript as it is', async () => {
    const errors: unknown[] = [];
    const failure = new Error('no room');
    const { stream } = target(() => Promise.reject(failure));
    const native = new StreamElsewhere(made(stream, { onError: (error) => errors.push(error) }));
    await native.write(Buffer.from('x'));
    expect(await native.commit()).toBe(Hresult.STG_E_WRITEFAULT);
    expect((await native.write(Buffer.from('x'))).hresult).toBe(Hresult.STG_E_WRITEFAULT);
    expect(errors).toEqual([failure]);
  });

  test('a Duplex is read and written at the same time', async () => {
    const native = new StreamElsewhere(made(new PassThrough()));
    const read = native.read(4);
    expect(await native.write(Buffer.from('ping'))).toEqual({ hresult: S_OK, count: 4 });
    expect(String((await read).bytes)).toBe('ping');
    expect(new StreamHere(native.address).stat()).toMatchObject({ mode: 2 });
  });
});

test('CopyTo goes from one stream of JavaScript into another', async () => {
  const bytes = randomBytes(3_000_001);
  const chunks: Buffer[] = [];
  const to = made(
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        chunks.push(chunk);
        setImmediate(done);
      },
    }),
  );
  const from = new StreamElsewhere(made(Readable.from(pieces(bytes, 77_777))));
  const copied = await from.copyTo(to.address, 2n ** 64n - 1n);
  expect(copied).toEqual({ hresult: S_OK, read: bytes.byteLength, written: bytes.byteLength });
  expect(await new StreamElsewhere(to).commit()).toBe(S_OK);
  expect(sha256(Buffer.concat(chunks))).toBe(sha256(bytes));
});

describe('the source belongs to native code', () => {
  test('it is destroyed when the last reference is given back, on whatever thread', async () => {
    const source = new PassThrough();
    const closed = new Promise((resolve) => source.once('close', resolve));
    const pointer = made(source);
    const held = new StreamElsewhere(pointer);
    unknown.addRef(held.address);
    pointer.release();
    await turn();
    expect(source.destroyed).toBe(false);
    expect(await held.release()).toBe(0);
    await closed;
  });

  test('references are counted', () => {
    const pointer = made('x');
    expect(unknown.references(pointer.address)).toBe(1);
    using other = pointer.queryInterface('{7C4638DC-A790-435A-87A2-4494BF9C1EB6}');
    expect(unknown.references(other.address)).toBe(2);
  });
});

describe('as the body of a post', () => {
  test.each(sources)('%s arrives', async (_name, make) => {
    const { server, url } = await mailServer();
    const pointer = made(make());
    expect(await transport().post(url, pointer)).toMatchObject({ status: 201, bytesSent: TEXT.length });
    expect(server.messages[0]!.sha256).toBe(sha256(Buffer.from(TEXT)));
    expect(pointer.released).toBe(false);
    expect(unknown.references(pointer.address)).toBe(1);
  });

  test('what can be sought can be posted again, whole', async () => {
    const { server, url } = await mailServer();
    const pointer = made(new Blob([TEXT]));
    await new StreamElsewhere(pointer).seek(5, Origin.Set);
    for (let i = 0; i < 2; i++) await transport().post(url, pointer);
    expect(server.messages.map((message) => message.sha256)).toEqual(
      Array(2).fill(sha256(Buffer.from(TEXT))),
    );
  });
});
