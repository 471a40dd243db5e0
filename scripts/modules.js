// node_modules as the lockfile says.
'use strict';
const fs = require('node:fs');
const { npm } = require('./exec');
const { withLock } = require('./lock');
const { step } = require('./log');
const { inRoot, root } = require('./paths');
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

function fresh() {
  try {
    const read = (/** @type {string} */ name) => JSON.parse(fs.readFileSync(inRoot(name), 'utf8'));
    return isFresh(read('package-lock.json'), read('node_modules/.package-lock.json'));
  } catch {
    return false;
  }
}

/** Runs `npm ci` unless node_modules is as it should be. No package's install script is run: none is needed. */
async function ensureModules() {
  if (fresh()) return;
  await withLock(`modules ${root}`, async () => {
    if (fresh()) return;
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    await step('npm ci', () => retry(() => npm(args, { cwd: root, limit: 600 })));
  });
}

module.exports = { ensureModules, isFresh };
