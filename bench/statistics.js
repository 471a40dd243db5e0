// What is made of the rounds: medians, percentiles and the ratios between two rows of the same round.
'use strict';

/** The middle value, or the mean of the two in the middle; NaN of nothing. */
function median(/** @type {readonly number[]} */ values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length === 0) return NaN;
  const upper = /** @type {number} */ (sorted[middle]);
  return sorted.length % 2 === 1 ? upper : (upper + /** @type {number} */ (sorted[middle - 1])) / 2;
}

/** By nearest rank, of values in any order: p from 0 to 1; NaN of nothing. */
function percentile(/** @type {ArrayLike<number>} */ values, /** @type {number} */ p) {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? NaN;
}

/**
 * @typedef {{ median: number, min: number, max: number, rounds: number }} Summary
 *   min and max are the spread: with few rounds nothing finer would be honest
 * @typedef {{ round: number, workload: string, row: string, problem: string | null, figures: Record<string, number> }} Sample
 */

/** @returns {Summary | null} null: there is nothing to summarize */
function summarize(/** @type {readonly number[]} */ values) {
  if (values.length === 0) return null;
  return {
    median: median(values),
    min: Math.min(...values),
    max: Math.max(...values),
    rounds: values.length,
  };
}

/**
 * A figure of one row by round; a sample that was rejected, or does not have it, is not there.
 * @param {readonly Sample[]} samples
 * @param {{ workload: string, row: string, figure: string }} which
 * @returns {Map<number, number>}
 */
function byRound(samples, { workload, row, figure }) {
  const values = new Map();
  for (const sample of samples) {
    if (sample.workload !== workload || sample.row !== row || sample.problem !== null) continue;
    const value = sample.figures[figure];
    if (value !== undefined && Number.isFinite(value)) values.set(sample.round, value);
  }
  return values;
}

/**
 * A figure of a row divided by the sum of those of others, within each round in which all of them were measured:
 * what slows the machine for a while slows both sides. Without others it is the figure itself.
 * @param {readonly Sample[]} samples
 * @param {{ workload: string, row: string, figure: string, over: readonly string[] }} which
 */
function ratios(samples, { workload, row, figure, over }) {
  const own = byRound(samples, { workload, row, figure });
  const others = over.map((name) => byRound(samples, { workload, row: name, figure }));
  const values = [];
  for (const [round, value] of own) {
    const parts = others.map((other) => other.get(round));
    if (parts.includes(undefined)) continue;
    const sum = parts.reduce((/** @type {number} */ total, part) => total + /** @type {number} */ (part), 0);
    if (over.length === 0) values.push(value);
    else if (sum > 0) values.push(value / sum);
  }
  return summarize(values);
}

module.exports = { median, percentile, summarize, byRound, ratios };
