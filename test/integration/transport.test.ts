// A real transport: order, side by side, events, log, close and destroy.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { IxpStatus } from '../../dist/constants.js';
import { HttpMailTransport } from '../../dist/transport.js';
import { response } from '../../dist/conformance/server.js';
import { rejection, thrown } from '../support/fake.js';
import { CREATED, deferred, mailServer, raw, scripted, transport } from '../support/real.js';

test('a hundred posts of one transport arrive in the order of the calls', async () => {
  const { server, url } = await mailServer();
  const mail = transport();
  const bodies = Array.from({ length: 100 }, (_, i) => `message ${i}`);
  const posts = bodies.map((body, i) => mail.post(url, i % 2 ? body : () => body));
  expect(mail.pending).toBe(100);
  await Promise.all(posts);
  expect(mail.pending).toBe(0);
  expect(server.requests.map(({ raw: bytes }) => bytes.toString())).toHaveLength(100);
  const arrived = server.requests.map(({ raw: bytes }) => /message \d+/.exec(bytes.toString())![0]);
  expect(arrived).toEqual(bodies);
});

test('transports run side by side', async () => {
  const all = deferred();
  let waiting = 0;
  const { url } = await scripted(async (connection) => {
    await connection.request();
    if (++waiting === 20) all.resolve();
    await all.promise; // nobody gets an answer before everybody is here
    connection.write(CREATED);
  });
  const posts = Array.from({ length: 20 }, () => transport().post(url, 'x'));
  const responses = await Promise.all(posts);
  expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([201]));
});

test('a body that waits holds up its own transport only', async () => {
  const proceed = deferred<string>();
  const { server, url } = await mailServer();
  const slow = transport();
  const first = slow.post(url, () => proceed.promise);
  const second = slow.post(url, 'second');
  await transport().post(url, 'other');
  expect(server.messages).toHaveLength(1);
  expect(slow.pending).toBe(2);
  proceed.resolve('first');
  await Promise.all([first, second]);
  expect(server.messages).toHaveLength(3);
});

test('status rises and falls', async () => {
  const { url } = await raw();
  const mail = transport();
  expect(mail.status).toBe(IxpStatus.Disconnected);
  const seen: IxpStatus[] = [];
  mail.on('status', (status) => seen.push(status));
  await mail.post(url, 'x');
  expect(seen).toEqual(expect.arrayContaining([IxpStatus.Connecting, IxpStatus.Connected]));
  expect(seen.indexOf(IxpStatus.Connecting)).toBeLessThan(seen.indexOf(IxpStatus.Connected));
});

test('commands show the head of request and response', async () => {
  const { url } = await raw();
  const mail = transport({ headers: { Authorization: 'Bearer secret' } });
  const lines: string[] = [];
  mail.on('command', (direction, line) => lines.push(`${direction} ${line.trimEnd()}`));
  await mail.post(url, 'the body is nobody’s business');
  expect(lines).toContain('send POST /inbox/ HTTP/1.1');
  expect(lines).toContain('receive HTTP/1.1 201 Created');
  expect(lines).toContain('receive Location: /inbox/1.eml');
  expect(lines.join('\n')).not.toMatch(/business|secret/);
});

test('without a listener there are no commands', async () => {
  const { url } = await raw([CREATED, CREATED]);
  const mail = transport();
  const lines: string[] = [];
  const post = mail.post(url, 'x');
  mail.on('command', (_direction, line) => lines.push(line)); // too late for that post
  await post;
  expect(lines).toEqual([]);
  await mail.post(url, 'x');
  expect(lines.length).toBeGreaterThan(0);
});

describe('the log file', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'imnxport-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  test('gets the protocol, and neither bodies nor secrets', async () => {
    const logFile = join(folder, 'mail.log');
    const { url } = await mailServer({ auth: { scheme: 'basic', user: 'a', password: 'secret' } });
    const mail = transport({ logFile, credentials: { user: 'a', password: 'secret' } });
    await mail.post(url, 'the body is nobody’s business');
    await mail.close();
    const log = readFileSync(logFile, 'utf8');
    expect(log).toContain('POST /inbox/ HTTP/1.1');
    expect(log).toContain('HTTP/1.1 201 Created');
    expect(log).not.toMatch(/business|secret/);
    expect(log).not.toContain(Buffer.from('a:secret').toString('base64'));
  });

  test('that cannot be opened fails the constructor', () => {
    const make = () => new HttpMailTransport({ logFile: join(folder, 'no', 'such', 'mail.log') });
    expect(thrown(make)).toMatchObject({
      code: expect.stringMatching(/FILE_NOT_FOUND|PATH_NOT_FOUND/) as string,
    });
  });
});

test('close lets everything finish', async () => {
  const { server, url } = await mailServer();
  const mail = transport();
  const posts = [mail.post(url, 'a'), mail.post(url, 'b')];
  await mail.close();
  expect(server.messages).toHaveLength(2);
  await Promise.all(posts);
  expect(await rejection(mail.post(url, 'c'))).toMatchObject({ code: 'ERR_IMNXPORT_CLOSED' });
  expect(mail.status).toBe(IxpStatus.Disconnected);
});

test('destroy drops what runs and what waits', async () => {
  const request = deferred();
  const { url } = await scripted(async (connection) => {
    await connection.request();
    request.resolve();
    await connection.closed;
  });
  const mail = transport();
  const posts = [mail.post(url, 'a'), mail.post(url, 'b')];
  const errors = Promise.all(posts.map(rejection));
  await request.promise;
  await Promise.all([mail.destroy(), mail.destroy()]);
  expect(await errors).toMatchObject([
    { code: 'ERR_IMNXPORT_CONNECTION_DROPPED', delivery: 'whole' },
    { code: 'ERR_IMNXPORT_CONNECTION_DROPPED', delivery: 'none' },
  ]);
});

test('callbacks may do anything to the transport', async () => {
  const { url } = await mailServer();
  const mail = transport();
  let inner: Promise<unknown> | undefined;
  await mail.post(url, Buffer.alloc(5_000_000), {
    onProgress() {
      inner ??= mail.post(url, 'from inside');
      void mail.close();
    },
  });
  await inner;
  await mail.close();
});

test('inspect tells where it stands', async () => {
  const { url } = await raw();
  const mail = transport({ credentials: { user: 'a', password: 'secret' } });
  await mail.post(url, 'x');
  expect(inspect(mail)).toMatch(/^HttpMailTransport \{\s+status: '\w+',\s+pending: 0/);
  expect(inspect(mail, { showHidden: true, depth: 9 })).not.toContain('secret');
});

describe('posts made inside', () => {
  test.each(['onProgress', 'status', 'command', 'fault'] as const)('%s are carried out', async (place) => {
    let requests = 0;
    const { url } = await scripted(async (connection) => {
      for (let request = await connection.request(); request !== null; request = await connection.request()) {
        if (++requests % 2 === 1) return connection.reset();
        connection.write(CREATED);
      }
    });
    const mail = transport();
    const inside: Promise<unknown>[] = [];
    const again = () => {
      if (inside.length < 20) inside.push(mail.post(url, 'inside').catch((error: unknown) => error));
    };
    if (place !== 'onProgress') mail.on(place, again);
    const options = place === 'onProgress' ? { onProgress: again } : {};
    await mail.post(url, Buffer.alloc(100_000), options).catch(() => undefined);
    for (const each of inside) await each;
    expect(inside.length).toBeGreaterThan(0);
    expect(mail.pending).toBe(0);
  });

  test('handlers that never settle end with destroy()', async () => {
    const asked = deferred();
    const { url } = await raw([response('401 Unauthorized', ['WWW-Authenticate: Basic realm="mail"'])]);
    const mail = transport({
      onLogonPrompt: () => {
        asked.resolve();
        return new Promise(() => undefined);
      },
    });
    const posts = [mail.post(url, 'asked'), mail.post(url, 'queued')];
    await asked.promise;
    const ended = Promise.allSettled(posts);
    await mail.destroy('enough');
    for (const each of await ended) expect(each).toEqual({ status: 'rejected', reason: 'enough' });
  });
});
