// The results as text, for the console and for Markdown.
import statistics from './statistics.js';

/**
 * @typedef {{ id: string, title: string, figure: string, better: string, rows: { id: string, label: string, x?: number }[] }} Shown
 * @typedef {object} Results what a file of results holds
 * @property {string} command
 * @property {string} date
 * @property {boolean} quick
 * @property {number} rounds
 * @property {number} load
 * @property {ReturnType<typeof import('./machine.mjs').machine>} machine
 * @property {Record<string, string>} versions
 * @property {Shown[]} workloads
 * @property {import('./statistics.js').Sample[]} samples
 * @property {import('./targets.js').Outcome[]} targets
 */

/** Each figure with its heading, and how many digits behind the point. */
const columns = {
  mibPerSecond: ['MiB/s', 0],
  requestsPerSecond: ['req/s', 0],
  p50: ['p50 ms', 3],
  p99: ['p99 ms', 3],
  seconds: ['s', 3],
  cpu: ['CPU s', 3],
  cpuPerGib: ['CPU s/GiB', 3],
  cpuPer1000: ['CPU s/1000', 3],
  rss: ['RSS MiB', 0],
  elu: ['ELU', 3],
  delay: ['max delay ms', 1],
  kibPerTransport: ['KiB each', 2],
  kibPerUsedTransport: ['KiB each, used', 2],
  connections: ['new connections', 0],
  ioThreads: ['I/O threads', 0],
  ownThreads: ['all own threads', 0],
  call: ['call µs', 2],
  callMin: ['min µs', 2],
  callMax: ['max µs', 2],
};
const bulk = ['mibPerSecond', 'seconds', 'cpu', 'cpuPerGib', 'rss', 'elu', 'delay'];
const small = ['requestsPerSecond', 'p50', 'p99', 'cpuPer1000', 'rss', 'elu', 'delay', 'connections'];
const shown = {
  mibPerSecond: bulk,
  rss: bulk,
  requestsPerSecond: small,
  kibPerTransport: ['kibPerTransport', 'kibPerUsedTransport', 'ioThreads', 'ownThreads', 'rss'],
  call: ['call', 'callMin', 'callMax', 'rss'],
  seconds: ['seconds', 'cpu', 'requestsPerSecond', 'cpuPer1000', 'rss'],
  p50: ['p50', 'p99', 'cpuPer1000', 'rss', 'connections'],
};

const format = (/** @type {number} */ value, /** @type {number} */ digits) =>
  Number.isFinite(value) ? value.toFixed(digits) : '–';

/** "1.32 (1.28–1.40)" */
function withSpread(/** @type {import('./statistics.js').Summary | null} */ summary, digits = 2) {
  if (summary === null) return '–';
  const [min, max] = [summary.min, summary.max].map((value) => format(value, digits));
  return `${format(summary.median, digits)} (${min}–${max})`;
}

/**
 * The medians of a workload's rows: headings first.
 * @param {Results} results
 * @param {Shown} workload
 */
export function workloadTable({ samples }, workload) {
  const names = shown[workload.figure];
  const ratio = workload.rows.some(({ id }) => id === 'undici-pool');
  const head = ['', ...names.map((name) => columns[name][0]), ...(ratio ? ['÷ undici Pool (spread)'] : [])];
  const rows = workload.rows.map((row) => {
    const which = { workload: workload.id, row: row.id };
    const cells = names.map((figure) => medianOf(samples, { ...which, figure }));
    if (ratio) {
      const over = { ...which, figure: workload.figure, over: ['undici-pool'] };
      cells.push(withSpread(statistics.ratios(samples, over)));
    }
    const label = row.x === undefined ? row.label : `${row.label.split(',')[0]}, ${amount(row.x)}`;
    return [label, ...cells];
  });
  return [head, ...rows];
}

function amount(/** @type {number} */ x) {
  return x.toLocaleString('en');
}

/** The median of the rounds of one row, with the digits that its figure has. */
function medianOf(
  /** @type {Results['samples']} */ samples,
  /** @type {{ workload: string, row: string, figure: string }} */ which,
) {
  const values = [...statistics.byRound(samples, which).values()];
  return format(statistics.median(values), columns[which.figure][1]);
}

const overviewClients = ['imnxport', 'undici-pool', 'node-http', 'fetch', 'axios', 'got'];
const overviewWorkloads = [
  'bulk-file',
  'readable-64k',
  'tls',
  'small-1',
  'small-16',
  'small-64',
  'in-flight',
];

/** What somebody who compares clients wants to see first: headings first. */
export function overviewTable(/** @type {Results} */ { workloads, samples }) {
  const shownHere = overviewWorkloads.flatMap((id) => workloads.filter((one) => one.id === id));
  const labels = new Map(shownHere.flatMap(({ rows }) => rows.map(({ id, label }) => [id, label])));
  const rows = shownHere.map(({ id, title, figure }) => [
    `${title}, ${columns[figure][0]}`,
    ...overviewClients.map((row) => medianOf(samples, { workload: id, row, figure })),
  ]);
  return [['', ...overviewClients.map((id) => labels.get(id) ?? id)], ...rows];
}

/** What is to be known about the verdicts of a quick run. */
export const quickNote = 'A quick run: the targets are those of the full sizes.';

/** The table of targets: headings first. */
export function targetTable(/** @type {Results} */ { targets }) {
  const head = ['workload', 'target', 'must', 'stretch', 'measured (spread)', 'reached'];
  const rows = targets.map(({ label, workload, better, must, stretch, unit, value, verdict }) => {
    const sign = better === 'higher' ? '≥' : '≤';
    const suffix = unit === '' ? '' : ` ${unit}`;
    const goals = [must, stretch].map((goal) => (goal === null ? '–' : `${sign} ${goal}${suffix}`));
    return [workload, label, ...goals, withSpread(value), verdict];
  });
  return [head, ...rows];
}

/** Samples that do not count, and why. */
export function rejectedLines(/** @type {Results} */ { samples }) {
  return samples
    .filter(({ problem }) => problem !== null)
    .map(({ workload, row, round, problem }) => `${workload} ${row}, round ${round}: ${problem}`);
}

/** In columns, the first one to the left and the numbers to the right. */
export function asText(/** @type {string[][]} */ table, left = 1) {
  const widths = table[0].map((_, i) => Math.max(...table.map((cells) => cells[i].length)));
  const line = (/** @type {string[]} */ cells) =>
    cells.map((cell, i) => (i < left ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  ');
  return table.map((cells) => `  ${line(cells)}`.trimEnd()).join('\n');
}

export function asMarkdown(/** @type {string[][]} */ [head, ...rows], left = 1) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, i) => (i < left ? '---' : '---:'));
  return [head, rule, ...rows].map(line).join('\n');
}
