// One post from its call to the settled promise: results, errors, progress, abort, questions.
import { EventEmitter, getEventListeners } from 'node:events';
import { inspect } from 'node:util';
import { closedError, type ImnxportError } from '../../dist/errors.js';
import { Hresult } from '../../dist/hresult.js';
import type { Progress } from '../../dist/types.js';
import { fake, rejection, URL_ } from '../support/fake.js';

describe('a response', () => {
  test('says everything that the server said', async () => {
    const { transport, native } = fake();
    const post = transport.post(URL_, 'hello');
    native.done({
      url: 'http://other.example.org/inbox/',
      sent: 5,
      total: 5,
      resent: true,
      headers: [
        ['Location', '/inbox/1.eml'],
        ['Set-Cookie', 'a=b'],
        ['set-cookie', 'c=d'],
      ],
      body: Buffer.from('stored'),
      bodyTruncated: true,
    });
    const response = await post;
    expect(response).toMatchObject({
      status: 201,
      statusText: 'Created',
      location: 'http://mail.example.org/inbox/1.eml',
      url: 'http://other.example.org/inbox/',
      bytesSent: 5,
      resent: true,
      hresult: 0,
      hresultName: 'S_OK',
      bodyTruncated: true,
    });
    expect(Buffer.from(response.body).toString()).toBe('stored');
    expect([...response.headers]).toEqual([
      ['location', '/inbox/1.eml'],
      ['set-cookie', 'a=b, c=d'],
    ]);
  });

  test.each([
    ['HTTP/1.1 201 Created', 'Created'],
    ['HTTP/1.1 200 Very well done', 'Very well done'],
    ['HTTP/1.1 200 ', ''],
    ['HTTP/2 200', ''],
    [null, ''],
  ])('statusText of %j is %j', async (statusLine, statusText) => {
    const { transport, native } = fake();
    const post = transport.post(URL_, 'x');
    native.done({ statusLine });
    expect(await post).toMatchObject({ statusText, url: URL_ });
  });

  test('counts are exact up to 2^53-1', async () => {
    const { transport, native } = fake();
    const post = transport.post(URL_, 'x');
    native.done({ sent: 9007199254740991 });
    expect((await post).bytesSent).toBe(9007199254740991);
  });
});

describe('a failure', () => {
  test('with a status carries status, response and delivery', async () => {
    const { transport, native } = fake();
    const post = transport.post(`${URL_}?token=secret`, 'x');
    native.done({
      hresult: Hresult.IXP_E_HTTP_NOT_FOUND | 0, // signed, as a C int would be
      status: 404,
      statusLine: 'HTTP/1.1 404 Not Found',
      location: null,
      body: Buffer.from('no such folder'),
    });
    const error = (await rejection(post)) as ImnxportError;
    expect(error).toMatchObject({
      name: 'ImnxportError',
      code: 'ERR_IMNXPORT_HTTP_NOT_FOUND',
      hresult: 0x800ccc34,
      hresultName: 'IXP_E_HTTP_NOT_FOUND',
      status: 404,
      delivery: 'whole',
      message: 'POST http://mail.example.org/inbox/?…: 404 Not Found',
    });
    expect(Buffer.from(error.response!.body).toString()).toBe('no such folder');
    expect(error.response!.status).toBe(404);
    expect(error).not.toHaveProperty('socketError');
  });

  test('of the network carries the socket error and has no response', async () => {
    const { transport, native } = fake();
    const post = transport.post(URL_, 'x');
    const nothing = { status: 0, statusLine: null, delivery: 0 as const };
    native.done({
      ...nothing,
      hresult: Hresult.IXP_E_FAILED_TO_CONNECT,
      socketError: 111,
      problem: 'refused',
    });
    const error = (await rejection(post)) as ImnxportError;
    expect(error).toMatchObject({
      code: 'ERR_IMNXPORT_FAILED_TO_CONNECT',
      socketError: 111,
      delivery: 'none',
    });
    expect(error.message).toBe(`POST ${URL_}: no connection to the server could be made (refused)`);
    expect(error).not.toHaveProperty('status');
    expect(error).not.toHaveProperty('response');
  });

  test('points at those who await it', async () => {
    const { transport, native } = fake();
    async function sendMail() {
      await transport.post(URL_, 'x');
    }
    async function closeOrder() {
      await sendMail();
    }
    setImmediate(() => native.done({ hresult: Hresult.IXP_E_TIMEOUT, status: 0, statusLine: null }));
    const error = (await rejection(closeOrder())) as Error;
    const [message, ...frames] = error.stack!.split('\n');
    expect(message).toBe(
      `ImnxportError [ERR_IMNXPORT_TIMEOUT]: POST ${URL_}: the server was silent for too long`,
    );
    expect(frames[0]).toMatch(/at (async )?sendMail .*post\.test/);
    expect(frames[1]).toMatch(/at (async )?closeOrder .*post\.test/);
  });

  test('of an argument points at the line that made the call', async () => {
    const { transport } = fake();
    const [post, here] = [transport.post('not a URL', 'x'), line(new Error('here'))];
    expect(line((await rejection(post)) as Error)).toBe(here);
  });

  /** File and line of the innermost frame. */
  function line(error: Error): string {
    return /at .*?([^/\\(]+:\d+):\d+/.exec(error.stack!)![1]!;
  }

  test('that native code answers at once rejects too', async () => {
    const { transport, native } = fake();
    native.refusal = Object.assign(new Error('pszUrl'), {
      hresult: Hresult.E_INVALIDARG | 0,
      argument: 'url',
    });
    const error = await rejection(transport.post(URL_, 'x'));
    expect(error).toMatchObject({ code: 'ERR_IMNXPORT_INVALID_ARG', argument: 'url' });
    expect(transport.pending).toBe(0);
  });
});

describe('progress', () => {
  test('is reported in numbers', async () => {
    const { transport, native } = fake();
    const seen: Progress[] = [];
    const post = transport.post(URL_, 'x', { onProgress: (progress) => seen.push(progress) });
    native.handlers.progress(1, 5n, null, false);
    native.handlers.progress(1, 6_000_000_000n, 7_000_000_000n, true);
    native.done();
    native.handlers.progress(1, 9n, 9n, false); // too late to be of interest
    await post;
    expect(seen).toEqual([
      { sent: 5, total: null, resent: false },
      { sent: 6_000_000_000, total: 7_000_000_000, resent: true },
    ]);
  });

  test('without a listener harms nobody', async () => {
    const { transport, native } = fake();
    const post = transport.post(URL_, 'x');
    native.handlers.progress(1, 5n, null, false);
    native.handlers.progress(99, 5n, null, false);
    native.done();
    await post;
  });
});

describe('abort', () => {
  test('rejects at once with the reason and cancels the command', async () => {
    const { transport, native } = fake();
    const controller = new AbortController();
    const post = transport.post(URL_, 'x', { signal: controller.signal });
    const reason = new Error('enough');
    controller.abort(reason);
    expect(await rejection(post)).toBe(reason);
    expect(native.calls).toEqual([['cancel', 1, Hresult.IXP_E_USER_CANCEL]]);
    expect(transport.pending).toBe(0);
    native.done({ hresult: Hresult.IXP_E_USER_CANCEL, status: 0, statusLine: null });
  });

  test('keeps a reason of our own class as it is', async () => {
    const { transport } = fake();
    const reason = closedError();
    const { stack } = reason;
    expect(await rejection(transport.post(URL_, 'x', { signal: AbortSignal.abort(reason) }))).toBe(reason);
    expect(reason.stack).toBe(stack);
  });

  test('that has happened before sends nothing', async () => {
    const { transport, native } = fake();
    const post = transport.post(URL_, 'x', { signal: AbortSignal.abort() });
    expect(await rejection(post)).toMatchObject({ name: 'AbortError' });
    expect(native.posts).toEqual([]);
  });

  test('works with a signal of another make', async () => {
    const { transport } = fake();
    const emitter = new EventEmitter();
    const signal = {
      aborted: false,
      reason: 'other',
      throwIfAborted: () => undefined,
      addEventListener: (name: string, listener: () => void) => emitter.on(name, listener),
      removeEventListener: (name: string, listener: () => void) => emitter.off(name, listener),
    };
    const post = transport.post(URL_, 'x', { signal: signal as unknown as AbortSignal });
    emitter.emit('abort');
    expect(await rejection(post)).toBe('other');
    expect(emitter.listenerCount('abort')).toBe(0);
  });

  test('after the end does nothing', async () => {
    const { transport, native } = fake();
    const controller = new AbortController();
    const post = transport.post(URL_, 'x', { signal: controller.signal });
    native.done();
    await post;
    controller.abort();
    expect(native.calls).toEqual([]);
  });

  test('of a thousand posts by one signal takes one listener, and none when they have ended', async () => {
    const { transport, native } = fake();
    const controller = new AbortController();
    const { signal } = controller;
    const posts = Array.from({ length: 1000 }, () => transport.post(URL_, 'x', { signal }));
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    for (let token = 1; token <= 999; token++) native.done({}, token);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    native.done({}, 1000);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    await Promise.all(posts);

    const more = [transport.post(URL_, 'x', { signal }), transport.post(URL_, 'x', { signal })];
    controller.abort('enough');
    expect(await Promise.all(more.map(rejection))).toEqual(['enough', 'enough']);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});

test('neither an error nor a transport shows a password', async () => {
  const { transport, native } = fake({ credentials: { user: 'user', password: 'secret' } });
  const post = transport.post(URL_, 'x');
  native.done({
    hresult: Hresult.IXP_E_HTTP_UNAUTHORIZED,
    status: 401,
    statusLine: 'HTTP/1.1 401 Unauthorized',
  });
  const error = await rejection(post);
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('secret');
  expect(inspect(transport, { depth: 9, showHidden: true })).not.toContain('secret');
});
