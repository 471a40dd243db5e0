// The COM methods of a provider's transport, which are called on its own thread.
import type { ImnxportError } from '../../dist/errors.js';
import { Hresult } from '../../dist/hresult.js';
import { thrown } from '../support/fake.js';
import { over, providers } from '../support/providers.js';
import { CREATED, raw, transport } from '../support/real.js';

describe.each(providers.map((tested) => [tested.name, tested] as const))('%s', (_name, tested) => {
  test('answers as a transport that nobody has initialised, until the first post has', async () => {
    const server = await raw();
    const mail = over(tested);
    const status: { value?: number } = {};
    expect(mail.com.GetIXPType()).toBe(5);
    expect(mail.com.GetStatus(status)).toBe(Hresult.S_OK);
    expect(status.value).toBe(8);
    expect(mail.com.DropConnection()).toBe(Hresult.IXP_E_NOT_INIT);
    await mail.post(server.url, 'x');
    expect(mail.com.DropConnection()).toBe(Hresult.S_OK);
    expect(mail.com.CommandPOST(null, null, null, 0)).toBe(Hresult.E_INVALIDARG);
  });

  test('a question that waits for JavaScript does not keep JavaScript from calling', async () => {
    const challenge = 'HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm="x"\r\nContent-Length: 0\r\n\r\n';
    const server = await raw([challenge, CREATED]);
    const mail = over(tested, {
      onLogonPrompt: async () => {
        await Promise.resolve();
        expect(mail.com.IsState(1)).toBe(Hresult.S_OK); // busy
        return { user: 'user', password: 'secret' };
      },
    });
    expect((await mail.post(server.url, 'x')).status).toBe(201);
  });

  test('is gone with close()', async () => {
    const mail = over(tested);
    const com = mail.com;
    com.GetIXPType();
    await mail.close();
    expect(thrown(() => com.GetIXPType())).toMatchObject({ code: 'ERR_IMNXPORT_CLOSED' });
    expect(thrown(() => mail.com)).toMatchObject({ code: 'ERR_IMNXPORT_CLOSED' });
  });
});

test('a provider that cannot be had is said by the first call', () => {
  const mail = transport({ provider: { dll: '/no/such/library.so' } });
  const error = thrown(() => mail.com.GetIXPType()) as ImnxportError;
  expect(error).toMatchObject({ code: 'ERR_IMNXPORT_PROVIDER_NOT_FOUND' });
  expect(error.message).toContain('there is no file');
});

test('HandsOffCallback by its COM name ends the posts, and refuses what comes', async () => {
  const server = await raw([() => undefined]);
  const mail = over(providers[1]!);
  await over(providers[1]!).close();
  const post = mail.post(server.url, 'x').catch((error: unknown) => error);
  while (server.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
  expect(mail.com.HandsOffCallback()).toBe(Hresult.S_OK);
  expect(await post).toMatchObject({ code: 'ERR_IMNXPORT_CALLBACK_REPLACED' });
  expect(await mail.post(server.url, 'y').catch((error: unknown) => error)).toMatchObject({
    code: 'ERR_IMNXPORT_CALLBACK_REPLACED',
  });
});
