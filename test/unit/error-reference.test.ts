// docs/errors.md says of names, numbers and codes what the library says.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode, Hresult, type HresultName, hresultName } from '../../dist/hresult.js';

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'errors.md'), 'utf8');
const rows = [...page.matchAll(/^\| ([A-Z]+_[A-Z_]+) \| (0x[0-9A-F]{8}) \| (ERR_IMNXPORT_\w+)? *\|/gm)];
const all = rows.map(([, name, number, code]) => [name!, Number(number), code] as const);
/** Those of a COM host only have no code. */
const documented = all.filter(([name, , code]) => code !== undefined || name in Hresult);

/** Codes of lib's own for an HRESULT that has another meaning elsewhere. */
const OWN = new Set([
  'ERR_IMNXPORT_BODY',
  'ERR_IMNXPORT_CALLBACK_REPLACED',
  'ERR_IMNXPORT_CLOSED',
  'ERR_IMNXPORT_RELEASED',
  'ERR_IMNXPORT_UNSUPPORTED_PLATFORM',
]);

test.each(documented)('%s', (name, number, code) => {
  expect(hresultName(number)).toBe(name);
  if (code !== undefined && !OWN.has(code)) expect(errorCode(number)).toBe(code);
});

test('every failure of Imnxport that a post can end with has its row', () => {
  const names = documented.map(([name]) => name);
  const expected: HresultName[] = Object.keys(Hresult).filter((name) =>
    name.startsWith('IXP_E_HTTP_'),
  ) as HresultName[];
  const never = ['IXP_E_HTTP_ROOT_PROP_NOT_FOUND']; // of GetProperty
  expect(names).toEqual(expect.arrayContaining(expected.filter((name) => !never.includes(name))));
});

test('every HRESULT that has a name here is on the page', () => {
  expect(Object.keys(Hresult).filter((name) => !new RegExp(`\\b${name}\\b`).test(page))).toEqual([]);
});
