// Wrong arguments: an ImnxportError that names the argument, and nothing is sent.
import { resolve } from 'node:path';
import type { ImnxportError } from '../../dist/errors.js';
import { Hresult } from '../../dist/hresult.js';
import { HttpMailTransport } from '../../dist/transport.js';
import type { PostOptions, TransportOptions } from '../../dist/types.js';
import { fake, rejection, thrown, URL_ } from '../support/fake.js';

describe('post: url', () => {
  const wrong: [string, unknown, RegExp][] = [
    ['undefined', undefined, /must be a string, not undefined/],
    ['a number', 5, /must be a string, not a number/],
    ['an object', {}, /must be a string, not an object/],
    ['empty', '', /is not an absolute/],
    ['relative', '/inbox/', /is not an absolute http:\/\/ or https:\/\/ URL/],
    ['another scheme', 'ftp://mail.example.org/', /must be http:\/\/ or https:\/\/, not ftp:/],
    ['a file', 'file:///etc/hosts', /is not an absolute/],
    ['a line end', 'http://mail.example.org/\r\nX: y', /contains a control character/],
    ['a tab', 'http://mail.example.org/a\tb', /contains a control character/],
    ['a NUL', 'http://mail.example.org/\0', /contains a control character/],
    ['no host', 'http://', /is not an absolute/],
    ['no host but a path', 'http:///inbox/', /is not an absolute/],
    ['no slashes', 'http:mail.example.org', /is not an absolute/],
    ['a bad port', 'http://mail.example.org:99999/', /is not an absolute/],
    ['credentials', 'http://user:secret@mail.example.org/', /use the credentials option/],
    ['a user', 'http://user@mail.example.org/', /use the credentials option/],
    ['a space', 'http://mail.example.org/a b', /must be percent-encoded/],
    ['a space before it', ' http://mail.example.org/', /must be percent-encoded/],
    ['letters beyond ASCII', 'http://mail.example.org/Entwürfe/', /must be percent-encoded/],
    ['a backslash', 'http://mail.example.org\\@other.example.org/', /must be percent-encoded/],
    ['8,193 bytes', `http://mail.example.org/${'a'.repeat(8193 - 24)}`, /is longer than 8192 bytes/],
    ['half a surrogate pair', 'http://mail.example.org/\ud800', /is not well-formed/],
  ];

  test.each(wrong)('%s', async (_name, url, message) => {
    const { transport, native } = fake();
    const error = (await rejection(transport.post(url as string, 'x'))) as ImnxportError;
    expect(error).toMatchObject({
      code: 'ERR_IMNXPORT_INVALID_ARG',
      hresult: Hresult.E_INVALIDARG,
      hresultName: 'E_INVALIDARG',
      argument: 'url',
      delivery: 'none',
    });
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('secret');
    expect(native.posts).toEqual([]);
  });

  test.each([
    ['as it is', URL_, URL_],
    ['8,192 bytes', `http://mail.example.org/${'a'.repeat(8192 - 24)}`, undefined],
    ['a URL object', new URL(URL_), URL_],
    ['a fragment is cut', `${URL_}#top`, URL_],
    [
      'a URL object is encoded',
      new URL('http://mail.example.org/Entwürfe 1/'),
      'http://mail.example.org/Entw%C3%BCrfe%201/',
    ],
    ['a string is not changed', 'HTTP://MAIL.example.org/a/../B', 'HTTP://MAIL.example.org/a/../B'],
    ['a query stays', `${URL_}?a=b%20c`, `${URL_}?a=b%20c`],
  ])('%s', async (_name, url, wanted = url as string) => {
    const { transport, native } = fake();
    const post = transport.post(url, 'x');
    expect(native.posts[0]!.url).toBe(wanted);
    native.done();
    await post;
  });
});

describe('post: options', () => {
  const wrong: [string, unknown, string][] = [
    ['null', null, 'options'],
    ['a string', 'x', 'options'],
    ['a misspelt option', { contenttype: 'x' }, 'options.contenttype'],
    ['contentType of another type', { contentType: 5 }, 'options.contentType'],
    ['contentType with a line end', { contentType: 'a/b\r\nX: y' }, 'options.contentType'],
    ['contentType with a tab', { contentType: 'a/b\t' }, 'options.contentType'],
    ['contentLength below 0', { contentLength: -1 }, 'options.contentLength'],
    ['contentLength below 0n', { contentLength: -1n }, 'options.contentLength'],
    ['a broken contentLength', { contentLength: 1.5 }, 'options.contentLength'],
    ['contentLength NaN', { contentLength: NaN }, 'options.contentLength'],
    ['contentLength as a string', { contentLength: '5' }, 'options.contentLength'],
    ['an inexact contentLength', { contentLength: 2n ** 53n }, 'options.contentLength'],
    ['context below 0', { context: -1 }, 'options.context'],
    ['context over 32 bits', { context: 2 ** 32 }, 'options.context'],
    ['signal', { signal: {} }, 'options.signal'],
    ['onProgress', { onProgress: 'x' }, 'options.onProgress'],
    ['headers of another type', { headers: 'a: b' }, 'options.headers'],
    ['a header without a name', { headers: { '': 'x' } }, 'options.headers'],
    ['a header name with a space', { headers: { 'a b': 'x' } }, 'options.headers'],
    ['a header name with a colon', { headers: { 'a:': 'x' } }, 'options.headers'],
    ['a header name with a line end', { headers: { 'a\r\nb': 'x' } }, 'options.headers'],
    ['a header value with a line end', { headers: { a: 'x\r\nb: y' } }, 'options.headers["a"]'],
    ['a header value with a bare LF', { headers: { a: 'x\n' } }, 'options.headers["a"]'],
    ['a header value with a NUL', { headers: { a: 'x\0' } }, 'options.headers["a"]'],
    ['a header value of another type', { headers: { a: 5 } }, 'options.headers["a"]'],
    ['half a pair of headers', { headers: [['a']] }, 'options.headers'],
    ['Content-Length', { headers: { 'Content-Length': '5' } }, 'options.headers["Content-Length"]'],
    ['Transfer-Encoding', { headers: [['transfer-encoding', 'x']] }, 'options.headers["transfer-encoding"]'],
    ['Content-Type', { headers: { 'Content-Type': 'x' } }, 'options.headers["Content-Type"]'],
    ['Host', { headers: { host: 'x' } }, 'options.headers["host"]'],
  ];

  test.each(wrong)('%s', async (_name, options, argument) => {
    const { transport, native } = fake();
    const error = await rejection(transport.post(URL_, 'x', options as PostOptions));
    expect(error).toMatchObject({ code: 'ERR_IMNXPORT_INVALID_ARG', argument, delivery: 'none' });
    expect(native.posts).toEqual([]);
  });

  test('what is right goes down as it is', async () => {
    const { transport, native } = fake();
    const { signal } = new AbortController();
    const headers = { 'X-Empty': '', 'X-Tab': 'a\tb', 'X-Text': ' grüße ' };
    const options = {
      contentType: 'message/rfc822',
      contentLength: 1n,
      headers,
      context: 0xffff_ffff,
      signal,
    };
    const post = transport.post(URL_, 'x', options);
    expect(native.posts[0]!.options).toEqual({
      contentType: 'message/rfc822',
      length: 1n,
      headers: [
        ['X-Empty', ''],
        ['X-Tab', 'a\tb'],
        ['X-Text', 'grüße'],
      ],
      context: 0xffff_ffff,
    });
    native.done();
    await post;
  });

  test('without options there is no type, no length and no header', async () => {
    const { transport, native } = fake();
    const posts = [
      transport.post(URL_, 'x'),
      transport.post(URL_, 'x', { contentType: '', headers: undefined }),
    ];
    for (const post of native.posts) {
      expect(post.options).toEqual({ contentType: null, length: null, headers: [], context: 0 });
      native.done({}, post.token);
    }
    await Promise.all(posts);
  });

  test('headers can be pairs, a Map or Headers', () => {
    for (const headers of [[['a', 'b']], new Map([['a', 'b']]), new Headers({ a: 'b' })]) {
      const { transport, native } = fake();
      void transport.post(URL_, 'x', { headers: headers as Iterable<[string, string]> });
      expect(native.posts[0]!.options.headers).toEqual([['a', 'b']]);
    }
  });
});

describe('new HttpMailTransport', () => {
  const wrong: [string, unknown, string][] = [
    ['null', null, 'options'],
    ['a misspelt option', { useragent: 'x' }, 'options.useragent'],
    ['userAgent with a line end', { userAgent: 'a\nb' }, 'options.userAgent'],
    ['userAgent of another type', { userAgent: null }, 'options.userAgent'],
    ['idleTimeout 0', { idleTimeout: 0 }, 'options.idleTimeout'],
    ['idleTimeout below 0', { idleTimeout: -5 }, 'options.idleTimeout'],
    ['idleTimeout without end', { idleTimeout: Infinity }, 'options.idleTimeout'],
    ['idleTimeout as a string', { idleTimeout: '60' }, 'options.idleTimeout'],
    ['proxy true', { proxy: true }, 'options.proxy'],
    ['a proxy that is not a URL', { proxy: 'proxy' }, 'options.proxy'],
    ['a proxy of another scheme', { proxy: 'ftp://proxy.example.org' }, 'options.proxy'],
    ['logFile of another type', { logFile: 5 }, 'options.logFile'],
    ['credentials of another type', { credentials: 'user:password' }, 'options.credentials'],
    ['credentials without a password', { credentials: { user: 'a' } }, 'options.credentials.password'],
    ['a user with a line end', { credentials: { user: 'a\n', password: 'b' } }, 'options.credentials.user'],
    ['an unknown part of credentials', { credentials: { name: 'a' } }, 'options.credentials.name'],
    [
      'an origin that is not a URL',
      { credentials: { user: 'a', password: 'b', origin: 'x' } },
      'options.credentials.origin',
    ],
    ['tls of another type', { tls: 5 }, 'options.tls'],
    ['a misspelt tls option', { tls: { cafile: 'x' } }, 'options.tls.cafile'],
    ['tls.ca that is a file name', { tls: { ca: '/etc/ca.pem' } }, 'options.tls.ca'],
    ['tls.ca of another type', { tls: { ca: 5 } }, 'options.tls.ca'],
    ['both ca and caFile', { tls: { ca: '-----BEGIN', caFile: 'x' } }, 'options.tls.caFile'],
    [
      'dangerouslyAcceptAnyCertificate of another type',
      { tls: { dangerouslyAcceptAnyCertificate: 1 } },
      'options.tls.dangerouslyAcceptAnyCertificate',
    ],
    ['headers', { headers: { 'a b': 'c' } }, 'options.headers'],
    ['onLogonPrompt', { onLogonPrompt: {} }, 'options.onLogonPrompt'],
    ['onTimeout', { onTimeout: 5 }, 'options.onTimeout'],
  ];

  test.each(wrong)('%s', (_name, options, argument) => {
    const { addon } = fake();
    const make = () => new HttpMailTransport(options as TransportOptions);
    expect(thrown(make)).toMatchObject({ code: 'ERR_IMNXPORT_INVALID_ARG', argument });
    expect(addon.transports).toHaveLength(1); // the one of fake()
  });

  test('an error does not show a password', () => {
    const make = () => new HttpMailTransport({ credentials: { user: 'a', password: 'sec\nret' } });
    expect(make).toThrow(/^options.credentials.password contains a control character$/);
  });

  test('options go down as they are', () => {
    const ca = '-----BEGIN CERTIFICATE-----';
    const { transport, native } = fake({
      userAgent: 'agent/1',
      credentials: { user: 'user', password: 'pass word', origin: 'https://mail.example.org/inbox/' },
      headers: { 'X-A': 'b' },
      logFile: '/var/log/imnxport.log',
      idleTimeout: 5000,
      proxy: 'http://proxy.example.org:8080',
      tls: { ca, dangerouslyAcceptAnyCertificate: true },
    });
    expect(native.init).toEqual({
      userAgent: 'agent/1',
      logFile: resolve('/var/log/imnxport.log'),
      provider: null,
      pointer: null,
    });
    void transport.post(URL_, 'x');
    expect(native.configured.at(-1)).toEqual({
      idleTimeout: 5000,
      proxy: 'http://proxy.example.org:8080/',
      noProxy: false,
      acceptAnyCertificate: true,
      caFile: null,
      caPem: Uint8Array.from(Buffer.from(ca)),
      user: 'user',
      password: 'pass word',
      origin: 'https://mail.example.org',
      logCommands: true,
      headers: [['X-A', 'b']],
    });
  });

  test('without options there are defaults', () => {
    const { native } = fake();
    expect(native.init.userAgent).toMatch(/^imnxport\/\d+\.\d+\.\d+$/);
    expect(native.configured.at(-1)).toMatchObject({
      idleTimeout: 60_000,
      proxy: null,
      noProxy: false,
      user: null,
    });
    expect(fake({ proxy: false }).native.configured.at(-1)).toMatchObject({ proxy: null, noProxy: true });
  });
});
