// fileBody(): a description of a part of a file that native code reads, without passing through JavaScript.
import { resolve, toNamespacedPath } from 'node:path';
import { fileURLToPath } from 'node:url';
import { invalidArgument } from './errors.js';
import type { NativeAddon, NativeStoredBody } from './native.js';
import { describe, isObject, nonNegativeInteger, object } from './validate.js';

/** Known across copies of the package. */
const BRAND = Symbol.for('imnxport.fileBody');

/** Made by {@link fileBody}. Holds no open file; every post opens it anew, so it can be used again and again. */
export interface FileBody {
  /** Absolute. */
  readonly path: string;
  /** Offset of the first byte. */
  readonly start: number;
  /** Offset behind the last byte; null: to the end of the file. */
  readonly end: number | null;
}

/** A part of a file, in bytes. */
export interface FileRange {
  /** Offset of the first byte; default 0. */
  start?: number | undefined;
  /** Offset behind the last byte, as in Blob.slice; default: the end of the file. */
  end?: number | undefined;
}

/**
 * A body from a file, read natively. The file is opened when it is posted (a missing file rejects that post);
 * its length is known, and it can be sent again.
 */
export function fileBody(path: string | URL, range: FileRange = {}): FileBody {
  const { start = 0, end = null } = object('range', range) as FileRange;
  const body = {
    path: filePath('path', path),
    start: nonNegativeInteger('range.start', start),
    end: end === null ? null : nonNegativeInteger('range.end', end),
  };
  if (body.end !== null && body.end < body.start)
    throw invalidArgument('range.end', 'lies before range.start');
  return Object.freeze(Object.defineProperty(body, BRAND, { value: true }));
}

export function isFileBody(value: unknown): value is FileBody {
  return isObject(value) && BRAND in value;
}

/** Opens it for native code to read. Throws NativeFailure. */
export function openFile(addon: NativeAddon, { path, start, end }: FileBody): NativeStoredBody {
  // The path is changed on Windows only, where it may be long then.
  return addon.fileBody(toNamespacedPath(path), BigInt(start), end === null ? null : BigInt(end));
}

/** The absolute path that a string or file: URL names. */
export function filePath(argument: string, value: unknown): string {
  const path = isObject(value) && 'href' in value ? fromUrl(argument, String(value.href)) : value;
  if (typeof path !== 'string' || path === '') {
    throw invalidArgument(argument, `must be a path or a file: URL, not ${describe(value)}`);
  }
  if (path.includes('\0')) throw invalidArgument(argument, 'contains a NUL character');
  return resolve(path);
}

function fromUrl(argument: string, href: string): string {
  try {
    return fileURLToPath(href);
  } catch (error) {
    throw invalidArgument(argument, 'is not a file: URL', error);
  }
}
