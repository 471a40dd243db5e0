// The life of a transport: order, events, configuration, close and destroy.
import { inspect } from 'node:util';
import { ImnxportError } from '../../dist/errors.js';
import { Hresult } from '../../dist/hresult.js';
import { replaceNative } from '../../dist/native.js';
import { HttpMailTransport } from '../../dist/transport.js';
import { fake, rejection, thrown, turn, URL_ } from '../support/fake.js';
import { FakeAddon, nativeFailure } from '../support/fake-native.js';

const DROPPED = { hresult: Hresult.IXP_E_CONNECTION_DROPPED, status: 0, statusLine: null };

test('posts go down in the order of the calls', () => {
  const { transport, native } = fake();
  for (const path of ['a', 'b', 'c']) void transport.post(URL_ + path, () => 'x');
  expect(native.posts.map(({ url }) => url.at(-1))).toEqual(['a', 'b', 'c']);
  expect(transport.pending).toBe(3);
});

test('results find their posts', async () => {
  const { transport, native } = fake();
  const posts = [transport.post(URL_, 'a'), transport.post(URL_, 'b')];
  native.done({ location: 'http://mail.example.org/2' }, 2);
  native.done({ location: 'http://mail.example.org/1' }, 1);
  const locations = (await Promise.all(posts)).map(({ location }) => location!.at(-1));
  expect(locations).toEqual(['1', '2']);
  expect(transport.pending).toBe(0);
});

describe('construction', () => {
  test('that native code refuses is an ImnxportError', () => {
    const addon = new FakeAddon();
    addon.refusal = nativeFailure(Hresult.E_ACCESSDENIED, 'open failed');
    replaceNative(addon);
    const make = () => new HttpMailTransport({ logFile: '/proc/log' });
    expect(thrown(make)).toMatchObject({ code: 'ERR_IMNXPORT_ACCESS_DENIED' });
  });

  test('releases the transport when its options are refused', () => {
    const { addon } = fake();
    const createTransport = addon.createTransport.bind(addon);
    addon.createTransport = (init, handlers) => {
      const made = createTransport(init, handlers);
      made.configure = () => {
        throw nativeFailure(Hresult.E_INVALIDARG, 'pszCaFile', 'caFile');
      };
      return made;
    };
    const make = () => new HttpMailTransport();
    expect(thrown(make)).toMatchObject({ code: 'ERR_IMNXPORT_INVALID_ARG', argument: 'caFile' });
    expect(addon.transport.released).toBe(true);
  });
});

describe('credentials', () => {
  const credentials = { user: 'user', password: 'secret' };

  test('are bound to the origin of the first post, for good', () => {
    const { transport, native } = fake({ credentials });
    void transport.post('https://mail.example.org:444/a', 'x');
    void transport.post('http://other.example.org/b', 'x');
    expect(native.configured.map(({ origin }) => origin)).toEqual([null, 'https://mail.example.org:444']);
  });

  test('of a given origin stay with it', () => {
    const { transport, native } = fake({
      credentials: { ...credentials, origin: 'https://mail.example.org' },
    });
    void transport.post('http://other.example.org/b', 'x');
    expect(native.configured.map(({ origin }) => origin)).toEqual([null, 'https://mail.example.org']);
  });

  test('are copied: a later change has no effect', () => {
    const given = { ...credentials };
    const { transport, native } = fake({ credentials: given });
    given.password = 'changed';
    void transport.post(URL_, 'x');
    expect(native.configured.at(-1)).toMatchObject({ password: 'secret' });
  });
});

describe('events', () => {
  test('of the transport and the protocol', () => {
    const { transport, native } = fake();
    const seen: unknown[] = [];
    transport.on('status', (status) => seen.push(['status', status]));
    transport.on('command', (direction, line) => seen.push([direction, line]));
    transport.on('fault', (error) => seen.push(['fault', error.code, error.message, error.socketError]));
    native.handlers.status(1);
    native.handlers.command(0, 'POST / HTTP/1.1');
    native.handlers.command(1, 'HTTP/1.1 200 OK');
    native.handlers.fault(1, { hresult: Hresult.IXP_E_TIMEOUT | 0, problem: 'no answer', socketError: 110 });
    native.handlers.fault(1, { hresult: Hresult.IXP_E_CANT_FIND_HOST | 0, problem: null, socketError: 0 });
    expect(seen).toEqual([
      ['status', 1],
      ['send', 'POST / HTTP/1.1'],
      ['receive', 'HTTP/1.1 200 OK'],
      ['fault', 'ERR_IMNXPORT_TIMEOUT', 'the server was silent for too long (no answer)', 110],
      ['fault', 'ERR_IMNXPORT_CANT_FIND_HOST', 'the name of the server was not found', undefined],
    ]);
  });

  test('command lines are asked for only while somebody listens', () => {
    const { transport, native } = fake();
    const listener = () => undefined;
    void transport.post(URL_, 'x');
    transport.on('command', listener);
    void transport.post(URL_, 'x');
    void transport.post(URL_, 'x');
    transport.off('command', listener);
    void transport.post(URL_, 'x');
    expect(native.configured.map(({ logCommands }) => logCommands)).toEqual([false, true, false]);
  });

  test('command lines are asked for with a log file', () => {
    const { transport, native } = fake({ logFile: 'imnxport.log' });
    void transport.post(URL_, 'x');
    expect(native.configured.at(-1)!.logCommands).toBe(true);
  });

  test('there is no error event', async () => {
    const { transport, native } = fake();
    const post = transport.post(URL_, 'x');
    native.handlers.fault(1, { hresult: Hresult.IXP_E_TIMEOUT, problem: null, socketError: 0 });
    native.done(DROPPED);
    await rejection(post); // and nothing was thrown
  });
});

describe('close', () => {
  test('lets accepted posts finish and refuses new ones', async () => {
    const { transport, native } = fake();
    const first = transport.post(URL_, 'x');
    let closed = false;
    const closing = transport.close().then(() => (closed = true));
    expect(transport.closed).toBe(true);
    expect(await rejection(transport.post(URL_, 'y'))).toMatchObject({
      code: 'ERR_IMNXPORT_CLOSED',
      hresult: Hresult.IXP_E_INVALID_STATE,
    });
    await turn();
    expect([closed, native.released]).toEqual([false, false]);

    native.done();
    expect((await first).status).toBe(201);
    await closing;
    expect([closed, native.released]).toEqual([true, true]);
    expect(transport.status).toBe(8);
  });

  test('may be called again and again, and joined by destroy', async () => {
    const { transport, native } = fake();
    await Promise.all([transport.close(), transport.close(), transport.destroy(), transport.close()]);
    expect(native.dropped).toBe(false);
    await transport.destroy('late');
  });

  test('is what the end of a using block does', async () => {
    const { transport, native } = fake();
    await transport[Symbol.asyncDispose]();
    expect(native.released).toBe(true);
  });

  test('waits for a command whose post was aborted', async () => {
    const { transport, native } = fake();
    const controller = new AbortController();
    const post = transport.post(URL_, 'x', { signal: controller.signal });
    controller.abort('enough');
    await rejection(post);
    const closing = transport.close();
    expect(native.released).toBe(false);
    native.done({ ...DROPPED, hresult: Hresult.IXP_E_USER_CANCEL });
    await closing;
    expect(native.released).toBe(true);
  });
});

describe('destroy', () => {
  test('rejects what is pending with the reason', async () => {
    const { transport, native } = fake();
    const posts = [transport.post(URL_, 'x'), transport.post(URL_, () => 'y')];
    const ending = transport.destroy('out of patience');
    expect(await Promise.all(posts.map(rejection))).toEqual(['out of patience', 'out of patience']);
    expect([native.dropped, native.released, transport.pending]).toEqual([true, false, 0]);
    native.done(DROPPED, 1);
    native.done(DROPPED, 2);
    await ending;
    expect(native.released).toBe(true);
  });

  test('without a reason they reject as the dropped connection that it is', async () => {
    const { transport, native } = fake();
    const post = transport.post(URL_, 'x');
    const ending = transport.destroy();
    native.done({ ...DROPPED, delivery: 1 });
    expect(await rejection(post)).toMatchObject({
      code: 'ERR_IMNXPORT_CONNECTION_DROPPED',
      delivery: 'partial',
    });
    await ending;
  });

  test('overtakes close', async () => {
    const { transport, native } = fake();
    const post = transport.post(URL_, 'x');
    const closing = transport.close();
    const ending = transport.destroy('now');
    expect(await rejection(post)).toBe('now');
    native.done(DROPPED);
    await Promise.all([closing, ending]);
  });

  test('of an idle transport ends at once', async () => {
    const { transport, native } = fake();
    await transport.destroy();
    expect([native.dropped, native.released]).toEqual([false, true]);
    expect(await rejection(transport.post(URL_, 'x'))).toMatchObject({ code: 'ERR_IMNXPORT_CLOSED' });
  });
});

test('inspect shows where the transport stands', () => {
  const { transport } = fake({ credentials: { user: 'user', password: 'secret' } });
  expect(inspect(transport)).toBe(
    "HttpMailTransport {\n  status: 'Connected',\n  pending: 0,\n  closed: false,\n  userAgent: 'imnxport/0.1.0'\n}",
  );
});

test('is() knows an error by its code, whatever realm it comes from', () => {
  const { transport } = fake();
  expect(transport).toBeInstanceOf(HttpMailTransport);
  expect(ImnxportError.is(new ImnxportError('x', { hresult: 0 }))).toBe(true);
  expect(ImnxportError.is({ code: 'ERR_IMNXPORT_TIMEOUT' })).toBe(true);
  expect(ImnxportError.is(new Error('x'))).toBe(false);
  expect(ImnxportError.is(Object.assign(new Error('x'), { code: 'ENOENT' }))).toBe(false);
  for (const other of [null, undefined, 5, 'ERR_IMNXPORT_TIMEOUT'])
    expect(ImnxportError.is(other)).toBe(false);
});
