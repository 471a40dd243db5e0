// The command line of the bench.
import { parseArgs } from 'node:util';

export const usage = `usage: npm run bench -- [options]

  --quick           smaller sizes, fewer clients, 2 rounds: under 3 minutes
  --only=NAME,NAME  only these workloads
  --rounds=N        how often each client is measured (default 5)
  --out=FOLDER      where the results go (default bench/results of a full run, build/bench/results of any other)
`;

/**
 * @typedef {{ quick: boolean, only: string[] | null, rounds: number, out: string | null, help: boolean }} Options
 * @returns {Options}
 */
export function parseOptions(/** @type {string[]} */ args) {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      rounds: { type: 'string' },
      out: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const rounds = Number(values.rounds ?? (values.quick ? 2 : 5));
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a number from 1');
  const only = values.only?.split(',') ?? null;
  return { quick: values.quick, only, rounds, out: values.out ?? null, help: values.help };
}

/**
 * The workloads that were asked for.
 * @param {import('./workloads.mjs').Workload[]} all
 * @param {string[] | null} only
 */
export function choose(all, only) {
  const unknown = only?.find((id) => !all.some((workload) => workload.id === id));
  if (unknown !== undefined) {
    throw new Error(`There is no workload "${unknown}". There are: ${all.map(({ id }) => id).join(', ')}`);
  }
  return all.filter(({ id }) => !only || only.includes(id));
}
