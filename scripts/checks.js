// Checks that are done one after another, each with a line of its own; one that fails does not keep the others from being done.
'use strict';
const { excerpt, say, step } = require('./log');

/** What went wrong, so that somebody can read it. */
const told = (/** @type {unknown} */ error) => (error instanceof Error ? error.message : String(error));

/** Keeps the results as it goes. */
class Checks {
  /** @type {{ name: string, problem: string | null }[]} */
  results = [];
  #aloud;

  /** @param {{ aloud?: boolean }} [how] aloud: each check is a line of the output, with what is wrong below it */
  constructor({ aloud = true } = {}) {
    this.#aloud = aloud;
  }

  /**
   * Does a check: `work` throws what is wrong. Resolves with what it gives, or undefined when it failed.
   * @template T
   * @param {string} title a sentence that is true when the check passes
   * @param {() => Promise<T> | T} work
   * @returns {Promise<T | undefined>}
   */
  async check(title, work) {
    try {
      const result = await (this.#aloud ? step(title, work, 'FAILED') : work());
      this.results.push({ name: title, problem: null });
      return result;
    } catch (error) {
      this.results.push({ name: title, problem: told(error) });
      if (this.#aloud) say(excerpt(told(error)));
      return undefined;
    }
  }

  /** Takes over the result of tests, one line for each. */
  add(/** @type {{ title: string, problem: string | null }[]} */ tests) {
    for (const { title, problem } of tests) {
      say(`  ${title} ... ${problem === null ? 'ok' : 'FAILED'}`);
      this.results.push({ name: title, problem });
      if (problem !== null) say(excerpt(problem));
    }
  }

  /** Prints the closing line; true when all went well. */
  end() {
    const failed = this.results.filter(({ problem }) => problem !== null);
    for (const { name } of failed) say(`FAILED  ${name}`);
    const passed = this.results.length - failed.length;
    say(`${passed} passed, ${failed.length} failed`);
    return failed.length === 0 && passed > 0;
  }
}

/** Throws unless the two are the same text. */
function expectText(/** @type {string} */ actual, /** @type {string} */ wanted) {
  if (actual.replaceAll('\r\n', '\n').trim() !== wanted.trim())
    throw new Error(`wanted:\n${wanted.trim()}\ngot:\n${actual.trim()}`);
}

module.exports = { Checks, expectText };
