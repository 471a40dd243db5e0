// Bodies that cannot be posted, that break half-way, or that are not wanted any more.
import { resolve } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { type ImnxportError } from '../../dist/errors.js';
import { fileBody } from '../../dist/file-body.js';
import { Hresult } from '../../dist/hresult.js';
import type { BodySource } from '../../dist/types.js';
import { fake, rejection, thrown, turn, URL_ } from '../support/fake.js';
import { nativeFailure } from '../support/fake-native.js';

function detached(): ArrayBuffer {
  const buffer = new ArrayBuffer(8);
  structuredClone(buffer, { transfer: [buffer] });
  return buffer;
}

function detachedView(): Uint8Array {
  const view = new Uint8Array(8);
  structuredClone(view.buffer, { transfer: [view.buffer] });
  return view;
}

function lockedStream(): ReadableStream<Uint8Array> {
  const stream = new Blob(['x']).stream();
  stream.getReader();
  return stream as ReadableStream<Uint8Array>;
}

function failed(): Readable {
  const stream = new Readable({ read: () => undefined });
  stream.on('error', () => undefined);
  stream.destroy(new Error('no disk'));
  return stream;
}

describe('what cannot be posted is refused at once', () => {
  const wrong: [string, () => unknown, RegExp][] = [
    ['undefined', () => undefined, /body cannot be undefined/],
    ['null', () => null, /body cannot be null/],
    ['a number', () => 5, /body cannot be a number/],
    ['a boolean', () => true, /body cannot be a boolean/],
    ['a bigint', () => 5n, /body cannot be a bigint/],
    ['a symbol', () => Symbol('x'), /body cannot be a symbol/],
    ['a plain object', () => ({ a: 1 }), /body cannot be an object/],
    ['a Date', () => new Date(), /body cannot be an instance of Date/],
    ['a promise', () => Promise.resolve('x'), /body cannot be an instance of Promise/],
    ['an array of numbers', () => [1, 2], /body\[0\] must be a string or bytes, not a number/],
    ['a detached ArrayBuffer', detached, /body is a buffer that has been detached/],
    ['a view of a detached buffer', detachedView, /body is a buffer that has been detached/],
    [
      'a chunk of a detached buffer',
      () => ['x', detachedView()],
      /body\[1\] is a buffer that has been detached/,
    ],
    ['a locked web stream', lockedStream, /body is a ReadableStream that is locked/],
    ['a destroyed Readable', () => new Readable().destroy(), /body is a stream that has been destroyed/],
    ['a failed Readable', failed, /body is a stream that has failed already/],
    ['a Writable', () => new Writable(), /body cannot be an instance of Writable/],
  ];

  test.each(wrong)('%s', async (_name, make, message) => {
    const { transport, native } = fake();
    const error = (await rejection(transport.post(URL_, make() as BodySource))) as ImnxportError;
    expect(error).toMatchObject({ code: 'ERR_IMNXPORT_INVALID_ARG', hresult: Hresult.E_INVALIDARG });
    expect(error.message).toMatch(message);
    expect(error.argument).toMatch(/^body/);
    expect(native.posts).toEqual([]);
  });

  test('a Readable at its end', async () => {
    const stream = Readable.from(['x']);
    for await (const chunk of stream) expect(chunk).toBe('x');
    const error = (await rejection(fake().transport.post(URL_, stream))) as ImnxportError;
    expect(error.message).toBe('body is a stream that has been read to its end already');
  });

  test('a stream cannot be in two posts', async () => {
    for (const stream of [
      new Readable({ read: () => undefined }),
      new Blob(['x']).stream(),
      ['x'].values(),
    ]) {
      const { transport } = fake();
      void transport.post(URL_, stream as BodySource);
      const error = (await rejection(transport.post(URL_, stream as BodySource))) as ImnxportError;
      expect(error.message).toMatch(/given away already|locked/);
    }
  });

  test('a body of another length than contentLength', async () => {
    for (const body of ['four', ['fo', 'ur'], new Blob(['four'])]) {
      const { transport, native } = fake();
      const error = (await rejection(transport.post(URL_, body, { contentLength: 5 }))) as ImnxportError;
      expect(error).toMatchObject({ code: 'ERR_IMNXPORT_INCOMPLETE', hresult: Hresult.IXP_E_INCOMPLETE });
      expect(error.message).toBe('options.contentLength is 5, but the body has 4 bytes');
      expect(error.argument).toBe('options.contentLength');
      expect(native.posts).toEqual([]);
    }
  });

  test('a file that cannot be opened', async () => {
    const { transport, addon, native } = fake();
    addon.refusal = nativeFailure(Hresult.ERROR_FILE_NOT_FOUND, 'open failed');
    const error = (await rejection(transport.post(URL_, fileBody('/no/such/file')))) as ImnxportError;
    expect(error).toMatchObject({ code: 'ERR_IMNXPORT_FILE_NOT_FOUND', hresultName: 'ERROR_FILE_NOT_FOUND' });
    expect(error.message).toBe(`The body ${resolve('/no/such/file')} cannot be opened: no such file`);
    expect(native.posts).toEqual([]);
  });

  test.each([
    ['an empty path', '', undefined, 'path'],
    ['a number', 5, undefined, 'path'],
    ['a NUL character', 'a\0b', undefined, 'path'],
    ['an http URL', new URL('http://mail.example.org/'), undefined, 'path'],
    ['a negative start', 'a', { start: -1 }, 'range.start'],
    ['a fraction', 'a', { start: 0.5 }, 'range.start'],
    ['an end before the start', 'a', { start: 5, end: 4 }, 'range.end'],
  ])('fileBody with %s', (_name, path, range, argument) => {
    const make = () => fileBody(path as string, range);
    expect(thrown(make)).toMatchObject({ code: 'ERR_IMNXPORT_INVALID_ARG', argument });
  });
});

describe('a body that breaks half-way', () => {
  const cause = new Error('the disk is on fire');
  const breaking: [string, () => BodySource][] = [
    ['Readable', () => Readable.from(generator())],
    ['web stream', () => ReadableStream.from<string>(generator())],
    ['async generator', () => generator()],
    ['function', () => () => generator()],
  ];

  async function* generator() {
    yield await Promise.resolve('some ');
    throw cause;
  }

  test.each(breaking)('%s: aborts the request and gives its own error as the cause', async (_name, make) => {
    const { transport, native } = fake();
    const post = transport.post(URL_, make());
    await native.producer.readAll();
    expect(native.producer.failure).toBe(Hresult.STG_E_READFAULT);

    native.done({ hresult: Hresult.STG_E_READFAULT, status: 0, statusLine: null, delivery: 1 });
    const error = (await rejection(post)) as ImnxportError;
    expect(error).toMatchObject({
      code: 'ERR_IMNXPORT_BODY',
      delivery: 'partial',
      hresultName: 'STG_E_READFAULT',
    });
    expect(error.cause).toBe(cause);
    expect(transport.pending).toBe(0);
  });

  test('a function that throws, or makes what cannot be posted', async () => {
    const made: [() => unknown, unknown][] = [
      [
        () => {
          throw cause;
        },
        cause,
      ],
      [() => Promise.reject(cause), cause],
      [() => 5, expect.objectContaining({ message: 'body cannot be a number' })],
      [() => () => 'x', expect.objectContaining({ message: expect.stringMatching(/a function/) as string })],
    ];
    for (const [make, wanted] of made) {
      const { transport, native } = fake();
      const post = transport.post(URL_, make as BodySource);
      await native.producer.readAll();
      native.done({ hresult: Hresult.STG_E_READFAULT, status: 0, statusLine: null });
      expect(((await rejection(post)) as Error).cause).toEqual(wanted);
    }
  });

  test('a chunk that is neither string nor bytes', async () => {
    const { transport, native } = fake();
    const post = transport.post(URL_, Readable.from([{ a: 1 }]));
    await native.producer.readAll();
    native.done({ hresult: Hresult.STG_E_READFAULT, status: 0, statusLine: null });
    const { cause } = (await rejection(post)) as Error;
    expect(cause).toMatchObject({ code: 'ERR_IMNXPORT_INVALID_ARG', argument: 'body' });
    expect((cause as Error).message).toBe('body gave an object, not a string or bytes');
  });

  test('a buffer that is detached while it is posted', async () => {
    const { transport, native } = fake();
    const body = new Uint8Array(1024 * 1024);
    const post = transport.post(URL_, body);
    native.producer.owner.pull();
    await turn();
    structuredClone(body.buffer, { transfer: [body.buffer] });
    native.producer.take();
    native.producer.owner.pull();
    await turn();
    expect(native.producer.failure).toBe(Hresult.STG_E_READFAULT);
    native.done({ hresult: Hresult.STG_E_READFAULT, status: 0, statusLine: null });
    const error = (await rejection(post)) as Error;
    expect((error.cause as Error).message).toBe('body was detached or resized while it was posted');
  });

  test('a response that came all the same wins over the failure of the body', async () => {
    const { transport, native } = fake();
    const post = transport.post(URL_, generator());
    await native.producer.readAll();
    native.done({ hresult: 0x800cccf3, status: 507, statusLine: 'HTTP/1.1 507 Insufficient Storage' });
    expect(await rejection(post)).toMatchObject({
      code: 'ERR_IMNXPORT_HTTP_INSUFFICIENT_STORAGE',
      status: 507,
    });
  });
});

describe('a stream that fails before its turn', () => {
  test.each([
    ['with an error', new Error('no such file'), /no such file/],
    ['without one', undefined, /closed before its end/],
  ])('%s: the queued post is cancelled', async (_name, failure, message) => {
    const { transport, native } = fake();
    const stream = new Readable({ read: () => undefined });
    const post = transport.post(URL_, stream);
    stream.destroy(failure);
    await turn();
    expect(native.producer.failure).toBe(Hresult.STG_E_READFAULT);
    expect(native.calls).toEqual([['cancel', 1, Hresult.STG_E_READFAULT]]);
    native.done({ hresult: Hresult.STG_E_READFAULT, status: 0, statusLine: null, delivery: 0 });
    const error = (await rejection(post)) as ImnxportError;
    expect(error).toMatchObject({ code: 'ERR_IMNXPORT_BODY', delivery: 'none' });
    expect((error.cause as Error).message).toMatch(message);
  });

  test('a web stream too', async () => {
    const { transport, native } = fake();
    let controller!: ReadableStreamDefaultController<string>;
    const stream = new ReadableStream<string>({ start: (c) => void (controller = c) });
    const post = transport.post(URL_, stream);
    controller.error(new Error('gone'));
    await turn();
    expect(native.calls).toEqual([['cancel', 1, Hresult.STG_E_READFAULT]]);
    native.done({ hresult: Hresult.STG_E_READFAULT, status: 0, statusLine: null, delivery: 0 });
    expect((await rejection(post)) as Error).toMatchObject({ cause: { message: 'gone' } });
  });
});
