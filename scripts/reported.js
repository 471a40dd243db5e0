// Runs a program that writes a report with totals, and reads it.
'use strict';
const fs = require('node:fs');
const { isFull } = require('./full');
const { inRoot } = require('./paths');
const { NoTotals } = require('./totals');

/** Longest time for one suite, in seconds: whatever takes longer hangs. */
const limit = () => (isFull() ? 7200 : 900);

/** Where a report is to be written; that of an earlier run is gone. */
function reportFile(/** @type {string} */ name) {
  const file = inRoot('build', 'reports', name);
  fs.mkdirSync(inRoot('build', 'reports'), { recursive: true });
  fs.rmSync(file, { force: true });
  return file;
}

/**
 * @param {string} report
 * @param {(limit: number) => Promise<import('./exec').Result>} start runs the program for at most so many seconds
 * @param {(text: string) => import('./totals').Result} parse
 */
async function reported(report, start, parse) {
  const ended = await start(limit());
  const how = ended.timedOut ? `did not end within ${limit()} s` : `ended with ${ended.signal ?? ended.code}`;
  if (!fs.existsSync(report)) throw new NoTotals(`it ${how} and left no totals\n${ended.output}`);
  const result = parse(fs.readFileSync(report, 'utf8'));
  // A program that failed without naming a failure crashed on its way.
  if (ended.code !== 0 && result.failed === 0) throw new NoTotals(`it ${how}\n${ended.output}`);
  return result;
}

module.exports = { reported, reportFile };
