// The constants of lib/ are those of the native headers.
import { CmdType, DELIVERIES, IxpStatus } from '../../dist/constants.js';
import { Hresult } from '../../dist/hresult.js';
import { native } from '../../dist/native.js';
import { versions } from '../../dist/support.js';

const { constants, layouts } = native();

test.each(Object.entries(Hresult))('%s', (name, value) => {
  expect(constants[name]).toBe(value);
});

test('every HRESULT of Imnxport is known to lib', () => {
  const names = Object.keys(constants).filter((name) => name.startsWith('IXP_E_'));
  expect(names.length).toBeGreaterThan(40);
  expect(Object.keys(Hresult)).toEqual(expect.arrayContaining(names));
});

test.each(Object.entries(IxpStatus))('IxpStatus.%s', (name, value) => {
  expect(constants[`IXP_${name.toUpperCase()}`]).toBe(value);
});

test('CmdType and deliveries', () => {
  expect(constants['CMD_SEND']).toBe(CmdType.Send);
  expect(constants['CMD_RESP']).toBe(CmdType.Response);
  for (const [value, name] of DELIVERIES.entries()) {
    expect(constants[`IMNXPORT_DELIVERY_${name.toUpperCase()}`]).toBe(value);
  }
});

test('the documented structures have their documented size', () => {
  const wide = process.arch !== 'ia32';
  expect(layouts['sizeof INETSERVER']).toBe(1304);
  expect(layouts['sizeof IXPRESULT']).toBe(wide ? 40 : 24);
  expect(layouts['sizeof HTTPMAILPOST']).toBe(wide ? 24 : 20);
  expect(layouts['sizeof HTTPMAILRESPONSE']).toBe(wide ? 96 : 64);
});

test('the HTTP engine tells its version', () => {
  expect(versions().libcurl).toMatch(/^libcurl\/\d+\.\d+/);
});
