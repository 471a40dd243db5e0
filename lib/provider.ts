// The provider option: which transport carries the posts out.
import { CLSID_IHTTPMailTransport, parseGuid } from './com/guid.js';
import { invalidArgument } from './errors.js';
import { filePath } from './file-body.js';
import type { NativeProvider } from './native.js';
import { describe, isObject, known } from './validate.js';

/**
 * Who carries the posts out: `'builtin'` is this package; `'inetcomm'` the transport that is registered on this
 * Windows, whoever made it; `{ clsid }` another registered class; `{ dll }` a class of a file, which need not be
 * registered (a path or a file: URL; a relative one is seen from the current folder).
 */
export type Provider =
  | 'builtin'
  | 'inetcomm'
  | { readonly clsid: string; readonly dll?: undefined }
  | { readonly dll: string | URL; readonly clsid?: string | undefined };

/** Null: this package. Throws ImnxportError ERR_IMNXPORT_INVALID_ARG. */
export function providerSetting(argument: string, value: unknown): NativeProvider | null {
  if (value === undefined || value === 'builtin') return null;
  if (value === 'inetcomm') return { dll: null, clsid: CLSID_IHTTPMailTransport };
  if (!isObject(value)) {
    const what = typeof value === 'string' ? JSON.stringify(value) : describe(value);
    throw invalidArgument(argument, `must be 'builtin', 'inetcomm', { dll } or { clsid }, not ${what}`);
  }
  known(argument, value, new Set(['dll', 'clsid']));
  const { dll, clsid } = value;
  if (dll === undefined && clsid === undefined) {
    throw invalidArgument(argument, 'names no file (dll) and no class (clsid)');
  }
  return {
    dll: dll === undefined ? null : filePath(`${argument}.dll`, dll),
    clsid: clsid === undefined ? CLSID_IHTTPMailTransport : parseGuid(`${argument}.clsid`, clsid),
  };
}
