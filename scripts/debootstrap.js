// Makes a Debian in a folder, from the mirror that this machine's apt uses.
'use strict';
const fs = require('node:fs');
const { aptEnv: env, mirror } = require('./apt');
const { must } = require('./exec');
const { retry } = require('./retry');

/**
 * The smallest Debian that apt can add to; IMNXPORT_DEBIAN_MIRROR names another place to get it from. Takes root.
 * @param {string} suite as trixie
 * @param {string} folder that is not there yet, or empty
 * @param {string[]} [packages] that it has besides
 */
async function debootstrap(suite, folder, packages = []) {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  const isDebian = /^ID=debian$/m.test(fs.readFileSync('/etc/os-release', 'utf8'));
  const site = process.env.IMNXPORT_DEBIAN_MIRROR ?? (isDebian ? await mirror() : null);
  const include = packages.length > 0 ? [`--include=${packages.join(',')}`] : [];
  const args = ['--variant=minbase', ...include, suite, folder, ...(site ? [site] : [])];
  await retry(() => must('debootstrap', args, { env, limit: 600 }));
}

module.exports = { debootstrap };
