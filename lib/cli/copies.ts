// The copies of imnxport.dll that are registered: a package may vanish from its folder, a registered DLL may not.
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { UsageError } from './usage.js';

/** Paths of Windows differ by more than case. */
export function samePath(a: string, b: string): boolean {
  return resolve(a).toLowerCase() === resolve(b).toLowerCase();
}

/** Folders that a package manager, or a packaged app, fills and empties as it likes. */
const FLEETING = /^(node_modules|_npx|_cacache|\.pnpm-store|\.yarn|.*\.asar(\.unpacked)?)$/i;

/** A folder that the user named; a wrong call when nothing can stay there. */
export function stableFolder(folder: string): string {
  const path = resolve(folder);
  const fleeting = path.split(/[\\/]/).find((part) => FLEETING.test(part));
  if (fleeting !== undefined) {
    throw new UsageError(`--to needs a folder that stays, and '${fleeting}' is not one: ${path}`);
  }
  return path;
}

/**
 * Puts a file there; one that is the same already is left alone, so that it may be in use. Whether it is new there.
 * Throws an Error that says so when another version of it is in use.
 */
export function putFile(from: string, to: string): boolean {
  const replaces = existsSync(to);
  if (replaces && readFileSync(from).equals(readFileSync(to))) return false;
  const coming = `${to}.new`;
  try {
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(from, coming);
  } catch (error) {
    throw new Error(`${to} cannot be written: ${(error as Error).message}`, { cause: error });
  }
  try {
    renameSync(coming, to);
  } catch (error) {
    rmSync(coming, { force: true });
    if (!inUse(error)) throw error;
    throw new Error(`${to} is in use: end the programs that use it, or choose another folder with --to`, {
      cause: error,
    });
  }
  return !replaces;
}

/** Removes a copy and the folders that it leaves empty, up to `base`. False: it is in use. */
export function removeCopy(path: string, base: string): boolean {
  try {
    rmSync(path, { force: true });
  } catch (error) {
    if (inUse(error)) return false;
    throw error;
  }
  try {
    for (let folder = dirname(path); isWithin(folder, base); folder = dirname(folder)) rmdirSync(folder);
  } catch {
    // It is not empty, or somebody else's: it stays.
  }
  return true;
}

/** What Windows says about a file that a program has loaded. */
function inUse(error: unknown): boolean {
  return ['EBUSY', 'EPERM', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '');
}

/** Whether a path is that folder, or below it. */
function isWithin(path: string, folder: string): boolean {
  const way = relative(folder.toLowerCase(), path.toLowerCase());
  return way === '' || (way.split(sep)[0] !== '..' && resolve(way) !== way);
}
