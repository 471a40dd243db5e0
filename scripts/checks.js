// Checks that are done one after another, each with a line of its own; one that fails does not keep the others from being done.
'use strict';
const { excerpt, say, step } = require('./log');

/** What went wrong, so that somebody can read it. */
const told = (/** @type {unknown} */ error) => (error instanceof Error ? error.message : String(error));

/** Counts as it goes. */
class Checks {
  passed = 0;
  /** @type {string[]} */
  failed = [];

  /**
   * Does a check: `work` throws what is wrong. Resolves with what it gives, or undefined when it failed.
   * @template T
   * @param {string} title a sentence that is true when the check passes
   * @param {() => Promise<T> | T} work
   * @returns {Promise<T | undefined>}
   */
  async check(title, work) {
    try {
      const result = await step(title, work, 'FAILED');
      this.passed++;
      return result;
    } catch (error) {
      this.failed.push(title);
      say(excerpt(told(error)));
      return undefined;
    }
  }

  /** Takes over the result of tests, one line for each. */
  add(/** @type {{ title: string, problem: string | null }[]} */ tests) {
    for (const { title, problem } of tests) {
      say(`  ${title} ... ${problem === null ? 'ok' : 'FAILED'}`);
      if (problem === null) this.passed++;
      else {
        this.failed.push(title);
        say(excerpt(problem));
      }
    }
  }

  /** Prints the closing line; true when all went well. */
  end() {
    for (const title of this.failed) say(`FAILED  ${title}`);
    say(`${this.passed} passed, ${this.failed.length} failed`);
    return this.failed.length === 0 && this.passed > 0;
  }
}

/** Throws unless the two are the same text. */
function expectText(/** @type {string} */ actual, /** @type {string} */ wanted) {
  if (actual.replaceAll('\r\n', '\n').trim() !== wanted.trim())
    throw new Error(`wanted:\n${wanted.trim()}\ngot:\n${actual.trim()}`);
}

module.exports = { Checks, expectText };
