// Bundles with the package in them, made with the settings of docs/electron.md as they stand there, and run somewhere else.
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../support/built.js';
import { installed, platforms, POSTED, run, tool, trial } from '../support/package.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'imnxport-bundle-'));
  mkdirSync(join(folder, 'app', 'node_modules'), { recursive: true });
  for (const [name, where] of [
    ['imnxport', installed],
    ...['esbuild', 'webpack', 'node-loader'].map((name) => [name, tool(name)]),
  ]) {
    symlinkSync(where!, join(folder, 'app', 'node_modules', name!), 'junction');
  }
  copyFileSync(trial('import.mjs'), join(folder, 'app', 'app.mjs'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Puts an example of the document into the app: the block that begins with its name. */
function takeExample(name: string): void {
  const text = readFileSync(join(packageRoot, 'docs', 'electron.md'), 'utf8');
  const block = new RegExp(`\`\`\`js\\n(// example: ${name.replaceAll('.', '\\.')}\\n[^]*?)\`\`\``).exec(
    text,
  );
  expect(block).not.toBeNull();
  writeFileSync(join(folder, 'app', name), block![1]!);
}

/** What the bundle prints in a folder of its own, where nothing is but what the bundler has put out. */
function runBundle(): { addons: number; output: string } {
  const alone = join(folder, 'alone');
  renameSync(join(folder, 'app', 'out'), alone);
  rmSync(join(folder, 'app'), { recursive: true });
  const addons = readdirSync(alone).filter((name) => name.endsWith('.node')).length;
  return { addons, output: run(process.execPath, [join(alone, 'app.js')], folder) };
}

test('esbuild puts the addons beside a bundle that posts', () => {
  takeExample('build.mjs');
  run(process.execPath, ['build.mjs'], join(folder, 'app'));
  expect(runBundle()).toEqual({ addons: platforms().length, output: POSTED });
});

test('webpack puts the addons beside a bundle that posts, and has nothing to warn of', () => {
  takeExample('webpack.config.js');
  // It warns of each addon that is not in a package of a machine that cannot build it.
  const warnings = platforms().length === 3;
  writeFileSync(
    join(folder, 'app', 'run.js'),
    `require('webpack')(require('./webpack.config.js'), (error, stats) => {
      console.log(error ?? stats.toString({ all: false, errors: true, warnings: ${warnings} }));
    });`,
  );
  expect(run(process.execPath, ['run.js'], join(folder, 'app')).trim()).toBe('');
  expect(runBundle()).toEqual({ addons: platforms().length, output: POSTED });
});
