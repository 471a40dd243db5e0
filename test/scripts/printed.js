// What scripts print is kept from the output of the tests.
'use strict';

/** For a whole file of tests; returns what tells the text that the test has printed so far. */
function capturePrinted() {
  /** @type {jest.SpyInstance} */
  let output;
  beforeEach(() => {
    output = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  });
  afterEach(() => {
    output.mockRestore();
  });
  return () => output.mock.calls.map(([text]) => text).join('');
}

module.exports = { capturePrinted };
