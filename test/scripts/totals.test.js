// How the reports of jest and ctest are read.
'use strict';
const { fromJest, fromJUnit, fromDoctest, fromChecks, sum } = require('../../scripts/totals');

/** A test as jest reports it. */
const jestTest = (
  /** @type {string} */ fullName,
  status = 'passed',
  failureMessages = /** @type {string[]} */ ([]),
) => ({
  fullName,
  status,
  failureMessages,
});

/** A report of jest over one file. */
const jestReport = (/** @type {any[]} */ tests, status = 'passed', message = '') => ({
  numPassedTests: tests.filter((test) => test.status === 'passed').length,
  testResults: [{ name: '/x/a.test.js', status, message, assertionResults: tests }],
});

describe('fromJest', () => {
  test('counts what passed', () => {
    expect(fromJest(jestReport([jestTest('one'), jestTest('two')]))).toEqual({
      passed: 2,
      failed: 0,
      failures: [],
      untold: [],
    });
  });

  test('keeps name, output and the command that runs a failed test again', () => {
    const { passed, failed, failures } = fromJest(
      jestReport([jestTest('one'), jestTest('two', 'failed', ['why'])], 'failed'),
    );
    expect({ passed, failed }).toEqual({ passed: 1, failed: 1 });
    expect(failures).toEqual([{ name: 'two', output: 'why', rerun: 'npx jest /x/a.test.js -t "two"' }]);
  });

  test.each(['pending', 'todo', 'disabled'])('a test that is %s is a failure', (status) => {
    expect(fromJest(jestReport([jestTest('one', status)])).failed).toBe(1);
  });

  test('what Wine cannot tell counts neither way, under Wine only, and only when it says so', () => {
    const named = jestTest('a [Wine cannot tell: x] b', 'pending');
    const report = jestReport([jestTest('one'), named]);
    expect(fromJest(report, { wine: true })).toMatchObject({
      passed: 1,
      failed: 0,
      untold: [named.fullName],
    });
    expect(fromJest(report)).toMatchObject({ passed: 1, failed: 1, untold: [] });
    expect(fromJest(jestReport([jestTest('b', 'pending')]), { wine: true }).failed).toBe(1);
    expect(fromJest(jestReport([jestTest(named.fullName, 'failed', ['x'])]), { wine: true }).failed).toBe(1);
  });

  test('a file that breaks outside its tests is a failure', () => {
    const { failed, failures } = fromJest(jestReport([], 'failed', 'cannot be loaded'));
    expect(failed).toBe(1);
    expect(failures[0]?.output).toBe('cannot be loaded');
  });

  test.each([undefined, {}, { numPassedTests: 1 }])('refuses %j', (report) => {
    expect(() => fromJest(report)).toThrow('no totals');
  });
});

describe('fromJUnit', () => {
  const xml = (/** @type {number} */ tests, /** @type {string} */ cases) => `<?xml version="1.0"?>
    <testsuite name="x" tests="${tests}" failures="9">${cases}</testsuite>`;

  test('counts what passed and what failed', () => {
    const report = xml(
      2,
      `<testcase name="a" classname="a" status="run"><system-out>fine</system-out></testcase>
       <testcase name="b &quot;c&quot; [d]" classname="b" status="fail">
         <failure message=""/><system-out>1 &lt; 2 &amp; &#x41;&#66;</system-out></testcase>`,
    );
    const { passed, failed, failures } = fromJUnit(report);
    expect({ passed, failed }).toEqual({ passed: 1, failed: 1 });
    expect(failures[0]).toMatchObject({ name: 'b "c" [d]', output: '1 < 2 & AB' });
    expect(failures[0]?.rerun).toContain('^b \\"c\\" \\\\[d\\\\]$');
  });

  test.each(['notrun', 'disabled'])('a test with status %s is a failure', (status) => {
    expect(fromJUnit(xml(1, `<testcase name="a" status="${status}"/>`)).failed).toBe(1);
  });

  test('refuses a report that was cut off', () => {
    expect(() => fromJUnit('<testsuite name="x" tests="1"><testcase name="a" status="run"/>')).toThrow(
      'no totals',
    );
  });

  test('refuses totals that do not add up', () => {
    expect(() => fromJUnit(xml(3, '<testcase name="a" status="run"/>'))).toThrow('do not add up');
  });
});

test('fromChecks: a check without a problem has passed', () => {
  const { passed, failed, failures } = fromChecks([
    { name: 'a', problem: null },
    { name: 'b', problem: 'bad', rerun: 'do b' },
  ]);
  expect({ passed, failed }).toEqual({ passed: 1, failed: 1 });
  expect(failures).toEqual([{ name: 'b', output: 'bad', rerun: 'do b' }]);
});

describe('fromDoctest', () => {
  const xml = (/** @type {number} */ good, /** @type {number} */ bad) => `<doctest><TestSuite>
    <TestCase name="a &amp; b" filename="a.cpp" line="3">
      <OverallResultsAsserts successes="1" failures="0" test_case_success="true"/>
    </TestCase>
    <TestCase name="&lt;c>" filename="a.cpp" line="9">
      <Expression success="false" type="CHECK">1 == 2</Expression>
      <OverallResultsAsserts successes="0" failures="1" test_case_success="false"/>
    </TestCase>
  </TestSuite><OverallResultsTestCases successes="${good}" failures="${bad}" skipped="0"/></doctest>`;

  test('counts what passed, and names what failed with its output and the command that runs it again', () => {
    const { passed, failed, failures } = fromDoctest(xml(1, 1), { prefix: 'x64: ', again: 'tests.exe' });
    expect({ passed, failed }).toEqual({ passed: 1, failed: 1 });
    expect(failures[0]).toMatchObject({ name: 'x64: <c>', rerun: 'tests.exe --test-case="<c>"' });
    expect(failures[0]?.output).toContain('1 == 2');
  });

  test.each(['', '<doctest><TestSuite>', xml(2, 1), xml(1, 0)])(
    'refuses a report that is not whole',
    (report) => {
      expect(() => fromDoctest(report)).toThrow('totals');
    },
  );
});

test('sum adds results up and keeps all failures', () => {
  const failure = { name: 'a', output: '' };
  const results = [
    { passed: 1, failed: 0, failures: [] },
    { passed: 2, failed: 1, failures: [failure] },
  ];
  expect(sum(results)).toEqual({ passed: 3, failed: 1, failures: [failure], untold: [] });
});
