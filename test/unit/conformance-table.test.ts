// The report for a terminal.
import { columnNames } from '../../dist/conformance/report.js';
import { reportTable } from '../../dist/conformance/report-table.js';
import { wrap } from '../../dist/conformance/text-table.js';
import { fullReport, madeUpCase, madeUpOutcome, madeUpReport } from '../support/conformance.js';

test.each([
  ['', 5, ['']],
  ['one two', 10, ['one two']],
  ['one two', 6, ['one', 'two']],
  ['abcdefgh', 3, ['abc', 'def', 'gh']],
  ['a abcdefgh b', 4, ['a', 'abcd', 'efgh', 'b']],
  ['a\r\n\tb', 9, ['a b']],
])('%p in %d characters', (text, width, lines) => {
  expect(wrap(text, width)).toEqual(lines);
});

test('each case is a row: what is documented, and what each provider did', () => {
  const table = reportTable(fullReport(), { width: 120 });
  expect(table).toMatch(/^ +documented +ours +theirs$/m);
  expect(table).toMatch(/^D≠ something is so +S_OK +✓ S_OK +✗ E_FAIL$/m);
  expect(table).toMatch(/^P≠ something is so +\(behaviour 4\.2\) S_OK +· S_OK +~ E_FAIL$/m);
  expect(table).toMatch(/✗ crashed \(SIGSEGV\)/);
  expect(table).toMatch(/^ours: 5 of 5 documented rows hold, 1 of 1 decisions are the same$/m);
  expect(table).toMatch(/^theirs: 0 of 4 documented rows hold, 0 of 1 decisions are the same$/m);
});

test('what does not hold is listed with the page that says it', () => {
  const table = reportTable(fullReport());
  expect(table).toContain(
    'Documented rows that do not hold for theirs:\n  area/name: something is so\n    Page: S_OK\n    theirs: E_FAIL\n',
  );
  expect(table).not.toContain('do not hold for ours');
});

test('what the two did differently is listed, documented or not', () => {
  const table = reportTable(fullReport());
  expect(table).toContain(
    '\n  area/decision, facts (and 5 more)\n    ours: HRESULT: S_OK\n    theirs: HRESULT: E_FAIL\n',
  );
});

test.each([60, 80, 110, 200])('no row is longer than %d', (width) => {
  const report = fullReport();
  report.cases[0]!.title = 'a title that takes more than one line, however wide the terminal is '.repeat(3);
  const rows = reportTable(report, { width }).split('\nD  documented')[0]!;
  for (const line of rows.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
});

test('colours come only when they are wanted', () => {
  const plain = reportTable(fullReport());
  const coloured = reportTable(fullReport(), { color: true });
  expect(plain).not.toContain('\x1b');
  expect(coloured).toContain('\x1b[31m');
  // eslint-disable-next-line no-control-regex
  expect(coloured.replace(/\x1b\[[\d;]*m/g, '')).toBe(plain);
});

test('one provider has one column, and no differences', () => {
  const table = reportTable(madeUpReport([[madeUpCase(), [madeUpOutcome()]]], ['ours']));
  expect(table).toMatch(/^ +documented +ours$/m);
  expect(table).not.toContain('≠');
  expect(table).not.toContain('not alike');
});

test('a provider that could not be opened says why', () => {
  const problem = { code: 'ERR_X', message: 'there is no such file', hresult: null };
  const report = madeUpReport([[madeUpCase(), [madeUpOutcome(), null]]], ['ours', 'theirs'], [null, problem]);
  expect(reportTable(report)).toMatch(/^theirs could not be opened: there is no such file$/m);
});

test.each([
  [
    ['builtin', '/opt/lib/mine.so'],
    ['builtin', 'mine.so'],
  ],
  [
    ['C:\\a\\x.dll', 'C:\\b\\x.dll'],
    ['C:\\a\\x.dll', 'C:\\b\\x.dll'],
  ],
])('the columns of %j are %j', (names, heads) => {
  expect(columnNames(names.map((name) => ({ name })))).toEqual(heads);
});
