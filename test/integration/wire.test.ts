// What goes over the wire, byte for byte.
import { Readable } from 'node:stream';
import { field } from '../../dist/conformance/server.js';
import { CREATED, raw, transport } from '../support/real.js';

test('a body of known length is one head and the entity, nothing else', async () => {
  const { requests, url, server } = await raw();
  const body = 'Subject: wire\r\n\r\nHello.\r\n';
  await transport({ userAgent: 'agent/1' }).post(url, body, { contentType: 'message/rfc822' });
  expect(requests[0]!.raw.toString()).toBe(
    [
      'POST /inbox/ HTTP/1.1',
      `Host: 127.0.0.1:${server.port}`,
      'User-Agent: agent/1',
      'Accept: */*',
      'Content-Type: message/rfc822',
      `Content-Length: ${body.length}`,
      '',
      body,
    ].join('\r\n'),
  );
  expect(server.connections[0]!.received).toBe(requests[0]!.raw.byteLength);
});

test('a body of unknown length goes out chunked and ends with the empty chunk', async () => {
  const { requests, url } = await raw();
  await transport().post(url, Readable.from(['one ', 'two ', 'three']));
  const [request] = requests;
  expect(field(request!, 'transfer-encoding')).toBe('chunked');
  expect(field(request!, 'content-length')).toBeUndefined();
  expect(request!.body.toString()).toBe('one two three');
  expect(request!.raw.toString()).toMatch(/\r\n0\r\n\r\n$/);
});

test('an announced length makes it known', async () => {
  const { requests, url } = await raw();
  await transport().post(url, Readable.from(['one ', 'two']), { contentLength: 7 });
  expect(field(requests[0]!, 'content-length')).toBe('7');
  expect(field(requests[0]!, 'transfer-encoding')).toBeUndefined();
  expect(requests[0]!.body.toString()).toBe('one two');
});

test.each([
  ['a string', '', '0', undefined],
  ['a stream', Readable.from([]), undefined, 'chunked'],
])('an empty body as %s', async (_name, body, length, encoding) => {
  const { requests, url } = await raw();
  await transport().post(url, body);
  expect(field(requests[0]!, 'content-length')).toBe(length);
  expect(field(requests[0]!, 'transfer-encoding')).toBe(encoding);
  expect(requests[0]!.body.byteLength).toBe(0);
});

test('an empty stream whose length was announced', async () => {
  const { requests, url } = await raw();
  await transport().post(url, Readable.from([]), { contentLength: 0 });
  expect(field(requests[0]!, 'content-length')).toBe('0');
});

test('without a contentType there is no Content-Type, whatever the body is', async () => {
  const { requests, url } = await raw([CREATED, CREATED]);
  const mail = transport();
  await mail.post(url, 'text');
  await mail.post(url, new Blob(['text'], { type: 'text/plain' }));
  for (const request of requests) expect(field(request, 'content-type')).toBeUndefined();
});

test('headers of the transport and of the post go out; the post wins', async () => {
  const { requests, url } = await raw();
  const mail = transport({ headers: { 'X-Both': 'transport', 'X-Transport': 'a\tb' } });
  await mail.post(url, 'x', { headers: { 'x-both': 'post', 'X-Empty': '', 'X-Text': 'grüße' } });
  const { headers, raw: bytes } = requests[0]!;
  expect(headers.filter((line) => /^x-both:/i.test(line))).toEqual(['x-both: post']);
  expect(headers).toContain('X-Transport: a\tb');
  expect(headers.some((line) => /^X-Empty: ?$/.test(line))).toBe(true);
  expect(bytes.toString('utf8')).toContain('\r\nX-Text: grüße\r\n');
});

test('the target is sent as it was given, without its fragment', async () => {
  const { requests, origin } = await raw(Array.from({ length: 3 }, () => CREATED));
  const mail = transport();
  await mail.post(`${origin}/a/%2E%2E/b%20c?d=e&f=%26#g`, 'x');
  await mail.post(origin, 'x');
  await mail.post(new URL('/Entwürfe 1/?ü', origin), 'x');
  expect(requests.map(({ line }) => line)).toEqual([
    'POST /a/%2E%2E/b%20c?d=e&f=%26 HTTP/1.1',
    'POST / HTTP/1.1',
    'POST /Entw%C3%BCrfe%201/?%C3%BC HTTP/1.1',
  ]);
});

test('posts of one transport use one connection, one after the other', async () => {
  const { requests, server, url } = await raw(Array.from({ length: 5 }, () => CREATED));
  const mail = transport();
  await Promise.all(['a', 'b', 'c', 'd', 'e'].map((body) => mail.post(url, body)));
  expect(requests.map(({ body }) => body.toString()).join('')).toBe('abcde');
  expect(server.connections).toHaveLength(1);
});

test('a response comes back whole', async () => {
  const head = 'HTTP/1.1 200 Very well\r\nX-A: b\r\nx-a: c\r\nContent-Type: text/plain; charset=utf-8\r\n';
  const { url } = await raw([`${head}Transfer-Encoding: chunked\r\n\r\n6\r\nstored\r\n0\r\n\r\n`]);
  const response = await transport().post(url, 'x');
  expect(response).toMatchObject({ status: 200, statusText: 'Very well', location: null, bytesSent: 1 });
  expect(response.headers.get('x-a')).toBe('b, c');
  expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(Buffer.from(response.body).toString()).toBe('stored');
  expect(response.bodyTruncated).toBe(false);
});

test('of a response body 1 MiB is kept', async () => {
  const size = 3 * 1024 * 1024;
  const { url } = await raw([
    (_request, connection) => {
      connection.write(`HTTP/1.1 200 OK\r\nContent-Length: ${size}\r\n\r\n`);
      connection.write(Buffer.alloc(size, 'x'));
    },
  ]);
  const response = await transport().post(url, 'x');
  expect(response.body.byteLength).toBe(1024 * 1024);
  expect(response.bodyTruncated).toBe(true);
});
