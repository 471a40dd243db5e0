// Finds imnxport.node: an explicit path, a fresh build of this checkout, or the prebuilt one of this platform.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ImnxportError } from './errors.js';
import { Hresult } from './hresult.js';

/** Where to look; tests look elsewhere. */
export interface LoaderPlace {
  /** The folder of the package. */
  root: string;
  /** For example linux-x64. */
  platform: string;
  /** IMNXPORT_BINDING_PATH. */
  bindingPath: string | undefined;
  exists(path: string): boolean;
  /** The names in a folder; none when it is not there. */
  list(path: string): string[];
  load(path: string): unknown;
  /** Loads the fresh build through the `bindings` package. */
  loadBuild(root: string): unknown;
  /** Loads the prebuilt addon in a way that bundlers can follow; undefined where none was ever built. */
  loadPrebuild(platform: string): unknown;
}

/**
 * Loads the addon. An explicit path wins; a build of this checkout goes before a prebuilt addon, which might be
 * stale; inside an Electron archive the unpacked copy goes before the packed one, which could only be loaded
 * through a temporary file. Throws ImnxportError ERR_IMNXPORT_UNSUPPORTED_PLATFORM.
 */
export function findAddon(overrides: Partial<LoaderPlace> = {}): unknown {
  const place = { ...here(), ...overrides };
  try {
    const addon = load(place);
    if (addon !== undefined) return addon;
  } catch (error) {
    throw unsupported(place, `could not be loaded: ${(error as Error).message}`, error);
  }
  throw unsupported(place, 'was not found');
}

function load(place: LoaderPlace): unknown {
  if (place.bindingPath) return place.load(place.bindingPath);
  if (place.exists(join(place.root, 'build', 'Release', 'imnxport.node'))) return place.loadBuild(place.root);

  const prebuilt = join(place.root, 'prebuilds', place.platform, 'imnxport.node');
  const unpacked = unpackedPath(prebuilt);
  if (unpacked !== prebuilt && place.exists(unpacked)) return place.load(unpacked);
  // Where this file is not where the package has it, a bundler has moved both, and knows where the addon is now.
  if (!place.exists(prebuilt) && place.exists(join(place.root, 'dist', 'loader.js'))) return undefined;
  return place.loadPrebuild(place.platform);
}

/** The path outside the archive that Electron packs an app into; any other path stays as it is. */
export function unpackedPath(path: string): string {
  return path.replace(/([\\/])app\.asar(?=[\\/])/, '$1app.asar.unpacked');
}

function here(): LoaderPlace {
  return {
    root: join(__dirname, '..'),
    platform: `${process.platform}-${process.arch}`,
    bindingPath: process.env['IMNXPORT_BINDING_PATH'],
    exists: existsSync,
    list,
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- only require() loads an addon
    load: (path) => require(path) as unknown,
    loadBuild,
    loadPrebuild,
  };
}

function list(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function loadBuild(root: string): unknown {
  type Bindings = (options: { bindings: string; module_root: string; try: string[][] }) => unknown;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- needed in a developer's checkout only
  const bindings = require('bindings') as Bindings;
  const path = ['module_root', 'build', 'Release', 'bindings'];
  return bindings({ bindings: 'imnxport.node', module_root: root, try: [path] });
}

/* eslint-disable @typescript-eslint/no-require-imports -- literal paths, which bundlers see; only one is run */
function loadPrebuild(platform: string): unknown {
  try {
    switch (platform) {
      case 'linux-x64':
        return require('../prebuilds/linux-x64/imnxport.node');
      case 'linux-arm64':
        return require('../prebuilds/linux-arm64/imnxport.node');
      case 'win32-x64':
        return require('../prebuilds/win32-x64/imnxport.node');
      case 'win32-ia32':
        return require('../prebuilds/win32-ia32/imnxport.node');
      default:
        return undefined;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}
/* eslint-enable @typescript-eslint/no-require-imports */

function unsupported(place: LoaderPlace, problem: string, cause?: unknown): ImnxportError {
  const what = place.bindingPath
    ? `${place.bindingPath} (IMNXPORT_BINDING_PATH) ${problem}`
    : `The native part of imnxport for ${place.platform} (Node.js ${process.version}) ${problem}. ${advice(place)}`;
  const code = 'ERR_IMNXPORT_UNSUPPORTED_PLATFORM';
  return new ImnxportError(what, { hresult: Hresult.REGDB_E_CLASSNOTREG, code, cause });
}

/** What can be done about it. */
function advice(place: LoaderPlace): string {
  const folder = join(place.root, 'prebuilds');
  const there = place.list(folder).filter((name) => place.exists(join(folder, name, 'imnxport.node')));
  const sentences = [
    there.length > 0
      ? `This package has it for ${there.sort().join(', ')}`
      : 'This package has it for no platform',
  ];
  if (place.platform === 'win32-arm64') {
    sentences.push('Windows on ARM also runs Node.js and Electron for x64');
  } else if (unpackedPath(folder) !== folder) {
    sentences.push('An app in an archive keeps it outside: pack with asarUnpack "**/*.node"');
  } else {
    sentences.push(
      `It belongs into prebuilds/${place.platform}/imnxport.node; in a checkout, \`npm run build\` makes it`,
    );
  }
  return sentences.join('. ');
}
