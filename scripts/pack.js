// The npm package as it is published: packed, and installed without a network in a folder of its own.
'use strict';
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { npm } = require('./exec');
const { step } = require('./log');
const { ensureModulesIn } = require('./modules');
const { prebuild } = require('./native');
const { cacheDir, inRoot, root } = require('./paths');
const { Unavailable } = require('./unavailable');
const { archs, ensureWindows } = require('./windows-build');

/** Not in the checkout: from there an app would find the modules of the checkout, too. Each checkout has its own. */
const folder = path.join(
  cacheDir(),
  'package',
  crypto.createHash('sha256').update(root).digest('hex').slice(0, 12),
);
/** Where it is installed: an app that has nothing else. */
const app = path.join(folder, 'app');

/** The package's only dependency, with its own: without a network npm has to be handed them. */
const dependencies = ['bindings', 'file-uri-to-path'];

/** What this run's own npm has put into the environment is not meant for another. */
const env = Object.fromEntries(
  Object.keys(process.env)
    .filter((name) => name.startsWith('npm_'))
    .map((name) => [name, undefined]),
);

/** Packs a folder; the path of what came of it. No script of the package is run: what it would build is there. */
async function pack(/** @type {string} */ what) {
  const args = ['pack', what, '--silent', '--ignore-scripts', '--pack-destination', folder];
  const name = (await npm(args, { cwd: root, env })).trim().split('\n').pop();
  return path.join(folder, `${name}`);
}

/**
 * Builds what npm publishes and packs it. Binaries for Windows are in it where this machine can build them.
 * @returns {Promise<{ tarball: string, dependencies: string[] }>}
 */
async function packPackage() {
  await ensureWindows().catch((error) => {
    if (!(error instanceof Unavailable)) throw error;
    // Old ones are not shipped with new JavaScript.
    for (const arch of archs)
      fs.rmSync(inRoot('prebuilds', `win32-${arch}`), { recursive: true, force: true });
  });
  await prebuild();
  return step('packing', async () => {
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true });
    const handed = [];
    for (const name of dependencies) handed.push(await pack(inRoot('node_modules', name)));
    return { tarball: await pack(root), dependencies: handed };
  });
}

/** What npm is told for an installation without a network, and without anything being run. */
const installArgs = ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund'];

/** Packs the package and installs it. */
async function ensurePackage() {
  const { tarball, dependencies: handed } = await packPackage();
  fs.mkdirSync(app);
  fs.writeFileSync(path.join(app, 'package.json'), '{ "private": true }\n');
  await npm([...installArgs, tarball, ...handed], { cwd: app, env });
  return { tarball, dependencies: handed, app };
}

/** The tools of release/, as its lockfile says. */
const ensureTools = () => ensureModulesIn(inRoot('release'));

module.exports = { ensurePackage, ensureTools, folder, installArgs };
