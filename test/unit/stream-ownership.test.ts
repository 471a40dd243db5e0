// A stream belongs to its post: it is destroyed when the post fails, and left alone when it was read to its end.
import { Readable } from 'node:stream';
import { Hresult } from '../../dist/hresult.js';
import { fake, rejection, turn, URL_ } from '../support/fake.js';
import { nativeFailure } from '../support/fake-native.js';

function endless(): Readable {
  return new Readable({ read: () => undefined }).once('error', () => undefined);
}

test('it is destroyed when the post fails', async () => {
  const { transport, native } = fake();
  const stream = endless();
  const post = transport.post(URL_, stream);
  native.producer.owner.pull();
  native.done({ hresult: Hresult.IXP_E_TIMEOUT, status: 0, statusLine: null });
  const error = await rejection(post);
  expect(stream.destroyed).toBe(true);
  expect(stream.errored).toBe(error);
});

test('it is destroyed when the post is refused, for whatever reason', async () => {
  const refusals: ((stream: Readable) => Promise<unknown>)[] = [
    (stream) => fake().transport.post('not a URL', stream),
    (stream) => fake().transport.post(URL_, stream, { contentType: 'a\nb' }),
    (stream) => fake().transport.post(URL_, stream, { signal: AbortSignal.abort() }),
    (stream) => {
      const { transport } = fake();
      void transport.close();
      return transport.post(URL_, stream);
    },
    (stream) => {
      const { transport, native } = fake();
      native.refusal = nativeFailure(Hresult.E_OUTOFMEMORY, 'out of memory');
      return transport.post(URL_, stream);
    },
  ];
  for (const refuse of refusals) {
    const stream = endless();
    await rejection(refuse(stream));
    expect(stream.destroyed).toBe(true);
  }
});

test('a web stream is cancelled with the reason', async () => {
  const cancelled: unknown[] = [];
  const stream = new ReadableStream<string>({ cancel: (reason) => void cancelled.push(reason) });
  const { transport, native } = fake();
  const post = transport.post(URL_, stream, { signal: AbortSignal.abort('enough') });
  expect(await rejection(post)).toBe('enough');
  await turn();
  expect(cancelled).toEqual(['enough']);
  expect(native.posts).toEqual([]);
});

test('the finally blocks of a generator run', async () => {
  let cleaned = false;
  async function* generator() {
    try {
      for (;;) yield await Promise.resolve(Buffer.alloc(256 * 1024));
    } finally {
      cleaned = true;
    }
  }
  const { transport, native } = fake();
  const post = transport.post(URL_, generator());
  native.producer.owner.pull();
  await turn();
  native.done({ hresult: Hresult.IXP_E_TIMEOUT, status: 0, statusLine: null });
  await rejection(post);
  await turn();
  expect(cleaned).toBe(true);
});

test('it is destroyed when the server accepts without reading it', async () => {
  const { transport, native } = fake();
  const stream = endless();
  const post = transport.post(URL_, stream);
  native.producer.owner.closed();
  expect(stream.destroyed).toBe(true);
  native.done();
  await post;
  expect(stream.errored).toBeNull();
});

test('one read to its end is left alone', async () => {
  const stream = new Readable({ autoDestroy: false, read: () => undefined });
  stream.push('x');
  stream.push(null);
  const { transport, native } = fake();
  const post = transport.post(URL_, stream);
  await native.producer.readAll();
  native.done({ hresult: Hresult.IXP_E_HTTP_NOT_FOUND, status: 404, statusLine: 'HTTP/1.1 404 Not Found' });
  await rejection(post);
  expect(stream.errored).toBeNull();
});
