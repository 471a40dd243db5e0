// Finding the addon: which one wins, and what is said when there is none.
import { join, sep } from 'node:path';
import type { ImnxportError } from '../../dist/errors.js';
import { Hresult } from '../../dist/hresult.js';
import { findAddon, type LoaderPlace, unpackedPath } from '../../dist/loader.js';
import { thrown } from '../support/fake.js';

const ROOT = join(sep, 'pkg');
/** What tells the package's own folder from that of a bundle. */
const own = (root: string) => join(root, 'dist', 'loader.js');
const BUILD = join(ROOT, 'build', 'Release', 'imnxport.node');
const PREBUILT = join(ROOT, 'prebuilds', 'linux-x64', 'imnxport.node');

/** A place with these files, in which everything that is loaded says where from. */
function place(files: string[], overrides: Partial<LoaderPlace> = {}): Partial<LoaderPlace> {
  return {
    root: ROOT,
    platform: 'linux-x64',
    bindingPath: undefined,
    exists: (path) => path === own(ROOT) || files.includes(path),
    list: () => ['win32-x64', 'linux-x64', 'README.md'],
    load: (path) => `loaded ${path}`,
    loadBuild: (root) => `build of ${root}`,
    loadPrebuild: (platform) => `prebuilt for ${platform}`,
    ...overrides,
  };
}

test('an explicit path wins over everything', () => {
  expect(findAddon(place([BUILD, PREBUILT], { bindingPath: '/my/addon.node' }))).toBe(
    'loaded /my/addon.node',
  );
});

test('a build of the checkout wins over a prebuilt addon', () => {
  expect(findAddon(place([BUILD, PREBUILT]))).toBe(`build of ${ROOT}`);
});

test('a prebuilt addon is loaded by its platform', () => {
  expect(findAddon(place([PREBUILT]))).toBe('prebuilt for linux-x64');
});

test('in a bundle, whose folder is another one, the literal path is tried', () => {
  expect(findAddon(place([], { exists: () => false }))).toBe('prebuilt for linux-x64');
  expect(findAddon(place([], { exists: (path) => path === ROOT }))).toBe('prebuilt for linux-x64');
});

test('inside an Electron archive the unpacked copy is taken', () => {
  const root = join(sep, 'resources', 'app.asar', 'node_modules', 'imnxport');
  const packed = join(root, 'prebuilds', 'linux-x64', 'imnxport.node');
  const unpacked = packed.replace('app.asar', 'app.asar.unpacked');
  const exists = (path: string) => [own(root), packed, unpacked].includes(path);
  expect(findAddon(place([], { root, exists }))).toBe(`loaded ${unpacked}`);
  const onlyPacked = (path: string) => [own(root), packed].includes(path);
  expect(findAddon(place([], { root, exists: onlyPacked }))).toBe('prebuilt for linux-x64');
});

test.each([
  ['/a/app.asar/b', '/a/app.asar.unpacked/b'],
  ['C:\\a\\app.asar\\b', 'C:\\a\\app.asar.unpacked\\b'],
  ['/a/app.asar.unpacked/b', '/a/app.asar.unpacked/b'],
  ['/a/myapp.asar/b', '/a/myapp.asar/b'],
  ['/a/b', '/a/b'],
])('the path of %s outside the archive is %s', (path, wanted) => {
  expect(unpackedPath(path)).toBe(wanted);
});

test('an unsupported platform is an error that says what is missing', () => {
  const error = thrown(() => findAddon(place([], { platform: 'sunos-sparc' }))) as ImnxportError;
  expect(error).toMatchObject({
    code: 'ERR_IMNXPORT_UNSUPPORTED_PLATFORM',
    hresult: Hresult.REGDB_E_CLASSNOTREG,
  });
  expect(error.message).toContain('sunos-sparc');
  expect(error.message).toContain('was not found');
  expect(error.message).toContain('prebuilds/sunos-sparc/imnxport.node');
});

test('a platform without a binary is told those that have one', () => {
  const there = ['win32-x64', 'linux-x64'].map((name) => join(ROOT, 'prebuilds', name, 'imnxport.node'));
  const said = (platform: string, root = ROOT) =>
    (
      thrown(() =>
        findAddon({
          ...place(there, { platform }),
          root,
          exists: (path) => path === own(root) || there.includes(path),
        }),
      ) as Error
    ).message;
  expect(said('win32-arm64')).toContain(
    'This package has it for linux-x64, win32-x64. Windows on ARM also runs',
  );
  expect(said('darwin-arm64')).toContain('linux-x64, win32-x64. It belongs into prebuilds/darwin-arm64/');
  const archived = join(sep, 'resources', 'app.asar', 'node_modules', 'imnxport');
  expect(said('win32-x64', archived)).toContain('for no platform. An app in an archive keeps it outside');
});

test('an addon that cannot be loaded is an error that says why', () => {
  const cause = new Error('wrong ELF class');
  const load = () => {
    throw cause;
  };
  const built = thrown(() => findAddon(place([BUILD], { loadBuild: load }))) as ImnxportError;
  expect(built).toMatchObject({ code: 'ERR_IMNXPORT_UNSUPPORTED_PLATFORM', cause });
  expect(built.message).toContain('could not be loaded: wrong ELF class');

  const explicit = thrown(() =>
    findAddon(place([PREBUILT], { bindingPath: '/my/addon.node', load })),
  ) as Error;
  expect(explicit.message).toMatch(/^\/my\/addon\.node \(IMNXPORT_BINDING_PATH\) could not be loaded/);
});
