// What the bench makes of its rounds: ratios and their spread, targets, and rows that do not count.
'use strict';
const { median, percentile, ratios, summarize } = require('../../bench/statistics');
const { evaluate, targets, verdictOf } = require('../../bench/targets');
const { problemOf } = require('../../bench/verify');

/**
 * @param {number} round
 * @param {string} row
 * @param {Record<string, number>} figures
 * @param {string | null} [problem]
 */
const sample = (round, row, figures, problem = null) => ({ round, workload: 'w', row, figures, problem });
const speed = (/** @type {string} */ row, /** @type {string[]} */ ...over) => ({
  ...{ workload: 'w', figure: 'speed', row, over },
});

describe('statistics', () => {
  test('the median is the middle value, or the mean of the two in the middle', () => {
    expect(median([5, 1, 3])).toBe(3);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([])).toBeNaN();
  });

  test('a percentile is a value that was measured, by nearest rank', () => {
    const values = Array.from({ length: 100 }, (_, i) => 100 - i);
    expect(percentile(values, 0.99)).toBe(99);
    expect(percentile(values, 0.5)).toBe(50);
    expect(percentile([7], 0.99)).toBe(7);
    expect(percentile([], 0.5)).toBeNaN();
  });

  test('a summary has the spread and the number of rounds', () => {
    expect(summarize([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3, rounds: 3 });
    expect(summarize([])).toBeNull();
  });

  test('a ratio is one within its round, and the median is one of ratios', () => {
    const samples = [
      ...[sample(1, 'a', { speed: 10 }), sample(1, 'b', { speed: 5 })],
      // The machine was slow here, for both.
      ...[sample(2, 'a', { speed: 3 }), sample(2, 'b', { speed: 1 })],
      ...[sample(3, 'a', { speed: 8 }), sample(3, 'b', { speed: 8 })],
    ];
    expect(ratios(samples, speed('a', 'b'))).toEqual({ median: 2, min: 1, max: 3, rounds: 3 });
  });

  test('a row is divided by the sum of several others', () => {
    const samples = [
      sample(1, 'a', { speed: 9 }),
      sample(1, 'b', { speed: 1 }),
      sample(1, 'c', { speed: 2 }),
    ];
    expect(ratios(samples, speed('a', 'b', 'c'))?.median).toBe(3);
  });

  test('without others it is the figure itself', () => {
    expect(ratios([sample(1, 'a', { speed: 9 })], speed('a'))?.median).toBe(9);
  });

  test('a round in which one of the rows was rejected or is missing does not count', () => {
    const samples = [
      ...[sample(1, 'a', { speed: 10 }), sample(1, 'b', { speed: 5 })],
      ...[sample(2, 'a', { speed: 99 }, 'too few bytes'), sample(2, 'b', { speed: 5 })],
      sample(3, 'a', { speed: 99 }),
    ];
    expect(ratios(samples, speed('a', 'b'))).toMatchObject({ median: 2, rounds: 1 });
  });

  test('nothing to divide by is no ratio', () => {
    expect(ratios([sample(1, 'a', { speed: 1 }), sample(1, 'b', { speed: 0 })], speed('a', 'b'))).toBeNull();
    expect(ratios([], speed('a', 'b'))).toBeNull();
  });
});

describe('rejection', () => {
  const expected = { requests: 10, bytes: 40_960 };

  test('a row whose requests and bytes match counts', () => {
    expect(problemOf(expected, { ...expected })).toBeNull();
  });

  test('too few or too many of either are named', () => {
    expect(problemOf(expected, { requests: 9, bytes: 40_960 })).toBe(
      'the server counted 9 requests instead of 10',
    );
    expect(problemOf(expected, { requests: 11, bytes: 40_961 })).toBe(
      'the server counted 11 requests instead of 10, the server counted 40961 bytes instead of 40960',
    );
  });
});

describe('targets', () => {
  test.each(
    /** @type {const} */ ([
      ['higher', 2, 'stretch'],
      ['higher', 1.5, 'must'],
      ['higher', 0.9, 'missed'],
      ['lower', 0.5, 'stretch'],
      ['lower', 0.9, 'must'],
      ['lower', 1.1, 'missed'],
    ]),
  )('%s is better: %d is %s', (better, value, verdict) => {
    const goals = better === 'higher' ? { must: 1, stretch: 2 } : { must: 1, stretch: 0.5 };
    expect(verdictOf({ better, ...goals }, value)).toBe(verdict);
  });

  test('what is only aimed at is never missed', () => {
    expect(verdictOf({ better: 'higher', must: null, stretch: 1 }, 0.9)).toBe('no must');
  });

  test('a target without samples is not measured, and not reached', () => {
    expect(evaluate([]).map(({ verdict }) => verdict)).toEqual(targets.map(() => 'not measured'));
  });

  test('the median decides', () => {
    const wanted = {
      ...speed('a', 'b'),
      ...{ label: 'a ÷ b', better: /** @type {const} */ ('higher'), must: 2, stretch: 4, unit: '' },
    };
    const samples = [3, 1, 2].flatMap((value, i) => [
      sample(i + 1, 'a', { speed: value }),
      sample(i + 1, 'b', { speed: 1 }),
    ]);
    const [outcome] = evaluate(samples, [wanted]);
    expect(outcome).toMatchObject({ verdict: 'must', value: { median: 2, min: 1, max: 3 } });
  });

  test('no stretch is easier than its must', () => {
    for (const { better, must, stretch } of targets) {
      if (must !== null) expect(better === 'higher' ? stretch >= must : stretch <= must).toBe(true);
    }
  });
});
