// Basic and Digest, with credentials given and asked for.
import { Readable } from 'node:stream';
import type { ImnxportError } from '../../dist/errors.js';
import type { HttpMailServerOptions } from '../../dist/testing/index.js';
import type { LogonPrompt } from '../../dist/types.js';
import { rejection } from '../support/fake.js';
import { field, response } from '../../dist/conformance/server.js';
import { CREATED, mailServer, raw, transport } from '../support/real.js';
import { unlessWine } from '../support/wine.js';

const user = { user: 'sender', password: 'correct horse' };
type Scheme = NonNullable<HttpMailServerOptions['auth']>;

describe.each<[string, Scheme]>([['basic', { scheme: 'basic', ...user }]])('%s', everyScheme);

unlessWine('Digest through SSPI', () => {
  describe.each<[string, Scheme]>([
    ['digest', { scheme: 'digest', ...user }],
    ['digest with SHA-256', { scheme: 'digest', algorithm: 'SHA-256', ...user }],
    ['digest with nonces for one use', { scheme: 'digest', nonceUses: 1, ...user }],
  ])('%s', everyScheme);

  test('the strongest scheme that the server offers is taken', async () => {
    const challenges = [
      'WWW-Authenticate: Basic realm="a"',
      'WWW-Authenticate: Digest realm="a", nonce="n", qop="auth"',
    ];
    const { requests, url } = await raw([response('401 Unauthorized', challenges), CREATED]);
    await transport({ credentials: user }).post(url, 'x');
    expect(field(requests[1]!, 'authorization')).toMatch(/^Digest username="sender"/);
    expect(requests[1]!.raw.toString()).not.toContain('correct horse');
  });
});

function everyScheme(_name: string, auth: Scheme): void {
  test('with credentials', async () => {
    const { server, url } = await mailServer({ auth });
    const mail = transport({ credentials: user });
    for (const body of ['one', Buffer.alloc(2_000_000), () => Readable.from(['three'])]) {
      expect(await mail.post(url, body)).toMatchObject({ status: 201 });
    }
    expect(server.messages.map(({ bytes }) => bytes)).toEqual([3, 2_000_000, 5]);
  });

  test('with a prompt, which is not asked again for the next post', async () => {
    const { server, url, origin } = await mailServer({ auth });
    const prompts: LogonPrompt[] = [];
    const mail = transport({
      async onLogonPrompt(prompt) {
        prompts.push(prompt);
        return Promise.resolve(user);
      },
    });
    await Promise.all([mail.post(url, 'one'), mail.post(url, 'two')]);
    await mail.post(url, 'three');
    expect(prompts).toHaveLength(1);
    expect(prompts[0]).toMatchObject({ origin, attempt: 1 });
    expect(server.messages).toHaveLength(3);
  });

  test('with wrong credentials, and no one to ask', async () => {
    const { server, url } = await mailServer({ auth });
    const error = (await rejection(
      transport({ credentials: { ...user, password: 'wrong' } }).post(url, 'x'),
    )) as ImnxportError;
    expect(error).toMatchObject({ code: 'ERR_IMNXPORT_HTTP_UNAUTHORIZED', status: 401, delivery: 'none' });
    expect(server.messages).toEqual([]);
  });

  test('three wrong answers are enough', async () => {
    const { url } = await mailServer({ auth });
    const attempts: number[] = [];
    const mail = transport({
      onLogonPrompt({ attempt }) {
        attempts.push(attempt);
        return { ...user, password: `wrong ${attempt}` };
      },
    });
    expect(await rejection(mail.post(url, 'x'))).toMatchObject({
      code: 'ERR_IMNXPORT_HTTP_UNAUTHORIZED',
      status: 401,
    });
    expect(attempts).toEqual([1, 2, 3]);
  });

  test('the second answer may be right', async () => {
    const { server, url } = await mailServer({ auth });
    const mail = transport({
      onLogonPrompt: ({ attempt }) => (attempt === 1 ? { ...user, password: 'wrong' } : user),
    });
    expect(await mail.post(url, 'x')).toMatchObject({ status: 201 });
    expect(server.messages).toHaveLength(1);
  });
}

test('credentials wait until the server asks', async () => {
  const { requests, url } = await raw();
  await transport({ credentials: user }).post(url, 'x');
  expect(field(requests[0]!, 'authorization')).toBeUndefined();
});

test('Basic is what was given, in UTF-8', async () => {
  const challenge = response('401 Unauthorized', ['WWW-Authenticate: Basic realm="mail"']);
  const { requests, url } = await raw([challenge, CREATED]);
  await transport({ credentials: { user: 'sénder', password: 'päss:wörd' } }).post(url, 'Hello.');
  const [scheme, value] = field(requests[1]!, 'authorization')!.split(' ');
  expect(scheme).toBe('Basic');
  expect(Buffer.from(value!, 'base64').toString()).toBe('sénder:päss:wörd');
  expect(requests[1]!.body.toString()).toBe('Hello.');
});

test('credentials are for their origin only', async () => {
  const other = await mailServer({ auth: { scheme: 'basic', ...user } });
  const { origin } = await mailServer({ redirects: { '/inbox/': other.url } });
  const error = await rejection(transport({ credentials: user }).post(`${origin}/inbox/`, 'x'));
  expect(error).toMatchObject({ status: 401 });
  for (const request of other.server.requests) expect(request.headers['authorization']).toBeUndefined();
});

test('a prompt after a redirect is asked for the origin that asks', async () => {
  const other = await mailServer({ auth: { scheme: 'basic', ...user } });
  const { origin } = await mailServer({ redirects: { '/inbox/': other.url } });
  const origins: string[] = [];
  const mail = transport({
    onLogonPrompt(prompt) {
      origins.push(prompt.origin);
      return user;
    },
  });
  expect(await mail.post(`${origin}/inbox/`, 'x')).toMatchObject({ status: 201, url: other.url });
  expect(origins).toEqual([other.origin]);
});

test('null cancels', async () => {
  const { url } = await mailServer({ auth: { scheme: 'basic', ...user } });
  const mail = transport({ onLogonPrompt: () => null });
  expect(await rejection(mail.post(url, 'x'))).toMatchObject({
    code: 'ERR_IMNXPORT_USER_CANCEL',
    status: 401,
  });
});

test('a prompt that fails is the cause', async () => {
  const { url } = await mailServer({ auth: { scheme: 'basic', ...user } });
  const cause = new Error('the keychain is locked');
  const mail = transport({ onLogonPrompt: () => Promise.reject(cause) });
  expect(await rejection(mail.post(url, 'x'))).toMatchObject({
    code: 'ERR_IMNXPORT_HTTP_UNAUTHORIZED',
    cause,
  });
});

test('a stream that was read cannot be sent again', async () => {
  const { requests, url } = await raw([
    response('401 Unauthorized', ['WWW-Authenticate: Basic realm="mail"']),
  ]);
  const error = (await rejection(
    transport({ onLogonPrompt: () => user }).post(url, Readable.from(['one'])),
  )) as ImnxportError;
  expect(error).toMatchObject({ code: 'ERR_IMNXPORT_HTTP_UNAUTHORIZED', status: 401 });
  expect(error.message).toMatch(/401 Unauthorized \(.+\)$/); // in brackets: why
  expect(requests).toHaveLength(1);
});

test('a stream that waits for the server to ask is read once', async () => {
  const { server, url } = await mailServer({ auth: { scheme: 'basic', ...user } });
  const body = Readable.from([Buffer.alloc(2_000_000)]);
  expect(await transport({ credentials: user }).post(url, body, { contentLength: 2_000_000 })).toMatchObject({
    status: 201,
  });
  expect(server.requests.map(({ bytes }) => bytes)).toEqual([0, 2_000_000]);
  expect(server.requests[0]!.headers['expect']).toBe('100-continue');
});

test('no password shows in commands', async () => {
  const { url } = await mailServer({ auth: { scheme: 'basic', ...user } });
  const mail = transport({ credentials: user });
  const lines: string[] = [];
  mail.on('command', (_direction, line) => lines.push(line));
  await mail.post(url, 'x');
  expect(lines.join('\n')).toMatch(/Authorization: \*\*\*/i);
  expect(lines.join('\n')).not.toContain(Buffer.from('sender:correct horse').toString('base64'));
});
