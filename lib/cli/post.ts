// `imnxport post`: posts one file, or standard input.
import { basename } from 'node:path';
import { ImnxportError } from '../errors.js';
import { fileBody } from '../file-body.js';
import { HttpMailTransport } from '../transport.js';
import type { TransportOptions } from '../types.js';
import { askCredentials, canAsk } from './ask.js';
import { progressDisplay } from './progress.js';
import { EXIT, interruption, parse, UsageError } from './usage.js';

const HELP = `Usage: imnxport post [options] <url> <file>

Posts a file; - is standard input. Prints the answer of the server on standard output, progress on standard error.

  -t, --content-type TYPE   default: message/rfc822; '' sends none
  -H, --header 'NAME: TEXT' one more header field; may be repeated
  -u, --user NAME           the password is taken from IMNXPORT_PASSWORD, or asked for on the terminal
      --idle-timeout SEC    give up after so many seconds without any activity; default 60
      --proxy URL           http, https or socks5h proxy; --no-proxy: none. Default: the environment's, else the system's
      --ca-file FILE        trust these certificates (PEM) instead of the system's
      --log FILE            append the protocol to this file
  -v, --verbose             show the protocol
  -q, --quiet               show no progress
  -h, --help

Exit code: 0 stored, 1 failed, 2 wrong call, 130 interrupted.
`;

const OPTIONS = {
  'content-type': { type: 'string', short: 't', default: 'message/rfc822' },
  header: { type: 'string', short: 'H', multiple: true, default: [] as string[] },
  user: { type: 'string', short: 'u' },
  'idle-timeout': { type: 'string' },
  proxy: { type: 'string' },
  'no-proxy': { type: 'boolean' },
  'ca-file': { type: 'string' },
  log: { type: 'string' },
  verbose: { type: 'boolean', short: 'v' },
  quiet: { type: 'boolean', short: 'q' },
  help: { type: 'boolean', short: 'h' },
} as const;

export async function post(args: string[]): Promise<number> {
  const { values, positionals } = parse(args, OPTIONS);
  if (values.help) {
    process.stdout.write(HELP);
    return EXIT.ok;
  }
  const [url, file, ...more] = positionals;
  if (url === undefined || file === undefined || more.length > 0) {
    throw new UsageError('post takes a URL and a file; see imnxport post --help');
  }

  const password = process.env['IMNXPORT_PASSWORD'];
  const options: TransportOptions = {
    credentials: values.user && password !== undefined ? { user: values.user, password } : undefined,
    onLogonPrompt: file !== '-' && canAsk() ? (prompt) => askCredentials(prompt, values.user) : undefined,
    idleTimeout: values['idle-timeout'] === undefined ? undefined : milliseconds(values['idle-timeout']),
    proxy: values['no-proxy'] ? false : values.proxy,
    tls: { caFile: values['ca-file'] },
    logFile: values.log,
  };
  const transport = new HttpMailTransport(options);
  if (values.verbose) {
    const arrows = { send: '>', receive: '<' };
    transport.on('command', (direction, line) =>
      process.stderr.write(`${arrows[direction]} ${line.trimEnd()}\n`),
    );
  }

  const signal = interruption();
  const progress = progressDisplay(file === '-' ? 'standard input' : basename(file), process.stderr);
  const started = process.hrtime.bigint();
  try {
    const response = await transport.post(url, file === '-' ? process.stdin : fileBody(file), {
      contentType: values['content-type'],
      headers: values.header.map(field),
      onProgress: values.quiet ? undefined : (step) => progress.update(step),
      signal,
    });
    progress.end(true);
    const seconds = (Number(process.hrtime.bigint() - started) / 1e9).toFixed(2);
    process.stdout.write(`${response.status} ${response.statusText} (${response.hresultName})\n`);
    if (response.location !== null) process.stdout.write(`Location: ${response.location}\n`);
    process.stdout.write(`${response.bytesSent.toLocaleString('en')} bytes in ${seconds} s\n`);
    return EXIT.ok;
  } catch (error) {
    progress.end(false);
    if (signal.aborted) {
      process.stderr.write('imnxport: interrupted\n');
      return EXIT.interrupted;
    }
    showAnswer(error);
    throw error;
  } finally {
    await transport.close();
  }
}

/** What a server says beside its refusal is often the explanation. */
function showAnswer(error: unknown): void {
  if (!ImnxportError.is(error) || !error.response) return;
  const text = Buffer.from(error.response.body).toString('utf8').trim();
  if (text !== '' && text.length <= 2000 && !text.startsWith('<')) process.stderr.write(`${text}\n`);
}

function milliseconds(seconds: string): number {
  const value = Math.round(Number(seconds) * 1000);
  if (!(value > 0)) throw new UsageError(`--idle-timeout takes a number of seconds, not '${seconds}'`);
  return value;
}

function field(text: string): [string, string] {
  const colon = text.indexOf(':');
  if (colon < 1) throw new UsageError(`--header takes 'NAME: TEXT', not '${text}'`);
  return [text.slice(0, colon), text.slice(colon + 1).trim()];
}
