// `imnxport info`: what is installed, and what it can do on this machine.
import { isSupported, versions } from '../support.js';
import { HttpMailTransport } from '../transport.js';
import { VERSION } from '../version.js';
import { EXIT, parse, UsageError } from './usage.js';

const HELP = `Usage: imnxport info [--json]

Prints the versions of the package and of what is linked into it, and whether other transports can be used here.
Exit code: 0 posts can be made here, 1 they cannot, 2 wrong call.
`;

const OPTIONS = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;

export function info(args: string[]): number {
  const { values, positionals } = parse(args, OPTIONS);
  if (values.help) {
    process.stdout.write(HELP);
    return EXIT.ok;
  }
  if (positionals.length > 0) throw new UsageError(`info takes no '${positionals[0]}'`);
  const found = gather();
  if (values.json) {
    process.stdout.write(`${JSON.stringify(found)}\n`);
  } else {
    const rows = Object.entries(found);
    const width = Math.max(...rows.map(([name]) => name.length));
    for (const [name, value] of rows) process.stdout.write(`${name.padEnd(width)}  ${value}\n`);
  }
  return isSupported() ? EXIT.ok : EXIT.failed;
}

function gather(): Record<string, string> {
  const found: Record<string, string> = {
    imnxport: VERSION,
    platform: `${process.platform}-${process.arch}`,
    node: process.versions.node,
  };
  const problem = problemOf(() => void new HttpMailTransport({ proxy: false }).destroy());
  if (problem !== null) return { ...found, native: `not available: ${problem}` };
  // libcurl says it in one line: "libcurl/8.21.0 OpenSSL/3.0.19".
  const [libcurl, tls] = versions().libcurl.split(' ');
  found['native'] = 'available';
  found['libcurl'] = libcurl?.replace(/^libcurl\//, '') ?? '';
  found['tls'] = tls?.replace('/', ' ') ?? 'none';
  const inetcomm = problemOf(() => {
    const transport = new HttpMailTransport({ provider: 'inetcomm' });
    try {
      transport.com.GetIXPType(); // a provider is looked for when it is first called
    } finally {
      void transport.destroy();
    }
  });
  found['provider inetcomm'] = inetcomm === null ? 'available' : `not available: ${inetcomm}`;
  return found;
}

/** Why something cannot be done here; null: it can. */
function problemOf(attempt: () => void): string | null {
  try {
    attempt();
    return null;
  } catch (error) {
    return (error as Error).message.split('\n', 1)[0]!;
  }
}
