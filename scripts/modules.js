// node_modules as the lockfile says, in the root and in folders that have tools of their own.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { npm } = require('./exec');
const { withLock } = require('./lock');
const { step } = require('./log');
const { root } = require('./paths');
const { retry } = require('./retry');

/**
 * True when what is installed is what the lockfile wants. npm notes what it installed in node_modules/.package-lock.json,
 * as the last thing it does; packages for other platforms may be missing there.
 * @param {any} wanted package-lock.json
 * @param {any} installed node_modules/.package-lock.json
 */
function isFresh(wanted, installed) {
  for (const [where, entry] of Object.entries(wanted.packages)) {
    if (where === '') continue;
    const there = installed.packages[where];
    if (!there && entry.optional) continue;
    if (there?.version !== entry.version || there?.integrity !== entry.integrity) return false;
  }
  return true;
}

function fresh(/** @type {string} */ folder) {
  try {
    const read = (/** @type {string} */ name) => JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8'));
    return isFresh(read('package-lock.json'), read('node_modules/.package-lock.json'));
  } catch {
    return false;
  }
}

/** Runs `npm ci` in a folder unless its node_modules is as it should be. No package's install script is run: none is needed. */
async function ensureModulesIn(/** @type {string} */ folder) {
  if (fresh(folder)) return;
  await withLock(`modules ${folder}`, async () => {
    if (fresh(folder)) return;
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    const where = path.relative(root, folder);
    await step(`npm ci${where && ` in ${where}/`}`, () =>
      retry(() => npm(args, { cwd: folder, limit: 600 })),
    );
  });
}

/** Those of the project itself. */
const ensureModules = () => ensureModulesIn(root);

module.exports = { ensureModules, ensureModulesIn, isFresh };
