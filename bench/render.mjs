// Writes the tables of the committed results into docs/performance.md and README.md, between their markers: `node bench/render.mjs`.
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { asMarkdown, overviewTable, rejectedLines, targetTable, workloadTable } from './table.mjs';

const pathOf = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));
const begin = '<!-- results: written by bench/render.mjs -->';
const end = '<!-- end of the results -->';

/** @returns {string} */
function rendered(/** @type {import('./table.mjs').Results} */ results) {
  const { machine, versions, command, date, rounds, load } = results;
  const list = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const where = `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGib} GiB, ${machine.system}, Linux ${machine.kernel}`;
  const parts = [
    `\`${command}\` on ${date.slice(0, 10)}: ${where}; ${rounds} rounds; load at the beginning ${load.toFixed(2)}.`,
    `${list.join(', ')}.`,
    '### Targets',
    asMarkdown(targetTable(results), 2),
    ...results.workloads.flatMap((workload) => [
      `### ${workload.title}`,
      asMarkdown(workloadTable(results, workload)),
    ]),
    '### Rejected',
    rejectedLines(results)
      .map((line) => `- ${line}`)
      .join('\n') || 'No row was rejected.',
  ];
  return parts.join('\n\n');
}

/** The same in one table. */
function overview(/** @type {import('./table.mjs').Results} */ results) {
  const { machine, command, date } = results;
  const where = `${machine.cpu}, ${machine.cores} cores, ${machine.system}`;
  return `\`${command}\` on ${date.slice(0, 10)}, ${where}, medians:\n\n${asMarkdown(overviewTable(results))}`;
}

/** Puts `text` between the markers of a document. */
function write(/** @type {string} */ name, /** @type {string} */ text) {
  const file = pathOf(`../${name}`);
  const old = fs.readFileSync(file, 'utf8');
  const [from, to] = [old.indexOf(begin), old.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${name} has lost its markers`);
  fs.writeFileSync(file, `${old.slice(0, from + begin.length)}\n\n${text}\n\n${old.slice(to)}`);
}

const results = JSON.parse(fs.readFileSync(process.argv[2] ?? pathOf('results/results.json'), 'utf8'));
write('docs/performance.md', rendered(results));
write('README.md', overview(results));
