// `npm run bench`: measures imnxport and its peers in the same run, and writes down what came of it.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { load, machine, versions } from './machine.mjs';
import { choose, parseOptions, usage } from './options.mjs';
import { prepare } from './prepare.mjs';
import { report } from './report.mjs';
import { runRounds } from './rounds.mjs';
import targets from './targets.js';
import { workloads } from './workloads.mjs';

const say = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);
const root = fileURLToPath(new URL('..', import.meta.url));

/** Only a whole run may take the place of the results that are in the repository. */
function folderOf(/** @type {import('./options.mjs').Options} */ { out, quick, only, rounds }) {
  if (out !== null) return path.resolve(out);
  const whole = !quick && only === null && rounds >= 5;
  return path.join(root, ...(whole ? ['bench', 'results'] : ['build', 'bench', 'results']));
}

async function main() {
  const args = process.argv.slice(2);
  const options = parseOptions(args);
  if (options.help) return say(usage);
  if (process.platform !== 'linux') throw new Error('The bench runs on Linux only');
  const began = load();
  const prepared = await prepare();
  try {
    const chosen = choose(workloads(prepared.files, options.quick), options.only);
    const samples = await runRounds(chosen, options.rounds, prepared, say);
    const measured = new Set(chosen.map(({ id }) => id));
    /** @type {import('./table.mjs').Results} */
    const results = {
      command: ['npm run bench', ...(args.length > 0 ? ['--', ...args] : [])].join(' '),
      date: new Date().toISOString(),
      ...{
        quick: options.quick,
        rounds: options.rounds,
        load: began,
        machine: machine(),
        versions: versions(),
      },
      workloads: chosen.map(({ id, title, figure, better, rows }) => ({
        ...{ id, title, figure, better },
        rows: rows.map(({ id, label, x }) => ({ id, label, x })),
      })),
      targets: targets.evaluate(samples).filter(({ workload }) => measured.has(workload)),
      samples,
    };
    report(results, say);
    await write(results, folderOf(options));
  } finally {
    prepared.sink.close();
  }
}

async function write(results, /** @type {string} */ folder) {
  fs.mkdirSync(folder, { recursive: true });
  const file = (/** @type {string} */ name) => path.join(folder, name);
  fs.writeFileSync(file('results.json'), `${JSON.stringify(results, null, 1)}\n`);
  // Loaded here: what draws is nothing that a run has to wait for.
  const { page } = await import('./page.mjs');
  fs.writeFileSync(file('results.html'), await page(results));
  say(`\nWritten: ${file('results.json')}, ${file('results.html')}`);
}

main().catch((error) => {
  say(String(error?.message ?? error));
  process.exitCode = 1;
});
