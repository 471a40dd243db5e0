#!/usr/bin/env node
// The command line: which command does what.
import { ImnxportError } from '../errors.js';
import { isSupported, versions } from '../support.js';
import { VERSION } from '../version.js';
import { visibleText } from '../visible.js';
import { adviceFor } from './advice.js';
import { conformance } from './conformance.js';
import { info } from './info.js';
import { manifest } from './manifest.js';
import { post } from './post.js';
import { registration } from './register.js';
import { serve } from './serve.js';
import { EXIT, UsageError } from './usage.js';
import { wording } from './wording.js';

const HELP = `Usage: imnxport <command> [options]

  imnxport post <url> <file>   posts files, with progress
  imnxport serve               runs a small HTTPMail-like server to post to
  imnxport conformance         compares a transport with what is documented, and with another one
  imnxport info                says what is installed, and what it can do here

On Windows, for programs that use COM:

  imnxport register            registers the COM server
  imnxport unregister          undoes that
  imnxport manifest            puts it beside a program, for use without registration

  imnxport <command> --help    what a command can do
  imnxport --version

Exit code: 0 done, 1 failed, 2 wrong call, 130 interrupted; a command's help says what that means there.
`;

async function main(args: string[]): Promise<number> {
  const [command, ...rest] = args;
  switch (command) {
    case 'post':
      return post(rest);
    case 'serve':
      return serve(rest);
    case 'conformance':
      return conformance(rest);
    case 'info':
      return info(rest);
    case 'register':
    case 'unregister':
      return registration(command, rest);
    case 'manifest':
      return manifest(rest);
    case 'help':
      if (rest[0] !== undefined) return main([rest[0], '--help']);
      process.stdout.write(HELP);
      return EXIT.ok;
    case '-h':
    case '--help':
      process.stdout.write(HELP);
      return EXIT.ok;
    case '-V':
    case '--version':
      process.stdout.write(`imnxport ${VERSION}${isSupported() ? ` ${versions().libcurl}` : ''}\n`);
      return EXIT.ok;
    case undefined:
      process.stderr.write(HELP);
      return EXIT.usage;
    default:
      throw new UsageError(`there is no command '${command}'`, 'imnxport --help');
  }
}

/** One clear line: what happened, the HRESULT where there is one, and what to do about it. */
function complain(error: unknown, command: string | undefined): number {
  const name = ImnxportError.is(error) ? ` (${error.hresultName})` : '';
  const help = error instanceof UsageError ? (error.help ?? `imnxport ${command} --help`) : undefined;
  const advice = help === undefined ? adviceFor(error) : `see ${help}`;
  const said = visibleText(wording(error)); // a server's words may be in it
  process.stderr.write(`imnxport: ${said}${name}${advice === undefined ? '' : ` - ${advice}`}\n`);
  const wrongCall =
    error instanceof UsageError || (ImnxportError.is(error) && error.code === 'ERR_IMNXPORT_INVALID_ARG');
  return wrongCall ? EXIT.usage : EXIT.failed;
}

process.stdout.on('error', () => process.exit(EXIT.failed)); // nobody reads any more, as in `imnxport serve | head`
const args = process.argv.slice(2);
void main(args)
  .catch((error: unknown) => complain(error, args[0]))
  .then((code) => (process.exitCode = code));
