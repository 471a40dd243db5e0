// `imnxport serve` and `imnxport post`, as a person calls them.
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLine } from '../support/command-line.js';
import { eventsOf } from '../support/request-page.js';
import { deferred, mailServer, raw, scripted } from '../support/real.js';
import { response } from '../../dist/conformance/server.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'imnxport-'));
  writeFileSync(join(folder, 'mail.eml'), 'Subject: hello\r\n\r\nHello.\r\n');
  writeFileSync(join(folder, 'large.eml'), Buffer.alloc(20_000_000, 'mail '));
});
afterAll(() => rmSync(folder, { recursive: true }));

const mail = () => join(folder, 'mail.eml');
const { start, imnxport, serve, interrupt } = commandLine(() => folder);

describe('post', () => {
  test('posts a file and shows the answer', async () => {
    const { server, url, origin } = await mailServer();
    const { code, stdout, stderr } = await imnxport(['post', url, mail()]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      new RegExp(`^201 Created \\(S_OK\\)\nLocation: ${origin}/inbox/000001.eml\n26 bytes in [\\d.]+ s\n$`),
    );
    expect(server.messages[0]).toMatchObject({ bytes: 26, contentType: 'message/rfc822' });
  });

  test('shows progress in plain lines where there is no terminal', async () => {
    const { url } = await mailServer();
    const { code, stderr } = await imnxport(['post', url, join(folder, 'large.eml')]);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^large\.eml: \d+ % {2}/);
    expect(stderr).toMatch(/large\.eml: 100 % {2}20\.0 MB of 20\.0 MB\n$/);
    expect(await imnxport(['post', '-q', url, join(folder, 'large.eml')])).toMatchObject({
      code: 0,
      stderr: '',
    });
  });

  test('posts standard input', async () => {
    const { server, url } = await mailServer();
    const { code } = await imnxport(['post', '-t', '', url, '-'], { input: 'from standard input' });
    expect(code).toBe(0);
    expect(server.messages[0]).toMatchObject({ bytes: 19, contentType: null });
  });

  test('sends headers, takes a password from the environment, logs', async () => {
    const { server, url } = await mailServer({ auth: { scheme: 'basic', user: 'a', password: 'secret' } });
    const log = join(folder, 'mail.log');
    const args = ['post', '-v', '-u', 'a', '-H', 'SAVEINSENT: t', '-H', 'X-B: c', '--log', log, url, mail()];
    const { code, stderr } = await imnxport(args, { env: { IMNXPORT_PASSWORD: 'secret' } });
    expect(code).toBe(0);
    expect(server.requests.at(-1)!.headers).toMatchObject({ saveinsent: 't', 'x-b': 'c' });
    expect(stderr).toContain('> POST /inbox/ HTTP/1.1');
    expect(stderr).toContain('< HTTP/1.1 201 Created');
    for (const secret of ['secret', Buffer.from('a:secret').toString('base64')]) {
      expect(stderr + readFileSync(log, 'utf8')).not.toContain(secret);
    }
  });

  test('posts several files, until one fails', async () => {
    const { server, url } = await mailServer();
    const { code, stdout, stderr } = await imnxport(['post', url, mail(), 'missing.eml', mail()]);
    expect(code).toBe(1);
    expect(stdout.split('\n')[0]).toBe(`${mail()}: 201 Created (S_OK)`);
    expect(stderr).toMatch(/missing\.eml cannot be opened/);
    expect(server.messages).toHaveLength(1);
    expect(await imnxport(['post', url, mail(), mail()])).toMatchObject({ code: 0 });
    expect(server.messages).toHaveLength(3);
  });

  test('prints JSON for a script, one object for each file', async () => {
    const { url, origin } = await mailServer();
    const good = await imnxport(['post', '--json', url, mail(), mail()]);
    const objects = good.stdout.trim().split('\n').map((line) => JSON.parse(line) as object); // prettier-ignore
    expect(objects).toHaveLength(2);
    expect(objects[0]).toEqual({
      file: mail(),
      ok: true,
      status: 201,
      statusText: 'Created',
      hresultName: 'S_OK',
      location: `${origin}/inbox/000001.eml`,
      url,
      bytesSent: 26,
      resent: false,
      seconds: expect.any(Number) as number,
    });
    const refused = await raw([response('404 Not Found')]);
    const { code, stdout } = await imnxport(['post', '--json', refused.url, mail()]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      code: 'ERR_IMNXPORT_HTTP_NOT_FOUND',
      hresultName: 'IXP_E_HTTP_NOT_FOUND',
      status: 404,
      delivery: 'whole',
    });
  });

  test('gives a file up that takes longer than it may', async () => {
    const { url } = await scripted(async (connection) => {
      await connection.request();
      await connection.closed; // no answer
    });
    // The time is what is tested.
    const { code, stderr } = await imnxport(['post', '--timeout', '0.5', url, mail()]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^imnxport: .*mail\.eml took longer than 0\.5 s and was given up/);
  });

  test('says what went wrong, and what to do, in one line', async () => {
    const { url } = await raw([response('404 Not Found')]);
    expect(await imnxport(['post', url, mail()])).toEqual({
      code: 1,
      stdout: '',
      stderr: `imnxport: POST ${url}: 404 Not Found (IXP_E_HTTP_NOT_FOUND) - correct the path of the URL\n`,
    });
  });

  test('shows what the server says about it', async () => {
    const { url } = await raw([response('507 Insufficient Storage', [], 'The mailbox is full.')]);
    const { code, stderr } = await imnxport(['post', url, mail()]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^The mailbox is full\.\nimnxport: .*\(IXP_E_HTTP_INSUFFICIENT_STORAGE\) - make room on the server\n$/,
    );
  });

  test('shows nothing that would steer the terminal', async () => {
    const { url } = await raw([response('403 Forb\x1b[2Jidden', [], 'Ask \x1b[1mAnn\u202e.')]);
    const { stderr } = await imnxport(['post', url, mail()]);
    expect(stderr).toMatch(/^Ask \\u\{1b\}\[1mAnn\\u\{202e\}\.\nimnxport: .*\n$/);
    expect(stderr).not.toMatch(/(?!\n)\p{Cc}/u);
  });

  test('warns of a second copy when the answer is lost, and not when nothing has left', async () => {
    const { url } = await scripted(async (connection) => {
      await connection.request();
      connection.end();
    });
    const lost = await imnxport(['post', url, mail()]);
    expect(lost.stderr).toMatch(/\(IXP_E_CONNECTION_DROPPED\) - look on the server before you post again/);
    const refused = await imnxport(['post', 'http://127.0.0.1:1/', mail()]);
    expect(refused.stderr).toMatch(/\(IXP_E_FAILED_TO_CONNECT\) - check host and port/);
  });

  test('needs credentials that nobody can be asked for', async () => {
    const { url } = await mailServer({ auth: { scheme: 'basic', user: 'a', password: 'b' } });
    const { code, stderr } = await imnxport(['post', url, mail()]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^imnxport: .*401 Unauthorized.* \(IXP_E_HTTP_UNAUTHORIZED\) - check --user, .*\n$/,
    );
  });

  test.each([
    ['no arguments', ['post'], /takes a URL and a file/],
    ['no file', ['post', 'http://127.0.0.1/'], /takes a URL and a file/],
    ['standard input twice', ['post', 'http://127.0.0.1/', '-', '-'], /once only/],
    ['a total time that is none', ['post', '--timeout', '0', 'http://127.0.0.1/', 'a'], /--timeout takes/],
    ['a total time of years', ['post', '--timeout', '3e6', 'http://127.0.0.1/', 'a'], /at most 2147483,/],
    ['an unknown option', ['post', '--what', 'a', 'b'], /Unknown option '--what' - see imnxport post --help/],
    ['a URL that is none', ['post', 'mail.example.org', 'mail.eml'], /: the URL is not an absolute/],
    ['a password in the URL', ['post', 'http://a:b@h/', 'mail.eml'], /the URL .*; give --user instead/],
    ['a header without a colon', ['post', '-H', 'x', 'http://127.0.0.1/', 'mail.eml'], /--header takes/],
    [
      "a header of the transport's own",
      ['post', '-H', 'Host: x', 'http://127.0.0.1/', 'mail.eml'],
      /: --header 'Host' cannot be set: .* \(E_INVALIDARG\)/,
    ],
    [
      'a content type of two lines',
      ['post', '-t', 'a\nb', 'http://127.0.0.1/', 'mail.eml'],
      /: --content-type contains a control character/,
    ],
    [
      'a proxy of a strange kind',
      ['post', '--proxy', 'ftp://p', 'http://127.0.0.1/', 'a'],
      /: --proxy must be/,
    ],
    [
      'a proxy, and none',
      ['post', '--proxy', 'http://p', '--no-proxy', 'http://127.0.0.1/', 'a'],
      /exclude each other/,
    ],
    ['a user without a name', ['post', '-u', '', 'http://127.0.0.1/', 'a'], /--user takes a name/],
    [
      'a time-out that is none',
      ['post', '--idle-timeout', 'x', 'http://127.0.0.1/', 'mail.eml'],
      /--idle-timeout takes/,
    ],
    ['no such command', ['send'], /there is no command 'send'/],
  ])('%s is a wrong call', async (_name, args, message) => {
    const { code, stdout, stderr } = await imnxport(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^imnxport: .*\n$/);
    expect(stderr).toMatch(message);
  });

  test('a missing file is a failure', async () => {
    const { code, stderr } = await imnxport(['post', 'http://127.0.0.1:1/', 'missing.eml']);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^imnxport: The body .*missing\.eml cannot be opened: no such file \(ERROR_FILE_NOT_FOUND\) - check the path of the file\n$/,
    );
  });

  test('can be interrupted', async () => {
    const request = deferred();
    const { url } = await scripted(async (connection) => {
      await connection.request();
      request.resolve();
      await connection.closed;
    });
    const child = start(['post', url, mail()]);
    let stderr = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    await request.promise;
    interrupt(child, 'SIGINT');
    const [code] = (await once(child, 'close')) as [number];
    expect({ code, stderr }).toEqual({ code: 130, stderr: 'imnxport: interrupted\n' });
  });
});

describe('serve', () => {
  test('stores what is posted, and ends with SIGTERM', async () => {
    const box = join(folder, 'box');
    const { url, lines, child, closed } = await serve(['--dir', box, '--redirect', '/old/=/inbox/']);
    const { code, stdout } = await imnxport(['post', `${url}/old/`, mail()]);
    expect(code).toBe(0);
    expect(stdout).toContain(`Location: ${url}/inbox/000001.eml`);
    expect(readdirSync(box)).toEqual(['000001.eml']);
    expect(readFileSync(join(box, '000001.eml'))).toEqual(readFileSync(mail()));
    interrupt(child, 'SIGTERM');
    expect(await closed).toEqual([0, null]);
    expect(lines.slice(2)).toEqual([
      'POST /old/  307  26 bytes',
      expect.stringMatching(/^stored \/inbox\/000001\.eml {2}SHA-256 [0-9a-f]{64}$/),
      'POST /inbox/  201  26 bytes',
    ]);
  });

  test('has a page beside it, which ends with it', async () => {
    const { url, lines, child, closed } = await serve([]);
    const page = /^Page: (http:\/\/127\.0\.0\.1:\d+\/)$/.exec(lines[1]!)![1]!;
    const events = eventsOf(page);
    expect((await events.next()).value).toMatchObject({ event: 'all', data: { url, requests: [] } });
    await imnxport(['post', `${url}/inbox/`, mail()]);
    expect((await events.next()).value).toMatchObject({ event: 'request', data: { status: 201, bytes: 26 } });
    interrupt(child, 'SIGINT');
    expect(await closed).toEqual([0, null]);
    await expect(events.next()).rejects.toThrow();
  });

  test('has no page when it is told so', async () => {
    const { lines } = await serve(['--no-page']);
    expect(lines).toEqual([expect.stringMatching(/^Listening on /)]);
  });

  test('ends when there is no room for its page', async () => {
    const { url } = await serve([]);
    const { code, stderr } = await imnxport(['serve', '--page-port', new URL(url).port]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^imnxport: .*EADDRINUSE.* - choose another port, .*\n$/);
  });

  test.each([
    [['--dir', 'mail.eml'], /--dir mail\.eml cannot be used: /],
    [['--tls-key', 'mail.eml', '--tls-cert', 'mail.eml'], /--tls-key mail\.eml and .* cannot be used: /],
    [['--tls-key', 'none.pem', '--tls-cert', 'none.pem'], /cannot be used: .*no such file/],
  ])('does not begin with %j', async (args, message) => {
    const { code, stdout, stderr } = await imnxport(['serve', ...args]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^imnxport: .*\n$/);
    expect(stderr).toMatch(message);
  });

  test('asks for a password', async () => {
    const { url } = await serve(['--user', 'a', '--auth', 'basic'], { IMNXPORT_PASSWORD: 'b' });
    const as = (password: string) =>
      imnxport(['post', '-u', 'a', `${url}/inbox/`, mail()], { env: { IMNXPORT_PASSWORD: password } });
    expect(await as('wrong')).toMatchObject({ code: 1 });
    expect(await as('b')).toMatchObject({ code: 0 });
  });

  test.each([
    [['serve', 'x'], /takes no 'x'/],
    [['serve', '--port', '99999'], /--port takes/],
    [['serve', '--port', ''], /--port takes/],
    [['serve', '--page-port', 'x'], /--page-port takes/],
    [['serve', '--user', 'a'], /IMNXPORT_PASSWORD/],
    [['serve', '--auth', 'x'], /--auth takes/],
    [['serve', '--redirect', 'x'], /--redirect takes/],
    [['serve', '--tls-key', 'x'], /belong together/],
  ])('%j is a wrong call', async (args, message) => {
    const { code, stderr } = await imnxport(args, { env: { IMNXPORT_PASSWORD: undefined } });
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});

test('help and version', async () => {
  for (const args of [['--help'], ['help'], ['help', 'info'], ['post', '--help'], ['serve', '-h']]) {
    const { code, stdout, stderr } = await imnxport(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: imnxport/);
  }
  expect((await imnxport([])).code).toBe(2);
  expect((await imnxport(['--version'])).stdout).toMatch(/^imnxport \d+\.\d+\.\d+ libcurl\/\d/);
});

describe('info', () => {
  test('says what is installed, and what it can do here', async () => {
    const { code, stdout, stderr } = await imnxport(['info']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^imnxport {2,}\d+\.\d+\.\d+$/m);
    expect(stdout).toMatch(/^native {2,}available$/m);
    expect(stdout).toMatch(/^libcurl {2,}\d+\.\d+\.\d+$/m);
    expect(stdout).toMatch(/^tls {2,}\w+/m);
    expect(stdout).toMatch(
      process.platform === 'win32'
        ? /^provider inetcomm {2,}(available|not available: .+)$/m
        : /^provider inetcomm {2,}not available: .+ this is another system\)$/m,
    );
    const { stdout: json } = await imnxport(['info', '--json']);
    expect(JSON.parse(json)).toMatchObject({ native: 'available', node: process.versions.node });
  });

  test('is a failure where there is no native part', async () => {
    const env = { IMNXPORT_BINDING_PATH: join(folder, 'none.node') };
    const { code, stdout } = await imnxport(['info'], { env });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^native {2,}not available: /m);
  });
});
