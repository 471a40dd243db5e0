// ComTransport: what it hands down, what it gives back, and its end.
import { inspect } from 'node:util';
import { ComPointer } from '../../dist/com/com-pointer.js';
import { ComTransport } from '../../dist/com/com-transport.js';
import { IHTTPMailTransport, IStream } from '../../dist/com/guid.js';
import { Hresult } from '../../dist/hresult.js';
import { replaceNative } from '../../dist/native.js';
import { fake, thrown } from '../support/fake.js';
import { FakeAddon, nativeFailure } from '../support/fake-native.js';

let addon: FakeAddon;
beforeEach(() => replaceNative((addon = new FakeAddon())));

test('a call goes down with its parameters, and its result comes back as it is', () => {
  const com = ComTransport.from(0x1000n);
  addon.com.answer = 0x80004001;
  expect(com.CommandMOVE('/a', '/b', true, 5)).toBe(0x80004001);
  expect(addon.com.calls).toEqual([['CommandMOVE', '/a', '/b', true, 5]]);
});

test('a ComPointer goes down as its native pointer, an object that looks like one as its address', () => {
  const com = ComTransport.from(ComPointer.adopt(0x1000n, IHTTPMailTransport));
  expect(addon.lent).toBe(addon.pointers[0]);
  const stream = ComPointer.adopt(0x2000n, IStream);
  com.CommandPOST('/a', stream, null, 0);
  com.CommandPOST('/a', { address: 0x3000n, iid: IStream.iid } as ComPointer, null, 0);
  expect(addon.com.calls.map(([, , pointer]) => pointer)).toEqual([addon.pointers[1], 0x3000n]);
  stream.release();
  expect(thrown(() => com.CommandPOST('/a', stream, null, 0))).toMatchObject({
    code: 'ERR_IMNXPORT_RELEASED',
  });
});

test('what native code refuses is an error that says which parameter, and why', () => {
  const com = ComTransport.from(0x1000n);
  addon.com.refusal = nativeFailure(Hresult.E_INVALIDARG, 'pszPath must be a string', 'pszPath');
  expect(thrown(() => com.CommandMKCOL(5 as never, 0))).toMatchObject({
    code: 'ERR_IMNXPORT_INVALID_ARG',
    argument: 'pszPath',
    message: 'CommandMKCOL: pszPath must be a string',
  });
  addon.com.refusal = nativeFailure(Hresult.E_NOINTERFACE, 'QueryInterface failed');
  expect(thrown(() => com.CommandPOST('/a', 0x2000n, null, 0))).toMatchObject({
    code: 'ERR_IMNXPORT_NOINTERFACE',
    message: 'CommandPOST: E_NOINTERFACE',
  });
  addon.com.refusal = new TypeError('on purpose');
  expect(thrown(() => com.GetIXPType())).toBeInstanceOf(TypeError);
});

test.each([undefined, null, 5, {}, 0n])('ComTransport.from(%p) is refused', (pointer) => {
  expect(thrown(() => ComTransport.from(pointer as never))).toMatchObject({
    code: 'ERR_IMNXPORT_INVALID_ARG',
    argument: 'pointer',
  });
});

test('release() is idempotent; using releases', () => {
  {
    using com = ComTransport.from(0x1000n);
    expect(inspect(com)).toBe('ComTransport');
    com.release();
    expect(inspect(com)).toBe('ComTransport (released)');
  }
  expect(addon.com.released).toBe(true);
});

test('that of a transport ends with it', async () => {
  const { transport, native } = fake();
  const { com } = transport;
  expect(transport.com).toBe(com);
  await transport.close();
  expect(native.coms).toMatchObject([{ released: true }]);
  expect(thrown(() => com.GetIXPType())).toMatchObject({ code: 'ERR_IMNXPORT_CLOSED' });
  expect(thrown(() => transport.com)).toMatchObject({ code: 'ERR_IMNXPORT_CLOSED' });
});
