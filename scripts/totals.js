// Reads what the test programs report: jest's JSON and ctest's JUnit file become one kind of result.
'use strict';

/**
 * @typedef {{ name: string, output: string, rerun?: string }} Failure
 * @typedef {{ passed: number, failed: number, failures: Failure[], untold?: string[] }} Result
 *   untold: tests of what the environment does not have, each by its name; they count neither way
 */

/** A report that does not hold what it should: the program that wrote it crashed, or is another than we think. */
class NoTotals extends Error {}

/** What the name of a test says that may be left out under Wine: see test/support/wine.ts. */
const wineCannotTell = /\[Wine cannot tell: [^\]]+\]/;

/**
 * @param {any} report parsed output of `jest --json`
 * @param {{ prefix?: string, wine?: boolean }} [about] prefix: put before the name of a test; wine: the report is of a run under Wine
 * @returns {Result}
 */
function fromJest(report, { prefix = '', wine = false } = {}) {
  if (!Number.isInteger(report?.numPassedTests) || !Array.isArray(report.testResults))
    throw new NoTotals('no totals from jest');
  /** @type {Failure[]} */
  const failures = [];
  /** @type {string[]} */
  const untold = [];
  for (const file of report.testResults) {
    const rerun = `npx jest ${file.name}`;
    const tests = file.assertionResults;
    for (const test of tests) {
      if (test.status === 'passed') continue;
      const name = `${prefix}${test.fullName}`;
      if (wine && test.status === 'pending' && wineCannotTell.test(name)) {
        untold.push(name);
        continue;
      }
      // A test that was skipped or is still to be written proves nothing: it may not pass for one that does.
      const output = test.status === 'failed' ? test.failureMessages.join('\n') : `not run: ${test.status}`;
      failures.push({ name, output, rerun: `${rerun} -t ${JSON.stringify(test.fullName)}` });
    }
    // A file that breaks outside its tests (it cannot be loaded, say) is one failure of its own.
    if (file.status === 'failed' && tests.every((/** @type {any} */ test) => test.status !== 'failed')) {
      failures.push({ name: `${prefix}${file.name}`, output: file.message, rerun });
    }
  }
  return { passed: report.numPassedTests, failed: failures.length, failures, untold };
}

const entities = /** @type {Record<string, string>} */ ({ lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' });
const unescapeXml = (/** @type {string} */ text) =>
  text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (name) return entities[name] ?? whole;
    return String.fromCodePoint(decimal ? Number(decimal) : parseInt(hex, 16));
  });

/**
 * @param {string} xml the file that `ctest --output-junit` wrote
 * @param {{ prefix?: string, again?: string }} [about] prefix: put before the name of a test; again: the command that runs ctest
 * @returns {Result}
 */
function fromJUnit(xml, { prefix = '', again = 'ctest --test-dir build' } = {}) {
  const total = /<testsuite\b[^>]*\stests="(\d+)"/.exec(xml);
  if (!total || !/<\/testsuite>|<testsuite\b[^>]*\/>/.test(xml)) throw new NoTotals('no totals from ctest');
  let passed = 0;
  /** @type {Failure[]} */
  const failures = [];
  for (const [, attributes = '', inner = ''] of xml.matchAll(
    /<testcase\b([^>]*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g,
  )) {
    const attribute = (/** @type {string} */ key) =>
      unescapeXml(new RegExp(`\\s${key}="([^"]*)"`).exec(attributes)?.[1] ?? '');
    if (attribute('status') === 'run') {
      passed++;
      continue;
    }
    const name = attribute('name');
    const output = unescapeXml(/<system-out>([\s\S]*?)<\/system-out>/.exec(inner)?.[1] ?? '');
    const pattern = `^${name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`;
    failures.push({
      name: `${prefix}${name}`,
      output,
      rerun: `${again} --output-on-failure -R ${JSON.stringify(pattern)}`,
    });
  }
  if (passed + failures.length !== Number(total[1])) throw new NoTotals('the totals of ctest do not add up');
  return { passed, failed: failures.length, failures };
}

/**
 * @param {string} xml what a doctest program wrote with --reporters=xml
 * @param {{ prefix?: string, again?: string }} [about] as for fromJUnit; again: the command that runs the program
 * @returns {Result}
 */
function fromDoctest(xml, { prefix = '', again = '' } = {}) {
  const total = /<OverallResultsTestCases successes="(\d+)" failures="(\d+)"/.exec(xml);
  if (!total) throw new NoTotals('no totals from doctest');
  /** @type {Failure[]} */
  const failures = [];
  let passed = 0;
  for (const [, name = '', inner = ''] of xml.matchAll(
    /<TestCase name="([^"]*)"[^>]*>([\s\S]*?)<\/TestCase>/g,
  )) {
    const title = unescapeXml(name);
    if (/test_case_success="true"/.test(inner)) passed++;
    else
      failures.push({
        name: `${prefix}${title}`,
        output: unescapeXml(inner),
        rerun: `${again} --test-case=${JSON.stringify(title)}`,
      });
  }
  if (passed !== Number(total[1]) || failures.length !== Number(total[2]))
    throw new NoTotals('the totals of doctest do not add up');
  return { passed, failed: failures.length, failures };
}

/**
 * The result of checks that were done one by one.
 * @param {{ name: string, problem: string | null, rerun?: string }[]} checks problem: null when the check passed
 * @returns {Result}
 */
function fromChecks(checks) {
  const failures = checks.flatMap(({ name, problem, rerun }) =>
    problem === null ? [] : [{ name, output: problem, ...(rerun ? { rerun } : {}) }],
  );
  return { passed: checks.length - failures.length, failed: failures.length, failures };
}

/**
 * Several results as one.
 * @param {Result[]} results
 * @returns {Result}
 */
function sum(results) {
  return {
    passed: results.reduce((total, result) => total + result.passed, 0),
    failed: results.reduce((total, result) => total + result.failed, 0),
    failures: results.flatMap((result) => result.failures),
    untold: results.flatMap((result) => result.untold ?? []),
  };
}

module.exports = { fromJest, fromJUnit, fromDoctest, fromChecks, sum, NoTotals };
