// A password is given to the server that it is for, and to nobody else: not to a log, an event, an error or a debugger.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { response } from '../../dist/conformance/server.js';
import type { TransportOptions } from '../../dist/types.js';
import { raw, transport } from '../support/real.js';

const password = 'pass: wörd%&"';
const bearer = 'Bearer abcdef0123456789';

/** The ways in which it could show. */
const shapes = [
  password,
  encodeURIComponent(password),
  Buffer.from(password).toString('latin1'),
  Buffer.from(`user:${password}`).toString('base64'),
  JSON.stringify(password).slice(1, -1),
  bearer,
  'abcdef0123456789',
];

const challenge = (scheme: string) =>
  response('401 Unauthorized', [`WWW-Authenticate: ${scheme}`, 'Connection: close']);
const digest = 'Digest realm="r", nonce="n", qop="auth", algorithm=MD5';

/** Several ways to hand a secret over, with what the server says to it. */
const ways: [
  name: string,
  answers: string[],
  options: TransportOptions,
  headers: Record<string, string> | null,
][] = [
  ['basic, accepted', [challenge('Basic realm="r"'), response('201 Created')], {}, null],
  ['basic, refused', Array<string>(6).fill(challenge('Basic realm="r"')), {}, null],
  ['digest, refused', Array<string>(6).fill(challenge(digest)), {}, null],
  [
    'a scheme that is not known, and a server that repeats what it was sent',
    [challenge('Odd'), response('500 No', [], password)],
    {},
    null,
  ],
  [
    'a field of the caller',
    [response('307 Moved', ['Location: /there', 'Connection: close']), response('500 No')],
    {},
    { Authorization: bearer, Cookie: bearer },
  ],
  [
    'an answer that is none',
    [challenge('Basic realm="r"'), 'nonsense\r\n\r\n'],
    { headers: { 'Proxy-Authorization': bearer } },
    null,
  ],
];

test.each(ways)('%s: nothing that can be seen has the secret', async (_name, answers, options, headers) => {
  const folder = mkdtempSync(join(tmpdir(), 'imnxport-'));
  try {
    const { url, requests } = await raw(answers);
    const logFile = join(folder, 'mail.log');
    const seen: string[] = [];
    const see = (value: unknown) => {
      seen.push(inspect(value, { depth: 9, showHidden: true }), String(value));
      if (typeof value === 'object' && value !== null) {
        seen.push(JSON.stringify(value), String((value as Error).stack));
        for (const key of Object.getOwnPropertyNames(value)) {
          seen.push(inspect((value as Record<string, unknown>)[key], { depth: 9, showHidden: true }));
        }
      }
    };
    const mail = transport({
      logFile,
      ...(headers ? {} : { credentials: { user: 'user', password } }),
      ...options,
    });
    mail.on('command', (_direction, line) => see(line));
    mail.on('fault', see);
    mail.on('status', see);
    see(mail);
    await mail.post(url, 'x', headers ? { headers } : {}).then(
      ({ body: _body, ...rest }) => see(rest),
      (error: unknown) => see(error),
    );
    see(mail);
    await mail.close();
    seen.push(readFileSync(logFile, 'utf8'), readFileSync(logFile, 'latin1'));

    expect(requests.length).toBeGreaterThan(0);
    expect(seen.length).toBeGreaterThan(4);
    const all = seen.join('\n');
    for (const shape of shapes) expect(all).not.toContain(shape);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
