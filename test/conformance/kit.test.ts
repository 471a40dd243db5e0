// The whole conformance kit: the built-in transport beside the library.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { conformanceCases } from '../../dist/conformance/cases/index.js';
import { selectCases } from '../../dist/conformance/select.js';
import { library } from '../support/built.js';
import { commandLine } from '../support/command-line.js';
import { reportProblems } from '../support/report-schema.js';

const folder = mkdtempSync(join(tmpdir(), 'imnxport-'));
afterAll(() => rmSync(folder, { recursive: true, maxRetries: 10 }));
const { imnxport } = commandLine(() => folder);
const conformance = (...args: string[]) => imnxport(['conformance', ...args]);
const read = (name: string) => readFileSync(join(folder, name), 'utf8');

const documented = selectCases(conformanceCases, 'documented').length;

test('the built-in transport and the library conform, and do everything alike', async () => {
  const reports = ['--report', 'all.json', '--report', 'all.html'];
  const { code, stdout, stderr } = await conformance('--against', library(), ...reports);
  const decided = conformanceCases.length - documented;
  const counts = `${documented} of ${documented} documented rows hold, ${decided} of ${decided} decisions are the same`;
  expect(stderr).toBe('');
  expect(stdout.split('\n').slice(-4)).toEqual([
    `builtin: ${counts}`,
    `${library()}: ${counts}`,
    `0 of ${conformanceCases.length} cases are not alike`,
    '',
  ]);
  expect(code).toBe(0);

  expect(reportProblems(read('all.json'))).toEqual([]);
  const report = JSON.parse(read('all.json')) as { conforms: boolean; cases: { id: string }[] };
  expect(report.conforms).toBe(true);
  expect(report.cases.map(({ id }) => id)).toEqual(conformanceCases.map(({ id }) => id));
  const html = read('all.html');
  for (const { id } of conformanceCases) expect(html).toContain(`id="${id}"`);
}, 120_000);
