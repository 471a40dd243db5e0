// VBScript and JScript post in Windows' own script host, with the server registered for everyone.
import { join } from 'node:path';
import { HttpMailServer } from '../../../dist/testing/index.js';
import { packageRoot } from '../../support/built.js';
import { runWindows, type WindowsArch, windowsPath } from '../../support/windows.js';
import { registered } from './registered.js';

jest.setTimeout(120_000);
const arches: WindowsArch[] = ['x64', 'ia32'];
const processors: Record<WindowsArch, string> = { x64: 'AMD64', ia32: 'x86' };
const examples = join(packageRoot, 'examples', 'vbscript');
const scripts = join(packageRoot, 'test', 'windows', 'automation', 'scripts');

/** "ab" as an ADODB.Stream gives it: Windows puts a mark before it, Wine ends it with a NUL. */
const utf16 = {
  asymmetricMatch: (body: Buffer) =>
    [Buffer.from('\ufeffab', 'utf16le'), Buffer.from('ab\0', 'utf16le')].some((one) => one.equals(body)),
};

/** Runs the script in the script host of that bitness; a line of its output is an element of the result. */
async function cscript(arch: WindowsArch, script: string, ...args: string[]) {
  const host =
    process.platform === 'win32'
      ? [`C:\\Windows\\${arch === 'x64' ? 'System32' : 'SysWOW64'}\\cscript.exe`]
      : // Wine starts what is named without a folder as a 32-bit program; that one sees the others here.
        arch === 'x64'
        ? ['cmd.exe', '/c', 'C:\\windows\\sysnative\\cscript.exe']
        : ['cscript.exe'];
  const { code, output } = await runWindows(host[0]!, [
    ...host.slice(1),
    '//nologo',
    windowsPath(script),
    ...args,
  ]);
  return { code, lines: output.trimEnd().split('\n') };
}

describe.each(arches)('scripts on %s', (arch) => {
  let server: HttpMailServer;
  registered(arch);
  beforeEach(async () => {
    server = new HttpMailServer();
    await server.listen();
  });
  afterEach(() => server.close());

  const posted = async () =>
    Promise.all(
      server.messages.map(async ({ path, contentType }) => ({
        type: contentType,
        body: Buffer.concat((await server.read(path).toArray()) as Buffer[]),
      })),
    );

  test.each(['post.vbs', 'post.js'])('the example %s posts a text and says where it is', async (name) => {
    const end = await cscript(arch, join(examples, name), `${server.url}/inbox/`, 'text', 'Hello there');
    expect(end).toEqual({
      code: 0,
      lines: ['status 201', `location ${new URL(server.messages[0]!.path, server.url).href}`, 'sent 11'],
    });
    expect(await posted()).toEqual([{ type: 'text/plain; charset=utf-8', body: Buffer.from('Hello there') }]);
  });

  test.each(['post.vbs', 'post.js'])('the example %s says why a post failed', async (name) => {
    server.answerNext({ status: 403 });
    const end = await cscript(arch, join(examples, name), `${server.url}/inbox/?token=x`, 'text', 'Hello');
    expect(end.code).toBe(1);
    expect(end.lines[0]).toBe('error 0x800CCC33');
    expect(end.lines[1]).toMatch(
      /POST to http:\/\/127\.0\.0\.1:\d+\/inbox\/ failed: HTTP\/1\.1 403 Forbidden \(IXP_E_HTTP_FORBIDDEN, 0x800CCC33\)$/,
    );
    expect(end.lines[2]).toBe('status 403');
  });

  test('VBScript posts strings, arrays of bytes and arrays of numbers', async () => {
    const { lines } = await cscript(arch, join(scripts, 'bodies.vbs'), `${server.url}/inbox/`);
    expect(lines.slice(0, 8)).toEqual([
      `processor ${processors[arch]}`,
      'literal 201',
      'sent 6',
      'variable 201',
      'bytes 201',
      'from a call 201',
      'numbers 201',
      'empty 201',
    ]);
    expect(await posted()).toEqual([
      { type: null, body: Buffer.from('a text') },
      { type: 'text/plain; charset=utf-8', body: Buffer.from('a text in a variable') },
      { type: 'application/octet-stream', body: utf16 },
      { type: null, body: utf16 },
      { type: null, body: Buffer.from([72, 105, 0, 255]) },
      { type: null, body: Buffer.from('') },
    ]);
    const mismatch =
      /^\w+ 80020005 Body must be a string, a one-dimensional array of bytes or an IStream, not /;
    expect(lines.slice(8, 12)).toEqual(
      ['forgotten', 'null', 'nothing', '256'].map((what) => expect.stringMatching(`^${what} `) as string),
    );
    for (const line of lines.slice(8, 12)) expect(line).toMatch(mismatch);
    expect(lines[12]).toMatch(/^url 80070057 Url must be an absolute http or https URL/);
    expect(lines[13]).toBe('timeout 80070057 Timeout is in seconds, from 0.001 to 4294967');
    expect(lines[14]).toMatch(/^password /);
    expect(lines[14]).not.toMatch(/^password 0 /);
  });

  test('JScript posts with a logon, and its own arrays are refused', async () => {
    await server.close();
    server = new HttpMailServer({ auth: { scheme: 'basic', user: 'anna', password: 'geheim' } });
    await server.listen();
    const { code, lines } = await cscript(arch, join(scripts, 'bodies.js'), `${server.url}/inbox/`);
    expect(code).toBe(0);
    expect(lines).toEqual([
      `processor ${processors[arch]}`,
      'text 201',
      'bytes 201',
      `location ${new URL(server.messages[1]!.path, server.url).href}`,
      expect.stringMatching(/^array 80020005 Body must be .* not an object without IStream/),
      expect.stringMatching(/^undefined 80020005 Body must be .* not Empty/),
    ]);
    expect((await posted()).map(({ body }) => body)).toEqual([Buffer.from('grüße €'), utf16]);
  });
});
