// `imnxport conformance`: compares a transport with what is documented, and with another one.
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';
import { sourceText } from '../conformance/case.js';
import { conformanceCases } from '../conformance/cases/index.js';
import { parseProvider } from '../conformance/provider-name.js';
import type { Report } from '../conformance/report.js';
import { reportHtml } from '../conformance/report-html.js';
import { reportJson } from '../conformance/report-json.js';
import { reportSchema } from '../conformance/report-schema.js';
import { reportTable } from '../conformance/report-table.js';
import { runConformance } from '../conformance/runner.js';
import { selectCases } from '../conformance/select.js';
import { EXIT, interruption, parse, UsageError } from './usage.js';

const HELP = `Usage: imnxport conformance [options]

Runs a list of cases with a transport (IHTTPMailTransport) against a server of its own on loopback, and compares what
it does with what is documented, and with what another transport does. Each transport runs in a process of its own.

      --provider WHAT     the transport under test; default: builtin
      --against WHAT      another one, to compare it with
      --report FILE       also write a report: FILE.html, FILE.json, or - for JSON on standard output, which sends
                          the table to standard error; may be repeated
      --filter WORDS      only the cases with these words in id, title, page or rule; documented, decision
      --time-limit SEC    how long a call, or anything that is waited for, may take; default: 10
      --list              show the cases instead of running them
      --schema            show the JSON schema of the report
  -v, --verbose           show what the transports print
  -h, --help

WHAT is builtin, inetcomm (the one of this Windows), a CLSID, or the path of a DLL, with ,CLSID after it when its
class is not CLSID_IHTTPMailTransport. Only the DLL is needed: nothing has to be registered.

Exit code: 0 every documented row holds for the transport under test, 1 not all do, or a transport could not be
opened, 2 wrong call, 130 interrupted.
`;

const OPTIONS = {
  provider: { type: 'string', default: 'builtin' },
  against: { type: 'string' },
  report: { type: 'string', multiple: true, default: [] as string[] },
  filter: { type: 'string', default: '' },
  'time-limit': { type: 'string', default: '10' },
  list: { type: 'boolean' },
  schema: { type: 'boolean' },
  verbose: { type: 'boolean', short: 'v' },
  help: { type: 'boolean', short: 'h' },
} as const;

export async function conformance(args: string[]): Promise<number> {
  const { values, positionals } = parse(args, OPTIONS);
  if (values.help) return print(HELP);
  if (positionals.length > 0) {
    throw new UsageError(`conformance takes no '${positionals[0]}'`);
  }
  if (values.schema) return print(`${JSON.stringify(reportSchema, null, 2)}\n`);
  const cases = selectCases(conformanceCases, values.filter);
  if (cases.length === 0) {
    throw new UsageError(`no case has the words '${values.filter}'`, 'imnxport conformance --list');
  }
  if (values.list) return print(listOf(cases));
  const reports = values.report.map(writer);
  const timeLimit = Number(values['time-limit']);
  if (!(timeLimit > 0)) {
    throw new UsageError(`--time-limit takes a number of seconds, not '${values['time-limit']}'`);
  }

  const names = [values.provider, ...(values.against === undefined ? [] : [values.against])];
  const signal = interruption();
  const progress = progressLine();
  let report: Report;
  try {
    report = await runConformance({
      providers: names.map((name) => ({ name, provider: parseProvider(name) })),
      cases,
      timeLimit,
      onCase: progress.update,
      verbose: values.verbose ?? false,
      signal,
    });
  } catch (error) {
    if (!signal.aborted) throw error;
    process.stderr.write('imnxport: interrupted\n');
    return EXIT.interrupted;
  } finally {
    progress.end();
  }

  for (const write of reports) write(report);
  const problems = report.providers.filter(({ problem }) => problem !== null);
  for (const { problem } of problems) process.stderr.write(`imnxport: ${problem!.message}\n`);
  if (report.providers[0]!.problem === null) {
    const output = values.report.includes('-') ? process.stderr : process.stdout;
    output.write(
      reportTable(report, { width: output.columns, color: output.isTTY && !process.env['NO_COLOR'] }),
    );
  }
  return report.conforms && problems.length === 0 ? EXIT.ok : EXIT.failed;
}

function print(text: string): number {
  process.stdout.write(text);
  return EXIT.ok;
}

function listOf(cases: typeof conformanceCases): string {
  const width = Math.max(...cases.map(({ id }) => id.length));
  const lines = cases.map(({ id, source, title }) => {
    const kind = source.kind === 'documented' ? 'D' : 'P';
    return `${kind}  ${id.padEnd(width)}  ${title} (${sourceText(source)})`;
  });
  return `${lines.join('\n')}\n`;
}

/** What writes a report; a file that cannot be one is said before anything runs. */
function writer(file: string): (report: Report) => void {
  if (file === '-') return (report) => process.stdout.write(reportJson(report));
  const folder = dirname(resolve(file));
  if (!existsSync(folder)) throw new UsageError(`--report ${file}: there is no folder ${folder}`);
  switch (extname(file).toLowerCase()) {
    case '.json':
      return (report) => writeFileSync(file, reportJson(report));
    case '.html':
    case '.htm':
      return (report) => writeFileSync(file, reportHtml(report));
    default:
      throw new UsageError(`--report takes a file that ends in .html or .json, or -, not '${file}'`);
  }
}

/** How far it is, on a terminal only. */
function progressLine(): { update: (done: number, all: number) => void; end: () => void } {
  if (!process.stderr.isTTY) return { update: () => undefined, end: () => undefined };
  return {
    update: (done, all) => process.stderr.write(`\r\x1b[Kcase ${done} of ${all}`),
    end: () => process.stderr.write('\r\x1b[K'),
  };
}
