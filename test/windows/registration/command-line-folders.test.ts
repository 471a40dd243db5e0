// The command line with a folder of the user's: the classic class, copies in use, and use without registration.
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../support/built.js';
import { runWindows, windowsBuild, windowsPath } from '../../support/windows.js';
import { addValue, ARCHES, deleteKey, host, ourKeys, run, windowsNode } from './registry.js';

jest.setTimeout(300_000);
const CLASSIC = 'HKCU\\Software\\Classes\\CLSID\\{5A580C11-E5EB-11D1-A86E-0000F8084F96}';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'imnxport registration '))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.each(ARCHES)('the command line, for %s', (arch) => {
  const imnxport = (...args: string[]) =>
    run(windowsNode('x64'), [
      windowsPath(join(packageRoot, 'dist', 'cli', 'main.js')),
      ...args,
      '--arch',
      arch,
      '--to',
      windowsPath(folder),
    ]);

  test('asks before it takes the classic class from another DLL, and gives it back', async () => {
    await addValue(`${CLASSIC}\\InprocServer32`, 'C:\\elsewhere\\inetcomm.dll', arch);
    try {
      const before = await ourKeys();
      const refused = await imnxport('register', '--classic');
      expect(refused.code).toBe(1);
      expect(refused.output).toMatch(
        /^imnxport: .* belongs to C:\\elsewhere\\inetcomm\.dll \(0x800700B7\); --force takes it all the same\n$/,
      );
      expect(await ourKeys()).toEqual(before);
      expect(existsSync(join(folder, arch))).toBe(false);

      expect(await imnxport('register', '--classic', '--force')).toMatchObject({ code: 0 });
      expect((await ourKeys()).join('\n')).toContain('ClassicBefore');
      expect(await imnxport('unregister')).toMatchObject({ code: 0 });
      expect(await ourKeys()).toEqual(before);
    } finally {
      await deleteKey(CLASSIC, arch);
    }
  });

  test('a host finds the classic class that was taken', async () => {
    const before = await ourKeys();
    expect(await imnxport('register', '--machine', '--classic', '--force')).toMatchObject({ code: 0 });
    expect(await host(arch, 'classic_class')).toMatchObject({ code: 0 });
    expect(await imnxport('unregister', '--machine')).toMatchObject({ code: 0 });
    expect(await ourKeys()).toEqual(before);
  });

  test('leaves a copy that a program has loaded, until it is not', async () => {
    const before = await ourKeys();
    expect(await imnxport('register', '--machine')).toMatchObject({ code: 0 });
    const main = windowsPath(join(packageRoot, 'dist', 'cli', 'main.js'));
    const rest = `unregister --machine --arch ${arch} --to "${windowsPath(folder)}"`;
    const held = await runWindows(
      join(windowsBuild(arch), 'activation_host.exe'),
      ['--case', 'while_it_is_held'],
      {
        env: { IMNXPORT_TEST_PROGRAM: `"${windowsPath(windowsNode('x64'))}" "${main}" ${rest}` },
        limit: 120,
      },
    );
    expect(held).toMatchObject({ code: 0 });
    expect(held.output).toContain(`${arch}: no longer registered for everyone`);
    expect(held.output).toContain(`${arch}: kept, because a running program uses it`);
    expect(await ourKeys()).toEqual(before);
    expect(existsSync(join(folder, arch, 'imnxport.dll'))).toBe(true);
    expect(await imnxport('unregister', '--machine')).toMatchObject({ code: 0 });
    expect(existsSync(join(folder, arch))).toBe(false);
  });

  test('puts the DLL beside a program, which uses it without any registration', async () => {
    const { code, output } = await imnxport('manifest');
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toContain('<assemblyIdentity type="win32" name="imnxport" version="1.0.0.0"');
    copyFileSync(join(windowsBuild(arch), 'manifest_host.exe'), join(folder, 'manifest_host.exe'));
    expect(await runWindows(join(folder, 'manifest_host.exe'))).toMatchObject({ code: 0 });
  });
});
