// The plots, drawn by Vega as text of SVG.
import * as vega from 'vega';
import { compile } from 'vega-lite';
import statistics from './statistics.js';

const config = { font: 'system-ui, sans-serif', background: 'transparent', view: { stroke: null } };

/** @returns {Promise<string>} */
async function draw(spec) {
  const { spec: compiled } = compile({ ...spec, config });
  return new vega.View(vega.parse(compiled), { renderer: 'none' }).toSVG();
}

const anchor = 'undici-pool';

/**
 * Each row's figure divided by that of undici's Pool in the same rounds; a line shows the spread.
 * @param {import('./table.mjs').Results} results
 * @param {import('./table.mjs').Shown} workload
 * @returns {Promise<string> | null} null: it does not compare clients
 */
export function ratioPlot({ samples }, { id, title, figure, rows }) {
  if (!rows.some((row) => row.id === anchor)) return null;
  const values = rows.flatMap(({ id: row, label }) => {
    const ratio = statistics.ratios(samples, { workload: id, row, figure, over: [anchor] });
    return ratio === null ? [] : [{ client: label, ...ratio, own: row === 'imnxport' }];
  });
  if (values.length === 0) return null;
  const order = [...values].sort((a, b) => b.median - a.median).map(({ client }) => client);
  const y = { field: 'client', type: 'nominal', sort: order, title: null, axis: { labelLimit: 220 } };
  const x = { field: 'median', type: 'quantitative', title: 'times undici Pool (more is faster)' };
  const color = { field: 'own', type: 'nominal', legend: null };
  return draw({
    title,
    width: 360,
    data: { values },
    encoding: { y },
    layer: [
      {
        mark: 'bar',
        encoding: { x, color: { ...color, scale: { domain: [true, false], range: ['#d9622b', '#9db4c8'] } } },
      },
      { mark: 'rule', encoding: { x: { field: 'min', type: 'quantitative' }, x2: { field: 'max' } } },
      { mark: { type: 'rule', strokeDash: [4, 3] }, encoding: { x: { datum: 1 }, y: null } },
    ],
  });
}

/**
 * A figure of rows that stand on an axis, one line for each client.
 * @param {import('./table.mjs').Results} results
 * @param {string} id of the workload
 * @param {{ figure: string, xTitle: string, yTitle: string, log?: boolean }} axes log: both axes
 */
export function seriesPlot({ samples, workloads }, id, { figure, xTitle, yTitle, log = false }) {
  const workload = workloads.find((each) => each.id === id);
  if (!workload) return null;
  const values = workload.rows.flatMap(({ id: row, label, x }) => {
    if (x === undefined) return []; // it does not stand on the axis
    const all = [...statistics.byRound(samples, { workload: id, row, figure }).values()];
    const summary = statistics.summarize(all);
    const client = id === 'call' ? 'CommandPOST' : label.split(',')[0];
    return summary === null ? [] : [{ x: log ? Math.max(x, 1) : x, client, ...summary }];
  });
  if (values.length === 0) return null;
  const scale = log ? { scale: { type: 'log' } } : {};
  const axis = log ? { axis: { format: '~s' } } : {};
  const x = { field: 'x', type: 'quantitative', title: xTitle, ...scale, ...axis };
  const y = { field: 'median', type: 'quantitative', title: yTitle, ...scale };
  const color = { field: 'client', type: 'nominal', title: null, scale: { range: ['#d9622b', '#5b7f9e'] } };
  const mark = { type: 'line', point: true };
  return draw({
    title: workload.title,
    width: 420,
    height: 260,
    data: { values },
    mark,
    encoding: { x, y, color },
  });
}
