// Finds imnxport.node: an explicit path, a fresh build of this checkout, or the prebuilt one of this platform.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
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
  /** Loads the addon that a bundler has followed and put elsewhere; undefined: there is none for this platform. */
  loadBundled(platform: string): unknown;
  /** The bytes of a file, each as one character; empty when it cannot be read. */
  read(path: string): string;
  /** The version of glibc in this process, as 2.36; undefined where there is another C library, or none is known. */
  glibc(): string | undefined;
}

/**
 * Loads the addon. An explicit path wins; a build of this checkout goes before a prebuilt addon, which might be
 * stale; inside an Electron archive the unpacked copy goes before the packed one, which could only be loaded
 * through a temporary file. Throws ImnxportError ERR_IMNXPORT_UNSUPPORTED_PLATFORM.
 */
export function findAddon(overrides: Partial<LoaderPlace> = {}): unknown {
  const place = { ...here(), ...overrides };
  let addon: unknown;
  try {
    addon = load(place);
  } catch (error) {
    throw unsupported(notLoaded(place, error as Error), error);
  }
  if (addon === undefined) throw unsupported(`${noBinary(place)}. ${advice(place)}`);
  return addon;
}

function load(place: LoaderPlace): unknown {
  if (place.bindingPath) return place.load(place.bindingPath);
  if (place.exists(join(place.root, 'build', 'Release', 'imnxport.node'))) return place.loadBuild(place.root);
  const path = prebuilt(place);
  const found = [unpackedPath(path), path].find((name) => place.exists(name));
  if (found === undefined) return place.loadBundled(place.platform);
  try {
    return place.load(found);
  } catch (error) {
    return whenMissing(error); // an archive also lists a file that was not put beside it
  }
}

/** undefined for an error that says that there is no such file; throws any other. */
function whenMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
}

const prebuilt = ({ root, platform }: LoaderPlace) => join(root, 'prebuilds', platform, 'imnxport.node');

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
    load: (path) => requireAny(resolve(path)),
    loadBuild,
    loadBundled,
    read,
    glibc,
  };
}

/** A require() that bundlers leave alone: what it is given is known only when it runs. */
function requireAny(path: string): unknown {
  return createRequire(path)(path) as unknown;
}

function list(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

function glibc(): string | undefined {
  const report = process.report?.getReport() as { header?: { glibcVersionRuntime?: string } } | undefined;
  return report?.header?.glibcVersionRuntime;
}

/** In a developer's checkout only: no bundle takes `bindings` along. */
function loadBuild(root: string): unknown {
  type Bindings = (options: { bindings: string; module_root: string; try: string[][] }) => unknown;
  const bindings = createRequire(__filename)('bindings') as Bindings;
  const path = ['module_root', 'build', 'Release', 'bindings'];
  return bindings({ bindings: 'imnxport.node', module_root: root, try: [path] });
}

/* eslint-disable @typescript-eslint/no-require-imports -- literal paths, which bundlers see; only one is run */
function loadBundled(platform: string): unknown {
  // A bundler that finds no file for one of them goes on, because it stands in a try.
  try {
    switch (platform) {
      case 'linux-x64':
        return require('../prebuilds/linux-x64/imnxport.node');
      case 'win32-x64':
        return require('../prebuilds/win32-x64/imnxport.node');
      case 'win32-ia32':
        return require('../prebuilds/win32-ia32/imnxport.node');
      default:
        return undefined;
    }
  } catch (error) {
    return whenMissing(error);
  }
}
/* eslint-enable @typescript-eslint/no-require-imports */

function unsupported(message: string, cause?: unknown): ImnxportError {
  const code = 'ERR_IMNXPORT_UNSUPPORTED_PLATFORM';
  return new ImnxportError(message, { hresult: Hresult.REGDB_E_CLASSNOTREG, code, cause });
}

const noBinary = ({ platform }: LoaderPlace, more = '') =>
  `imnxport has no binary for ${platform}${more} (Node.js ${process.version})`;

/** What is said when there is one, and the system does not take it. */
function notLoaded(place: LoaderPlace, { message }: Error): string {
  if (place.bindingPath)
    return `${place.bindingPath} (IMNXPORT_BINDING_PATH) could not be loaded: ${message}`;
  const needed = neededGlibc(place.read(prebuilt(place)));
  if (needed !== undefined) {
    const there = place.glibc();
    const other = ' with another C library than glibc, such as musl of Alpine Linux';
    const wrong = there === undefined ? other : minor(there) < minor(needed) ? ` with glibc ${there}` : null;
    if (wrong !== null) return `${noBinary(place, wrong)}: it needs glibc ${needed} or newer. ${message}`;
  }
  return `The native part of imnxport for ${place.platform} (Node.js ${process.version}) could not be loaded: ${message}`;
}

/** The newest version of glibc that a Linux binary names, as 2.36; undefined for a file that names none. */
function neededGlibc(bytes: string): string | undefined {
  const versions = Array.from(bytes.matchAll(/\0GLIBC_(2\.\d+)(?=[.\0])/g), ([, version]) => version!);
  return versions.sort((a, b) => minor(a) - minor(b)).at(-1);
}

const minor = (version: string) => Number(version.split('.')[1]);

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
