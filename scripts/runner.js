// Runs suites in order and adds up what they report. What a suite does is none of its business.
'use strict';
const { say, seconds, excerpt } = require('./log');
const { Unavailable } = require('./unavailable');

/**
 * @typedef {import('./totals').Result} Result
 * @typedef {{ name: string, full?: boolean, packages?: string[], prepare?: (() => Promise<unknown>)[], run: () => Promise<Result> }} Suite
 *   full: it belongs to `npm run test:torture`, where it does more than otherwise (isFull of full.js)
 *   packages: what must be installed; prepare: what must be built first (each throws when that fails)
 * @typedef {{ name: string, passed: number, failed: number, failures: import('./totals').Failure[], untold?: string[], notRun: string | null }} Outcome
 */

/** A suite that went wrong as a whole counts as one failure. */
function broken(/** @type {string} */ name, /** @type {string} */ output) {
  const rerun = `npm test -- --only=${name}`;
  return {
    name,
    passed: 0,
    failed: 1,
    failures: [{ name: `the suite "${name}"`, output, rerun }],
    notRun: null,
  };
}

/**
 * @param {Suite} suite
 * @param {(name: string) => boolean} isMissing
 * @param {Set<unknown>} told errors that were shown already: what several suites build on fails only once
 * @returns {Promise<Outcome>}
 */
async function runSuite(suite, isMissing, told) {
  const { name } = suite;
  const notRun = (/** @type {string} */ needs) => ({
    name,
    passed: 0,
    failed: 0,
    failures: [],
    notRun: `needs ${needs}`,
  });
  const absent = (suite.packages ?? []).filter(isMissing);
  if (absent.length > 0) return notRun(absent.join(' '));
  try {
    for (const prepare of suite.prepare ?? []) await prepare();
    const result = await suite.run();
    if (result.passed + result.failed === 0) return broken(name, 'it ran no test');
    return { name, ...result, notRun: null };
  } catch (/** @type {any} */ error) {
    if (error instanceof Unavailable) return notRun(error.message);
    if (told.has(error)) return broken(name, 'what it needs could not be built: see above');
    told.add(error);
    return broken(name, error?.message ?? String(error));
  }
}

function describe(/** @type {Outcome} */ outcome) {
  if (outcome.notRun) return `not run (${outcome.notRun})`;
  return `${outcome.passed} passed${outcome.failed > 0 ? `, ${outcome.failed} FAILED` : ''}`;
}

/**
 * Runs every suite, prints a line for each, the failures with their output, and the closing line.
 * @param {Suite[]} suites
 * @param {{ isMissing?: (name: string) => boolean, requireAll?: boolean, print?: (line: string) => void }} [options]
 *   requireAll: a suite that could not run is a failure
 * @returns {Promise<boolean>} true when nothing failed
 */
async function runSuites(suites, { isMissing = () => false, requireAll = false, print = say } = {}) {
  /** @type {Outcome[]} */
  const outcomes = [];
  const told = new Set();
  for (const suite of suites) {
    const since = process.hrtime.bigint();
    print(`${suite.name}:`);
    const outcome = await runSuite(suite, isMissing, told);
    outcomes.push(outcome);
    print(`  ${describe(outcome)}  (${seconds(since)})`);
    for (const failure of outcome.failures) {
      print(`\n  FAILED  ${failure.name}`);
      if (failure.output) print(excerpt(failure.output));
      if (failure.rerun) print(`  again:  ${failure.rerun}`);
    }
  }
  const skipped = outcomes.filter((outcome) => outcome.notRun !== null);
  print('');
  for (const { name, notRun } of skipped) print(`not run: ${name} (${notRun})`);
  for (const { untold } of outcomes) for (const test of untold ?? []) print(`not to be told here: ${test}`);
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  const failed =
    outcomes.reduce((sum, outcome) => sum + outcome.failed, 0) + (requireAll ? skipped.length : 0);
  print(`${passed} passed, ${failed} failed`);
  // Nothing that passed is no proof of anything.
  return failed === 0 && passed > 0;
}

module.exports = { runSuites };
