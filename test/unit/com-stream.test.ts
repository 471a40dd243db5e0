// ComStream over a stream that the test plays: arguments, errors, views and the end.
import { ComStream } from '../../dist/com/com-stream.js';
import { fromIStream } from '../../dist/com/from-istream.js';
import { toIStream } from '../../dist/com/to-istream.js';
import { Hresult } from '../../dist/hresult.js';
import { replaceNative } from '../../dist/native.js';
import { rejection, thrown, turn } from '../support/fake.js';
import { FakeAddon, FakeStream, nativeFailure } from '../support/fake-native.js';

function made(...chunks: string[]) {
  const native = new FakeStream();
  native.chunks = chunks.map((chunk) => Uint8Array.from(Buffer.from(chunk)));
  return { native, stream: new ComStream(native) };
}

describe('fromIStream', () => {
  test('borrows a pointer, or an address', () => {
    const addon = new FakeAddon();
    replaceNative(addon);
    const pointer = toIStream('x');
    fromIStream(pointer);
    fromIStream(32n);
    expect(
      addon.streams.map((stream) => (typeof stream.pointer === 'bigint' ? stream.pointer : 'lent')),
    ).toEqual(['lent', 32n]);
    expect(pointer.released).toBe(false);
  });

  test('refuses what is none', () => {
    const addon = new FakeAddon();
    replaceNative(addon);
    const released = toIStream('x');
    released.release();
    expect(thrown(() => fromIStream(released))).toMatchObject({ code: 'ERR_IMNXPORT_RELEASED' });
    expect(thrown(() => fromIStream(5 as unknown as bigint))).toMatchObject({ argument: 'pointer' });
    addon.refusal = nativeFailure(Hresult.E_NOINTERFACE, 'QueryInterface failed');
    expect(thrown(() => fromIStream(32n))).toMatchObject({
      code: 'ERR_IMNXPORT_NOINTERFACE',
      message: 'The pointer is not of an IStream: E_NOINTERFACE',
    });
  });
});

describe('calls', () => {
  test('go down as they are', async () => {
    const { native, stream } = made('abc');
    expect(Buffer.from((await stream.read(10))!).toString()).toBe('abc');
    expect(await stream.read()).toBeNull();
    expect(await stream.seek(5)).toBe(5n);
    await stream.seek(-3n, 'end');
    await stream.seek(2 ** 40, 'current');
    await stream.write('täxt');
    await stream.write(new Uint16Array([0x4241]));
    await stream.commit();
    expect(await stream.clone()).toBeInstanceOf(ComStream);
    expect(native.calls).toEqual([
      ['read', 10],
      ['read', 65_536],
      ['seek', 5n, 0],
      ['seek', -3n, 2],
      ['seek', 1_099_511_627_776n, 1],
      ['write', 'täxt'],
      ['write', 'AB'],
      ['commit'],
      ['clone'],
    ]);
  });

  test('stat has dates, or null', async () => {
    const { stream } = made();
    expect(await stream.stat()).toEqual({
      size: 5n,
      type: 2,
      mode: 0,
      modified: new Date('2019-04-17T18:40:00.000Z'),
      created: null,
      accessed: null,
      name: null,
    });
  });

  test.each<[string, (stream: ComStream) => Promise<unknown>, string]>([
    ['a size of 0', (stream) => stream.read(0), 'size'],
    ['a negative size', (stream) => stream.read(-1), 'size'],
    ['a size over 1 GiB', (stream) => stream.read(2 ** 30 + 1), 'size'],
    ['a fraction', (stream) => stream.seek(0.5), 'offset'],
    ['an offset that is text', (stream) => stream.seek('1' as unknown as number), 'offset'],
    ['an offset of 65 bits', (stream) => stream.seek(2n ** 64n), 'offset'],
    ['an unknown origin', (stream) => stream.seek(0, 'middle' as 'end'), 'origin'],
    ['a number for bytes', (stream) => stream.write(5 as unknown as string), 'bytes'],
  ])('%s is refused', async (_name, call, argument) => {
    const { native, stream } = made();
    expect(await rejection(call(stream))).toMatchObject({ code: 'ERR_IMNXPORT_INVALID_ARG', argument });
    expect(native.calls).toEqual([]);
  });

  test('a failing one rejects with its HRESULT', async () => {
    const { native, stream } = made();
    native.refusal = nativeFailure(Hresult.STG_E_ACCESSDENIED, 'Write failed');
    expect(await rejection(stream.write('x'))).toMatchObject({
      hresult: Hresult.STG_E_ACCESSDENIED,
      hresultName: 'STG_E_ACCESSDENIED',
      message: 'IStream::Write failed: the stream does not allow that',
    });
  });

  test('after close() they are ERR_IMNXPORT_CLOSED, and so are those that it overtakes', async () => {
    const { native, stream } = made('abc');
    const overtaken = stream.read();
    native.refusal = nativeFailure(Hresult.IXP_E_INVALID_STATE, 'the stream has been closed');
    const closing = stream.close();
    expect(stream.close()).toBe(closing);
    expect(stream.closed).toBe(true);
    expect(await rejection(overtaken)).toMatchObject({ code: 'ERR_IMNXPORT_CLOSED' });
    await closing;
    expect(await rejection(stream.read())).toMatchObject({
      code: 'ERR_IMNXPORT_CLOSED',
      message: 'The stream is closed',
    });
    await stream[Symbol.asyncDispose]();
  });
});

describe('as a whole', () => {
  test('bytes', async () => {
    const { stream } = made('ab', 'c', 'def');
    expect(Buffer.from(await stream.bytes()).toString()).toBe('abcdef');
    expect(stream.closed).toBe(false);
  });

  test('an async iterator, which may be left', async () => {
    const { stream } = made('ab', 'c', 'def');
    for await (const chunk of stream) {
      expect(Buffer.from(chunk).toString()).toBe('ab');
      break;
    }
    expect(stream.closed).toBe(false);
    expect(Buffer.from(await stream.bytes()).toString()).toBe('cdef');
  });
});

describe('views', () => {
  test('a Readable reads only as it is read, and closes the stream at its end', async () => {
    const { native, stream } = made('ab', 'cd');
    const view = stream.readable();
    await turn();
    expect(native.calls).toEqual([]);
    const text: string[] = [];
    for await (const chunk of view) text.push(String(chunk));
    expect(text.join('')).toBe('abcd');
    expect(native.closed).toBe(true);
  });

  test('a Readable closes it when it is destroyed, or leaves it open', async () => {
    const closing = made('ab');
    closing.stream.readable().destroy();
    await turn();
    expect(closing.native.closed).toBe(true);

    const open = made('ab', 'cd');
    open.stream.readable({ autoClose: false }).destroy();
    await turn();
    expect(open.native.closed).toBe(false);
    expect(Buffer.from((await open.stream.read())!).toString()).toBe('ab');
  });

  test('a Readable fails as the stream does', async () => {
    const { native, stream } = made();
    native.refusal = nativeFailure(Hresult.STG_E_READFAULT, 'Read failed');
    const error = await rejection(stream.readable().toArray());
    expect(error).toMatchObject({ hresult: Hresult.STG_E_READFAULT });
    expect(native.closed).toBe(true);
  });

  test('a web stream of bytes', async () => {
    const { native, stream } = made('ab', 'cd');
    const view = stream.readableStream();
    await turn();
    expect(native.calls).toEqual([]);
    expect(await new Response(view as never).text()).toBe('abcd');
    expect(native.closed).toBe(true);
  });

  test('a web stream for a reader with a buffer of its own', async () => {
    const { stream } = made('abc');
    const reader = stream.readableStream().getReader({ mode: 'byob' });
    const first = await reader.read(new Uint8Array(2));
    expect(Buffer.from(first.value!).toString()).toBe('ab');
    const second = await reader.read(new Uint8Array(2));
    expect(Buffer.from(second.value!).toString()).toBe('c');
    expect(await reader.read(new Uint8Array(2))).toMatchObject({ done: true });
  });

  test('a web stream that is cancelled closes it, or leaves it open; one that fails closes it', async () => {
    const closing = made('ab');
    await closing.stream.readableStream().cancel();
    expect(closing.native.closed).toBe(true);

    const open = made('ab');
    await open.stream.readableStream({ autoClose: false }).cancel();
    expect(open.native.closed).toBe(false);

    const failing = made();
    failing.native.refusal = nativeFailure(Hresult.STG_E_READFAULT, 'Read failed');
    const error = await rejection(failing.stream.readableStream().getReader().read());
    expect(error).toMatchObject({ hresult: Hresult.STG_E_READFAULT });
    expect(failing.native.closed).toBe(true);
  });

  test('an option that nobody knows is refused', () => {
    expect(thrown(() => made().stream.readable({ close: true } as object))).toMatchObject({
      argument: 'options.close',
    });
    expect(thrown(() => made().stream.readableStream({ autoClose: 'no' } as object))).toMatchObject({
      argument: 'options.autoClose',
    });
  });
});
