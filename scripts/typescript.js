// Compiles the TypeScript side, or finds that nothing changed since the last time.
'use strict';
const fs = require('node:fs');
const { bundle } = require('./bundle');
const { must } = require('./exec');
const { withLock } = require('./lock');
const { step } = require('./log');
const { root, inRoot, nodeModule } = require('./paths');
const stamp = require('./stamp');

const configs = ['base', 'lib', 'page', 'test', 'browser', 'scripts'].map((name) => `tsconfig.${name}.json`);

/** For each project: what it is made of and what shows that it was made. */
const projects = {
  lib: {
    sources: [
      'lib',
      'package-lock.json',
      'scripts/bundle.js',
      'THIRD_PARTY_NOTICES',
      ...['base', 'lib', 'page'].map((name) => `tsconfig.${name}.json`),
    ],
    output: inRoot('dist'),
  },
  test: {
    sources: ['lib', 'test', 'scripts', 'package-lock.json', ...configs],
    output: inRoot('dist-test'),
  },
};

/**
 * Compiles lib/ to dist/, or with 'test' also test/ to dist-test/; throws with the compiler's words when types do not fit.
 * @param {keyof typeof projects} project
 */
async function ensureTypeScript(project) {
  if (project === 'test') await ensureTypeScript('lib');
  const { sources, output } = projects[project];
  await withLock(`build ${root}`, async () => {
    const hash = stamp.hashOf(sources);
    if (stamp.isFresh(`typescript-${project}`, hash, [output])) return;
    stamp.mark(`typescript-${project}`, null);
    // Made anew, so that nothing of a source that is gone stays behind.
    fs.rmSync(output, { recursive: true, force: true });
    const config = project === 'test' ? 'tsconfig.json' : 'tsconfig.lib.json';
    const args = [nodeModule('typescript/bin/tsc'), '--build', inRoot(config), '--pretty', 'false'];
    await step(`compiling TypeScript (${project})`, () => must(process.execPath, args, { cwd: root }));
    if (project === 'lib') {
      await step('bundling', bundle);
      // So that the command can be run from the checkout as well.
      fs.chmodSync(inRoot('dist', 'cli', 'main.js'), 0o755);
    }
    stamp.mark(`typescript-${project}`, hash);
  });
}

module.exports = { ensureTypeScript };
