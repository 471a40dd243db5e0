// Streams of native code in JavaScript: our own through their vtable, and those of a stranger.
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ComPointer } from '../../dist/com/com-pointer.js';
import type { ComStream } from '../../dist/com/com-stream.js';
import { fromIStream } from '../../dist/com/from-istream.js';
import { IStream, IUnknown } from '../../dist/com/guid.js';
import { type IStreamSource, toIStream } from '../../dist/com/to-istream.js';
import { Hresult } from '../../dist/hresult.js';
import { run } from '../support/child.js';
import { unknown, write } from '../support/com.js';
import { rejection, thrown, turn } from '../support/fake.js';
import { deferred, later, mailServer, transport } from '../support/real.js';
import { type StreamMethods, streamObject } from '../support/strange-stream.js';
import { fileStream, inApartment, memoryStream } from '../support/system-streams.js';

const TEXT = 'The quick brown fox jumps over the lazy dog.';

/** A stream over one of our own; both are gone when the test has ended. */
function opened(source: IStreamSource): ComStream {
  using pointer = toIStream(source);
  const stream = fromIStream(pointer);
  later(() => stream.close());
  return stream;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function text(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes).toString();
}

describe('20 MB there and back', () => {
  const whole = randomBytes(20_000_003);
  const hash = sha256(whole);
  function* pieces(size: number) {
    for (let i = 0; i < whole.byteLength; i += size) yield whole.subarray(i, i + size);
  }
  const hashing = async (chunks: AsyncIterable<Uint8Array>) => {
    const sum = createHash('sha256');
    for await (const chunk of chunks) sum.update(chunk);
    return sum.digest('hex');
  };

  test.each<[string, IStreamSource]>([
    ['a Buffer', whole],
    ['a Blob', new Blob([whole])],
    ['a Readable', Readable.from(pieces(70_001))],
    ['an iterator', pieces(333_331)],
    ['a function', () => pieces(99_991)],
  ])('%s, all at once', async (_name, source) => {
    expect(sha256(await opened(source).bytes())).toBe(hash);
  });

  test.each<[string, (stream: ComStream) => AsyncIterable<Uint8Array>]>([
    ['a Readable', (stream) => stream.readable()],
    ['a web stream', (stream) => stream.readableStream()],
    ['an async iterator', (stream) => stream],
    ['reads of odd sizes', (stream) => odd(stream)],
  ])('as %s', async (_name, view) => {
    expect(await hashing(view(opened(() => pieces(123_457))))).toBe(hash);
  });

  async function* odd(stream: ComStream) {
    for (let size = 1; ; size = (size * 7) % 500_009) {
      const chunk = await stream.read(size);
      if (chunk === null) return;
      yield chunk;
    }
  }

  test('written into a stream, as fast as that takes it', async () => {
    const through = new PassThrough();
    const arrived = hashing(through);
    const stream = opened(through);
    for (const chunk of pieces(1_234_567)) await stream.write(chunk);
    await stream.commit();
    await stream.close();
    expect(await arrived).toBe(hash);
  });
});

test('a stream of any length goes round in constant memory', async () => {
  const size = 256 * 1024 * 1024;
  const { code, stdout, stderr } = await run('stream-memory', [String(size)]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { bytes, grown } = JSON.parse(stdout) as { bytes: number; grown: number };
  expect(bytes).toBe(size);
  expect(grown).toBeLessThan(96 * 1024 * 1024);
});

describe('a stream that can be sought', () => {
  test('seek, stat, clone and read', async () => {
    const stream = opened(new Blob([TEXT]));
    expect(await stream.stat()).toEqual({
      ...{ size: BigInt(TEXT.length), type: 2, mode: 0, name: null },
      ...{ modified: null, created: null, accessed: null },
    });
    expect(await stream.seek(-4, 'end')).toBe(BigInt(TEXT.length - 4));
    expect(text(await stream.read())).toBe('dog.');
    expect(await stream.read()).toBeNull();
    expect(await stream.seek(4n)).toBe(4n);
    const clone = await stream.clone();
    later(() => clone.close());
    expect(text(await stream.read(5))).toBe('quick');
    expect(await stream.seek(1, 'current')).toBe(10n);
    expect(text(await clone.bytes())).toBe(TEXT.slice(4));
    expect(text(await stream.bytes())).toBe(TEXT.slice(10));
    expect(await rejection(stream.seek(-1))).toMatchObject({ hresult: Hresult.STG_E_INVALIDFUNCTION });
  });

  test('calls are made in their order, whoever waits for which', async () => {
    const stream = opened(new Blob([TEXT]));
    const calls = [stream.read(4), stream.seek(10), stream.read(5), stream.seek(0), stream.read(3)];
    expect(
      (await Promise.all(calls)).map((value) => (typeof value === 'bigint' ? value : text(value))),
    ).toEqual([...['The ', 10n, 'brown', 0n, 'The']]);
  });
});

describe('references', () => {
  test('one is taken, and given back by close()', async () => {
    using pointer = toIStream('x');
    const stream = fromIStream(pointer);
    expect(unknown.references(pointer.address)).toBe(2);
    const other = fromIStream(pointer.address);
    expect(unknown.references(pointer.address)).toBe(3);
    await Promise.all([stream.close(), stream.close(), other.close()]);
    expect(unknown.references(pointer.address)).toBe(1);
    expect(await rejection(stream.read())).toMatchObject({ code: 'ERR_IMNXPORT_CLOSED' });
  });

  test('a pointer of another interface is asked for IStream, and one that has none is refused', async () => {
    using pointer = toIStream(TEXT);
    using identity = pointer.queryInterface(IUnknown);
    const stream = fromIStream(identity);
    expect(text(await stream.bytes())).toBe(TEXT);
    await stream.close();
    using other = transport().toPointer();
    expect(thrown(() => fromIStream(other))).toMatchObject({ code: 'ERR_IMNXPORT_NOINTERFACE' });
  });

  test('close() waits for the call that is under way, and for no other', async () => {
    const source = new PassThrough();
    using pointer = toIStream(source);
    const stream = fromIStream(pointer);
    const first = stream.read(1);
    const second = stream.read(1);
    while (unknown.references(pointer.address) !== 2 || source.listenerCount('readable') === 0) await turn();
    let closed = false;
    const closing = stream.close().then(() => (closed = true));
    expect(await rejection(second)).toMatchObject({ code: 'ERR_IMNXPORT_CLOSED' });
    await turn();
    expect(closed).toBe(false);
    source.write('x');
    expect(text(await first)).toBe('x');
    await closing;
    expect(unknown.references(pointer.address)).toBe(1);
  });
});

describe('a stranger’s stream', () => {
  type Read = StreamMethods['read'];

  function strange(read: Read, writes?: (size: number, count: bigint) => number) {
    const object = streamObject({
      read,
      ...(writes && { write: (_from, size, count) => writes(size, count) }),
    });
    const stream = fromIStream(object.address);
    later(() => stream.close());
    return { object, stream };
  }

  /** Gives these bytes; `says` so many. */
  const giving =
    (bytes: string, hresult: number = Hresult.S_OK, says = bytes.length): Read =>
    (to, _size, count) => {
      for (const [i, byte] of Buffer.from(bytes).entries()) write(to, 'uint8_t', byte, i);
      write(count, 'uint32_t', says);
      return hresult;
    };

  test('is read as it answers: fewer bytes, with either success, and none at the end', async () => {
    const answers = [giving('abc'), giving('de', Hresult.S_FALSE), giving('')];
    const { stream, object } = strange((...parameters) => answers.shift()!(...parameters));
    expect(text(await stream.read(100))).toBe('abc');
    expect(text(await stream.read(100))).toBe('de');
    expect(await stream.read(100)).toBeNull();
    await stream.close();
    expect(object.references).toBe(0);
  });

  test.each([
    ['fails', () => Hresult.STG_E_REVERTED, Hresult.STG_E_REVERTED],
    ['says "not yet"', () => Hresult.E_PENDING, Hresult.E_PENDING],
    ['gives more than was asked for', giving('abcde', 0, 6), Hresult.E_UNEXPECTED],
  ] as [string, Read, number][])('rejects when a Read %s', async (_name, read, hresult) => {
    const { stream } = strange(read);
    expect(await rejection(stream.read(5))).toMatchObject({ hresult });
    expect(await rejection(stream.read(5))).toMatchObject({ hresult });
  });

  test('answers E_NOTIMPL to the rest', async () => {
    const { stream } = strange(giving(''));
    for (const call of [stream.seek(0), stream.stat(), stream.clone(), stream.commit(), stream.write('x')]) {
      expect(await rejection(call)).toMatchObject({ code: 'ERR_IMNXPORT_NOT_IMPLEMENTED' });
    }
  });

  test('is given the rest, when a Write takes a part; one that takes nothing has failed', async () => {
    const sizes: number[] = [];
    const { stream } = strange(giving(''), (size, count) => {
      sizes.push(size);
      write(count, 'uint32_t', size > 7 ? 3 : size === 7 ? 0 : size);
      return Hresult.S_OK;
    });
    await stream.write('x'.repeat(12));
    expect(sizes).toEqual([12, 9, 6]);
    expect(await rejection(stream.write('x'.repeat(7)))).toMatchObject({ hresult: Hresult.STG_E_WRITEFAULT });
  });

  test('is posted', async () => {
    const { server, url } = await mailServer();
    const answers = [giving('abc'), giving('de'), giving('')];
    const { object } = strange((...parameters) => answers.shift()!(...parameters));
    using pointer = ComPointer.addRef(object.address, IStream);
    expect(await transport().post(url, pointer)).toMatchObject({ status: 201, bytesSent: 5 });
    expect(server.messages[0]!.sha256).toBe(sha256(Buffer.from('abcde')));
  });
});

describe('as the body of a post', () => {
  test('a pointer that has been released, or is no stream, is refused', async () => {
    const released = toIStream('x');
    released.release();
    const mail = transport();
    expect(await rejection(mail.post('http://127.0.0.1:1/', released))).toMatchObject({
      code: 'ERR_IMNXPORT_RELEASED',
    });
    using other = mail.toPointer();
    expect(await rejection(mail.post('http://127.0.0.1:1/', other))).toMatchObject({
      code: 'ERR_IMNXPORT_NOINTERFACE',
      message: 'The body is not an IStream: E_NOINTERFACE',
    });
  });

  test('a stream of JavaScript that fails ends the post with its HRESULT', async () => {
    const { url } = await mailServer();
    const errors: unknown[] = [];
    const failure = Object.assign(new Error('no'), { hresult: Hresult.STG_E_REVERTED });
    const source = async function* () {
      yield await Promise.resolve('some');
      throw failure;
    };
    using pointer = toIStream(source(), { onError: (error) => errors.push(error) });
    expect(await rejection(transport().post(url, pointer))).toMatchObject({
      hresult: Hresult.STG_E_REVERTED,
    });
    expect(errors).toEqual([failure]);
  });
});

test('a stream goes from one end to the other of Node’s pipeline', async () => {
  const gone = deferred<string>();
  const sink = new PassThrough();
  void sink.toArray().then((chunks) => gone.resolve(Buffer.concat(chunks as Buffer[]).toString()));
  await pipeline(opened(Readable.from([TEXT])).readable(), sink);
  expect(await gone.promise).toBe(TEXT);
});

if (process.platform === 'win32') {
  describe('streams of the system', () => {
    let folder: string;
    beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'imnxport-'))));
    afterAll(() => rmSync(folder, { recursive: true }));

    const kinds: [string, () => ComPointer][] = [
      ['of CreateStreamOnHGlobal', memoryStream],
      ['of SHCreateStreamOnFileEx', () => fileStream(join(folder, 'stream'))],
    ];
    const whole = randomBytes(300_001);

    test.each(kinds)('%s are written, sought, cloned and read', async (_name, make) => {
      using pointer = make();
      const stream = fromIStream(pointer);
      await stream.write(whole);
      await stream.commit();
      expect(await stream.seek(0, 'current')).toBe(300_001n);
      expect((await stream.stat()).size).toBe(300_001n);
      expect(await stream.seek(-1, 'end')).toBe(300_000n);
      expect(await stream.read()).toEqual(Uint8Array.from(whole.subarray(300_000)));
      expect(await stream.read()).toBeNull();
      await stream.seek(0);
      expect(sha256(await stream.bytes())).toBe(sha256(whole));
      await stream.close();
      expect(unknown.references(pointer.address)).toBe(1);
    });

    test('one over a file carries 3 MB to the disk and back', async () => {
      const large = randomBytes(3_000_001);
      const path = join(folder, 'message.eml');
      const pointer = fileStream(path);
      const stream = fromIStream(pointer);
      await pipeline(
        Readable.from([large.subarray(0, 1_000_003), large.subarray(1_000_003)]),
        async (chunks) => {
          for await (const chunk of chunks) await stream.write(chunk as Buffer);
        },
      );
      await stream.commit();
      await stream.seek(0);
      expect(sha256(await stream.bytes())).toBe(sha256(large));
      await stream.close();
      pointer.release();
      expect(sha256(readFileSync(path))).toBe(sha256(large));
    });

    test('one in memory is cloned', async () => {
      using pointer = memoryStream();
      const stream = fromIStream(pointer);
      await stream.write(TEXT);
      await stream.seek(4);
      const clone = await stream.clone();
      expect(text(await clone.bytes())).toBe(TEXT.slice(4));
      expect(await stream.seek(0, 'current')).toBe(4n);
      await Promise.all([clone.close(), stream.close()]);
    });

    test('one over a file has a name and times', async () => {
      using pointer = fileStream(join(folder, 'named'));
      const stream = fromIStream(pointer);
      const { name, modified } = await stream.stat();
      expect(name).toMatch(/named$/);
      expect(Math.abs(modified!.getTime() - Date.now())).toBeLessThan(3_600_000);
      await stream.close();
    });

    test.each(kinds)('%s that belong to the JavaScript thread are called there, and posted', (_name, make) =>
      inApartment(async () => {
        const { server, url } = await mailServer();
        using pointer = make();
        const stream = fromIStream(pointer);
        await stream.write(whole);
        await stream.seek(0);
        expect(sha256(await stream.bytes())).toBe(sha256(whole));
        await stream.close();
        // Nobody but the post dispatches messages here.
        expect(await transport().post(url, pointer)).toMatchObject({ status: 201, bytesSent: 300_001 });
        expect(server.messages[0]!.sha256).toBe(sha256(whole));
      }),
    );

    test.each(kinds)('%s are posted', async (_name, make) => {
      const { server, url } = await mailServer();
      using pointer = make();
      const stream = fromIStream(pointer);
      await stream.write(whole);
      await stream.close();
      expect(await transport().post(url, pointer)).toMatchObject({ status: 201, bytesSent: 300_001 });
      expect(server.messages[0]!.sha256).toBe(sha256(whole));
      expect(unknown.references(pointer.address)).toBe(1);
    });
  });
}
