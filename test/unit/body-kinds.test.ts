// Every kind of body arrives byte for byte, by the cheapest way.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve, toNamespacedPath } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { runInNewContext } from 'node:vm';
import { fileBody } from '../../dist/file-body.js';
import type { Body, BodySource } from '../../dist/types.js';
import { fake, turn, URL_ } from '../support/fake.js';
import { type FakeFileBody, FakeMemoryBody, FakeProducer } from '../support/fake-native.js';

/** Posts a body and gives what native code would have sent, with the length it was told. */
async function sent(body: BodySource, contentLength?: number) {
  const { transport, native } = fake();
  const post = transport.post(URL_, body, { contentLength });
  const { body: stream, options } = native.posts[0]!;
  let bytes: Buffer;
  let length: bigint | null = options.length;
  if (stream instanceof FakeMemoryBody) {
    bytes = stream.bytes;
  } else if (stream instanceof FakeProducer) {
    bytes = await stream.readAll();
    length = stream.length;
  } else {
    throw new Error('not a body that holds bytes');
  }
  native.done();
  await post;
  expect(stream.released).toBe(true);
  return { text: bytes.toString('latin1'), bytes, length, stream };
}

const LARGE = Buffer.alloc(300 * 1024, 'mail ');

async function* letters(...chunks: (string | Uint8Array)[]) {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
}

describe('bodies in memory', () => {
  const bytes = Uint8Array.from([1, 2, 250]);
  const kinds: [string, Body, Buffer][] = [
    ['an ASCII string', 'hello', Buffer.from('hello')],
    ['a string as UTF-8', 'grüße ✉', Buffer.from('grüße ✉')],
    ['an empty string', '', Buffer.alloc(0)],
    ['a Buffer', Buffer.from('hello'), Buffer.from('hello')],
    ['a Uint8Array', bytes, Buffer.from(bytes)],
    ['a view of a part of a buffer', new Uint8Array(bytes.buffer, 1, 1), Buffer.from([2])],
    ['a DataView', new DataView(bytes.buffer, 1), Buffer.from([2, 250])],
    [
      'a Uint16Array by its bytes',
      Uint16Array.from([0x4142]),
      Buffer.from(Uint16Array.from([0x4142]).buffer),
    ],
    ['an ArrayBuffer', bytes.buffer, Buffer.from(bytes)],
    ['a SharedArrayBuffer', shared('shared'), Buffer.from('shared')],
    ['a view of shared memory', new Uint8Array(shared('shared'), 2, 3), Buffer.from('are')],
    ['an array of chunks', ['a', Buffer.from('b'), Uint8Array.from([99])], Buffer.from('abc')],
    ['an empty array', [], Buffer.alloc(0)],
    ['bytes of another realm', runInNewContext('Uint8Array.from([7, 8])') as Uint8Array, Buffer.from([7, 8])],
    [
      'an ArrayBuffer of another realm',
      runInNewContext('Uint8Array.of(7).buffer') as ArrayBuffer,
      Buffer.from([7]),
    ],
    ['an empty Buffer', Buffer.alloc(0), Buffer.alloc(0)],
  ];

  test.each(kinds)('%s goes over whole', async (_name, body, wanted) => {
    const result = await sent(body);
    expect(result.stream).toBeInstanceOf(FakeMemoryBody);
    expect(result.bytes).toEqual(wanted);
  });

  function shared(text: string): SharedArrayBuffer {
    const memory = new SharedArrayBuffer(text.length);
    new Uint8Array(memory).set(Buffer.from(text));
    return memory;
  }

  test('a body of 256 KiB still goes over whole, a longer one in slices with its length', async () => {
    const whole = await sent(Buffer.alloc(256 * 1024, 'x'));
    expect(whole.stream).toBeInstanceOf(FakeMemoryBody);

    const sliced = await sent(LARGE);
    expect(sliced.length).toBe(BigInt(LARGE.length));
    expect(sliced.bytes.equals(LARGE)).toBe(true);
    expect((sliced.stream as FakeProducer).rewindable).toBe(true);
    expect((sliced.stream as FakeProducer).largest).toBeLessThanOrEqual(256 * 1024);
  });

  test('a small body is copied during the call', async () => {
    const { transport, native } = fake();
    const body = Buffer.from('before');
    const post = transport.post(URL_, body);
    body.fill('x');
    expect((native.posts[0]!.body as FakeMemoryBody).bytes.toString()).toBe('before');
    native.done();
    await post;
  });

  test('a large string, array of chunks or Blob can be sent again', async () => {
    for (const body of [LARGE.toString(), [LARGE, 'tail'], new Blob([LARGE, 'tail'])]) {
      const { transport, native } = fake();
      const post = transport.post(URL_, body);
      const first = await native.producer.readAll();
      native.producer.owner.restart(0n);
      expect(native.producer.restarts).toBe(1);
      const second = await native.producer.readAll();
      expect(second.equals(first)).toBe(true);
      expect(BigInt(first.length)).toBe(native.producer.length);
      native.done();
      await post;
    }
  });
});

describe('bodies that come in time', () => {
  const kinds: [string, () => BodySource][] = [
    [
      'a Readable of bytes',
      () => Readable.from([Buffer.from('one '), Buffer.from('two')], { objectMode: false }),
    ],
    ['a Readable of strings', () => Readable.from(['one ', 'two'])],
    ['a Readable with an encoding', () => Readable.from([Buffer.from('one two')]).setEncoding('utf8')],
    ['a PassThrough', () => passThrough('one ', 'two')],
    ['a web stream of bytes', () => new Blob(['one ', 'two']).stream()],
    ['a web stream of strings', () => webStream('one ', 'two')],
    ['a generator', () => ['one ', 'two'].values()],
    ['a Set', () => new Set(['one ', 'two'])],
    ['an async generator', () => letters('one ', Buffer.from('two'))],
    ['a generator with empty chunks', () => letters('', 'one ', new Uint8Array(0), 'two', '')],
    ['a function that makes a string', () => () => 'one two'],
    ['a function that makes bytes', () => () => Buffer.from('one two')],
    ['a function that makes a Readable', () => () => Readable.from(['one ', 'two'])],
    ['a function that makes a web stream', () => () => webStream('one ', 'two')],
    ['an async function', () => () => Promise.resolve(letters('one ', 'two'))],
    ['an async generator function', () => () => letters('one ', 'two')],
    ['a function that makes a Blob', () => () => new Blob(['one two'])],
  ];

  function passThrough(...chunks: string[]): PassThrough {
    const stream = new PassThrough();
    for (const chunk of chunks) stream.write(chunk);
    stream.end();
    return stream;
  }

  function webStream(...chunks: string[]): ReadableStream<string> {
    return new ReadableStream({
      start(controller) {
        for (const chunk of chunks) controller.enqueue(chunk);
        controller.close();
      },
    });
  }

  test.each(kinds)('%s goes out chunked', async (_name, make) => {
    const result = await sent(make());
    expect(result.text).toBe('one two');
    expect(result.length).toBeNull();
  });

  test('a Blob tells its length', async () => {
    const result = await sent(new Blob(['one ', 'two']));
    expect(result.text).toBe('one two');
    expect(result.length).toBe(7n);
  });

  test('a stream of announced length goes out with it', async () => {
    const result = await sent(Readable.from(['one ', 'two']), 7);
    expect(result.length).toBe(7n);
  });

  test('nothing is read before the turn of the body has come', async () => {
    let reads = 0;
    let made = 0;
    const { transport, native } = fake();
    const stream = new Readable({
      read() {
        reads++;
        this.push(null);
      },
    });
    const first = transport.post(URL_, stream);
    const second = transport.post(URL_, () => (made++, 'x'));
    await turn();
    expect([reads, made]).toEqual([0, 0]);

    await (native.posts[0]!.body as FakeProducer).readAll();
    expect([reads, made]).toEqual([1, 0]);
    await (native.posts[1]!.body as FakeProducer).readAll();
    expect(made).toBe(1);
    native.done({}, 1);
    native.done({}, 2);
    await Promise.all([first, second]);
  });

  test('a function is asked again for a re-send, and the first stream is let go', async () => {
    const streams: Readable[] = [];
    const { transport, native } = fake();
    const post = transport.post(URL_, () => {
      streams.push(new Readable({ read: () => undefined }));
      streams.at(-1)!.push(`stream ${streams.length}`);
      return streams.at(-1)!;
    });
    const { producer } = native;
    expect(producer.rewindable).toBe(true);
    producer.owner.pull();
    await turn();
    expect(producer.take().toString()).toBe('stream 1');

    producer.owner.restart(0n);
    expect(producer.restarts).toBe(1);
    expect(streams[0]!.destroyed).toBe(true);
    producer.owner.pull();
    await turn();
    expect(producer.take().toString()).toBe('stream 2');

    streams[1]!.push(null);
    await producer.readAll();
    native.done();
    await post;
  });

  test('what a function makes too late is let go', async () => {
    let give!: (stream: Readable) => void;
    const { transport, native } = fake();
    const post = transport.post(URL_, () => new Promise<Readable>((resolve) => (give = resolve)));
    native.producer.owner.pull();
    await turn();
    native.done(); // the server did not want the body
    await post;
    const late = new Readable({ read: () => undefined });
    give(late);
    await turn();
    expect(late.destroyed).toBe(true);
    expect(native.producer.chunks).toEqual([]);
  });
});

describe('file bodies', () => {
  let folder: string;
  let path: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'imnxport-'));
    path = join(folder, 'mail.eml');
    writeFileSync(path, '0123456789');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each([
    ['a path', () => path, undefined, 0n, null],
    ['a URL', () => pathToFileURL(path), {}, 0n, null],
    ['a range', () => path, { start: 2, end: 5 }, 2n, 5n],
  ])('%s is opened by native code', async (_name, where, range, start, end) => {
    const { transport, native } = fake();
    const post = transport.post(URL_, fileBody(where(), range));
    const body = native.posts[0]!.body as FakeFileBody;
    expect(body).toMatchObject({ path: toNamespacedPath(path), start, end, released: true });
    native.done();
    await post;
  });

  test('a relative path means the folder of the moment it was made', () => {
    expect(fileBody('mail.eml').path).toBe(resolve('mail.eml'));
  });

  test('one that a function makes is read here', async () => {
    expect((await sent(() => fileBody(path))).text).toBe('0123456789');
    expect((await sent(() => fileBody(path, { start: 2, end: 5 }))).text).toBe('234');
    expect((await sent(() => fileBody(path, { start: 5, end: 5 }))).text).toBe('');
  });
});
