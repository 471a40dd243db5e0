// `npm test`: sets up what the chosen suites need, then runs them.
'use strict';
const { ensurePackages, missing, packages } = require('./packages');
const { runSuites } = require('./runner');
const { suites } = require('./suites');

/**
 * @param {string[] | undefined} only names of suites; all when left out
 * @param {boolean} requireAll
 * @returns {Promise<boolean>} true when nothing failed
 */
async function test(only, requireAll) {
  const unknown = only?.find((name) => !suites.some((suite) => suite.name === name));
  if (unknown !== undefined) {
    throw new Error(
      `There is no suite "${unknown}". There are: ${suites.map((suite) => suite.name).join(', ')}`,
    );
  }
  const chosen = suites.filter((suite) => !only || only.includes(suite.name));
  // Whoever asks for one suite need not wait for packages that only others need.
  const wanted = new Set(chosen.flatMap((suite) => suite.packages ?? []));
  const needed = packages.all.filter((name) => packages.build.includes(name) || wanted.has(name));
  await ensurePackages(needed);
  const absent = new Set(missing(packages.all));
  return runSuites(chosen, { isMissing: (name) => absent.has(name), requireAll });
}

module.exports = { test };
