// What a system's loader sees of the binaries in the package: for which machine they are, what they need, what they show.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installed, platforms } from '../support/package.js';
import { readPe } from '../support/pe.js';

const COM = [
  'DllCanUnloadNow',
  'DllGetClassObject',
  'DllInstall',
  'DllRegisterServer',
  'DllUnregisterServer',
];
const NODE = ['napi_register_module_v1', 'node_api_module_get_api_version_v1'];

const folderOf = (platform: string) => join(installed, 'prebuilds', platform);
const readelf = (...args: string[]) =>
  execFileSync('readelf', ['--wide', ...args], { encoding: 'utf8', maxBuffer: 64 << 20 });

/** A block of tests for each platform of that system that the package has; there may be none. */
function describeEach(system: string, tests: (platform: string) => void): void {
  for (const platform of platforms().filter((name) => name.startsWith(`${system}-`))) {
    describe(`for ${platform}`, () => tests(platform));
  }
}

describeEach('linux', (platform) => {
  const machine = { 'linux-x64': 'Advanced Micro Devices X86-64', 'linux-arm64': 'AArch64' }[platform];

  test.each([
    ['imnxport.node', NODE],
    ['libimnxport.so', COM],
  ])('%s is for that machine, needs glibc only, and shows what is called from outside', (name, shown) => {
    const file = join(folderOf(platform), name);
    const header = readelf('--file-header', file);
    expect(/Class:\s+(\S+)/.exec(header)?.[1]).toBe('ELF64');
    expect(/Machine:\s+(.*)/.exec(header)?.[1]).toBe(machine);
    expect(/Type:\s+(\S+)/.exec(header)?.[1]).toBe('DYN');

    // libstdc++, libgcc, OpenSSL and libcurl are inside.
    const dynamic = readelf('--dynamic', file);
    const needed = [...dynamic.matchAll(/\(NEEDED\).*\[(.*)\]/g)].map((match) => match[1]!);
    expect(needed.filter((library) => !/^(lib[cm]\.so\.6|ld-linux-.*\.so\.\d)$/.test(library))).toEqual([]);
    expect(dynamic).not.toMatch(/\((RPATH|RUNPATH)\)/);

    const symbols = readelf('--dyn-syms', file).matchAll(/(?:GLOBAL|WEAK|UNIQUE)\s+\S+\s+(\S+)\s+(\S+)/g);
    const exported = Array.from(symbols, ([, section, symbol]) => (section === 'UND' ? undefined : symbol));
    expect(exported.filter((symbol) => symbol !== undefined).sort()).toEqual(shown);
  });
});

describeEach('win32', (platform) => {
  const machine = { 'win32-x64': 0x8664, 'win32-ia32': 0x14c }[platform];

  test.each([
    ['imnxport.node', NODE],
    ['imnxport.dll', COM],
  ])(
    '%s is for that machine, needs no run-time library, and shows what is called from outside',
    (name, shown) => {
      const binary = readPe(join(folderOf(platform), name));
      expect(binary.machine).toBe(machine);
      // All that comes with a compiler is inside; test/windows/binaries.test.ts has the whole list.
      const runtimes = /^(lib|vcruntime|msvcp|ucrt|api-ms-)/;
      expect(binary.imports.filter((library) => runtimes.test(library))).toEqual([]);
      expect(binary.exports.sort()).toEqual(shown);
    },
  );

  test('the type library beside the DLL is the one inside it', () => {
    const { resources } = readPe(join(folderOf(platform), 'imnxport.dll'));
    expect(readFileSync(join(folderOf(platform), 'imnxport.tlb')).equals(resources.get('TYPELIB')!)).toBe(
      true,
    );
  });

  test('the manifest names the DLL beside it, for that kind of program', () => {
    const manifest = readFileSync(join(folderOf(platform), 'imnxport.manifest'), 'utf8');
    expect(manifest).toContain('imnxport.dll');
    expect(manifest).toContain(`processorArchitecture="${platform === 'win32-x64' ? 'amd64' : 'x86'}"`);
  });
});
