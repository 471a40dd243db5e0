// Credentials from prompts: asked for once, kept for the origin that took them, forgotten when it refuses them.
import { Hresult } from '../../dist/hresult.js';
import type { LogonPrompt } from '../../dist/types.js';
import { fake, rejection, turn, URL_ } from '../support/fake.js';

const ORIGIN = 'http://mail.example.org:80'; // as the core spells it
const UNAUTHORIZED = {
  hresult: Hresult.IXP_E_HTTP_UNAUTHORIZED,
  status: 401,
  statusLine: 'HTTP/1.1 401 Unauthorized',
};

/** A transport whose user gives the passwords `one`, `two`, … and counts the questions. */
function asking() {
  const passwords = ['one', 'two', 'three'];
  const prompts: LogonPrompt[] = [];
  const made = fake({
    onLogonPrompt(prompt) {
      prompts.push(prompt);
      return { user: 'user', password: passwords[prompts.length - 1]! };
    },
  });
  /** The server asks; gives the password that is answered. */
  const ask = async (token: number, attempt: number, origin = ORIGIN) => {
    made.native.handlers.logon(token, origin, attempt);
    await turn();
    return made.native.calls.at(-1)!.at(-1);
  };
  return { ...made, prompts, ask };
}

test('posts that were queued before the answer do not ask again', async () => {
  const { transport, native, prompts, ask } = asking();
  const posts = [transport.post(URL_, 'a'), transport.post(URL_, 'b')];
  expect(await ask(1, 1)).toBe('one');
  native.done({}, 1);
  expect(await ask(2, 1)).toBe('one');
  native.done({}, 2);
  await Promise.all(posts);
  expect(prompts).toHaveLength(1);
});

test('later posts to that origin have them from the beginning, others do not', async () => {
  const { transport, native, ask } = asking();
  const post = transport.post(URL_, 'a');
  await ask(1, 1);
  native.done();
  await post;
  void transport.post(URL_, 'b');
  expect(native.configured.at(-1)).toMatchObject({ password: 'one', origin: 'http://mail.example.org' });
  void transport.post('https://mail.example.org/', 'c');
  expect(native.configured.at(-1)).toMatchObject({ user: null, password: null, origin: null });
});

test('they are forgotten when the server refuses them, and the user hears of attempt 1', async () => {
  const { transport, native, prompts, ask } = asking();
  void transport.post(URL_, 'a');
  await ask(1, 1);
  native.done({}, 1);

  void transport.post(URL_, 'b'); // configured with them
  expect(await ask(2, 1)).toBe('two');
  expect(prompts.map(({ attempt }) => attempt)).toEqual([1, 1]);
  native.done({}, 2);

  void transport.post(URL_, 'c');
  expect(native.configured.at(-1)).toMatchObject({ password: 'two' });
});

test('a silent answer that is refused is not counted as an attempt of the user', async () => {
  const { transport, native, prompts, ask } = asking();
  void transport.post(URL_, 'a');
  void transport.post(URL_, 'b'); // queued without credentials
  await ask(1, 1);
  native.done({}, 1);
  expect(await ask(2, 1)).toBe('one');
  expect(await ask(2, 2)).toBe('two');
  expect(prompts.map(({ attempt }) => attempt)).toEqual([1, 1]);
});

test('an answer that is refused to the end is not kept', async () => {
  const { transport, native, ask } = asking();
  const post = transport.post(URL_, 'a');
  await ask(1, 1);
  native.done(UNAUTHORIZED);
  await rejection(post);
  void transport.post(URL_, 'b');
  expect(native.configured.at(-1)).toMatchObject({ user: null });
});

test('an answer that let the post through to another failure is kept', async () => {
  const { transport, native, ask } = asking();
  const post = transport.post(URL_, 'a');
  await ask(1, 1);
  native.done({ hresult: Hresult.IXP_E_HTTP_NOT_FOUND, status: 404, statusLine: 'HTTP/1.1 404 Not Found' });
  await rejection(post);
  void transport.post(URL_, 'b');
  expect(native.configured.at(-1)).toMatchObject({ password: 'one' });
});

test('each origin of a redirect has its own', async () => {
  const { transport, native, prompts, ask } = asking();
  const post = transport.post(URL_, 'a');
  expect(await ask(1, 1)).toBe('one');
  expect(await ask(1, 2, 'http://other.example.org:8080')).toBe('two');
  native.done({ url: 'http://other.example.org:8080/inbox/' });
  await post;
  expect(prompts.map(({ origin }) => origin)).toEqual([
    'http://mail.example.org',
    'http://other.example.org:8080',
  ]);

  void transport.post(URL_, 'b');
  expect(native.configured.at(-1)).toMatchObject({ password: 'one', origin: 'http://mail.example.org' });
  void transport.post('http://other.example.org:8080/', 'c');
  expect(native.configured.at(-1)).toMatchObject({
    password: 'two',
    origin: 'http://other.example.org:8080',
  });
});

test('they go before the credentials of the options', async () => {
  const prompted = { user: 'user', password: 'new' };
  const { transport, native } = fake({
    credentials: { user: 'user', password: 'old' },
    onLogonPrompt: () => prompted,
  });
  const post = transport.post(URL_, 'a');
  expect(native.configured.at(-1)).toMatchObject({ password: 'old' });
  native.handlers.logon(1, ORIGIN, 1);
  await turn();
  expect(native.calls).toEqual([['answerLogon', 1, Hresult.S_OK, 'user', 'new']]);
  native.done();
  await post;
  void transport.post(URL_, 'b');
  expect(native.configured.at(-1)).toMatchObject({ password: 'new', origin: 'http://mail.example.org' });
});

test('an origin that the URL class does not understand is one all the same', async () => {
  const { transport, native, prompts, ask } = asking();
  const post = transport.post(URL_, 'a');
  expect(await ask(1, 1, 'http://a^b:80')).toBe('one');
  native.done({ url: 'http://a^b:80/inbox/' });
  expect(await post).toMatchObject({ status: 201, url: 'http://a^b:80/inbox/' });
  expect(prompts[0]!.origin).toBe('http://a^b:80');
});
