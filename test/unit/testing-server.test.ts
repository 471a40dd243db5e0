// The embedded server, as a plain HTTP client sees it.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  folderStore,
  HttpMailServer,
  type HttpMailServerOptions,
  memoryStore,
} from '../../dist/testing/index.js';

const servers: HttpMailServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function listening(options?: HttpMailServerOptions): Promise<HttpMailServer> {
  const server = new HttpMailServer(options);
  servers.push(server);
  await server.listen();
  return server;
}

function post(url: string, body: string | Buffer, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { method: 'POST', body, headers, redirect: 'manual' });
}

test('stores what is posted and gives it back', async () => {
  const server = await listening();
  const heard: unknown[] = [];
  server.on('message', (message) => heard.push(message));
  const response = await post(`${server.url}/inbox`, 'Hello.', { 'content-type': 'message/rfc822' });
  expect(response.status).toBe(201);
  const location = response.headers.get('location')!;
  expect(location).toBe('/inbox/000001.eml');
  expect(server.messages).toEqual([
    {
      path: location,
      name: '000001.eml',
      contentType: 'message/rfc822',
      bytes: 6,
      sha256: createHash('sha256').update('Hello.').digest('hex'),
    },
  ]);
  expect(heard).toEqual(server.messages);

  const stored = await fetch(server.url + location);
  expect(stored.headers.get('content-type')).toBe('message/rfc822');
  expect(await stored.text()).toBe('Hello.');
  expect((await fetch(`${server.url}/inbox/other`)).status).toBe(404);
  expect((await fetch(`${server.url}/inbox/`, { method: 'DELETE' })).status).toBe(405);
});

test('records the raw bytes of each request', async () => {
  const server = await listening();
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  const first = 'POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\none';
  const second = 'POST /b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ntwo\r\n0\r\n\r\n';
  socket.write(first);
  await once(server, 'request');
  socket.write(second.slice(0, 10)); // the head comes in two pieces
  await once(socket, 'data');
  socket.write(second.slice(10));
  await once(server, 'request');
  socket.destroy();
  expect(server.requests.map(({ raw }) => raw.toString())).toEqual([first, second]);
  expect(server.requests.map(({ bytes, status, connection }) => [bytes, status, connection])).toEqual([
    [3, 201, 1],
    [3, 201, 1],
  ]);
});

test('keeps no more raw bytes than it was told to', async () => {
  const server = await listening({ rawLimit: 10, history: 2 });
  for (const body of ['a', 'b', 'c']) await post(`${server.url}/${body}`, Buffer.alloc(1000, body));
  expect(server.requests.map(({ target }) => target)).toEqual(['/b', '/c']);
  expect(server.messages).toHaveLength(2);
  expect(server.requests[0]!.raw.toString()).toBe('POST /b HT');
  expect(server.requests[0]!.rawBytes).toBeGreaterThan(1000);
});

test('does not store what does not arrive whole', async () => {
  const server = await listening();
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.end('POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf');
  const [request] = (await once(server, 'request')) as [{ status: number }];
  expect(request.status).toBe(0);
  expect(server.messages).toEqual([]);
});

test('answers what it is told to', async () => {
  const server = await listening();
  server.answerNext({ status: 503, headers: { 'retry-after': '5' }, body: 'later' }, { drop: true });
  const refused = await post(`${server.url}/a`, 'x');
  expect([refused.status, refused.headers.get('retry-after'), await refused.text()]).toEqual([
    503,
    '5',
    'later',
  ]);
  await expect(post(`${server.url}/a`, 'x')).rejects.toThrow('fetch failed');
  expect((await post(`${server.url}/a`, 'x')).status).toBe(201);
  expect(server.messages).toHaveLength(1);
});

test('redirects', async () => {
  const server = await listening({ redirects: { '/a': '/b', '/c': { location: '/d', status: 301 } } });
  const [a, c] = [await post(`${server.url}/a`, 'x'), await post(`${server.url}/c`, 'x')];
  expect([a.status, a.headers.get('location'), c.status, c.headers.get('location')]).toEqual([
    307,
    '/b',
    301,
    '/d',
  ]);
});

test('answers a client that waits for 100 Continue', async () => {
  const server = await listening();
  server.answerNext({ status: 417 });
  const ask = async () => {
    const request = httpRequest(`${server.url}/a`, { method: 'POST', headers: { expect: '100-continue' } });
    request.flushHeaders();
    const outcome = Promise.race([
      once(request, 'continue').then(() => 'continue'),
      once(request, 'response'),
    ]);
    const first = await outcome;
    if (first !== 'continue') return (first as [{ statusCode: number }])[0].statusCode;
    request.end('x');
    return first;
  };
  expect(await ask()).toBe(417);
  expect(await ask()).toBe('continue');
});

describe('Basic', () => {
  const auth = { scheme: 'basic', user: 'a', password: 'päss' } as const;

  test('asks, refuses and lets in', async () => {
    const server = await listening({ auth });
    const url = `${server.url}/inbox/`;
    const encoded = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
    const unasked = await post(url, 'x');
    expect([unasked.status, unasked.headers.get('www-authenticate')]).toEqual([
      401,
      'Basic realm="mail", charset="UTF-8"',
    ]);
    expect((await post(url, 'x', { authorization: encoded('a:wrong') })).status).toBe(401);
    expect((await post(url, 'x', { authorization: encoded('a:päss') })).status).toBe(201);
    expect(server.messages).toHaveLength(1);
  });
});

describe('Digest', () => {
  const md5 = (text: string) => createHash('md5').update(text).digest('hex');

  /** Answers a challenge as RFC 7616 says. */
  function answer(challenge: string, password: string, nc = '00000001', uri = '/inbox/'): string {
    const nonce = /nonce="(.*?)"/.exec(challenge)![1]!;
    const secret = md5(`a:mail:${password}`);
    const response = md5(`${secret}:${nonce}:${nc}:c:auth:${md5(`POST:${uri}`)}`);
    return `Digest username="a", realm="mail", nonce="${nonce}", uri="${uri}", qop=auth, nc=${nc}, cnonce="c", response="${response}"`;
  }

  test('asks, refuses, lets in, and knows a replay', async () => {
    const server = await listening({ auth: { scheme: 'digest', user: 'a', password: 'b', nonceUses: 2 } });
    const url = `${server.url}/inbox/`;
    const challenge = (await post(url, 'x')).headers.get('www-authenticate')!;
    expect(challenge).toMatch(/^Digest realm="mail", nonce="\w+", qop="auth", algorithm=MD5$/);
    const status = async (authorization: string) => (await post(url, 'x', { authorization })).status;
    expect(await status(answer(challenge, 'wrong'))).toBe(401);
    expect(await status(answer(challenge, 'b', '00000001', '/other/'))).toBe(401);
    expect(await status(answer(challenge, 'b'))).toBe(201);
    expect(await status(answer(challenge, 'b'))).toBe(401); // the same again
    expect(await status(answer(challenge, 'b', '00000002'))).toBe(201);
    const stale = await post(url, 'x', { authorization: answer(challenge, 'b', '00000003') });
    expect([stale.status, stale.headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringMatching(/stale=true$/),
    ]);
    expect(await status('Digest nonsense')).toBe(401);
    expect(server.messages).toHaveLength(2);
  });
});

describe('stores', () => {
  test('memory forgets the oldest when it is full', async () => {
    const store = memoryStore(10);
    const server = await listening({ store });
    for (const size of [4, 4, 4, 11]) await post(`${server.url}/inbox/`, Buffer.alloc(size, 'x'));
    expect(server.messages.map(({ name }) => store.bytes(name)?.byteLength)).toEqual([
      undefined,
      4,
      4,
      undefined,
    ]);
    expect(() => server.read('/inbox/000001.eml')).toThrow('No message is stored');
    expect(server.messages).toHaveLength(4); // what it knows of them stays
  });

  test('a folder gets whole messages only', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'imnxport-'));
    try {
      const target = join(folder, 'mail', 'box');
      const server = await listening({ store: folderStore(target) });
      await post(`${server.url}/inbox/`, 'Hello.');
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
      socket.end('POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf');
      await once(server, 'request');
      expect(readFileSync(join(target, '000001.eml'), 'utf8')).toBe('Hello.');
      expect(await (await fetch(`${server.url}/inbox/000001.eml`)).text()).toBe('Hello.');
      await server.close();
      expect(readdirSync(target).filter((name) => !name.endsWith('.part'))).toEqual(['000001.eml']);
      expect(existsSync(join(target, '000002.eml'))).toBe(false);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
