// The conformance kit and a transport that is wrong on purpose: whatever is planted is found, by a documented row.
import { conformanceCases } from '../../dist/conformance/cases/index.js';
import type { CaseReport, Report } from '../../dist/conformance/report.js';
import { runConformance, type RunOptions } from '../../dist/conformance/runner.js';
import { library, wrongTransport } from '../support/built.js';
import { commandLine } from '../support/command-line.js';

/** What is planted, and the documented row that finds it. */
const PLANTED: Record<string, string> = {
  'path-null': 'post/path-null',
  'content-type': 'post/content-type',
  'stream-leaked': 'stream/given-back',
  'no-final': 'status/502',
  'final-twice': 'response/final-once',
  'no-location': 'response/stored',
  'no-resend': 'logon/resent',
  'callback-kept': 'callback/silent-after-hands-off',
  type: 'states/type',
  'state-reversed': 'states/is-busy',
};
const finders = Object.values(PLANTED);

/** Runs cases against the wrong transport with what is named planted. */
async function run(
  planted: string,
  ids: readonly string[],
  timeLimit = 10,
  more: Pick<RunOptions, 'signal' | 'onCase'> = {},
): Promise<Report> {
  process.env['WRONG_TRANSPORT'] = planted;
  process.env['WRONG_TRANSPORT_REAL'] = library();
  try {
    return await runConformance({
      providers: [{ name: 'wrong', provider: { dll: wrongTransport() } }],
      cases: ids.map((id) => conformanceCases.find((each) => each.id === id)!),
      timeLimit,
      ...more,
    });
  } finally {
    delete process.env['WRONG_TRANSPORT'];
    delete process.env['WRONG_TRANSPORT_REAL'];
  }
}

const broken = ({ cases }: Report): string[] =>
  cases.filter(({ results }) => results[0]?.verdict === 'broken').map(({ id }) => id);
const textOf = ({ cases }: Report, id: string) =>
  cases.find((each: CaseReport) => each.id === id)!.results[0]!.text;

test('the ten are found by documented rows', () => {
  expect(finders).toHaveLength(10);
  for (const id of finders)
    expect(conformanceCases.find((each) => each.id === id)?.source.kind).toBe('documented');
});

test('with nothing planted every one of these rows holds', async () => {
  const report = await run('', finders);
  expect(report.providers[0]!.problem).toBeNull();
  expect(broken(report)).toEqual([]);
  expect(report.conforms).toBe(true);
});

// One that never ends a command takes the whole time limit: a second is long enough for a server on loopback.
test.each(Object.entries(PLANTED))('%s, planted alone, is found by %s', async (planted, id) => {
  const report = await run(planted, [id], planted === 'no-final' ? 2 : 10);
  expect(broken(report)).toEqual([id]);
  expect(report.conforms).toBe(false);
});

test('all ten together are found in one run, each by its row, and the exit code says so', async () => {
  const { imnxport } = commandLine(() => '.');
  const env = { WRONG_TRANSPORT_REAL: library() };
  const args = ['conformance', '--provider', wrongTransport(), '--filter', 'documented', '--time-limit', '2'];
  const { code, stdout } = await imnxport(args, { env });
  const list = stdout.split('Documented rows that do not hold for ')[1]!;
  for (const id of finders) expect(list).toContain(`\n  ${id}: `);
  expect(code).toBe(1);
}, 120_000);

test('a transport that crashes is recorded with the call, and the next case has a new process', async () => {
  const report = await run('crash', ['states/type', 'states/status-null', 'states/connect']);
  expect(report.cases.map(({ results }) => results[0]!.outcome.end.kind)).toEqual([
    'completed',
    'crashed',
    'completed',
  ]);
  expect(textOf(report, 'states/status-null')).toMatch(
    /^crashed \((SIG\w+|exit code 0xC0000005)\) during GetStatus\(NULL\)$/,
  );
});

test('a call that never returns is recorded as hung, and the next case has a new process', async () => {
  const report = await run('hang', ['states/status-null', 'states/connect'], 2);
  expect(report.cases.map(({ results }) => results[0]!.outcome.end.kind)).toEqual(['hung', 'completed']);
  expect(textOf(report, 'states/status-null')).toBe('hung: GetStatus(NULL), 2 s');
});

test('a run that is aborted ends at once, even while a call hangs', async () => {
  const controller = new AbortController();
  const onCase = () => controller.abort(new Error('enough'));
  const { signal } = controller;
  // Far longer than a test may take: only the abort can end it.
  const running = run('hang', ['states/type', 'states/status-null'], 600, { signal, onCase });
  await expect(running).rejects.toThrow('enough');
});
