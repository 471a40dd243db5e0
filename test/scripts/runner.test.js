// What the test runner makes of suites that pass, fail, crash, test nothing or cannot run.
'use strict';
const { runSuites } = require('../../scripts/runner');
const { Unavailable } = require('../../scripts/unavailable');

/** @typedef {import('../../scripts/runner').Suite} Suite */

/**
 * A suite that reports these numbers.
 * @param {string} name
 * @param {number} passed
 * @param {number} [failed]
 * @returns {Suite}
 */
function suite(name, passed, failed = 0) {
  const failures = Array.from({ length: failed }, (_, i) => ({
    name: `${name} test ${i}`,
    output: `why ${i}`,
    rerun: `again ${i}`,
  }));
  return { name, run: () => Promise.resolve({ passed, failed, failures }) };
}

/**
 * Runs suites and collects what is printed.
 * @param {Suite[]} suites
 * @param {{ isMissing?: (name: string) => boolean, requireAll?: boolean }} [options]
 */
async function outcome(suites, options = {}) {
  /** @type {string[]} */
  const lines = [];
  const ok = await runSuites(suites, { ...options, print: (line) => lines.push(line) });
  return { ok, lines, last: lines.at(-1), text: lines.join('\n') };
}

test('adds the suites up in one closing line', async () => {
  const { ok, last } = await outcome([suite('a', 2), suite('b', 40)]);
  expect(last).toBe('42 passed, 0 failed');
  expect(ok).toBe(true);
});

test('a failure is shown with its output and the command that runs it again', async () => {
  const { ok, last, text } = await outcome([suite('a', 2, 1), suite('b', 1)]);
  expect(last).toBe('3 passed, 1 failed');
  expect(text).toMatch(/FAILED {2}a test 0\n {4}why 0\n {2}again: {2}again 0/);
  expect(ok).toBe(false);
});

test('a suite that crashes counts as one failure, and the others still run', async () => {
  const crashed = { name: 'a', run: () => Promise.reject(new Error('no totals')) };
  const { ok, last, text } = await outcome([crashed, suite('b', 5)]);
  expect(last).toBe('5 passed, 1 failed');
  expect(text).toContain('no totals');
  expect(text).toContain('npm test -- --only=a');
  expect(ok).toBe(false);
});

test('a suite without a single test counts as a failure', async () => {
  const { ok, last, text } = await outcome([suite('a', 0), suite('b', 5)]);
  expect(last).toBe('5 passed, 1 failed');
  expect(text).toContain('it ran no test');
  expect(ok).toBe(false);
});

test('a suite whose packages are missing is neither passed nor failed, and is named', async () => {
  const needy = { ...suite('a', 7), packages: ['this', 'that'] };
  const { ok, lines, last } = await outcome([needy, suite('b', 5)], { isMissing: (name) => name === 'that' });
  expect(last).toBe('5 passed, 0 failed');
  expect(lines.at(-2)).toBe('not run: a (needs that)');
  expect(ok).toBe(true);
});

test('what a preparation cannot find on this machine makes a suite not run', async () => {
  const needy = { ...suite('a', 7), prepare: [() => Promise.reject(new Unavailable('cmake'))] };
  const { lines } = await outcome([needy, suite('b', 5)]);
  expect(lines.at(-2)).toBe('not run: a (needs cmake)');
});

test('a preparation that goes wrong is a failure', async () => {
  const { last } = await outcome([
    { ...suite('a', 7), prepare: [() => Promise.reject(new Error('does not compile'))] },
  ]);
  expect(last).toBe('0 passed, 1 failed');
});

test('what several suites build on is shown only once when it fails, and fails each of them', async () => {
  const broken = Promise.reject(new Error('does not compile'));
  const [a, b] = ['a', 'b'].map((name) => ({ ...suite(name, 1), prepare: [() => broken] }));
  const { last, text } = await outcome([/** @type {Suite} */ (a), /** @type {Suite} */ (b)]);
  expect(last).toBe('0 passed, 2 failed');
  expect(text.match(/does not compile/g)).toHaveLength(1);
});

test('when every suite is required, one that could not run is a failure', async () => {
  const needy = { ...suite('a', 7), packages: ['that'] };
  const { ok, lines, last } = await outcome([needy, suite('b', 5)], {
    isMissing: () => true,
    requireAll: true,
  });
  expect(last).toBe('5 passed, 1 failed');
  expect(lines.at(-2)).toBe('not run: a (needs that)');
  expect(ok).toBe(false);
});

test('a run in which nothing passed is no success', async () => {
  const { ok, last } = await outcome([{ ...suite('a', 7), packages: ['that'] }], { isMissing: () => true });
  expect(last).toBe('0 passed, 0 failed');
  expect(ok).toBe(false);
});
