// The real addon is found where packages, bundles and Electron archives have it.
import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { addon, packageRoot } from '../support/built.js';

const prebuilt = join('prebuilds', `${process.platform}-${process.arch}`, 'imnxport.node');

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'imnxport-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** Puts the package without its addon into a folder. */
function install(to: string): string {
  cpSync(join(packageRoot, 'dist'), join(to, 'dist'), { recursive: true });
  return to;
}

function copyAddon(to: string): string {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(addon(), to);
  return to;
}

/** What the package in that folder says of itself. */
function ask(root: string, env: NodeJS.ProcessEnv = {}): string {
  const source = `
    const { isSupported, versions, HttpMailTransport } = require(${JSON.stringify(join(root, 'dist', 'index.js'))});
    if (isSupported()) console.log(versions().libcurl.split('/')[0]);
    else try { new HttpMailTransport() } catch (error) { console.log(error.code, error.message) }
  `;
  return execFileSync(process.execPath, ['--eval', source], {
    encoding: 'utf8',
    env: { ...process.env, IMNXPORT_BINDING_PATH: undefined, ...env },
  }).trim();
}

test('an installed package has it below prebuilds', () => {
  const root = install(join(folder, 'node_modules', 'imnxport'));
  expect(ask(root)).toMatch(/^ERR_IMNXPORT_UNSUPPORTED_PLATFORM imnxport has no binary for \S+ /);
  copyAddon(join(root, prebuilt));
  expect(ask(root)).toBe('libcurl');
});

test('an Electron app has it beside its archive', () => {
  // A folder plays the archive: only the path matters.
  const root = install(join(folder, 'app.asar', 'node_modules', 'imnxport'));
  copyAddon(join(folder, 'app.asar.unpacked', 'node_modules', 'imnxport', prebuilt));
  expect(ask(root)).toBe('libcurl');
});

test('a bundle may name it in the environment', () => {
  const root = install(join(folder, 'bundle'));
  const addon = copyAddon(join(folder, 'anywhere', 'addon.node'));
  expect(ask(root, { IMNXPORT_BINDING_PATH: addon })).toBe('libcurl');
});
