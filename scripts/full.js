// Whether suites that look for what is rare run in their full length: `npm run test:torture`, not `npm test`.
'use strict';

/** Programs that the suites start find the same in their environment. */
const isFull = () => process.env.IMNXPORT_FULL === '1';

function beFull() {
  process.env.IMNXPORT_FULL = '1';
}

module.exports = { isFull, beFull };
