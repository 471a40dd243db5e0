// Commands that native code posts on a transport of JavaScript, and the end of the transport's own callback.
import { once } from 'node:events';
import { Hresult } from '../../dist/hresult.js';
import type { TransportOptions } from '../../dist/types.js';
import { fake, rejection, turn, URL_ } from '../support/fake.js';
import { CREATED } from '../support/fake-native.js';

/** A token that post() has not returned. */
const GUEST = 1000;

/** A transport whose native code has posted, and what is told of it. */
function guest(options: TransportOptions = {}) {
  const made = fake(options);
  const ends: unknown[] = [];
  made.transport.on('response', (end) => ends.push(end));
  return { ...made, ends };
}

describe('a command of native code', () => {
  test('that succeeds is told with its context', () => {
    const { native, ends } = guest();
    native.handlers.progress(GUEST, 1n, 2n, false);
    native.done({ ...CREATED, context: 7, url: URL_ }, GUEST);
    expect(ends).toEqual([
      { context: 7, response: expect.objectContaining({ status: 201, url: URL_ }) as unknown },
    ]);
  });

  test('that fails is told with its error', () => {
    const { native, ends } = guest();
    const result = {
      ...CREATED,
      context: 8,
      hresult: Hresult.IXP_E_TIMEOUT,
      status: 0,
      delivery: 1 as const,
    };
    native.done(result, GUEST);
    expect(ends).toEqual([
      {
        context: 8,
        error: expect.objectContaining({ code: 'ERR_IMNXPORT_TIMEOUT', delivery: 'partial' }) as unknown,
      },
    ]);
  });

  test('is no post: it is not pending, and close() does not wait for it', async () => {
    const { transport, native, ends } = guest();
    native.handlers.idle(GUEST, 5);
    expect(transport.pending).toBe(0);
    await transport.close();
    expect(native.released).toBe(true);
    expect(ends).toEqual([]);
  });

  test('has its questions answered by the options of the transport', async () => {
    const asked: unknown[] = [];
    const { native } = guest({
      onLogonPrompt: ({ origin, attempt }) => {
        asked.push([origin, attempt]);
        return { user: 'u', password: 'p' };
      },
      onTimeout: ({ idleMs }) => idleMs * 2,
    });
    native.handlers.logon(GUEST, 'http://mail.example.org:80', 1);
    native.handlers.idle(GUEST, 50);
    await turn();
    expect(asked).toEqual([['http://mail.example.org', 1]]);
    expect(native.calls).toEqual([
      ['answerLogon', GUEST, Hresult.S_OK, 'u', 'p'],
      ['answerIdle', GUEST, Hresult.S_OK, 100],
    ]);
  });

  test('has its questions declined where there is no handler, so that it does not wait for ever', async () => {
    const { native } = guest();
    native.handlers.logon(GUEST, 'http://mail.example.org:80', 1);
    native.handlers.idle(GUEST, 50);
    await turn();
    expect(native.calls).toEqual([
      ['answerLogon', GUEST, Hresult.E_NOTIMPL, null, null],
      ['answerIdle', GUEST, Hresult.S_FALSE, 0],
    ]);
  });

  test('whose handler fails has that as the cause of its error', async () => {
    const failure = new Error('on purpose');
    const { native, ends } = guest({ onLogonPrompt: () => Promise.reject(failure) });
    native.handlers.logon(GUEST, 'http://mail.example.org:80', 1);
    await turn();
    native.done({ ...CREATED, hresult: Hresult.IXP_E_HTTP_UNAUTHORIZED, status: 401 }, GUEST);
    expect(ends).toEqual([{ context: 0, error: expect.objectContaining({ cause: failure }) as unknown }]);
  });

  test('that ends with a question open aborts it', async () => {
    const signals: AbortSignal[] = [];
    const { native } = guest({
      onTimeout: ({ signal }) => {
        signals.push(signal);
        return new Promise(() => undefined);
      },
    });
    native.handlers.idle(GUEST, 50);
    native.done(CREATED, GUEST);
    native.handlers.idle(GUEST + 1, 50);
    native.handlers.replaced();
    await turn();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
  });
});

describe('when the callback is replaced', () => {
  const REPLACED = {
    code: 'ERR_IMNXPORT_CALLBACK_REPLACED',
    hresult: Hresult.IXP_E_INVALID_STATE,
    message: 'Native code has replaced the callback of the transport, or taken it off',
  };

  test('posts reject, their bodies are let go, and a retry is not safe', async () => {
    const { transport, native } = fake();
    const small = rejection(transport.post(URL_, 'small'));
    const body = (async function* () {
      yield await Promise.resolve('fed');
    })();
    const fed = rejection(transport.post(URL_, body));
    const { producer } = native;
    native.handlers.replaced();
    for (const post of [small, fed]) expect(await post).toMatchObject({ ...REPLACED, delivery: 'whole' });
    expect(producer.released).toBe(true);
    expect(transport.pending).toBe(0);
  });

  test('later posts are refused with nothing sent', async () => {
    const { transport, native } = fake();
    native.handlers.replaced();
    expect(await rejection(transport.post(URL_, 'x'))).toMatchObject({ ...REPLACED, delivery: 'none' });
    expect(native.posts).toEqual([]);
  });

  test('close() ends, also one that was waiting', async () => {
    const { transport, native } = fake();
    const post = rejection(transport.post(URL_, 'x'));
    const closed = transport.close();
    native.handlers.replaced();
    await closed;
    expect(await post).toMatchObject(REPLACED);
    expect(native.released).toBe(true);
  });

  test('a post that was aborted before stays aborted', async () => {
    const { transport, native } = fake();
    const controller = new AbortController();
    const post = rejection(transport.post(URL_, 'x', { signal: controller.signal }));
    controller.abort('enough');
    native.handlers.replaced();
    expect(await post).toBe('enough');
  });

  test('`response` can be waited for', async () => {
    const { transport, native } = fake();
    const ended = once(transport, 'response');
    native.done({ ...CREATED, context: 1 }, GUEST);
    expect(await ended).toMatchObject([{ context: 1 }]);
  });
});
