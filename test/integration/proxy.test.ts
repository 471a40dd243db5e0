// Which proxy a post goes through: option, environment, exceptions. Of the system's settings, see test/windows/proxy.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeAuthority } from '../support/certificates.js';
import { commandLine } from '../support/command-line.js';
import { field, response } from '../../dist/conformance/server.js';
import { CREATED, raw } from '../support/real.js';

/** Windows does not tell http_proxy from HTTP_PROXY. */
const windows = process.platform === 'win32';
const VARIABLES = ['http_proxy', 'https_proxy', 'all_proxy', 'no_proxy'];
/** A name that only a proxy could know. */
const FAR = 'http://mail.example/inbox/';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'imnxport-'));
  writeFileSync(join(folder, 'mail.eml'), 'Hello.');
});
afterAll(() => rmSync(folder, { recursive: true }));
const { imnxport } = commandLine(() => folder);

/** Posts in a process of its own, whose environment has these variables and no others about proxies. */
async function post(env: Record<string, string>, url = FAR, args: string[] = []) {
  const unset: NodeJS.ProcessEnv = {};
  for (const name of VARIABLES) {
    unset[name] = undefined;
    // On Windows this would be the same variable, and unset the one that is given.
    if (!(name in env)) unset[name.toUpperCase()] = undefined;
  }
  const { code, stdout, stderr } = await imnxport(['post', '-q', ...args, url, 'mail.eml'], {
    env: { ...unset, ...env },
  });
  return { code, output: stdout + stderr };
}

describe('behaviour 6.6: the environment', () => {
  test('http_proxy is asked for the whole URL', async () => {
    const proxy = await raw();
    expect(await post({ http_proxy: proxy.origin })).toMatchObject({ code: 0 });
    expect(proxy.requests[0]!.line).toBe(`POST ${FAR} HTTP/1.1`);
    expect(field(proxy.requests[0]!, 'host')).toBe('mail.example');
    expect(proxy.requests[0]!.body.toString()).toBe('Hello.');
  });

  test.each(['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'])(
    '%s is asked for a tunnel',
    async (name) => {
      const proxy = await raw([response('403 Not Through Here')]);
      const { code, output } = await post({ [name]: proxy.origin }, 'https://mail.example/inbox/');
      expect(proxy.requests[0]!.line).toBe('CONNECT mail.example:443 HTTP/1.1');
      expect({ code, output }).toMatchObject({ code: 1, output: expect.stringContaining('403') as string });
    },
  );

  test('all_proxy serves http too, but http_proxy goes before it', async () => {
    const [all, own] = [await raw(), await raw()];
    await post({ all_proxy: all.origin });
    expect(all.requests).toHaveLength(1);
    await post({ all_proxy: all.origin, http_proxy: own.origin });
    expect([all.requests.length, own.requests.length]).toEqual([1, 1]);
  });

  test('HTTP_PROXY in capitals, which a web server may take from a request, does not count', async () => {
    const [proxy, server] = [await raw(), await raw()];
    expect(await post({ HTTP_PROXY: proxy.origin }, server.url)).toMatchObject({ code: 0 });
    expect([proxy.requests.length, server.requests.length]).toEqual(windows ? [1, 0] : [0, 1]);
  });

  test('a variable that is empty is none', async () => {
    const server = await raw();
    expect(await post({ http_proxy: '', all_proxy: '' }, server.url)).toMatchObject({ code: 0 });
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    ['no_proxy', '*'],
    ['NO_PROXY', '*'],
    ['no_proxy', '127.0.0.1'],
    ['no_proxy', 'mail.example, 127.0.0.1'],
    ['no_proxy', '127.0.0.0/8'],
  ])('%s=%s goes directly', async (name, value) => {
    const [proxy, server] = [await raw(), await raw()];
    expect(await post({ http_proxy: proxy.origin, [name]: value }, server.url)).toMatchObject({ code: 0 });
    expect([proxy.requests.length, server.requests.length]).toEqual([0, 1]);
  });

  test.each([
    ['the host', 'mail.example', false],
    ['the domain', 'example', false],
    ['the domain with a dot', '.example', false],
    ['another port', 'mail.example:8080', true],
    ['the end of the name', 'ail.example', true],
    ['a wildcard', '*.example', true],
    ['another network', '10.0.0.0/8', true],
  ])('no_proxy with %s (%s): through the proxy is %s', async (_what, value, through) => {
    const proxy = await raw();
    const { code } = await post({ http_proxy: proxy.origin, no_proxy: value });
    expect([code, proxy.requests.length]).toEqual(through ? [0, 1] : [1, 0]);
  });

  test('each hop of a redirect is looked at anew', async () => {
    const server = await raw();
    const moved = response('307 Moved', [`Location: ${server.url}`]);
    const proxy = await raw([moved, CREATED]);
    expect(await post({ http_proxy: proxy.origin, no_proxy: '127.0.0.1' })).toMatchObject({ code: 0 });
    expect([proxy.requests.length, server.requests.length]).toEqual([1, 1]);
    expect(server.requests[0]!.line).toBe('POST /inbox/ HTTP/1.1');
  });
});

describe('behaviour 6.6: the option', () => {
  test('false goes directly, whatever the environment says', async () => {
    const [proxy, server] = [await raw(), await raw()];
    const env = { http_proxy: proxy.origin, all_proxy: proxy.origin };
    expect(await post(env, server.url, ['--no-proxy'])).toMatchObject({ code: 0 });
    expect([proxy.requests.length, server.requests.length]).toEqual([0, 1]);
  });

  test('a proxy goes before the environment and its exceptions', async () => {
    const [environment, option] = [await raw(), await raw()];
    const env = { http_proxy: environment.origin, no_proxy: '*' };
    expect(await post(env, FAR, ['--proxy', option.origin])).toMatchObject({ code: 0 });
    expect([environment.requests.length, option.requests.length]).toEqual([0, 1]);
  });

  test('credentials in its URL are given when the proxy asks, and not before', async () => {
    const proxy = await raw([
      response('407 Logon', ['Proxy-Authenticate: Basic realm="x"', 'Connection: close']),
      CREATED,
    ]);
    const url = `http://user:secret@127.0.0.1:${proxy.server.port}`;
    expect(await post({}, FAR, ['--proxy', url])).toMatchObject({ code: 0 });
    expect(proxy.requests.map((request) => field(request, 'proxy-authorization'))).toEqual([
      undefined,
      `Basic ${Buffer.from('user:secret').toString('base64')}`,
    ]);
  });
});

test('a proxy that cannot be used is named without its password', async () => {
  for (const url of [
    'http://user:secret@bad host:80',
    'gopher://user:secret@proxy.example',
    'http://user:secret@',
  ]) {
    const { code, output } = await post({ http_proxy: url });
    expect(code).toBe(1);
    expect(output).not.toContain('secret');
  }
});

// On Windows the authorities are the system's, and a test has no business there.
if (!windows) {
  describe('behaviour 6.6: a proxy that is spoken to over TLS', () => {
    const authority = makeAuthority();
    const file = (name: string, cert: string) => {
      writeFileSync(join(folder, name), cert);
      return join(folder, name);
    };

    test.each(['http_proxy', 'all_proxy'])('%s is used when the system trusts it', async (name) => {
      const proxy = await raw([CREATED], authority.issue());
      const env = { SSL_CERT_FILE: file('system.pem', authority.cert), [name]: proxy.origin };
      expect(await post(env)).toMatchObject({ code: 0 });
      expect(proxy.requests[0]!.line).toBe(`POST ${FAR} HTTP/1.1`);
    });

    test('one that the system does not trust is sent nothing, whatever is trusted of servers', async () => {
      const proxy = await raw([CREATED], authority.issue());
      const env = { SSL_CERT_FILE: file('system.pem', makeAuthority('someone else').cert) };
      const args = ['--ca-file', file('servers.pem', authority.cert), '--proxy', proxy.origin];
      const { code, output } = await post(env, FAR, args);
      expect({ code, output }).toMatchObject({
        code: 1,
        output: expect.stringContaining('IXP_E_SECURE_CONNECT_FAILED') as string,
      });
      expect(proxy.requests).toHaveLength(0);
    });

    test('one that speaks TLS 1.1 at most is not used', async () => {
      const old = {
        ...authority.issue(),
        maxVersion: 'TLSv1.1',
        minVersion: 'TLSv1',
        ciphers: 'ALL:@SECLEVEL=0',
      } as const;
      const proxy = await raw([CREATED], old);
      const env = { SSL_CERT_FILE: file('system.pem', authority.cert), http_proxy: proxy.origin };
      expect(await post(env)).toMatchObject({ code: 1 });
      expect(proxy.requests).toHaveLength(0);
    });
  });
}
