// `imnxport post`: posts files, one after another, or standard input.
import { basename } from 'node:path';
import { ImnxportError } from '../errors.js';
import { fileBody } from '../file-body.js';
import { HttpMailTransport } from '../transport.js';
import type { PostResponse, TransportOptions } from '../types.js';
import { visibleText } from '../visible.js';
import { askCredentials, canAsk } from './ask.js';
import { progressDisplay } from './progress.js';
import { EXIT, interruption, parse, UsageError } from './usage.js';

const HELP = `Usage: imnxport post [options] <url> <file>...

Posts files, one after another, until one fails; - is standard input. Prints the server's answers on standard
output, progress and errors on standard error.

  -t, --content-type TYPE   default: message/rfc822; '' sends none
  -H, --header 'NAME: TEXT' an additional header field; may be repeated
  -u, --user NAME           the password is taken from IMNXPORT_PASSWORD, or asked for on the terminal
      --idle-timeout SEC    give up after that many seconds without any activity; default: 60
      --timeout SEC         give up on a file after that many seconds, whatever happens; default: never
      --proxy URL           http, https or socks5h proxy; default: the environment's, else the system's
      --no-proxy            no proxy at all
      --ca-file FILE        trust these certificates (PEM) instead of the system's
      --log FILE            append the protocol to this file
      --json                print one JSON object for each file, even for one that fails
  -v, --verbose             show the protocol on standard error, with passwords as ***
  -q, --quiet               show no progress
  -h, --help

Exit code: 0 all were stored, 1 one failed, 2 wrong call, 130 interrupted.
`;

const OPTIONS = {
  'content-type': { type: 'string', short: 't', default: 'message/rfc822' },
  header: { type: 'string', short: 'H', multiple: true, default: [] as string[] },
  user: { type: 'string', short: 'u' },
  'idle-timeout': { type: 'string' },
  timeout: { type: 'string' },
  proxy: { type: 'string' },
  'no-proxy': { type: 'boolean' },
  'ca-file': { type: 'string' },
  log: { type: 'string' },
  json: { type: 'boolean' },
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
  const [url, ...files] = positionals;
  if (url === undefined || files.length === 0) {
    throw new UsageError('post takes a URL and a file');
  }
  if (files.filter((file) => file === '-').length > 1) throw new UsageError('- can be posted once only');
  if (values['no-proxy'] && values.proxy !== undefined) {
    throw new UsageError('--proxy and --no-proxy exclude each other');
  }
  if (values.user === '') throw new UsageError('--user takes a name');
  const headers = values.header.map(field);
  const total = milliseconds('timeout', values.timeout);

  const password = process.env['IMNXPORT_PASSWORD'];
  const asks = !files.includes('-') && canAsk();
  const options: TransportOptions = {
    credentials: values.user && password !== undefined ? { user: values.user, password } : undefined,
    onLogonPrompt: asks ? (prompt) => askCredentials(prompt, values.user) : undefined,
    idleTimeout: milliseconds('idle-timeout', values['idle-timeout']),
    proxy: values['no-proxy'] ? false : values.proxy,
    tls: { caFile: values['ca-file'] },
    logFile: values.log,
  };
  const transport = new HttpMailTransport(options);
  if (values.verbose) {
    const arrows = { send: '>', receive: '<' };
    transport.on('command', (direction, line) =>
      process.stderr.write(visibleText(`${arrows[direction]} ${line.trimEnd()}\n`)),
    );
  }

  const interrupted = interruption();
  try {
    for (const file of files) {
      const progress = progressDisplay(file === '-' ? 'standard input' : basename(file), process.stderr);
      const started = process.hrtime.bigint();
      const seconds = () => Number(process.hrtime.bigint() - started) / 1e9;
      const late = total === undefined ? undefined : AbortSignal.timeout(total);
      try {
        const response = await transport.post(url, file === '-' ? process.stdin : fileBody(file), {
          contentType: values['content-type'],
          headers,
          onProgress: values.quiet ? undefined : (step) => progress.update(step),
          signal: late ? AbortSignal.any([interrupted, late]) : interrupted,
        });
        progress.end(true);
        if (values.json) print({ file, ...stored(response), seconds: seconds() });
        else show(response, seconds(), files.length > 1 ? `${file}: ` : '');
      } catch (reason) {
        progress.end(false);
        if (interrupted.aborted) {
          process.stderr.write('imnxport: interrupted\n');
          return EXIT.interrupted;
        }
        const error = late?.aborted ? new TooLate(file, total!) : (reason as Error);
        showAnswer(error);
        if (values.json) print({ file, ...failed(error), seconds: seconds() });
        throw error;
      }
    }
    return EXIT.ok;
  } finally {
    await transport.close();
  }
}

/** The time that --timeout gave is over. */
class TooLate extends Error {
  constructor(file: string, total: number) {
    super(`${file} took longer than ${total / 1000} s and was given up; the server may have it all the same`);
  }
}

const print = (value: object) => process.stdout.write(`${JSON.stringify(value)}\n`);

function show(response: PostResponse, seconds: number, label: string): void {
  const { status, statusText, hresultName } = response;
  process.stdout.write(visibleText(`${label}${status} ${statusText} (${hresultName})\n`));
  if (response.location !== null) process.stdout.write(visibleText(`Location: ${response.location}\n`));
  process.stdout.write(`${response.bytesSent.toLocaleString('en')} bytes in ${seconds.toFixed(2)} s\n`);
}

/** For --json: what a script wants to know, by the names of PostResponse and ImnxportError. */
function stored({ status, statusText, hresultName, location, url, bytesSent, resent }: PostResponse): object {
  return { ok: true, status, statusText, hresultName, location, url, bytesSent, resent };
}

function failed(error: Error): object {
  if (!ImnxportError.is(error)) return { ok: false, message: error.message };
  const { message, code, hresultName, status, delivery } = error;
  return { ok: false, message, code, hresultName, status: status ?? null, delivery: delivery ?? null };
}

/** What a server says beside its refusal is often the explanation. It may not steer the terminal. */
function showAnswer(error: unknown): void {
  if (!ImnxportError.is(error) || !error.response) return;
  const text = Buffer.from(error.response.body).toString('utf8').trim();
  if (text !== '' && text.length <= 2000 && !text.startsWith('<'))
    process.stderr.write(`${visibleText(text)}\n`);
}

/** A longer timer of Node.js would end at once; it is 24 days. */
const LONGEST = 2_147_483;

function milliseconds(option: string, seconds: string | undefined): number | undefined {
  if (seconds === undefined) return undefined;
  const value = Math.round(Number(seconds) * 1000);
  if (value > 0 && value <= LONGEST * 1000) return value;
  throw new UsageError(`--${option} takes a number of seconds, at most ${LONGEST}, not '${seconds}'`);
}

function field(text: string): [string, string] {
  const colon = text.indexOf(':');
  if (colon < 1) throw new UsageError(`--header takes 'NAME: TEXT', not '${text}'`);
  return [text.slice(0, colon), text.slice(colon + 1).trim()];
}
