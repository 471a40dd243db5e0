// Names, codes and meanings of HRESULTs.
import { IxpStatus, ixpStatusName } from '../../dist/constants.js';
import { errorCode, Hresult, hresultMeaning, hresultName } from '../../dist/hresult.js';

test.each([
  [0, 'S_OK'],
  [0x800ccc19, 'IXP_E_TIMEOUT'],
  [0x800ccc19 | 0, 'IXP_E_TIMEOUT'],
  [0x800cccf3, 'IXP_E_HTTP_INSUFFICIENT_STORAGE'],
  [0x80070002, 'ERROR_FILE_NOT_FOUND'],
  [0x80041234, '0x80041234'],
  [5, '0x00000005'],
])('the name of %d is %s', (hresult, name) => {
  expect(hresultName(hresult)).toBe(name);
});

test.each([
  ['IXP_E_TIMEOUT', 'ERR_IMNXPORT_TIMEOUT'],
  ['IXP_E_HTTP_NOT_FOUND', 'ERR_IMNXPORT_HTTP_NOT_FOUND'],
  ['IXP_E_HTTP_NOT_IMPLEMENTED', 'ERR_IMNXPORT_HTTP_NOT_IMPLEMENTED'],
  ['E_NOTIMPL', 'ERR_IMNXPORT_NOT_IMPLEMENTED'],
  ['E_INVALIDARG', 'ERR_IMNXPORT_INVALID_ARG'],
  ['E_OUTOFMEMORY', 'ERR_IMNXPORT_OUT_OF_MEMORY'],
  ['E_FAIL', 'ERR_IMNXPORT_FAIL'],
  ['ERROR_FILE_NOT_FOUND', 'ERR_IMNXPORT_FILE_NOT_FOUND'],
] as const)('the code of %s is %s', (name, code) => {
  expect(errorCode(Hresult[name])).toBe(code);
});

test('a number without a name has a code all the same', () => {
  expect(errorCode(0x80041234)).toBe('ERR_IMNXPORT_OTHER');
  expect(hresultMeaning(0x80041234)).toBe('0x80041234');
});

test('every code belongs to one HRESULT', () => {
  const codes = Object.values(Hresult).map(errorCode);
  expect(new Set(codes).size).toBe(codes.length);
});

test('the Imnxport HRESULTs are failures of facility 12', () => {
  for (const [name, value] of Object.entries(Hresult)) {
    if (name.startsWith('IXP_E_')) expect((value & 0xffffff00) >>> 0).toBe(0x800ccc00);
  }
});

test('statuses have names', () => {
  expect(ixpStatusName(IxpStatus.Connected)).toBe('Connected');
  expect(ixpStatusName(99)).toBe('99');
});
