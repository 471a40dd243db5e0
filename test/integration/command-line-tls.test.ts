// `imnxport serve` and `imnxport post` over https.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeAuthority } from '../support/certificates.js';
import { commandLine } from '../support/command-line.js';
import { mailServer } from '../support/real.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'imnxport-'));
  writeFileSync(join(folder, 'mail.eml'), 'Hello.');
});
afterAll(() => rmSync(folder, { recursive: true }));

const { imnxport, serve } = commandLine(() => folder);

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

test('post trusts a given authority, and no other', async () => {
  const authority = makeAuthority();
  const { server, url } = await mailServer({ tls: authority.issue() });
  const post = (cert: string) => imnxport(['post', '--ca-file', file('ca.pem', cert), url, 'mail.eml']);
  expect(await post(authority.cert)).toMatchObject({ code: 0 });
  const { code, stderr } = await post(makeAuthority('someone else').cert);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^imnxport: .*\(IXP_E_SECURE_CONNECT_FAILED\) - give the server's authority with --ca-file, .*\n$/,
  );
  expect(server.messages).toHaveLength(1);
});

test('serve speaks https', async () => {
  const authority = makeAuthority();
  const { cert, key } = authority.issue();
  const { url } = await serve(['--tls-key', file('key.pem', key), '--tls-cert', file('cert.pem', cert)]);
  expect(url).toMatch(/^https:/);
  const ca = file('authority.pem', authority.cert);
  expect(await imnxport(['post', '--ca-file', ca, `${url}/inbox/`, 'mail.eml'])).toMatchObject({ code: 0 });
});
