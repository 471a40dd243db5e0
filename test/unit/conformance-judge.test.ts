// What is expected of a case, whether it holds, and how that is said.
import { decided } from '../../dist/conformance/case.js';
import { aFailure, atLeast, containing, holds, not } from '../../dist/conformance/expectation.js';
import { judge, saysOf } from '../../dist/conformance/report.js';
import { madeUpCase, madeUpOutcome } from '../support/conformance.js';

test.each([
  ['E_FAIL', aFailure, true],
  ['IXP_E_NOT_INIT', aFailure, true],
  ['0x80041234', aFailure, true],
  ['S_OK', aFailure, false],
  ['S_FALSE', aFailure, false],
  ['0x00000005', aFailure, false],
  [null, aFailure, false],
  [2, atLeast(2), true],
  [1, atLeast(2), false],
  ['2', atLeast(2), false],
  ['a403b', containing('403'), true],
  ['a', containing('403'), false],
  [1, not(0), true],
  [0, not(0), false],
  [null, null, true],
  [undefined, null, false],
])('%p and %p: %p', (fact, expected, result) => {
  expect(holds(expected, fact)).toBe(result);
});

test('one expectation is said as it is, several with their names', () => {
  expect(saysOf(madeUpCase({ expected: { a: 'S_OK' } }))).toBe('S_OK');
  expect(saysOf(madeUpCase({ expected: { a: 'S_OK', b: null, c: true, d: atLeast(1) } }))).toBe(
    'a: S_OK, b: none, c: yes, d: 1 or more',
  );
  expect(saysOf(madeUpCase({ says: 'in short' }))).toBe('in short');
});

test('a documented row holds or is broken', () => {
  const each = madeUpCase({ expected: { a: 'S_OK' } });
  expect(judge(each, madeUpOutcome({ facts: { a: 'S_OK' } }))).toMatchObject({
    verdict: 'holds',
    text: 'S_OK',
  });
  expect(judge(each, madeUpOutcome({ facts: { a: 'E_FAIL' } }))).toMatchObject({
    verdict: 'broken',
    text: 'E_FAIL',
    unexpected: ['a'],
  });
});

test('a decision is the same or not', () => {
  const each = madeUpCase({ expected: { a: 1, b: 2 }, source: decided('1') });
  expect(judge(each, madeUpOutcome({ facts: { a: 1, b: 2 } }))).toMatchObject({
    verdict: 'alike',
    text: 'as decided',
  });
  expect(judge(each, madeUpOutcome({ facts: { a: 1, b: 3 } }))).toMatchObject({
    verdict: 'unlike',
    text: 'b: 3',
  });
});

test('what did not end by itself does not hold, whatever was seen before', () => {
  const facts = { HRESULT: 'S_OK' };
  const crashed = madeUpOutcome({ end: { kind: 'crashed', during: 'CommandPOST()', how: 'SIGSEGV' }, facts });
  expect(judge(madeUpCase(), crashed)).toMatchObject({
    verdict: 'broken',
    text: 'crashed (SIGSEGV) during CommandPOST()',
  });
});

test('a fact that was never found out is not as expected', () => {
  expect(judge(madeUpCase({ expected: { a: null } }), madeUpOutcome({ facts: {} })).unexpected).toEqual([
    'a',
  ]);
});
