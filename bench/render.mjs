// Writes the tables of the committed results into docs/performance.md, between its markers: `node bench/render.mjs`.
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { asMarkdown, rejectedLines, targetTable, workloadTable } from './table.mjs';

const pathOf = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));
const document = pathOf('../docs/performance.md');
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

const results = JSON.parse(fs.readFileSync(process.argv[2] ?? pathOf('results/results.json'), 'utf8'));
const text = fs.readFileSync(document, 'utf8');
const [from, to] = [text.indexOf(begin), text.indexOf(end)];
if (from < 0 || to < from) throw new Error('docs/performance.md has lost its markers');
fs.writeFileSync(
  document,
  `${text.slice(0, from + begin.length)}\n\n${rendered(results)}\n\n${text.slice(to)}`,
);
