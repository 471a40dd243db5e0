// The whole of the results on the console.
import { asText, quickNote, rejectedLines, targetTable, workloadTable } from './table.mjs';

/**
 * @param {import('./table.mjs').Results} results
 * @param {(line: string) => void} say
 */
export function report(results, say) {
  const { machine, versions } = results;
  for (const workload of results.workloads) {
    say(`\n${workload.title}  [${workload.id}]`);
    say(asText(workloadTable(results, workload)));
  }
  say('\nTargets');
  say(asText(targetTable(results), 2));
  if (results.quick) say(`  ${quickNote}`);
  const rejected = rejectedLines(results);
  if (rejected.length > 0) say(`\nRejected\n${rejected.map((line) => `  ${line}`).join('\n')}`);
  say(`\n${machine.cpu}, ${machine.cores} cores, ${machine.system}, Linux ${machine.kernel}`);
  const list = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  say(list.join(', '));
  say(`${results.rounds} rounds; load of the machine at the beginning ${results.load.toFixed(2)}`);
}
