// Builds the addon the other way, with node-gyp and binding.gyp, and compares the two.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { ensureCurl } = require('./curl-build');
const { must } = require('./exec');
const { withLock } = require('./lock');
const { step } = require('./log');
const { root, inRoot, nodeModule, addon } = require('./paths');
const { fromChecks } = require('./totals');

/** node-gyp empties build/, where the other build lives: it works in a copy. */
const copy = inRoot('build', 'gyp');

/**
 * A folder that node-gyp takes for Node's headers. Node-API is all we use, and that comes from npm: nothing has to be downloaded.
 * Node's own headers are taken where they are installed along with Node.
 */
function headers() {
  const own = path.resolve(process.execPath, '..', '..');
  if (fs.existsSync(path.join(own, 'include', 'node', 'common.gypi'))) return own;
  const made = path.join(copy, 'node');
  const include = path.join(made, 'include', 'node');
  fs.cpSync(inRoot('node_modules', 'node-api-headers', 'include'), include, { recursive: true });
  const settings = {
    target_defaults: {
      cflags: ['-fPIC', '-pthread'],
      default_configuration: 'Release',
      configurations: { Release: { cflags: ['-O3'] } },
    },
  };
  fs.writeFileSync(path.join(include, 'common.gypi'), JSON.stringify(settings));
  return made;
}

/**
 * Builds and returns the path of the addon.
 * @param {{ quick?: boolean }} [how] quick: without optimization
 */
async function buildGyp({ quick = false } = {}) {
  const curl = await ensureCurl();
  return withLock(`gyp ${root}`, async () => {
    fs.rmSync(copy, { recursive: true, force: true });
    fs.mkdirSync(copy, { recursive: true });
    for (const name of ['native', 'binding.gyp', 'package.json']) {
      fs.cpSync(inRoot(name), path.join(copy, name), { recursive: true });
    }
    fs.symlinkSync(inRoot('node_modules'), path.join(copy, 'node_modules'));
    const args = [nodeModule('node-gyp/bin/node-gyp.js'), 'rebuild', '--nodedir', headers(), '--jobs', 'max'];
    const env = { IMNXPORT_CURL_DIR: curl, ...(quick ? { CXXFLAGS: '-O0' } : {}) };
    const options = { cwd: copy, env, limit: 900 };
    await step('compiling with node-gyp', () => must(process.execPath, args, options));
    return path.join(copy, 'build', 'Release', 'imnxport.node');
  });
}

/** What an addon exports, read in a process of its own. */
async function exportsOf(/** @type {string} */ file) {
  const script = 'console.log(Object.keys(require(process.argv[1])).sort().join(" "))';
  return (await must(process.execPath, ['-e', script, file], { limit: 60 })).trim();
}

/** The two checks of the suite: it builds, and what it builds offers the same as the addon that CMake built. */
async function checkGyp() {
  const built = await buildGyp({ quick: true });
  const [ours, theirs] = [await exportsOf(addon), await exportsOf(built)];
  return fromChecks([
    { name: 'binding.gyp builds', problem: null },
    {
      name: 'the addon of node-gyp exports what that of CMake does',
      problem: ours === theirs ? null : `${ours}\n${theirs}`,
    },
  ]);
}

module.exports = { buildGyp, checkGyp };
