// The npm package as a user gets it: installed offline into an empty folder, and used from there.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../support/built.js';
import { app, installed, POSTED, run, trial } from '../support/package.js';

test('gives @electron/rebuild and npm nothing to build, runs nothing when it is installed, and depends on nothing but bindings', () => {
  const text = readFileSync(join(installed, 'package.json'), 'utf8');
  const { scripts, dependencies, gypfile } = JSON.parse(text) as Record<
    string,
    Record<string, string> | boolean
  >;
  expect(Object.keys(scripts ?? {}).filter((name) => /^(pre|post)?(install|prepare)$/.test(name))).toEqual(
    [],
  );
  expect(Object.keys(dependencies ?? {})).toEqual(['bindings']);
  // Without it npm takes a package with a binding.gyp for one that is to be compiled; there is none, either.
  expect(gypfile).toBe(false);
});

test.each([
  ['required', 'require.cjs'],
  ['imported', 'import.mjs'],
])('posts when it is %s', (_, name) => {
  copyFileSync(trial(name), join(app, name));
  expect(run(process.execPath, [name])).toBe(POSTED);
});

test('brings the conformance kit, which finds its own transport and tries it', () => {
  const main = join(installed, 'dist', 'cli', 'main.js');
  const output = run(process.execPath, [main, 'conformance', '--filter', 'states/type']);
  expect(output).toMatch(/^builtin: 1 of 1 documented rows hold$/m);
});

test('its types serve CommonJS and ES modules', () => {
  const source = [
    "import { HttpMailTransport, type PostResponse } from 'imnxport';",
    "import { HttpMailServer } from 'imnxport/testing';",
    "import { conformanceCases, type Report, runConformance } from 'imnxport/conformance';",
    "const providers = [{ name: 'x', provider: { dll: '/x.so' } }];",
    'export const report = (): Promise<Report> => runConformance({ providers, cases: conformanceCases });',
    'export const post = (): Promise<PostResponse> => new HttpMailTransport().post(new HttpMailServer().url, "x");',
    '// @ts-expect-error a body is needed',
    'export const wrong = (): Promise<PostResponse> => new HttpMailTransport().post("http://127.0.0.1/");',
  ].join('\n');
  for (const name of ['types.cts', 'types.mts']) writeFileSync(join(app, name), source);
  const options = [
    '--noEmit',
    '--strict',
    '--module',
    'node20',
    '--types',
    'node',
    '--typeRoots',
    join(packageRoot, 'node_modules/@types'),
  ];
  const compiler = join(packageRoot, 'node_modules/typescript/bin/tsc');
  expect(run(process.execPath, [compiler, ...options, 'types.cts', 'types.mts'])).toBe('');
});

test('its headers are all that a program in C or C++ includes', () => {
  const source =
    '#include "abi/imnxport.h"\n#include "abi/imnxport_ext.h"\n#include "abi/imnxport_automation.h"\n';
  for (const [name, compiler] of [
    ['host.c', 'gcc'],
    ['host.cpp', 'g++'],
  ] as const) {
    writeFileSync(join(app, name), source);
    const args = ['-fsyntax-only', '-Wall', '-Werror', '-I', join(installed, 'native'), name];
    expect(run(compiler, args)).toBe('');
  }
});

test('its command explains itself', () => {
  expect(run(join(app, 'node_modules/.bin/imnxport'), ['--help'])).toContain('imnxport post');
});
