// regsvr32 and the command line, as people use them, with the registry of a real machine.
import { existsSync, mkdtempSync, rmSync, copyFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../support/built.js';
import { runWindows, type WindowsArch, windowsBuild, windowsPath } from '../../support/windows.js';
import { addValue, deleteKey, ourKeys, systemProgram, windowsNode } from './registry.js';

jest.setTimeout(300_000);
const ARCHES: WindowsArch[] = ['x64', 'ia32'];
const CLASSIC = 'HKCU\\Software\\Classes\\CLSID\\{5A580C11-E5EB-11D1-A86E-0000F8084F96}';
const OUR_KEY = 'CLSID\\{F553FA68-647B-41EA-892A-73116EBDE3CD}';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'imnxport registration '))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What a case of activation_host says about the class that is registered now. */
function host(arch: WindowsArch, name: string) {
  return runWindows(join(windowsBuild(arch), 'activation_host.exe'), ['--case', name]);
}

/** Runs a program; Wine's regsvr32 talks in spite of /s. */
async function run(program: string, args: string[]) {
  const { code, output } = await runWindows(program, args, { limit: 120 });
  return { code, output: output.replace(/^regsvr32: .*\n/gm, '') };
}

describe.each(ARCHES)('regsvr32 for %s', (arch) => {
  const regsvr32 = (...args: string[]) =>
    run(systemProgram('regsvr32.exe', arch), [
      '/s',
      ...args,
      windowsPath(join(windowsBuild(arch), 'imnxport.dll')),
    ]);

  test('registers for everyone what hosts find by class and by name, and leaves nothing when it is undone', async () => {
    const before = await ourKeys();
    expect(await regsvr32()).toEqual({ code: 0, output: '' });
    expect(await host(arch, 'own_class')).toMatchObject({ code: 0 });
    expect(await regsvr32('/u')).toEqual({ code: 0, output: '' });
    expect(await ourKeys()).toEqual(before);
    expect(await host(arch, 'own_class')).toMatchObject({ code: 1 });
  });

  test('registers for one user, and leaves nothing when it is undone', async () => {
    const before = await ourKeys();
    expect(await regsvr32('/n', '/i:user')).toEqual({ code: 0, output: '' });
    const there = (await ourKeys()).join('\n');
    expect(there).toContain(`[HKEY_CURRENT_USER\\Software\\Classes\\${OUR_KEY}\\InprocServer32]`);
    expect(there).not.toContain(`[HKEY_LOCAL_MACHINE\\Software\\Classes\\${OUR_KEY}`);
    expect(await regsvr32('/u', '/n', '/i:user')).toEqual({ code: 0, output: '' });
    expect(await ourKeys()).toEqual(before);
  });

  test('fails with words that make no sense', async () => {
    const before = await ourKeys();
    expect(await regsvr32('/n', '/i:everyone')).toMatchObject({ code: 5 });
    expect(await ourKeys()).toEqual(before);
  });
});

// Each Node.js acts on DLLs of both kinds.
describe.each(ARCHES)('the command line in Node.js for %s', (nodeArch) => {
  const imnxport = (...args: string[]) =>
    run(windowsNode(nodeArch), [windowsPath(join(packageRoot, 'dist', 'cli', 'main.js')), ...args]);

  test('registers both DLLs for everyone, from folders that stay, and leaves nothing', async () => {
    const before = await ourKeys();
    const registered = await imnxport('register', '--machine');
    expect(registered).toMatchObject({ code: 0 });
    const paths = [...registered.output.matchAll(/^(x64|ia32): registered for everyone: (.*)$/gm)];
    expect(paths.map((match) => match[1])).toEqual(ARCHES);
    for (const [, arch, path] of paths) {
      expect(path).toMatch(/^C:\\Program Files\\imnxport\\\d+\.\d+\.\d+\\(x64|ia32)\\imnxport\.dll$/);
      expect(await host(arch as WindowsArch, 'own_class')).toMatchObject({ code: 0 });
    }
    expect(await imnxport('register', '--machine')).toEqual(registered);

    const gone = await imnxport('unregister', '--machine');
    expect(gone).toMatchObject({ code: 0 });
    expect(gone.output.match(/no longer registered for everyone/g)).toHaveLength(2);
    expect(await ourKeys()).toEqual(before);
    const looked = await runWindows('cmd.exe', ['/c', 'if exist "C:\\Program Files\\imnxport" echo there']);
    expect(looked.output).toBe('');
    expect((await imnxport('unregister', '--machine')).output).toBe(
      'x64: nothing is registered for everyone\nia32: nothing is registered for everyone\n',
    );
  });

  test.each(ARCHES)('registers the DLL for %s for the user, and leaves nothing', async (arch) => {
    const before = await ourKeys();
    const { code, output } = await imnxport('register', '--arch', arch);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toMatch(/^(x64|ia32): registered for you: C:\\.*\\AppData\\Local\\Programs\\imnxport\\/);
    expect((await ourKeys()).join('\n')).toContain(`[HKEY_CURRENT_USER\\Software\\Classes\\${OUR_KEY}`);
    expect(await imnxport('unregister', '--arch', arch)).toMatchObject({ code: 0 });
    expect(await ourKeys()).toEqual(before);
  });
});

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
