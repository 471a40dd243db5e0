// A bundle of the package posts, in a folder that has nothing else of it: the recipes of docs/electron.md.
import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addon, packageRoot } from '../support/built.js';

const APP = `
import { HttpMailTransport } from 'imnxport';
import { HttpMailServer } from 'imnxport/testing';
async function main() {
  const server = new HttpMailServer();
  const transport = new HttpMailTransport({ proxy: false });
  const { status } = await transport.post(await server.listen() + '/inbox/', 'from a bundle');
  await transport.close();
  await server.close();
  console.log(status);
}
main().catch((error) => {
  console.log(error.message);
  process.exit(1);
});
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'imnxport-bundle-'));
  const installed = join(folder, 'node_modules', 'imnxport');
  const prebuilds = join(installed, 'prebuilds', `${process.platform}-${process.arch}`);
  mkdirSync(prebuilds, { recursive: true });
  cpSync(join(packageRoot, 'dist'), join(installed, 'dist'), { recursive: true });
  copyFileSync(join(packageRoot, 'package.json'), join(installed, 'package.json'));
  copyFileSync(addon(), join(prebuilds, 'imnxport.node'));
  for (const name of ['bindings', 'file-uri-to-path'])
    cpSync(join(packageRoot, 'node_modules', name), join(folder, 'node_modules', name), { recursive: true });
  writeFileSync(join(folder, 'app.mjs'), APP);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs Node.js there, without what the tests tell it of the addon; what it prints. */
function node(cwd: string, ...args: string[]): string {
  const env = { ...process.env, IMNXPORT_BINDING_PATH: '' };
  return execFileSync(process.execPath, args, {
    cwd,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function esbuild(...args: string[]): void {
  const program = join(packageRoot, 'node_modules', 'esbuild', 'bin', 'esbuild');
  node(folder, program, 'app.mjs', '--bundle', '--platform=node', '--log-level=error', ...args);
}

test('with the addon copied beside it', () => {
  esbuild('--loader:.node=copy', '--outfile=out/main.js');
  const elsewhere = join(folder, 'elsewhere', 'app');
  cpSync(join(folder, 'out'), elsewhere, { recursive: true });
  rmSync(join(folder, 'out'), { recursive: true });
  expect(readdirSync(elsewhere).map((name) => name.replace(/-\w+\.node/, '.node'))).toEqual([
    'imnxport.node',
    'main.js',
  ]);
  expect(node(elsewhere, 'main.js')).toBe('201\n');
});

test('with the package left out of it', () => {
  esbuild('--external:imnxport', '--external:imnxport/*', '--outfile=left-out.js');
  expect(node(folder, 'left-out.js')).toBe('201\n');
});
