// The rounds: in each of them every row is measured once, so that what is compared has run side by side.
import { runRow } from './run-row.mjs';

/**
 * @param {import('./workloads.mjs').Workload[]} workloads
 * @param {number} rounds
 * @param {import('./prepare.mjs').Prepared} prepared
 * @param {(line: string) => void} say
 * @returns {Promise<import('./statistics.js').Sample[]>}
 */
export async function runRounds(workloads, rounds, prepared, say) {
  /** @type {import('./statistics.js').Sample[]} */
  const samples = [];
  for (let round = 1; round <= rounds; round++) {
    for (const workload of workloads) {
      if (round > (workload.rounds ?? rounds)) continue;
      const start = performance.now();
      const rejected = [];
      for (const row of rotated(workload.rows, round - 1)) {
        const sample = await sampleOf(workload, row, round, prepared);
        samples.push(sample);
        if (sample.problem !== null) rejected.push(`${row.label}: ${sample.problem}`);
      }
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      say(`  round ${round}  ${workload.id.padEnd(21)} ${seconds.padStart(6)} s`);
      for (const line of rejected) say(`    rejected  ${line}`);
    }
  }
  return samples;
}

/** Each round begins with another row: none is always the one after the slowest. */
function rotated(rows, by) {
  const start = by % rows.length;
  return [...rows.slice(start), ...rows.slice(0, start)];
}

async function sampleOf(workload, row, round, prepared) {
  const which = { round, workload: workload.id, row: row.id };
  try {
    return { ...which, ...(await runRow(workload, row, prepared)) };
  } catch (error) {
    return { ...which, problem: String(error.message), figures: {} };
  }
}
