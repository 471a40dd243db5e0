// GUIDs: their forms, and that those known by name are those of the headers.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as guids from '../../dist/com/guid.js';
import type { InterfaceToken } from '../../dist/com/guid.js';
import { thrown } from '../support/fake.js';

const CANONICAL = '{19F6481C-E5F0-11D1-A86E-0000F8084F96}';

test.each([
  ['as it is', CANONICAL],
  ['small letters', CANONICAL.toLowerCase()],
  ['no braces', CANONICAL.slice(1, -1)],
  ['a token', guids.IHTTPMailCallback],
])('parseGuid: %s', (_name, guid) => {
  expect(guids.parseGuid('iid', guid)).toBe(CANONICAL);
});

test.each([
  ['undefined', undefined, /must be a GUID or an interface token, not undefined/],
  ['a number', 5, /not a number/],
  ['an object', {}, /not an object/],
  ['a token without an IID', { iid: 5 }, /not an object/],
  ['empty', '', /is not a GUID/],
  ['a name', 'IStream', /is not a GUID/],
  ['one brace', CANONICAL.slice(1), /is not a GUID/],
  ['the other brace', CANONICAL.slice(0, -1), /is not a GUID/],
  ['a digit too many', CANONICAL.replace('}', '0}'), /is not a GUID/],
  ['no digit', CANONICAL.replace('9', 'G'), /is not a GUID/],
  ['no hyphens', CANONICAL.replaceAll('-', ''), /is not a GUID/],
  ['a space', ` ${CANONICAL}`, /is not a GUID/],
  ['a line end', `${CANONICAL}\n`, /is not a GUID/],
])('parseGuid refuses %s', (_name, guid, message) => {
  const error = thrown(() => guids.parseGuid('iid', guid));
  expect(error).toMatchObject({ code: 'ERR_IMNXPORT_INVALID_ARG', argument: 'iid' });
  expect((error as Error).message).toMatch(message);
});

test('interfaceName knows the tokens, and gives back what it does not know', () => {
  expect(guids.interfaceName(guids.IStream.iid)).toBe('IStream');
  expect(guids.interfaceName(guids.CLSID_IHTTPMailTransport)).toBe(guids.CLSID_IHTTPMailTransport);
});

/** IMNXPORT_GUID(name, 0x…, …) of a header, as text by name. */
function declared(header: string): [string, string][] {
  const source = readFileSync(join(__dirname, '..', '..', 'native', 'abi', header), 'utf8');
  return [...source.matchAll(/^IMNXPORT_GUID\((\w+),([^)]*)\)/gm)].map(([, name, list]) => {
    const numbers = list!.split(',').map(Number);
    const hex = numbers.map((number, i) => number.toString(16).padStart([8, 4, 4][i] ?? 2, '0'));
    const [a, b, c, d, e, ...rest] = hex;
    return [name!, `{${a}-${b}-${c}-${d}${e}-${rest.join('')}}`.toUpperCase()];
  });
}

const inHeaders = new Map(
  ['imnxport.h', 'imnxport_ext.h', 'imnxport_com.h'].flatMap((header) => declared(header)),
);
const tokens = (Object.values(guids) as unknown[]).filter(
  (value): value is InterfaceToken => typeof value === 'object',
);

test.each(tokens.map((token) => [token.name, token] as const))('%s is that of the headers', (name, token) => {
  expect((guids as Record<string, unknown>)[name]).toBe(token);
  expect(token.iid).toBe(inHeaders.get(`IID_${name}`));
  expect(Object.isFrozen(token)).toBe(true);
});

test.each(['CLSID_IHTTPMailTransport', 'CLSID_ImnxportTransport'] as const)(
  '%s is that of the headers',
  (name) => {
    expect(guids[name]).toBe(inHeaders.get(name));
  },
);
