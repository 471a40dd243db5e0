// What a Windows loader, and somebody who looks at the properties of the files, sees of them.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../support/built.js';
import { readPe } from '../support/pe.js';
import { type WindowsArch, windowsBuild } from '../support/windows.js';

/** DLLs that every Windows 10 has. */
const system = [
  'advapi32.dll',
  'bcrypt.dll',
  'crypt32.dll',
  'iphlpapi.dll',
  'kernel32.dll',
  'msvcrt.dll',
  'normaliz.dll',
  'ole32.dll',
  'oleaut32.dll',
  'secur32.dll',
  'shell32.dll',
  'user32.dll',
  'winhttp.dll',
  'ws2_32.dll',
];
const comExports = [
  'DllCanUnloadNow',
  'DllGetClassObject',
  'DllInstall',
  'DllRegisterServer',
  'DllUnregisterServer',
];
const machines: Record<WindowsArch, number> = { x64: 0x8664, ia32: 0x14c };
/** IMAGE_DLLCHARACTERISTICS_DYNAMIC_BASE and _NX_COMPAT; on 64 bits also _HIGH_ENTROPY_VA. */
const hardened: Record<WindowsArch, number> = { x64: 0x160, ia32: 0x140 };

const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
  version: string;
};

describe.each<WindowsArch>(['x64', 'ia32'])('the Windows binaries for %s', (arch) => {
  const folders = [windowsBuild(arch), join(packageRoot, 'prebuilds', `win32-${arch}`)];

  test.each(folders)('in %s are for that machine, with the protections of today', (folder) => {
    for (const name of ['imnxport.dll', 'imnxport.node']) {
      const { machine, characteristics } = readPe(join(folder, name));
      expect({ name, machine }).toEqual({ name, machine: machines[arch] });
      expect({ name, hardened: characteristics & hardened[arch] }).toEqual({
        name,
        hardened: hardened[arch],
      });
    }
  });

  test.each(folders)('in %s notice a stack that was written over', (folder) => {
    for (const name of ['imnxport.dll', 'imnxport.node']) {
      const guarded = readFileSync(join(folder, name), 'latin1').includes('stack smashing detected');
      expect({ name, guarded }).toEqual({ name, guarded: true });
    }
  });

  test.each(folders)('in %s need nothing but DLLs of Windows', (folder) => {
    for (const name of ['imnxport.dll', 'imnxport.node']) {
      const { imports } = readPe(join(folder, name));
      expect(imports).not.toHaveLength(0);
      expect({ name, others: imports.filter((dll) => !system.includes(dll)) }).toEqual({ name, others: [] });
    }
  });

  test.each(folders)('in %s export what COM and Node look for, undecorated, and nothing else', (folder) => {
    expect(readPe(join(folder, 'imnxport.dll')).exports.sort()).toEqual(comExports);
    expect(readPe(join(folder, 'imnxport.node')).exports.sort()).toEqual([
      'napi_register_module_v1',
      'node_api_module_get_api_version_v1',
    ]);
  });

  test.each(folders)(
    'in %s know Node only as something to be loaded late, and the DLL not at all',
    (folder) => {
      const mentions = (name: string) =>
        /NODE\.EXE\0|\0napi_/.test(readFileSync(join(folder, name), 'latin1'));
      expect({ addon: mentions('imnxport.node'), dll: mentions('imnxport.dll') }).toEqual({
        addon: true,
        dll: false,
      });
    },
  );

  test.each(folders)('in %s say who they are', (folder) => {
    for (const name of ['imnxport.dll', 'imnxport.node']) {
      const text = readPe(join(folder, name)).resources.get(16)?.toString('utf16le') ?? '';
      expect(text).toContain(`FileVersion\0${text.includes('FileVersion\0\0') ? '\0' : ''}${version}`);
      expect(text).toContain(name);
    }
  });

  test('are shipped with the manifest for use without registration', () => {
    for (const folder of folders) expect(existsSync(join(folder, 'imnxport.manifest'))).toBe(true);
  });
});
