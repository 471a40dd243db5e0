// Where things are: in the checkout, and in the cache that all checkouts of a machine share.
'use strict';
const os = require('node:os');
const path = require('node:path');

const root = path.resolve(__dirname, '..');
const inRoot = (/** @type {string[]} */ ...parts) => path.join(root, ...parts);
/** A program in node_modules, most of them to be run with node. */
const nodeModule = (/** @type {string} */ file) => inRoot('node_modules', file);

/** The cache outside the checkout: downloads and the built libcurl. Not made here. */
function cacheDir(env = process.env) {
  if (env.IMNXPORT_CACHE) return path.resolve(env.IMNXPORT_CACHE);
  return path.join(env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'imnxport');
}

const windows = process.platform === 'win32';
const library = windows
  ? 'imnxport.dll'
  : process.platform === 'darwin'
    ? 'libimnxport.dylib'
    : 'libimnxport.so';

module.exports = {
  root,
  inRoot,
  nodeModule,
  cacheDir,
  build: inRoot('build'),
  addon: inRoot('build', 'Release', 'imnxport.node'),
  library: inRoot('build', 'Release', library),
  cHost: inRoot('build', 'Release', windows ? 'c-host.exe' : 'c-host'),
};
