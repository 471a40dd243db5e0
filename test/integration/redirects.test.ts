// Redirects: what is sent again, where to, and what is not.
import { Readable } from 'node:stream';
import type { ImnxportError } from '../../dist/errors.js';
import { Hresult } from '../../dist/hresult.js';
import { rejection } from '../support/fake.js';
import { field, response } from '../../dist/conformance/server.js';
import { CREATED, mailServer, raw, transport } from '../support/real.js';

const moved = (location: string, status = 307) => response(`${status} Moved`, [`Location: ${location}`]);

test.each([301, 302, 307, 308])('%d goes to another server, with entity and headers', async (status) => {
  const target = await raw();
  const source = await raw([moved(`${target.origin}/inbox/`, status)]);
  const sent = await transport().post(source.url, 'Hello.', {
    contentType: 'message/rfc822',
    headers: { 'X-Mine': 'yes' },
  });
  expect(sent).toMatchObject({
    status: 201,
    url: target.url,
    location: `${target.origin}/inbox/1.eml`,
    resent: true,
  });
  const [request] = target.requests;
  expect(request!.line).toBe('POST /inbox/ HTTP/1.1');
  expect(request!.body.toString()).toBe('Hello.');
  expect(field(request!, 'content-type')).toBe('message/rfc822');
  expect(field(request!, 'x-mine')).toBe('yes');
  expect(field(request!, 'host')).toBe(`127.0.0.1:${target.server.port}`);
});

test('303 is a success and is not followed', async () => {
  const { requests, url, origin } = await raw([response('303 See Other', ['Location: /stored/1'])]);
  const sent = await transport().post(url, 'x');
  expect(sent).toMatchObject({ status: 303, location: `${origin}/stored/1`, hresultName: 'S_OK' });
  expect(requests).toHaveLength(1);
});

test('secrets of the caller do not go to another origin', async () => {
  const target = await raw();
  const source = await raw([moved(target.url)]);
  const headers = {
    Authorization: 'Bearer secret',
    Cookie: 'a=secret',
    'Proxy-Authorization': 'Basic secret',
  };
  await transport({ headers }).post(source.url, 'x');
  expect(source.requests[0]!.raw.toString()).toContain('Bearer secret');
  expect(target.requests[0]!.raw.toString()).not.toContain('secret');
});

test('they do go to another path of the same origin', async () => {
  const { requests, url } = await raw([moved('/new/'), CREATED]);
  await transport({ headers: { Authorization: 'Bearer secret' } }).post(url, 'x');
  expect(field(requests[1]!, 'authorization')).toBe('Bearer secret');
});

test('a loop ends after ten hops', async () => {
  const { requests, url } = await raw(Array.from({ length: 20 }, () => moved('/inbox/')));
  const error = (await rejection(transport().post(url, 'x'))) as ImnxportError;
  expect(error).toMatchObject({ hresult: Hresult.IXP_E_HTTP_NOT_IMPLEMENTED, status: 307 });
  expect(error.response!.location).toBe(url);
  expect(requests).toHaveLength(11);
});

test('a stream that was read cannot follow', async () => {
  const { requests, url, origin } = await raw([moved('/new/')]);
  const error = (await rejection(transport().post(url, Readable.from(['one'])))) as ImnxportError;
  expect(error).toMatchObject({ code: 'ERR_IMNXPORT_HTTP_NOT_IMPLEMENTED', status: 307 });
  expect(error.response!.location).toBe(`${origin}/new/`);
  expect(error.message).toMatch(/^POST .*: 307 Moved \(.+\)$/); // in brackets: why
  expect(requests).toHaveLength(1);
});

test('a function that makes streams can', async () => {
  const { server, origin } = await mailServer({ redirects: { '/old/': '/middle/', '/middle/': '/inbox/' } });
  let made = 0;
  const body = () => Readable.from([`stream ${++made} `, 'x'.repeat(500_000)]);
  const sent = await transport().post(`${origin}/old/`, body);
  expect(made).toBe(3);
  expect(sent).toMatchObject({ status: 201, url: `${origin}/inbox/`, resent: true, bytesSent: 500_009 });
  const text = await fetch(`${origin}${server.messages[0]!.path}`).then((response) => response.text());
  expect(text.slice(0, 9)).toBe('stream 3 ');
});

test('a large body in memory can', async () => {
  const { server, origin } = await mailServer({ redirects: { '/old/': '/inbox/' } });
  const body = Buffer.alloc(5_000_000, 'mail ');
  await transport().post(`${origin}/old/`, body);
  expect(server.requests.map(({ bytes }) => bytes)).toEqual([5_000_000, 5_000_000]);
  expect(server.messages).toHaveLength(1);
});
