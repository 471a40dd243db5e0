// Packages of the npm registry that are used as they are, not as modules of this checkout: pinned by hash, kept in the cache.
'use strict';
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { must, npm } = require('./exec');
const { withLock } = require('./lock');
const { step } = require('./log');
const { cacheDir } = require('./paths');
const { retry } = require('./retry');

/** @typedef {{ name: string, version: string, integrity: string }} Pin */

/**
 * A folder that NODE_PATH is given. Each version has its own, so that two of one name can be there.
 * @param {string} shelf the folder of the cache that is for them
 * @param {Pin} pin
 */
const folderOf = (shelf, pin) => path.join(cacheDir(), shelf, pin.version);
const packageOf = (/** @type {string} */ shelf, /** @type {Pin} */ pin) =>
  path.join(folderOf(shelf, pin), pin.name);

/** Downloads a package and unpacks it where it is looked for; seen by others only when it is whole. */
async function fetchPackage(/** @type {string} */ shelf, /** @type {Pin} */ pin) {
  fs.mkdirSync(cacheDir(), { recursive: true });
  const work = fs.mkdtempSync(path.join(cacheDir(), 'npm-'));
  try {
    const args = ['pack', '--silent', '--ignore-scripts', `${pin.name}@${pin.version}`];
    await retry(() => npm(args, { cwd: work, limit: 600 }));
    const name = fs.readdirSync(work).find((file) => file.endsWith('.tgz'));
    const tarball = path.join(work, `${name}`);
    const hash = crypto.createHash('sha512').update(fs.readFileSync(tarball)).digest('base64');
    if (`sha512-${hash}` !== pin.integrity)
      throw new Error(`${pin.name}@${pin.version} is not what is pinned: sha512-${hash}`);
    await must('tar', ['xzf', tarball, '-C', work]);
    fs.mkdirSync(path.dirname(packageOf(shelf, pin)), { recursive: true });
    fs.renameSync(path.join(work, 'package'), packageOf(shelf, pin));
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

/** Packages that are pinned, downloaded when the cache does not have them. */
async function ensurePinned(/** @type {string} */ shelf, /** @type {Pin[]} */ pins) {
  await withLock(`${shelf}-packages`, async () => {
    for (const pin of pins) {
      if (fs.existsSync(packageOf(shelf, pin))) continue;
      await step(`${pin.name} ${pin.version}: downloading, once per machine`, () => fetchPackage(shelf, pin));
    }
  });
}

module.exports = { ensurePinned, folderOf, packageOf };
