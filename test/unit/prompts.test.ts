// Questions of the core to the user: what is answered, and what becomes of an answer that comes too late.
import { Hresult } from '../../dist/hresult.js';
import type { TransportOptions } from '../../dist/types.js';
import { fake, rejection, turn, URL_ } from '../support/fake.js';

const UNAUTHORIZED = {
  hresult: Hresult.IXP_E_HTTP_UNAUTHORIZED,
  status: 401,
  statusLine: 'HTTP/1.1 401 Unauthorized',
};

/** Asks for a logon; gives what lib answered. */
async function logon(onLogonPrompt: TransportOptions['onLogonPrompt']) {
  const made = fake({ onLogonPrompt });
  const post = made.transport.post(URL_, 'x');
  made.native.handlers.logon(1, 'http://mail.example.org:80', 1);
  await turn();
  return { ...made, post, answers: made.native.calls };
}

test('a logon is answered with user and password', async () => {
  const { answers, native, post } = await logon(({ origin, attempt, signal }) => {
    expect([origin, attempt, signal.aborted]).toEqual(['http://mail.example.org', 1, false]);
    return Promise.resolve({ user: 'user', password: 'pass' });
  });
  expect(answers).toEqual([['answerLogon', 1, Hresult.S_OK, 'user', 'pass']]);
  native.done();
  await post;
});

test('null cancels', async () => {
  const { answers } = await logon(() => null);
  expect(answers).toEqual([['answerLogon', 1, Hresult.S_FALSE, null, null]]);
});

test('without a handler there is no answer', async () => {
  const { answers, native, post } = await logon(undefined);
  expect(answers).toEqual([['answerLogon', 1, Hresult.E_NOTIMPL, null, null]]);
  native.done(UNAUTHORIZED);
  expect(await rejection(post)).not.toHaveProperty('cause');
});

test('a handler that fails is the cause of the rejection', async () => {
  const failure = new Error('the keychain is locked');
  const { answers, native, post } = await logon(() => Promise.reject(failure));
  expect(answers).toEqual([['answerLogon', 1, Hresult.E_FAIL, null, null]]);
  native.done(UNAUTHORIZED);
  expect(await rejection(post)).toMatchObject({ code: 'ERR_IMNXPORT_HTTP_UNAUTHORIZED', cause: failure });
});

test.each([[undefined], ['user'], [{ user: 'a' }], [{ user: 'a', password: 'b\n' }]])(
  'the answer %j is refused',
  async (answer) => {
    const { answers, native, post } = await logon(() => answer as never);
    expect(answers).toEqual([['answerLogon', 1, Hresult.E_FAIL, null, null]]);
    native.done(UNAUTHORIZED);
    const { cause } = (await rejection(post)) as Error;
    expect(cause).toMatchObject({ code: 'ERR_IMNXPORT_INVALID_ARG' });
  },
);

test('a question that the end of the post overtakes is taken back', async () => {
  let signal!: AbortSignal;
  let answer!: (answer: null) => void;
  const { transport, native } = fake({
    onLogonPrompt(prompt) {
      signal = prompt.signal;
      return new Promise((resolve) => (answer = resolve));
    },
  });
  const controller = new AbortController();
  const post = transport.post(URL_, 'x', { signal: controller.signal });
  native.handlers.logon(1, 'http://mail.example.org', 1);
  expect(signal.aborted).toBe(false);
  controller.abort('enough');
  expect(signal.aborted).toBe(true);
  await rejection(post);
  answer(null);
  await turn();
  expect(native.calls.map(([name]) => name)).toEqual(['cancel']);
});

test('after a silence the handler says how long to wait on', async () => {
  const { transport, native } = fake({
    onTimeout: ({ idleMs }) => Promise.resolve(idleMs * 2),
  });
  void transport.post(URL_, 'x');
  native.handlers.idle(1, 500);
  await turn();
  expect(native.calls).toEqual([['answerIdle', 1, Hresult.S_OK, 1000]]);
});

test.each<[string, TransportOptions['onTimeout'], number]>([
  ['null gives up', () => null, Hresult.S_FALSE],
  ['no handler gives up', undefined, Hresult.S_FALSE],
  ['a wrong answer gives up', () => -1, Hresult.E_FAIL],
])('%s', async (_name, onTimeout, hresult) => {
  const { transport, native } = fake({ onTimeout });
  void transport.post(URL_, 'x').catch(() => undefined);
  native.handlers.idle(1, 500);
  await turn();
  expect(native.calls).toEqual([['answerIdle', 1, hresult, 0]]);
});
