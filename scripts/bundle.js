// Puts the page of `imnxport serve` into dist/, its script with what the package carries of other projects.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { inRoot, root } = require('./paths');

/** The page of `imnxport serve`, for browsers: its files as they are, its script with what it uses. */
const page = {
  entryPoints: ['main.tsx', 'page.html', 'page.css', 'page.svg'].map((name) =>
    inRoot('lib', 'cli', 'page', 'browser', name),
  ),
  entryNames: '[name]',
  outdir: inRoot('dist', 'cli', 'page', 'browser'),
  loader: /** @type {const} */ ({ '.html': 'copy', '.svg': 'copy' }),
  target: 'es2022',
  format: /** @type {const} */ ('esm'),
  tsconfig: inRoot('tsconfig.page.json'),
};

/** The packages that were bundled, by their folders; what it is given is esbuild's `metafile`. */
function packagesIn(/** @type {{ inputs: Record<string, unknown> }} */ { inputs }) {
  const folders = Object.keys(inputs).map(
    (file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0],
  );
  return [...new Set(folders.filter((folder) => folder !== undefined))];
}

const squeezed = (/** @type {string} */ text) => text.replace(/\s+/g, ' ').trim();

/** What of a package has to be told to whoever gets it; null where there is no such file. */
function licenceOf(/** @type {string} */ folder) {
  const name = fs.readdirSync(folder).find((file) => /^licen[cs]e(\.|$)/i.test(file));
  return name === undefined ? null : fs.readFileSync(path.join(folder, name), 'utf8');
}

/**
 * Throws unless the notices have the licence of each package, word by word.
 * @param {string[]} folders
 * @param {string} notices
 */
function checkNotices(folders, notices) {
  for (const folder of folders) {
    const licence = licenceOf(path.resolve(root, folder));
    if (licence === null || !squeezed(notices).includes(squeezed(licence)))
      throw new Error(`THIRD_PARTY_NOTICES does not have the licence of ${folder}, which is put into dist/`);
  }
}

/** dist/ must have been compiled. */
async function bundle() {
  const { build } = require('esbuild'); // not there before `npm ci`
  const { metafile } = await build({
    ...page,
    absWorkingDir: root,
    bundle: true,
    metafile: true,
    charset: 'utf8',
    logLevel: 'silent',
  });
  checkNotices(packagesIn(metafile), fs.readFileSync(inRoot('THIRD_PARTY_NOTICES'), 'utf8'));
}

module.exports = { bundle, checkNotices, packagesIn };
