// TLS with an authority of our own: who is trusted, who is not.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hresult } from '../../dist/hresult.js';
import { makeAuthority } from '../support/certificates.js';
import { rejection } from '../support/fake.js';
import { response } from '../../dist/conformance/server.js';
import { CREATED, mailServer, raw, scripted, transport } from '../support/real.js';
import { unlessWine } from '../support/wine.js';

const authority = makeAuthority();
const good = authority.issue();

test('a server that the given authority vouches for', async () => {
  const { server, url } = await mailServer({ tls: good });
  const sent = await transport({ tls: { ca: authority.cert } }).post(url, Buffer.alloc(2_000_000, 'mail '));
  expect(sent).toMatchObject({ status: 201, url });
  expect(sent.location).toMatch(/^https:/);
  expect(server.messages[0]!.bytes).toBe(2_000_000);
});

test('the authority may be in a file, or in bytes', async () => {
  const { url } = await mailServer({ tls: good });
  const folder = mkdtempSync(join(tmpdir(), 'imnxport-'));
  try {
    const caFile = join(folder, 'ca.pem');
    writeFileSync(caFile, authority.cert);
    expect(await transport({ tls: { caFile } }).post(url, 'x')).toMatchObject({ status: 201 });
    expect(await transport({ tls: { ca: Buffer.from(authority.cert) } }).post(url, 'x')).toMatchObject({
      status: 201,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each([
  ['another authority', { ca: makeAuthority('someone else').cert }, good, 'IXP_E_SECURE_CONNECT_FAILED'],
  [
    'another name',
    { ca: authority.cert },
    authority.issue({ names: { dns: ['other.example.org'] } }),
    'IXP_E_INVALID_CERT_CN',
  ],
  [
    'an expired certificate',
    { ca: authority.cert },
    authority.issue({ notBefore: new Date('2020-01-01'), notAfter: new Date('2020-02-01') }),
    'IXP_E_INVALID_CERT_DATE',
  ],
] as const)('%s is refused, and nothing is sent', async (_name, tls, identity, name) => {
  const { server, url } = await mailServer({ tls: identity });
  const error = await rejection(transport({ tls }).post(url, 'x'));
  expect(error).toMatchObject({ hresultName: name, hresult: Hresult[name], delivery: 'none' });
  expect(server.requests).toEqual([]);
});

unlessWine('the system certificate store', () => {
  test('an authority that the system does not know is refused, and nothing is sent', async () => {
    const { server, url } = await mailServer({ tls: good });
    expect(await rejection(transport().post(url, 'x'))).toMatchObject({
      code: 'ERR_IMNXPORT_SECURE_CONNECT_FAILED',
      delivery: 'none',
    });
    expect(server.requests).toEqual([]);
  });
});

test('the insecure switch does what it says', async () => {
  const identity = authority.issue({ names: { dns: ['other.example.org'] } });
  const { url } = await mailServer({ tls: identity });
  const mail = transport({ tls: { dangerouslyAcceptAnyCertificate: true } });
  expect(await mail.post(url, 'x')).toMatchObject({ status: 201 });
});

test('a transport that checks does not use the connection of one that does not', async () => {
  const { url } = await mailServer({ tls: good });
  await transport({ tls: { dangerouslyAcceptAnyCertificate: true } }).post(url, 'x');
  const checking = transport({ tls: { ca: makeAuthority('someone else').cert } });
  expect(await rejection(checking.post(url, 'x'))).toMatchObject({
    code: 'ERR_IMNXPORT_SECURE_CONNECT_FAILED',
  });
});

test('a redirect from https to http is not followed', async () => {
  const plain = await raw();
  const secure = await raw([response('307 Moved', [`Location: ${plain.url}`])], good);
  const error = await rejection(transport({ tls: { ca: authority.cert } }).post(secure.url, 'x'));
  expect(error).toMatchObject({ status: 307, code: 'ERR_IMNXPORT_HTTP_NOT_IMPLEMENTED' });
  expect(plain.requests).toEqual([]);
});

test('a redirect from http to https is', async () => {
  const secure = await raw([CREATED], good);
  const plain = await raw([response('307 Moved', [`Location: ${secure.url}`])]);
  expect(await transport({ tls: { ca: authority.cert } }).post(plain.url, 'x')).toMatchObject({
    url: secure.url,
  });
});

test('a server that does not speak TLS', async () => {
  const { url } = await scripted((connection) => connection.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  const error = await rejection(transport().post(url.replace('http:', 'https:'), 'x'));
  expect(error).toMatchObject({ code: 'ERR_IMNXPORT_SECURE_CONNECT_FAILED', delivery: 'none' });
});

test('TLS 1.2 is the least that is spoken: a server that has only 1.1 is refused, and nothing is sent', async () => {
  // Level 0: OpenSSL itself would refuse to serve it otherwise.
  const server = (version: 'TLSv1.1' | 'TLSv1.2') =>
    raw([CREATED], {
      ...good,
      minVersion: 'TLSv1',
      maxVersion: version,
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
  const mail = transport({ tls: { ca: authority.cert } });
  const old = await server('TLSv1.1');
  expect(await rejection(mail.post(old.url, 'x'))).toMatchObject({
    code: 'ERR_IMNXPORT_SECURE_CONNECT_FAILED',
    delivery: 'none',
  });
  expect(old.requests).toEqual([]);
  expect(await mail.post((await server('TLSv1.2')).url, 'x')).toMatchObject({ status: 201 });
});

test('a PEM text without a certificate in it', async () => {
  const { url } = await mailServer({ tls: good });
  const ca = '-----BEGIN CERTIFICATE-----\nbm90aGluZw==\n-----END CERTIFICATE-----\n';
  expect(await rejection(transport({ tls: { ca } }).post(url, 'x'))).toMatchObject({
    code: 'ERR_IMNXPORT_SECURE_CONNECT_FAILED',
  });
});
