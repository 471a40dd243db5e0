// Finding the addon: which one wins, and what is said when there is none.
import { join, sep } from 'node:path';
import type { ImnxportError } from '../../dist/errors.js';
import { Hresult } from '../../dist/hresult.js';
import { findAddon, type LoaderPlace, unpackedPath } from '../../dist/loader.js';
import { thrown } from '../support/fake.js';

const ROOT = join(sep, 'pkg');
const BUILD = join(ROOT, 'build', 'Release', 'imnxport.node');
const PREBUILT = join(ROOT, 'prebuilds', 'linux-x64', 'imnxport.node');

/** A place with these files, in which everything that is loaded says where from. */
function place(files: string[], overrides: Partial<LoaderPlace> = {}): Partial<LoaderPlace> {
  return {
    root: ROOT,
    platform: 'linux-x64',
    bindingPath: undefined,
    exists: (path) => path === ROOT || files.includes(path),
    list: () => ['win32-x64', 'linux-x64', 'README.md'],
    load: (path) => `loaded ${path}`,
    loadBuild: (root) => `build of ${root}`,
    loadBundled: () => undefined,
    read: () => '',
    glibc: () => '2.36',
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
  expect(findAddon(place([PREBUILT]))).toBe(`loaded ${PREBUILT}`);
});

test('in a bundle, whose folder has no addon where the package has it, the one that the bundler put elsewhere is taken', () => {
  const loadBundled = (platform: string) => `bundled for ${platform}`;
  expect(findAddon(place([], { loadBundled }))).toBe('bundled for linux-x64');
  expect(findAddon(place([], { loadBundled, exists: () => false }))).toBe('bundled for linux-x64');
});

test('inside an Electron archive the unpacked copy is taken', () => {
  const root = join(sep, 'resources', 'app.asar', 'node_modules', 'imnxport');
  const packed = join(root, 'prebuilds', 'linux-x64', 'imnxport.node');
  const unpacked = packed.replace('app.asar', 'app.asar.unpacked');
  const exists = (path: string) => [root, packed, unpacked].includes(path);
  expect(findAddon(place([], { root, exists }))).toBe(`loaded ${unpacked}`);
  const onlyPacked = (path: string) => [root, packed].includes(path);
  expect(findAddon(place([], { root, exists: onlyPacked }))).toBe(`loaded ${packed}`);
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
  expect(error.message).toContain('imnxport has no binary for sunos-sparc (Node.js v');
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
          exists: (path) => path === root || there.includes(path),
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

describe('a system whose C library does not carry the addon', () => {
  const load = () => {
    throw new Error('not by this one');
  };
  // Versions stand in a binary as the linker writes them, in no order.
  const read = () => '\0GLIBC_2.4\0GLIBC_2.35\0GLIBC_2.2.5\0 GLIBC_2.99 \0';
  const said = (overrides: Partial<LoaderPlace>) =>
    (thrown(() => findAddon(place([PREBUILT], { load, read, ...overrides }))) as Error).message;

  test('is told of its glibc, and of the one that it takes', () => {
    expect(said({ glibc: () => '2.31' })).toMatch(
      /^imnxport has no binary for linux-x64 with glibc 2\.31 \(Node\.js v\S+\): it needs glibc 2\.35 or newer\. not by this one$/,
    );
    expect(said({ glibc: () => '2.9' })).toContain('with glibc 2.9 ');
  });

  test('is told of glibc when it has another C library', () => {
    expect(said({ glibc: () => undefined })).toMatch(
      /^imnxport has no binary for linux-x64 with another C library than glibc, such as musl of Alpine Linux \(Node\.js v\S+\): it needs glibc 2\.35/,
    );
  });

  test('is not blamed when it is new enough, or when nothing is known', () => {
    expect(said({ glibc: () => '2.35' })).toContain('could not be loaded: not by this one');
    expect(said({ read: () => '' })).toContain('could not be loaded: not by this one');
  });
});
