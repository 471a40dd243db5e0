// Whatever a caller hands over, by whichever door: one request with the lines that are ours, or none.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { response } from '../../dist/conformance/server.js';
import type { ComTransport } from '../../dist/com/com-transport.js';
import { raw, transport } from '../support/real.js';

/** What would end a line, a field or a C string, if it were let through. */
const breaks: [name: string, text: string][] = [
  ['CR LF', '\r\n'],
  ['LF', '\n'],
  ['CR', '\r'],
  ['NUL', '\0'],
  ['ESC', '\x1b'],
  ['DEL', '\x7f'],
  ['an empty line', '\r\n\r\n'],
];
const injected = 'X-Injected: 1';

/** A call by its COM name on a transport of its own; it answers at once, and a failure is that of the HRESULT. */
async function commanded(call: (com: ComTransport) => number): Promise<void> {
  const mail = transport();
  const hr = call(mail.com);
  if (hr >= 0x8000_0000) throw Object.assign(new Error(), { name: 'ImnxportError', code: `${hr}` });
  await mail.close();
}

/** By name: a post that carries the text where a caller may put something. */
const doors: [name: string, post: (url: string, text: string) => Promise<unknown>][] = [
  ['the URL', (url, text) => transport().post(`${url}${text}`, 'x')],
  ['the query', (url, text) => transport().post(`${url}?a=${text}`, 'x')],
  ['the host', (url, text) => transport().post(url.replace('127.0.0.1', `127.0.0.1${text}`), 'x')],
  ['the content type', (url, text) => transport().post(url, 'x', { contentType: `text/plain${text}` })],
  ['the name of a field', (url, text) => transport().post(url, 'x', { headers: { [`X-A${text}`]: '1' } })],
  ['the value of a field', (url, text) => transport().post(url, 'x', { headers: { 'X-A': `1${text}` } })],
  ['a field of the transport', (url, text) => transport({ headers: { 'X-A': `1${text}` } }).post(url, 'x')],
  ['the user agent', (url, text) => transport({ userAgent: `agent${text}` }).post(url, 'x')],
  ['the proxy', (url, text) => transport({ proxy: `http://127.0.0.1:1${text}` }).post(url, 'x')],
  [
    'the path of CommandPOST',
    (url, text) => commanded((com) => com.CommandPOST(`${url}${text}`, null, null, 0)),
  ],
  [
    'the content type of CommandPOST',
    (url, text) => commanded((com) => com.CommandPOST(url, null, `text/plain${text}`, 0)),
  ],
  [
    'the origin of the credentials',
    (url, text) =>
      transport({ credentials: { user: 'a', password: 'b', origin: `http://a${text}` } }).post(url, 'x'),
  ],
];

describe.each(doors)('%s', (_door, post) => {
  test.each(breaks)('with %s in it is refused or made harmless', async (_name, text) => {
    const { url, requests } = await raw();
    // The constructor may throw as well as the post.
    const refused = await Promise.resolve()
      .then(() => post(url, text + injected))
      .then(
        () => undefined,
        (error: unknown) => error,
      );
    if (refused !== undefined) {
      expect(refused).toMatchObject({ name: 'ImnxportError', code: expect.any(String) as string });
      expect(requests).toEqual([]);
      return;
    }
    expect(requests).toHaveLength(1);
    const lines = [requests[0]!.line, ...requests[0]!.headers];
    expect(lines.filter((line) => line.startsWith(injected))).toEqual([]);
    // eslint-disable-next-line no-control-regex -- control bytes are what must not be there
    for (const line of lines) expect(line).not.toMatch(/[\0-\x08\x0a-\x1f\x7f]/);
  });
});

test('a server writes no lines of its own into the log', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'imnxport-'));
  try {
    const logFile = join(folder, 'mail.log');
    const forged = '2020-01-01 00:00:00 > POST /forged HTTP/1.1';
    const { url } = await raw([
      response('201 Created', [`X-A: 1\r${forged}`, `X-B: \x1b[2J\x08\x7f${forged}`]),
    ]);
    const lines: string[] = [];
    const mail = transport({ logFile });
    mail.on('command', (_direction, line) => lines.push(line));
    await mail.post(url, 'x').catch(() => undefined);
    await mail.close();
    for (const text of [readFileSync(logFile, 'latin1'), lines.join('\n')]) {
      // eslint-disable-next-line no-control-regex -- control bytes are what must not be there
      expect(text.replaceAll('\r\n', '\n')).not.toMatch(/[\0-\x08\x0b-\x1f\x7f]/);
      expect(text.split('\n').filter((line) => line.startsWith('2020'))).toEqual([]);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
