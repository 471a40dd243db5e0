// Posts through a transport that somebody else made: koffi gets it from another library, by its exports.
import { Worker } from 'node:worker_threads';
import { join } from 'node:path';
import { ComPointer } from '../../dist/com/com-pointer.js';
import { IHTTPMailTransport, IUnknown } from '../../dist/com/guid.js';
import { response } from '../../dist/conformance/server.js';
import { Hresult } from '../../dist/hresult.js';
import { HttpMailTransport } from '../../dist/transport.js';
import type { TransportOptions } from '../../dist/types.js';
import { library, plainLibrary } from '../support/built.js';
import { call, unknown } from '../support/com.js';
import { makeTransport } from '../support/com-server.js';
import { rejection, thrown } from '../support/fake.js';
import { CREATED, deferred, later, mailServer, raw, scripted, transport } from '../support/real.js';

/** A transport of another library, wrapped; at the end nobody but the test must have a reference. */
function wrap(file: string, options: TransportOptions = {}) {
  const address = makeTransport(file);
  const mail = HttpMailTransport.fromPointer(address, options);
  later(async () => {
    await mail.destroy('the test has ended');
    expect(unknown.release(address)).toBe(0);
  });
  return { mail, address };
}

describe.each([
  ['with IImnxportTransport', library, { proxy: false }],
  ['with the documented interface only', plainLibrary, {}],
] as const)('a transport %s', (_name, file, options) => {
  test('posts, again and again', async () => {
    const server = await raw([CREATED, CREATED, response('404 No')]);
    const { mail } = wrap(file(), options);
    expect(await mail.post(server.url, 'one')).toMatchObject({ status: 201, bytesSent: 3 });
    expect((await mail.post(server.url, slowly('t', 'w', 'o'))).status).toBe(201);
    expect(await rejection(mail.post(server.url, 'three'))).toMatchObject({
      code: 'ERR_IMNXPORT_HTTP_NOT_FOUND',
    });
    expect(server.requests.map(({ body }) => body.toString())).toEqual(['one', 'two', 'three']);
    expect(mail.status).toBe(8);
  });

  test('reports progress of what is large', async () => {
    const { url, server } = await mailServer();
    const sent: number[] = [];
    const { mail } = wrap(file(), options);
    const onProgress = (progress: { sent: number }) => sent.push(progress.sent);
    expect((await mail.post(url, Buffer.alloc(2_000_000), { onProgress })).bytesSent).toBe(2_000_000);
    expect(server.messages[0]!.bytes).toBe(2_000_000);
    expect(sent.at(-1)).toBe(2_000_000);
  });

  test('asks for a logon, and takes an answer that is given at once', async () => {
    const { url } = await mailServer({ auth: { scheme: 'basic', user: 'user', password: 'secret' } });
    const onLogonPrompt = jest.fn(() => ({ user: 'user', password: 'secret' }));
    const { mail } = wrap(file(), { ...options, onLogonPrompt });
    expect((await mail.post(url, 'x')).status).toBe(201);
    expect(onLogonPrompt).toHaveBeenCalledTimes(1);
  });

  test('ends what runs on destroy()', async () => {
    const arrived = deferred();
    const { url } = await scripted(async (connection) => {
      await connection.request();
      arrived.resolve();
    });
    const { mail } = wrap(file(), options);
    const post = rejection(mail.post(url, 'x'));
    await arrived.promise;
    await mail.destroy();
    expect(await post).toMatchObject({ code: 'ERR_IMNXPORT_CONNECTION_DROPPED' });
  });

  test('an abort ends one post', async () => {
    const arrived = deferred();
    const { url } = await scripted(async (connection, index) => {
      if ((await connection.request()) !== null && index > 0) return connection.write(CREATED);
      arrived.resolve();
    });
    const { mail } = wrap(file(), options);
    const controller = new AbortController();
    const first = rejection(mail.post(url, 'x', { signal: controller.signal }));
    const second = mail.post(url, 'y');
    await arrived.promise;
    controller.abort(new Error('not wanted'));
    expect(await first).toMatchObject({ message: 'not wanted' });
    expect((await second).status).toBe(201);
  });
});

test('its pointer is the foreign object itself, and so are its COM methods', async () => {
  const { mail, address } = wrap(library());
  using pointer = mail.toPointer();
  using identity = mail.toPointer(IUnknown);
  expect(pointer.address).toBe(address);
  expect(identity.address).toBe(unknown.queryInterface(address, IUnknown.iid).address);
  unknown.release(identity.address);
  expect(mail.com.IsState(0)).toBe(Hresult.S_FALSE);
  expect(thrown(() => mail.toPointer('{12345678-1234-1234-1234-123456789ABC}'))).toMatchObject({
    code: 'ERR_IMNXPORT_NOINTERFACE',
  });
  await Promise.resolve();
});

test('what InitNew answers is thrown: a transport whose commands have not ended, or that is connected', async () => {
  const { url } = await scripted(async (connection) => void (await connection.request()));
  const address = makeTransport(library());
  later(() => void unknown.release(address));
  const first = HttpMailTransport.fromPointer(address, { proxy: false });
  const post = rejection(first.post(url, 'x'));
  await new Promise((resolve) => setImmediate(resolve));
  expect(thrown(() => HttpMailTransport.fromPointer(address))).toMatchObject({
    code: 'ERR_IMNXPORT_BUSY',
    hresult: Hresult.IXP_E_BUSY,
  });
  await first.destroy();
  expect(await post).toMatchObject({ code: 'ERR_IMNXPORT_CONNECTION_DROPPED' });
});

test('a second one over the same pointer takes the place of the first', async () => {
  const server = await raw();
  const address = makeTransport(library());
  later(() => void unknown.release(address));
  const first = HttpMailTransport.fromPointer(address, { proxy: false });
  const second = HttpMailTransport.fromPointer(address, { proxy: false });
  expect(await rejection(first.post(server.url, 'x'))).toMatchObject({
    code: 'ERR_IMNXPORT_CALLBACK_REPLACED',
  });
  expect((await second.post(server.url, 'y')).status).toBe(201);
  await first.close();
  await second.close();
});

test('takes a ComPointer, which stays the caller’s, and one of another interface', async () => {
  const server = await raw();
  using pointer = ComPointer.adopt(makeTransport(library()), IHTTPMailTransport);
  using identity = pointer.queryInterface(IUnknown);
  const mail = HttpMailTransport.fromPointer(identity, { proxy: false });
  expect((await mail.post(server.url, 'x')).status).toBe(201);
  await mail.close();
  expect(call(pointer.address, 4, 'int32_t')).toBe(5); // still there
});

test('is refused on another thread while this one has it', async () => {
  const { address } = wrap(library());
  const code = await new Promise((resolve, reject) => {
    const worker = new Worker(join(__dirname, '..', 'support', 'children', 'wrap-pointer.js'), {
      workerData: address,
    });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  expect(code).toBe('ERR_IMNXPORT_WRONG_APARTMENT');
});

test('what is no pointer to a transport is refused', () => {
  expect(thrown(() => HttpMailTransport.fromPointer(0n))).toMatchObject({ code: 'ERR_IMNXPORT_INVALID_ARG' });
  expect(thrown(() => HttpMailTransport.fromPointer('x' as never))).toMatchObject({ argument: 'pointer' });
  const own = transport();
  using pointer = own.toPointer();
  const released = pointer.queryInterface(IUnknown);
  released.release();
  expect(thrown(() => HttpMailTransport.fromPointer(released))).toMatchObject({
    code: 'ERR_IMNXPORT_RELEASED',
  });
  const provider = { provider: 'inetcomm' } as TransportOptions;
  expect(thrown(() => HttpMailTransport.fromPointer(pointer, provider))).toMatchObject({
    argument: 'options.provider',
  });
});

async function* slowly(...chunks: string[]) {
  for (const chunk of chunks) {
    await new Promise((resolve) => setImmediate(resolve));
    yield chunk;
  }
}
