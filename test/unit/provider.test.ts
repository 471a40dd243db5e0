// The provider option: what goes down for it, and what is refused.
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CLSID_IHTTPMailTransport } from '../../dist/com/guid.js';
import { Hresult } from '../../dist/hresult.js';
import type { Provider } from '../../dist/provider.js';
import { HttpMailTransport } from '../../dist/transport.js';
import type { TransportOptions } from '../../dist/types.js';
import { fake, rejection, thrown, URL_ } from '../support/fake.js';
import { nativeFailure } from '../support/fake-native.js';

const clsid = '{12345678-1234-1234-1234-123456789ABC}';
const file = resolve('some', 'folder', 'a.dll');

test.each<[string, Provider | undefined, object | null]>([
  ['none', undefined, null],
  ['builtin', 'builtin', null],
  ['inetcomm', 'inetcomm', { dll: null, clsid: CLSID_IHTTPMailTransport }],
  ['a class', { clsid: clsid.toLowerCase().slice(1, -1) }, { dll: null, clsid }],
  ['a file', { dll: file }, { dll: file, clsid: CLSID_IHTTPMailTransport }],
  [
    'a relative file',
    { dll: join('some', 'folder', 'a.dll') },
    { dll: file, clsid: CLSID_IHTTPMailTransport },
  ],
  ['a file: URL', { dll: pathToFileURL(file) }, { dll: file, clsid: CLSID_IHTTPMailTransport }],
  ['a class of a file', { dll: file, clsid }, { dll: file, clsid }],
])('%s', (_what, provider, expected) => {
  const { native } = fake({ provider });
  expect(native.init.provider).toEqual(expected);
  expect(native.init.pointer).toBeNull();
});

test.each<[string, unknown, string]>([
  ['another word', 'Builtin', 'options.provider'],
  ['null', null, 'options.provider'],
  ['nothing named', {}, 'options.provider'],
  ['a stranger', { dll: file, path: file }, 'options.provider.path'],
  ['a class that is none', { clsid: 'inetcomm' }, 'options.provider.clsid'],
  ['a file that is none', { dll: 7 }, 'options.provider.dll'],
  ['an empty file', { dll: '' }, 'options.provider.dll'],
  ['a URL that is not file:', { dll: new URL('https://h/a.dll') }, 'options.provider.dll'],
])('refused: %s', (_what, provider, argument) => {
  const error = thrown(() => fake({ provider } as TransportOptions));
  expect(error).toMatchObject({ code: 'ERR_IMNXPORT_INVALID_ARG', argument });
});

test.each([
  ['provider-not-found', 'ERR_IMNXPORT_PROVIDER_NOT_FOUND', 'the provider was not found'],
  ['provider-bitness', 'ERR_IMNXPORT_PROVIDER_BITNESS', 'the provider is for another kind of process'],
  ['provider-failed', 'ERR_IMNXPORT_PROVIDER_FAILED', 'the provider cannot be used'],
  ['not-supported', 'ERR_IMNXPORT_NOT_SUPPORTED', 'the transport does not support'],
  ['callback-replaced', 'ERR_IMNXPORT_CALLBACK_REPLACED', 'the transport does not report'],
] as const)('a post that is refused as %s', async (refusal, code, meaning) => {
  const { transport, native } = fake();
  const post = rejection(transport.post(URL_, 'x'));
  native.done({ hresult: Hresult.E_ABORT, status: 0, problem: 'in words', delivery: 0, refusal });
  const error = await post;
  expect(error).toMatchObject({ code, hresult: Hresult.E_ABORT, delivery: 'none' });
  expect((error as Error).message).toContain(meaning);
  expect((error as Error).message).toContain('(in words)');
});

describe('fromPointer', () => {
  /** A transport over a pointer, and what the addon was given. */
  function wrapped() {
    const { addon, transport } = fake();
    void transport.close();
    const made = HttpMailTransport.fromPointer(16n);
    return { addon, made, native: addon.transport };
  }

  test('hands the pointer down', () => {
    expect(wrapped().native.init).toMatchObject({ provider: null, pointer: 16n });
  });

  test('says what native code made of it', () => {
    const { addon } = fake();
    addon.refusal = Object.assign(nativeFailure(Hresult.IXP_E_BUSY, 'InitNew of the transport failed'));
    const error = thrown(() => HttpMailTransport.fromPointer(16n));
    expect(error).toMatchObject({ code: 'ERR_IMNXPORT_BUSY', hresult: Hresult.IXP_E_BUSY });
    expect((error as Error).message).toMatch(/^The pointer cannot be used: /);
  });

  const platform = Object.getOwnPropertyDescriptor(process, 'platform')!;
  afterEach(() => Object.defineProperty(process, 'platform', platform));

  test('on Windows messages are dispatched while a post is in flight, and not otherwise', async () => {
    Object.defineProperty(process, 'platform', { ...platform, value: 'win32' });
    const { addon, made, native } = wrapped();
    expect(addon.pumped).toBe(0);
    addon.messages = true;
    const first = made.post(URL_, 'x');
    const second = made.post(URL_, 'y');
    expect(addon.pumped).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(addon.pumped).toBeGreaterThan(1);
    native.done({}, 1);
    native.done({}, 2);
    await Promise.all([first, second]);
    const before = addon.pumped;
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setTimeout(resolve, 20)); // longer than the pump's own pause
    expect(addon.pumped).toBe(before);
  });

  test('elsewhere there are none to dispatch', async () => {
    Object.defineProperty(process, 'platform', { ...platform, value: 'linux' });
    const { addon, made, native } = wrapped();
    const post = made.post(URL_, 'x');
    await new Promise((resolve) => setImmediate(resolve));
    native.done();
    await post;
    expect(addon.pumped).toBe(0);
  });
});

test('an answer to a prompt that is there at once is given at once', () => {
  const { transport, native } = fake({
    onLogonPrompt: () => ({ user: 'user', password: 'secret' }),
    onTimeout: () => 9,
  });
  void transport.post(URL_, 'x').catch(() => undefined);
  native.handlers.logon(1, 'http://mail.example.org:80', 1);
  expect(native.calls).toEqual([['answerLogon', 1, Hresult.S_OK, 'user', 'secret']]);
  native.handlers.idle(1, 1000);
  expect(native.calls.at(-1)).toEqual(['answerIdle', 1, Hresult.S_OK, 9]);
  native.done();
});
