// What is put into dist/ of other projects is known by name, and its licence goes along.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { checkNotices, packagesIn } = require('../../scripts/bundle');

test('the packages of a bundle are told apart, also within each other and with a scope', () => {
  const inputs = [
    'lib/cli/page/browser/main.tsx',
    'node_modules/a/dist/a.js',
    'node_modules/a/dist/b.js',
    'node_modules/a/node_modules/@scope/b/index.js',
  ];
  const metafile = { inputs: Object.fromEntries(inputs.map((name) => [name, {}])) };
  expect(packagesIn(metafile)).toEqual(['node_modules/a', 'node_modules/a/node_modules/@scope/b']);
});

describe('notices', () => {
  /** @type {string} */
  let folder;
  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'imnxport-'))));
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  test('have to have the whole licence, however its lines are broken', () => {
    fs.writeFileSync(path.join(folder, 'LICENSE.md'), 'Copyright X\n\nDo what\nyou like.\n');
    expect(() => checkNotices([folder], 'A ... Copyright X Do\nwhat you like. ... B')).not.toThrow();
    expect(() => checkNotices([folder], 'Copyright X')).toThrow('does not have the licence of');
  });

  test('cannot have that of a package without one', () => {
    expect(() => checkNotices([folder], 'anything')).toThrow('does not have the licence of');
  });
});
