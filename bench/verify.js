// A row counts only when the server has got what was to be sent: a client that sends less is not a fast one.
'use strict';

/** @typedef {{ requests: number, bytes: number }} Counts */

/**
 * Why a sample is rejected; null: it is not.
 * @param {Counts} expected
 * @param {Counts} counted by the server
 */
function problemOf(expected, counted) {
  const problems = [];
  for (const what of /** @type {const} */ (['requests', 'bytes'])) {
    if (counted[what] !== expected[what])
      problems.push(`the server counted ${counted[what]} ${what} instead of ${expected[what]}`);
  }
  return problems.length > 0 ? problems.join(', ') : null;
}

module.exports = { problemOf };
