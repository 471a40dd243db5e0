// What an Electron app does with the package, as far as it can be done without Electron: an archive, and the example.
import { createPackageWithOptions, listPackage } from '@electron/asar';
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addon, packageRoot } from '../support/built.js';
import { run } from '../support/child.js';
import { exampleOutcome } from '../support/electron-outcome.js';

const platform = `${process.platform}-${process.arch}`;

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'imnxport-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const MAIN = `
  const { HttpMailTransport, isSupported } = require('imnxport');
  const { HttpMailServer } = require('imnxport/testing');
  async function main() {
    if (!isSupported()) return new HttpMailTransport();
    const server = new HttpMailServer();
    const transport = new HttpMailTransport({ proxy: false });
    const { status } = await transport.post(await server.listen() + '/inbox/', 'from an archive');
    await transport.close();
    await server.close();
    const addons = Object.keys(require.cache).filter((name) => name.endsWith('.node'));
    console.log(JSON.stringify({ status, from: __dirname, addons }));
  }
  main().catch(({ code, message }) => console.log(JSON.stringify({ code, message })));
`;

/** Packs an app that has the package installed; what is not in the archive lies beside it. */
async function pack(withAddon: boolean): Promise<string> {
  const app = join(folder, 'app');
  const installed = join(app, 'node_modules', 'imnxport');
  cpSync(join(packageRoot, 'dist'), join(installed, 'dist'), { recursive: true });
  copyFileSync(join(packageRoot, 'package.json'), join(installed, 'package.json'));
  if (withAddon) {
    mkdirSync(join(installed, 'prebuilds', platform), { recursive: true });
    copyFileSync(addon(), join(installed, 'prebuilds', platform, 'imnxport.node'));
  }
  writeFileSync(join(app, 'main.js'), MAIN);
  writeFileSync(join(app, 'package.json'), '{ "main": "main.js" }');
  const archive = join(folder, 'resources', 'app.asar');
  await createPackageWithOptions(app, archive, { unpack: '*.node' });
  rmSync(app, { recursive: true }); // nothing but the archive and what was unpacked is there
  return archive;
}

async function start(archive: string): Promise<unknown> {
  // IMNXPORT_BINDING_PATH is for the tests; an app has none.
  const { code, stdout, stderr } = await run('asar-app', [archive], [], { IMNXPORT_BINDING_PATH: undefined });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

test('an app in an asar archive loads the addon beside it, and posts', async () => {
  const archive = await pack(true);
  const unpacked = join(
    `${archive}.unpacked`,
    'node_modules',
    'imnxport',
    'prebuilds',
    platform,
    'imnxport.node',
  );
  expect(existsSync(unpacked)).toBe(true);
  expect(listPackage(archive, { isPack: true }).filter((line) => /^unpack/.test(line))).toEqual([
    expect.stringContaining('imnxport.node'),
  ]);
  expect(await start(archive)).toEqual({ status: 201, from: archive, addons: [unpacked] });
});

test('an app that was packed without the addon is told to unpack it', async () => {
  expect(await start(await pack(false))).toMatchObject({
    code: 'ERR_IMNXPORT_UNSUPPORTED_PLATFORM',
    message: expect.stringContaining('asarUnpack') as string,
  });
});

test('the example posts with progress, cancels, refuses strangers and quits in order', async () => {
  const { code, stdout, stderr } = await run('electron-example');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(JSON.parse(stdout)).toEqual(exampleOutcome);
});
