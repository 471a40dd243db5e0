// Providers as they are named on the command line.
import { resolve } from 'node:path';
import type { Provider } from './messages.js';

const GUID = /^\{?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i;

/**
 * `builtin`, `inetcomm`, a CLSID, or the path of a DLL, which a comma and a CLSID may follow. Anything is a path that
 * is nothing else; whether the file is there is found out when it is opened.
 */
export function parseProvider(text: string): Provider {
  if (text === 'builtin' || text === 'inetcomm') return text;
  if (GUID.test(text)) return { clsid: braced(text) };
  const comma = text.lastIndexOf(',');
  const clsid = text.slice(comma + 1);
  if (comma < 0 || !GUID.test(clsid)) return { dll: resolve(text) };
  return { dll: resolve(text.slice(0, comma)), clsid: braced(clsid) };
}

function braced(guid: string): string {
  return `{${guid.replace(/[{}]/g, '').toUpperCase()}}`;
}
