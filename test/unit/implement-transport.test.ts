// implement(IHTTPMailTransport): what a handler gets of a post, and what its answer is to native code.
import { implement } from '../../dist/com/implement.js';
import { type PostAnswer, type TransportHandlers } from '../../dist/com/implement-transport.js';
import { type PostRequest } from '../../dist/com/incoming-post.js';
import { IHTTPMailTransport, IStream } from '../../dist/com/guid.js';
import { ImnxportError } from '../../dist/errors.js';
import { Hresult } from '../../dist/hresult.js';
import type { NativePostAnswer } from '../../dist/native.js';
import { replaceNative } from '../../dist/native.js';
import { fake, rejection, thrown, turn, URL_ } from '../support/fake.js';
import { CREATED, FakeAddon, nativeFailure } from '../support/fake-native.js';
import type { FakeHandledPost, FakeImplementedTransport } from '../support/fake-implementation.js';

function implemented(post: TransportHandlers['post']): FakeImplementedTransport {
  const addon = new FakeAddon();
  replaceNative(addon);
  implement(IHTTPMailTransport, { post });
  return addon.implemented[0]!;
}

/** What native code gets for what a handler returns. */
async function answered(post: () => unknown): Promise<NativePostAnswer> {
  return implemented(post as TransportHandlers['post'])
    .post()
    .answered();
}

describe('implement', () => {
  test('gives a pointer of that interface, whose references may be told not to count', () => {
    const addon = new FakeAddon();
    replaceNative(addon);
    const object = implement(IHTTPMailTransport, { post: () => ({}) });
    expect(object.iid).toBe(IHTTPMailTransport.iid);
    expect(object.address).toBe(0x2000n);
    expect(object.unref()).toBe(object);
    expect(addon.implemented[0]!.counts).toBe(false);
    expect(object.ref()).toBe(object);
    expect(addon.implemented[0]!.counts).toBe(true);
    object.release();
    expect(addon.implemented[0]!.pointer.releases).toBe(1);
  });

  test.each([
    [IStream, { post: () => ({}) }, 'iface'],
    ['IHTTPMailTransport', { post: () => ({}) }, 'iface'],
    [IHTTPMailTransport, null, 'handlers'],
    [IHTTPMailTransport, {}, 'handlers.post'],
    [IHTTPMailTransport, { post: 1 }, 'handlers.post'],
  ])('refuses %p with %p', (token, handlers, argument) => {
    replaceNative(new FakeAddon());
    const call = implement as unknown as (token: unknown, handlers: unknown) => unknown;
    expect(thrown(() => call(token, handlers))).toMatchObject({ code: 'ERR_IMNXPORT_INVALID_ARG', argument });
  });

  test('a transport that cannot be made is an ImnxportError', () => {
    const addon = new FakeAddon();
    replaceNative(addon);
    addon.refusal = nativeFailure(Hresult.E_OUTOFMEMORY, 'MakeTransport failed');
    const error = thrown(() => implement(IHTTPMailTransport, { post: () => ({}) }));
    expect(error).toMatchObject({ code: 'ERR_IMNXPORT_OUT_OF_MEMORY' });
  });
});

describe('the request', () => {
  let request: PostRequest;
  let finish: (answer: PostAnswer) => void;
  function posted(...given: Parameters<FakeImplementedTransport['post']>): FakeHandledPost {
    const native = implemented((incoming) => {
      request = incoming;
      return new Promise((resolve) => (finish = resolve));
    });
    return native.post(...given);
  }

  test('has what the host posted', () => {
    posted({
      ...{ contentType: 'message/rfc822', userAgent: 'Mail/6', context: 7, length: 12n },
      headers: [
        ['X-One', 'a'],
        ['x-one', 'b'],
      ],
    });
    const { url, contentType, userAgent, context, length, headers, signal } = request;
    expect({ url, contentType, userAgent, context, length }).toEqual({
      ...{ url: URL_, contentType: 'message/rfc822', userAgent: 'Mail/6', context: 7, length: 12 },
    });
    expect([...headers]).toEqual([['x-one', 'a, b']]);
    expect(signal.aborted).toBe(false);
  });

  test('its body is pulled: nothing before it is read, and one piece at a time', async () => {
    const post = posted();
    await turn();
    expect(post.pulls).toBe(0);
    const chunks = request.body[Symbol.asyncIterator]();
    const first = chunks.next();
    await post.pulled(1);
    post.reader.bytes(Buffer.alloc(64 * 1024, 1));
    expect(((await first).value as Buffer).length).toBe(64 * 1024);
    await post.pulled(2);
    post.reader.bytes(Buffer.alloc(64 * 1024, 2));
    await turn();
    expect(post.pulls).toBe(2); // enough waits
    expect(((await chunks.next()).value as Buffer)[0]).toBe(2);
    await post.pulled(3);
    post.reader.end();
    expect(await chunks.next()).toEqual({ done: true, value: undefined });
  });

  test('a post that ends without an answer aborts the signal and fails the body', async () => {
    const post = posted();
    const failed = rejection(request.body.toArray());
    post.reader.over(Hresult.IXP_E_CONNECTION_DROPPED);
    const error = { code: 'ERR_IMNXPORT_CONNECTION_DROPPED', name: 'ImnxportError' };
    expect(await failed).toMatchObject(error);
    expect(request.signal.reason).toMatchObject(error);
  });

  test('a handler that neither reads nor listens is not disturbed by that', async () => {
    const post = posted();
    post.reader.over(Hresult.STG_E_READFAULT);
    await turn();
    finish({});
    expect((await post.answered()).status).toBe(200); // native code knows that nobody waits for it
  });

  test.each([200, 303])('a body that flows is read to its end before %d is answered', async (status) => {
    const post = posted();
    request.body.resume();
    finish({ status });
    await post.pulled(1);
    post.reader.bytes(Buffer.from('x'));
    await post.pulled(2);
    expect(post.answers).toEqual([]);
    post.reader.end();
    expect((await post.answered()).status).toBe(status);
  });

  test('a body that flows and fails does not hold up the answer', async () => {
    const post = posted();
    request.body.resume();
    finish({});
    await post.pulled(1);
    post.reader.over(Hresult.STG_E_READFAULT);
    expect((await post.answered()).status).toBe(200); // native code knows that nobody waits for it
  });

  test('what is left of the body after the answer is not read', async () => {
    const post = posted();
    request.body.resume();
    await post.pulled(1);
    finish({ status: 409 });
    await post.answered();
    post.reader.bytes(Buffer.from('late'));
    await turn();
    expect(request.body.destroyed).toBe(true);
    expect(post.pulls).toBe(1);
    expect(request.signal.aborted).toBe(false);
  });
});

describe('the answer', () => {
  test('is 200 by default', async () => {
    expect(await answered(() => ({}))).toEqual({
      ...{
        hresult: 0,
        status: 200,
        statusText: 'OK',
        location: null,
        headers: [],
        problem: null,
        socketError: 0,
      },
      body: new Uint8Array(0),
    });
  });

  test('has everything that the handler said', async () => {
    const answer = await answered(() =>
      Promise.resolve({
        ...{ status: 201, statusText: 'Stored', location: new URL('http://h/1.eml'), body: 'text' },
        headers: { 'Content-Type': 'text/plain', 'Content-Length': '4' },
      }),
    );
    expect(answer).toMatchObject({ status: 201, statusText: 'Stored', location: 'http://h/1.eml' });
    expect(Buffer.from(answer.body).toString()).toBe('text');
    expect(answer.headers).toEqual([
      ['Content-Type', 'text/plain'],
      ['Content-Length', '4'],
    ]);
  });

  test('may be the response of another transport', async () => {
    const { transport, native } = fake();
    const response = transport.post(URL_, 'x');
    native.done({ headers: [['Server', 's']], body: Buffer.from('b') });
    const answer = await answered(() => response);
    expect(answer).toMatchObject({ status: 201, statusText: 'Created', location: CREATED.location });
    expect(answer.headers).toEqual([['server', 's']]);
  });

  test.each([
    ['nothing', undefined, 'answer'],
    ['a number', 201, 'answer'],
    ['a status that is no number', { status: '201' }, 'answer.status'],
    ['a status that is not final', { status: 100 }, 'answer.status'],
    ['a status that there is not', { status: 600 }, 'answer.status'],
    ['a phrase of two lines', { statusText: 'a\nb' }, 'answer.statusText'],
    ['a header that is none', { headers: { 'a b': '1' } }, 'answer.headers'],
    ['a body that is none', { body: 1 }, 'answer.body'],
  ])('%s is the failure E_INVALIDARG', async (_what, value, argument) => {
    const answer = await answered(() => value);
    expect(answer).toMatchObject({ hresult: Hresult.E_INVALIDARG, status: 0 });
    expect(answer.problem).toContain(argument);
  });

  test('of a handler that throws or rejects is E_FAIL with the message', async () => {
    const failed = { hresult: Hresult.E_FAIL, status: 0, problem: 'no luck' };
    expect(await answered(() => Promise.reject(new Error('no\nluck')))).toMatchObject(failed);
    const throws = () => {
      throw new Error('no luck');
    };
    expect(await answered(throws)).toMatchObject(failed);
    const reason = 'no luck';
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- whatever a handler does
    expect(await answered(() => Promise.reject(reason))).toMatchObject(failed);
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- whatever a handler does
    const odd = await answered(() => Promise.reject(Object.create(null)));
    expect(odd).toMatchObject({ hresult: Hresult.E_FAIL, problem: '[Object: null prototype] {}' });
  });

  test('an ImnxportError is its HRESULT, and what its server said', async () => {
    const { transport, native } = fake();
    const refused = transport.post(URL_, 'x');
    native.done({
      ...{ hresult: Hresult.IXP_E_HTTP_CONFLICT, status: 409, statusLine: 'HTTP/1.1 409 Conflict' },
    });
    expect(await answered(() => refused)).toMatchObject({
      ...{ hresult: Hresult.IXP_E_HTTP_CONFLICT, status: 409, statusText: 'Conflict' },
      problem: `POST ${URL_}: 409 Conflict`,
    });
    const dropped = transport.post(URL_, 'x');
    native.done({ hresult: Hresult.IXP_E_CONNECTION_DROPPED, status: 0, socketError: 104 });
    expect(await answered(() => dropped)).toMatchObject({
      ...{ hresult: Hresult.IXP_E_CONNECTION_DROPPED, status: 0, socketError: 104 },
    });
  });

  test('an ImnxportError that is no failure is E_FAIL', async () => {
    const error = new ImnxportError('odd', { hresult: Hresult.S_FALSE });
    expect(await answered(() => Promise.reject(error))).toMatchObject({ hresult: Hresult.E_FAIL });
  });

  test('that native code refuses is a failure with what it said', async () => {
    let finish!: (answer: PostAnswer) => void;
    const native = implemented(() => new Promise((resolve) => (finish = resolve)));
    const post = native.post();
    post.refusal = nativeFailure(Hresult.E_OUTOFMEMORY, 'no room');
    finish({ status: 204 });
    expect(await post.answered()).toMatchObject({
      ...{ hresult: Hresult.E_OUTOFMEMORY, status: 0, problem: 'no room' },
    });
  });
});
