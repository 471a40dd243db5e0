// The checks of a release: each has its line, and one that fails hides none of the others.
'use strict';
const { Checks, expectText } = require('../../scripts/checks');
const { capturePrinted } = require('./printed');

const printed = capturePrinted();

test('a check that fails is told with its reason, and the next one is done', async () => {
  const checks = new Checks();
  const failing = await checks.check('one', () => Promise.reject(new Error('the reason')));
  expect(failing).toBeUndefined();
  expect(await checks.check('two', () => 2)).toBe(2);
  expect(checks.end()).toBe(false);
  expect(printed()).toMatch(
    /one \.\.\. FAILED .*\n +the reason\n +two \.\.\. [\d.]+ s\nFAILED {2}one\n1 passed, 1 failed\n$/,
  );
});

test('tests that were run elsewhere count like checks', () => {
  const checks = new Checks();
  checks.add([
    { title: 'good', problem: null },
    { title: 'bad', problem: 'why' },
  ]);
  expect(printed()).toMatch(/good \.\.\. ok\n +bad \.\.\. FAILED\n +why\n$/);
  expect(checks.end()).toBe(false);
});

test('who has results to show elsewhere is told nothing, and given them all', async () => {
  const checks = new Checks({ aloud: false });
  await checks.check('one', () => undefined);
  await checks.check('two', () => Promise.reject(new Error('why')));
  expect(printed()).toBe('');
  expect(checks.results).toEqual([
    { name: 'one', problem: null },
    { name: 'two', problem: 'why' },
  ]);
});

test('all that passed is a success, and nothing at all is none', async () => {
  const checks = new Checks();
  await checks.check('one', () => undefined);
  expect(checks.end()).toBe(true);
  expect(new Checks().end()).toBe(false);
});

test('texts are compared without regard to the ends of lines', () => {
  expect(() => expectText('a\r\nb\r\n', 'a\nb')).not.toThrow();
  expect(() => expectText('a', 'b')).toThrow('wanted:\nb\ngot:\na');
});
