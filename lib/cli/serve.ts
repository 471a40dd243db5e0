// `imnxport serve`: the testing server for a person, with a page that shows what arrived.
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import { folderStore, HttpMailServer, type HttpMailServerOptions } from '../testing/index.js';
import { visibleText } from '../visible.js';
import { RequestPage } from './page/request-page.js';
import { EXIT, interruption, parse, UsageError } from './usage.js';

/** So many requests are remembered, and so many raw bytes of each. */
const KEPT = 200;
const RAW_BYTES = 32 * 1024;

const HELP = `Usage: imnxport serve [options]

Runs a small HTTPMail-like server: it stores what is posted to any path and answers 201 with the Location, from
which a GET retrieves it. It prints one line for each request; a web page, for this machine only, shows the last
${KEPT} requests with headers, body and the bytes on the wire. Ctrl+C ends it.

  -p, --port N              port of the server; default: any free port
      --host ADDRESS        address to listen on; default: 127.0.0.1
      --page-port N         port of the page; default: any free port
      --no-page             no page
  -d, --dir FOLDER          keep messages as files there; default: in memory
  -u, --user NAME           admit only this user; the password is taken from IMNXPORT_PASSWORD
      --auth SCHEME         digest (default) or basic
      --redirect FROM=TO    answer 307 for the path FROM; may be repeated
      --tls-key FILE        with --tls-cert FILE: serve https (PEM)
      --tls-cert FILE
  -h, --help

Exit code: 0 ended by Ctrl+C or SIGTERM, 1 failed, 2 wrong call.
`;

const OPTIONS = {
  port: { type: 'string', short: 'p', default: '0' },
  host: { type: 'string', default: '127.0.0.1' },
  'page-port': { type: 'string', default: '0' },
  'no-page': { type: 'boolean' },
  dir: { type: 'string', short: 'd' },
  user: { type: 'string', short: 'u' },
  auth: { type: 'string', default: 'digest' },
  redirect: { type: 'string', multiple: true, default: [] as string[] },
  'tls-key': { type: 'string' },
  'tls-cert': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Values = ReturnType<typeof parse<typeof OPTIONS>>['values'];

export async function serve(args: string[]): Promise<number> {
  const { values, positionals } = parse(args, OPTIONS);
  if (values.help) {
    process.stdout.write(HELP);
    return EXIT.ok;
  }
  if (positionals.length > 0) throw new UsageError(`serve takes no '${positionals[0]}'`);
  const port = portNumber('--port', values.port);
  const pagePort = portNumber('--page-port', values['page-port']);

  const server = new HttpMailServer(serverOptions(values));
  const page = values['no-page'] ? undefined : new RequestPage(server, KEPT);
  server.on('message', ({ path, sha256 }) => print(`stored ${path}  SHA-256 ${sha256}`));
  server.on('request', ({ method, target, status, bytes }) => {
    print(`${method} ${target}  ${status === 0 ? 'connection lost' : status}  ${bytes} bytes`);
  });
  try {
    const url = await server.listen(port, values.host);
    const pageUrl = await page?.listen(pagePort);
    const where = `Listening on ${url}/ - try: imnxport post ${url}/inbox/ message.eml`;
    print(pageUrl === undefined ? where : `${where}\nPage: ${pageUrl}`);

    const signal = interruption();
    if (!signal.aborted) await once(signal, 'abort');
    return EXIT.ok;
  } finally {
    await page?.close();
    await server.close();
  }
}

/** What a client has sent is in some of the lines: it may not steer the terminal. */
function print(line: string): void {
  process.stdout.write(`${visibleText(line)}\n`);
}

function portNumber(option: string, text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65535) return port;
  throw new UsageError(`${option} takes a number from 0 to 65535, not '${text}'`);
}

function serverOptions(values: Values): HttpMailServerOptions {
  const { user, dir, auth: scheme, 'tls-key': key, 'tls-cert': cert } = values;
  const password = process.env['IMNXPORT_PASSWORD'];
  if (user !== undefined && password === undefined) {
    throw new UsageError('--user needs a password in the environment variable IMNXPORT_PASSWORD');
  }
  if (scheme !== 'digest' && scheme !== 'basic') {
    throw new UsageError(`--auth takes digest or basic, not '${scheme}'`);
  }
  if ((key === undefined) !== (cert === undefined))
    throw new UsageError('--tls-key and --tls-cert belong together');
  return {
    auth: user === undefined ? undefined : { scheme, user, password: password! },
    redirects: Object.fromEntries(values.redirect.map(redirection)),
    store: dir === undefined ? undefined : folderStore(madeFolder(dir)),
    tls: key && cert ? keyPair(key, cert) : undefined,
    rawLimit: RAW_BYTES,
    history: KEPT,
  };
}

/** A folder that cannot be made is said before anything is posted. */
function madeFolder(dir: string): string {
  try {
    mkdirSync(resolve(dir), { recursive: true });
  } catch (error) {
    throw new Error(`--dir ${dir} cannot be used: ${(error as Error).message}`, { cause: error });
  }
  return resolve(dir);
}

function keyPair(keyFile: string, certFile: string): { key: string; cert: string } {
  try {
    const pair = { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8') };
    createSecureContext(pair);
    return pair;
  } catch (error) {
    const files = `--tls-key ${keyFile} and --tls-cert ${certFile}`;
    throw new Error(`${files} cannot be used: ${(error as Error).message}`, { cause: error });
  }
}

function redirection(text: string): [string, string] {
  const [from, to] = text.split('=', 2);
  if (!from?.startsWith('/') || !to) throw new UsageError(`--redirect takes /FROM=TO, not '${text}'`);
  return [from, to];
}
