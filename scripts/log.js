// What a person sees: one line per step, with the time it took.
'use strict';

const started = process.hrtime.bigint();

/** Seconds since `since` (or since the program started), with one decimal, as "12.3 s". */
function seconds(since = started) {
  return `${(Number(process.hrtime.bigint() - since) / 1e9).toFixed(1)} s`;
}

/** Prints one line to standard output. */
function say(line = '') {
  process.stdout.write(`${line}\n`);
}

/**
 * Announces a piece of work, does it, and ends the line with the time it took.
 * @template T
 * @param {string} label
 * @param {() => Promise<T> | T} work
 * @param {string} [ifFails] what the line ends with when the work fails
 * @returns {Promise<T>}
 */
async function step(label, work, ifFails = 'failed') {
  const since = process.hrtime.bigint();
  process.stdout.write(`  ${label} ... `);
  try {
    const result = await work();
    say(seconds(since));
    return result;
  } catch (error) {
    say(`${ifFails} (${seconds(since)})`);
    throw error;
  }
}

/** The beginning and the end of a text, `count` lines in all, indented: causes stand at either. */
function excerpt(/** @type {string} */ text, count = 80) {
  const lines = text.trimEnd().split('\n');
  const head = Math.floor(count / 3);
  if (lines.length > count)
    lines.splice(head, lines.length - count, `(${lines.length - count} lines left out)`);
  return lines.map((line) => `    ${line}`).join('\n');
}

module.exports = { seconds, say, step, excerpt };
