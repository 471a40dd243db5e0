// What imnxport is to reach, as ratios within one run, and whether a run has reached it.
'use strict';
const { ratios } = require('./statistics');

/**
 * @typedef {object} Target
 * @property {string} label
 * @property {string} workload
 * @property {string} figure
 * @property {string} row
 * @property {readonly string[]} over rows whose sum it is divided by; none: the figure itself counts
 * @property {'higher' | 'lower'} better
 * @property {number | null} must null: only something to aim at
 * @property {number} stretch
 * @property {string} unit '' for a ratio
 *
 * @typedef {'stretch' | 'must' | 'missed' | 'no must' | 'not measured'} Verdict
 * @typedef {Target & { value: import('./statistics').Summary | null, verdict: Verdict }} Outcome
 */

/**
 * @param {string} label
 * @param {string} workload
 * @param {string} figure
 * @param {[string, ...string[]]} rows the first one divided by the sum of the others
 * @param {'>=' | '<='} relation
 * @param {number | null} must
 * @param {number} [stretch] where nothing better is aimed at, the same
 * @returns {Target}
 */
function target(
  label,
  workload,
  figure,
  [row, ...over],
  relation,
  must,
  stretch = /** @type {number} */ (must),
  unit = '',
) {
  const better = relation === '>=' ? 'higher' : 'lower';
  return { label, workload, figure, row, over, better, must, stretch, unit };
}

const ours = 'imnxport';
const pool = 'undici-pool';
const small = /** @type {const} */ (['small-16', 'small-64']);

/** @type {readonly Target[]} */
const targets = [
  ...[
    target('Throughput ÷ sendfile', 'bulk-file', 'mibPerSecond', [ours, 'sendfile'], '>=', 0.75, 0.9),
    target('CPU per GiB ÷ sendfile', 'bulk-file', 'cpuPerGib', [ours, 'sendfile'], '<=', 1.6, 1.25),
    target('Event-loop utilization', 'bulk-file', 'elu', [ours], '<=', 0.03, 0.02),
  ],
  ...[
    target('Throughput ÷ undici', 'readable-64k', 'mibPerSecond', [ours, pool], '>=', 1.4, 1.6),
    target('Throughput ÷ undici', 'readable-1m', 'mibPerSecond', [ours, pool], '>=', 1.2, 1.3),
    target('Throughput ÷ undici', 'readable-64k-chunked', 'mibPerSecond', [ours, pool], '>=', null, 1),
    target('Throughput ÷ undici', 'readable-1m-chunked', 'mibPerSecond', [ours, pool], '>=', null, 1),
    target('Event-loop utilization', 'readable-64k', 'elu', [ours], '<=', 0.5, 0.4),
  ],
  target('Requests/s ÷ Pool', 'small-1', 'requestsPerSecond', [ours, pool], '>=', 0.6, 0.9),
  target('Requests/s ÷ Pool', 'small-16', 'requestsPerSecond', [ours, pool], '>=', 1.3, 1.55),
  target('Requests/s ÷ Pool', 'small-64', 'requestsPerSecond', [ours, pool], '>=', 1.4, 1.65),
  ...small.flatMap((workload) => [
    target('Requests/s ÷ dispatch', workload, 'requestsPerSecond', [ours, 'undici-dispatch'], '>=', 1),
    target('CPU per 1,000 ÷ Pool', workload, 'cpuPer1000', [ours, pool], '<=', 0.75, 0.6),
    target('p99 ÷ Pool', workload, 'p99', [ours, pool], '<=', 0.6, 0.4),
    target('Event-loop utilization', workload, 'elu', [ours], '<=', 0.15, 0.1),
  ]),
  target('Throughput ÷ Pool', 'tls', 'mibPerSecond', [ours, pool], '>=', 2.3, 2.9),
  ...[
    target('Requests/s ÷ Pool', 'in-flight', 'requestsPerSecond', [ours, pool], '>=', 1.8, 2),
    target('Peak RSS ÷ (libcurl + Node)', 'in-flight', 'rss', [ours, 'libcurl', 'node-base'], '<=', 1.2),
    target('Peak RSS', 'in-flight', 'rss', [ours], '<=', 120, 120, 'MiB'),
  ],
  ...[
    target('Peak RSS, 5 GiB', 'memory-file', 'rss', ['imnxport-5g'], '<=', 70, 56, 'MiB'),
    // Not exactly 1: two processes that do the same differ by some pages.
    target('Peak RSS, 5 ÷ 1 GiB', 'memory-file', 'rss', ['imnxport-5g', 'imnxport-1g'], '<=', 1.05),
    target('Peak RSS, 5 GiB', 'memory-readable', 'rss', ['imnxport-5g'], '<=', 100, 80, 'MiB'),
    target('Peak RSS, 5 ÷ 1 GiB', 'memory-readable', 'rss', ['imnxport-5g', 'imnxport-1g'], '<=', 1.05),
  ],
  target('RSS per transport', 'idle', 'kibPerTransport', [ours], '<=', 4, 4, 'KiB'),
  target('I/O threads', 'idle', 'ioThreads', [ours], '<=', 1, 1, ''),
  ...['4k', '64k', '1m', '16m', '256m', '1g'].map((size) =>
    target(`CommandPOST, ${size} entity`, 'call', 'call', [`imnxport-${size}`], '<=', 5, 1, 'µs'),
  ),
];

/** @returns {Verdict} */
function verdictOf(
  /** @type {Pick<Target, 'better' | 'must' | 'stretch'>} */ { better, must, stretch },
  /** @type {number} */ value,
) {
  const reaches = (/** @type {number} */ goal) => (better === 'higher' ? value >= goal : value <= goal);
  if (reaches(stretch)) return 'stretch';
  if (must === null) return 'no must';
  return reaches(must) ? 'must' : 'missed';
}

/**
 * @param {readonly import('./statistics').Sample[]} samples
 * @param {readonly Target[]} [wanted]
 * @returns {Outcome[]}
 */
function evaluate(samples, wanted = targets) {
  return wanted.map((goal) => {
    const value = ratios(samples, goal);
    return { ...goal, value, verdict: value === null ? 'not measured' : verdictOf(goal, value.median) };
  });
}

module.exports = { targets, verdictOf, evaluate };
