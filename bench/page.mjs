// One HTML page with everything in it: no file, no font and no script from elsewhere.
import { ratioPlot, seriesPlot } from './plots.mjs';
import { quickNote, rejectedLines, targetTable, workloadTable } from './table.mjs';

const escape = (/** @type {string} */ text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** @type {(cells: string[]) => string} */
const rowClass = () => '';

function htmlTable(/** @type {string[][]} */ [head, ...rows], mark = rowClass) {
  const line = (/** @type {string[]} */ cells, /** @type {string} */ tag) =>
    cells.map((cell) => `<${tag}>${escape(cell)}</${tag}>`).join('');
  const body = rows.map((cells) => `<tr class="${mark(cells)}">${line(cells, 'td')}</tr>`).join('\n');
  return `<table><thead><tr>${line(head, 'th')}</tr></thead><tbody>\n${body}\n</tbody></table>`;
}

const style = `
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: #222; background: #fff }
table { border-collapse: collapse; margin: .5rem 0 1.5rem; font-variant-numeric: tabular-nums; font-size: 13px }
th, td { padding: .2rem .7rem; text-align: right; border-bottom: 1px solid #ddd }
th:first-child, td:first-child, .targets :is(th, td):nth-child(2) { text-align: left }
figure { margin: 0; flex: 1 1 30rem }
.stretch td:last-child { background: #bfe5c3 } .must td:last-child { background: #e4f3d5 } .missed td:last-child { background: #f6c9c0 }
.plots { display: flex; flex-wrap: wrap; gap: 1.5rem } svg { max-width: 100%; height: auto }
`;

async function plots(/** @type {import('./table.mjs').Results} */ results) {
  const series = [
    seriesPlot(results, 'by-requests', { figure: 'seconds', xTitle: 'requests', yTitle: 'seconds' }),
    seriesPlot(results, 'by-requests', { figure: 'cpu', xTitle: 'requests', yTitle: 'CPU seconds' }),
    seriesPlot(results, 'call', { figure: 'call', xTitle: 'bytes', yTitle: 'µs', log: true }),
    seriesPlot(results, 'by-size', { figure: 'p50', xTitle: 'bytes', yTitle: 'ms (p50)', log: true }),
  ];
  const all = [...results.workloads.map((workload) => ratioPlot(results, workload)), ...series];
  const drawn = await Promise.all(all.filter((plot) => plot !== null));
  return drawn.map((svg) => `<figure>${svg}</figure>`).join('\n');
}

/** @returns {Promise<string>} */
export async function page(/** @type {import('./table.mjs').Results} */ results) {
  const { machine, versions, command, date, rounds, load } = results;
  const facts = [
    ['command', command],
    ['date', date],
    ['rounds', String(rounds)],
    ['machine', `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGib} GiB`],
    ['system', `${machine.system}, Linux ${machine.kernel}, load at the beginning ${load.toFixed(2)}`],
    ...Object.entries(versions),
  ];
  const tables = results.workloads.map(
    (workload) => `<h3>${escape(workload.title)}</h3>\n${htmlTable(workloadTable(results, workload))}`,
  );
  const rejected = rejectedLines(results).map((line) => `<li>${escape(line)}</li>`);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>imnxport: performance</title><style>${style}</style></head><body>
<h1>imnxport: performance</h1>
<p>Every ratio is one within a round; shown are the median and the spread of the rounds.</p>
<h2>Targets</h2>
${results.quick ? `<p>${quickNote}</p>` : ''}
<div class="targets">${htmlTable(targetTable(results), (cells) => /** @type {string} */ (cells.at(-1)))}</div>
<h2>Plots</h2>
<div class="plots">
${await plots(results)}
</div>
<h2>Figures</h2>
${tables.join('\n')}
<h2>Rejected</h2>
<ul>${rejected.join('\n') || '<li>none</li>'}</ul>
<h2>Where and how</h2>
${htmlTable([['', ''], ...facts])}
</body></html>
`;
}
