// The report for a terminal: a row for each case, then what does not hold, then how it went.
import { sourceText } from './case.js';
import {
  areaOf,
  columnNames,
  documentedText,
  type ProviderReport,
  type Report,
  type Result,
} from './report.js';
import { row } from './text-table.js';

/** How the table is to look. */
export interface TableOptions {
  /** How many characters a line may have; default 110. */
  width?: number | undefined;
  /** Whether it may be coloured. */
  color?: boolean | undefined;
}

const MARKS = { holds: '✓', broken: '✗', alike: '·', unlike: '~' } as const;
const COLORS = { holds: 32, broken: 31, alike: 90, unlike: 33 } as const;

/** The whole table, with a line end at its end. */
export function reportTable(report: Report, { width = 110, color = false }: TableOptions = {}): string {
  const dye = (text: string, code: number): string =>
    color && text !== '' ? `\x1b[${code}m${text}\x1b[39;22m` : text;
  const opened = report.providers.map(({ problem }) => problem === null);
  const widths = columns(Math.max(width, 60), report.providers.length);
  const lines: string[] = [];

  const head = ['', 'documented', ...columnNames(report.providers)];
  lines.push(...row(head, widths, (line) => dye(line, 1)));
  let area = '';
  for (const each of report.cases) {
    if (areaOf(each) !== area) {
      area = areaOf(each);
      lines.push('', dye(area, 1));
    }
    const kind = each.source.kind === 'documented' ? 'D' : 'P';
    const sign = each.differences.length > 0 ? '≠' : ' ';
    const cells = [`${kind}${sign} ${each.title}`, documentedText(each)];
    cells.push(...each.results.map((result, index) => cell(result, opened[index]!)));
    const codes = each.results.map((result) => (result ? COLORS[result.verdict] : 90));
    lines.push(
      ...row(cells, widths, (line, column) => {
        if (column > 1) return dye(line, codes[column - 2]!);
        return kind === 'P' ? dye(line, 90) : line;
      }),
    );
  }
  lines.push('', ...legend(report), '', ...unlike(report), ...failures(report), ...summary(report));
  return `${lines.join('\n')}\n`;
}

/** What a provider did, and what that means. */
function cell(result: Result | null, opened: boolean): string {
  if (result === null) return opened ? '' : '–';
  return `${MARKS[result.verdict]} ${result.text}`;
}

function columns(width: number, providers: number): number[] {
  const between = 2 * (providers + 1);
  const first = Math.floor((width - between) * (providers > 1 ? 0.37 : 0.42));
  const rest = Math.floor((width - between - first) / (providers + 1));
  return [first, ...Array.from({ length: providers + 1 }, () => rest)];
}

function legend({ providers }: Report): string[] {
  const lines = [
    'D  documented: has to hold   ✓ holds   ✗ does not',
    'P  decided by this project, listed and not judged   · alike   ~ otherwise',
  ];
  if (providers.length > 1) lines.push('≠  the two did something differently');
  return lines;
}

/** So many cases that are not alike are listed. */
const LISTED = 40;

/** What the two did differently: the first thing of each case. */
function unlike({ cases, providers }: Report): string[] {
  const different = cases.filter(({ differences }) => differences.length > 0);
  if (different.length === 0) return [];
  const [ours, theirs] = columnNames(providers);
  const rows = different.slice(0, LISTED).flatMap(({ id, differences }) => {
    const { part, ours: left, theirs: right } = differences[0]!;
    const more = differences.length > 1 ? ` (and ${differences.length - 1} more)` : '';
    return [`  ${id}, ${part}${more}`, `    ${ours}: ${left ?? '–'}`, `    ${theirs}: ${right ?? '–'}`];
  });
  const left = different.length - LISTED;
  if (left > 0) rows.push(`  … and ${left} more cases, which a report has`);
  return ['What the two did differently, judged or not:', ...rows, ''];
}

/** What does not hold, with the page that says it. */
function failures({ cases, providers }: Report): string[] {
  return providers.flatMap(({ name }, index) => {
    const broken = cases.filter(({ results }) => results[index]?.verdict === 'broken');
    if (broken.length === 0) return [];
    const rows = broken.flatMap(({ id, title, says, source, results }) => [
      `  ${id}: ${title}`,
      `    ${sourceText(source)}: ${says}`,
      `    ${name}: ${results[index]!.text}`,
    ]);
    return [`Documented rows that do not hold for ${name}:`, ...rows, ''];
  });
}

/** How it went: a line for each provider, and one for their differences. */
export function summary(report: Report): string[] {
  const lines = report.providers.map(providerLine);
  const [tested, compared] = report.providers;
  if (compared !== undefined && tested!.problem === null && compared.problem === null) {
    lines.push(`${report.different} of ${report.cases.length} cases are not alike`);
  }
  return lines;
}

function providerLine({ name, problem, documented, decisions }: ProviderReport): string {
  if (problem !== null) return `${name} could not be opened: ${problem.message}`;
  const parts: string[] = [];
  if (documented.all > 0) parts.push(`${documented.good} of ${documented.all} documented rows hold`);
  if (decisions.all > 0) parts.push(`${decisions.good} of ${decisions.all} decisions are the same`);
  return `${name}: ${parts.join(', ')}`;
}
