// Bare Debian systems, in which the package is tried as on a machine that has never compiled anything.
'use strict';
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { debootstrap } = require('./debootstrap');
const { must } = require('./exec');
const { withLock } = require('./lock');
const { step } = require('./log');
const { inRoot } = require('./paths');
const { program } = require('./programs');
const { Unavailable } = require('./unavailable');

/**
 * `packages`: what is in it besides Debian's minimum; a system without a Node.js of its own is given the pinned one.
 * @typedef {{ name: string, suite: string, packages: string[] }} System
 * @type {System[]}
 */
const systems = [
  { name: 'Debian 12', suite: 'bookworm', packages: [] },
  { name: 'Debian 13', suite: 'trixie', packages: ['nodejs'] },
];

/** Its folder. The name changes with what is in it. */
function bareRoot(/** @type {System} */ { suite, packages }) {
  const key = crypto.createHash('sha256').update(JSON.stringify(packages)).digest('hex');
  return path.join('/var/cache/imnxport', `bare-${suite}-${key.slice(0, 12)}`);
}

/** Makes the system when it is not there; it has its name only when it is whole. */
async function ensureBareRoot(/** @type {System} */ system) {
  const folder = bareRoot(system);
  if (process.getuid?.() !== 0) throw new Unavailable('root, for a bare Debian');
  if (fs.existsSync(folder)) return;
  if (!program('debootstrap')) throw new Unavailable('debootstrap');
  await withLock(folder, async () => {
    if (fs.existsSync(folder)) return;
    await step(`a bare ${system.name}, once per machine`, async () => {
      await debootstrap(system.suite, `${folder}.new`, system.packages);
      fs.renameSync(`${folder}.new`, folder);
    });
  });
}

/**
 * Runs a command there that has to succeed; resolves with its output.
 * @param {System} system
 * @param {string} folder of this machine that is /mnt there; the command is run in its `app`, programs in its `bin` are found
 * @param {string[]} command
 */
function inBareRoot(system, folder, command) {
  return must(inRoot('scripts', 'bare-root.sh'), [bareRoot(system), folder, ...command], { limit: 120 });
}

module.exports = { systems, ensureBareRoot, inBareRoot };
