// ComPointer: what it takes, what it owns, and what it says after its end.
import { inspect } from 'node:util';
import { ComPointer } from '../../dist/com/com-pointer.js';
import { IHTTPMailTransport, IStream, IUnknown } from '../../dist/com/guid.js';
import { Hresult } from '../../dist/hresult.js';
import { replaceNative } from '../../dist/native.js';
import { fake, thrown } from '../support/fake.js';
import { FakeAddon, type FakePointer, nativeFailure } from '../support/fake-native.js';

const ADDRESS = 0x1230n;
const RELEASED = { code: 'ERR_IMNXPORT_RELEASED', hresult: Hresult.E_INVALIDARG };
const INVALID = { code: 'ERR_IMNXPORT_INVALID_ARG', hresult: Hresult.E_INVALIDARG };

let addon: FakeAddon;
beforeEach(() => replaceNative((addon = new FakeAddon())));

/** A pointer, and the native one that it stands on. */
function made(iid = IStream): { pointer: ComPointer; native: FakePointer } {
  const pointer = ComPointer.adopt(ADDRESS, iid);
  return { pointer, native: addon.pointers.at(-1)! };
}

describe.each(['adopt', 'addRef'] as const)('ComPointer.%s', (way) => {
  test('says which reference is meant', () => {
    const pointer = ComPointer[way](ADDRESS, IStream);
    expect(addon.pointers).toMatchObject([{ address: ADDRESS, iid: IStream.iid, addRef: way === 'addRef' }]);
    expect(pointer).toMatchObject({ address: ADDRESS, iid: IStream.iid, released: false });
  });

  test.each([
    ['undefined', undefined, /must be a bigint, not undefined/],
    ['a number', 0x1230, /must be a bigint, not a number/],
    ['0', 0n, /is 0: there is no object/],
    ['below 0', -8n, /does not fit into/],
    ['over 64 bits', 1n << 64n, /does not fit into 64 bits/],
    ['no multiple of 8', 0x1234n, /no multiple of 8/],
    ['odd', 0x1231n, /no multiple of/],
  ])('refuses the address %s', (_name, address, message) => {
    const wide = process.arch !== 'ia32';
    const pattern = wide ? message : new RegExp(message.source.replace('64', '32').replace('8$', '4'));
    if (!wide && address === 0x1234n) return; // is a multiple of 4
    const error = thrown(() => ComPointer[way](address as bigint, IStream));
    expect(error).toMatchObject({ ...INVALID, argument: 'address' });
    expect((error as Error).message).toMatch(pattern);
    expect(addon.pointers).toEqual([]);
  });

  test('refuses what is no IID', () => {
    expect(thrown(() => ComPointer[way](ADDRESS, 'IStream'))).toMatchObject({ ...INVALID, argument: 'iid' });
  });

  test('tells what native code refuses', () => {
    addon.refusal = nativeFailure(Hresult.E_INVALIDARG, 'address is not good', 'address');
    expect(thrown(() => ComPointer[way](ADDRESS, IStream))).toMatchObject({
      ...INVALID,
      argument: 'address',
    });
  });
});

test('new is for this package only', () => {
  expect(thrown(() => new ComPointer(ADDRESS as never, IStream.iid))).toMatchObject(INVALID);
});

test('release() is idempotent, and what comes after it is a coded error', () => {
  const { pointer, native } = made();
  pointer.release();
  pointer.release();
  expect(native.address).toBe(0n);
  expect(pointer.released).toBe(true);
  expect(pointer.iid).toBe(IStream.iid);
  expect(thrown(() => pointer.address)).toMatchObject({
    ...RELEASED,
    message: 'The IStream pointer has been released or given away',
  });
  expect(thrown(() => pointer.queryInterface(IUnknown))).toMatchObject(RELEASED);
  expect(thrown(() => pointer.detach())).toMatchObject(RELEASED);
});

test('using releases at the end of the block', () => {
  const { pointer, native } = made();
  {
    using scoped = pointer;
    expect(scoped.released).toBe(false);
  }
  expect(native.releases).toBe(1);
});

test('detach() gives the address away', () => {
  const { pointer, native } = made();
  expect(pointer.detach()).toBe(ADDRESS);
  expect(native.releases).toBe(0);
  expect(thrown(() => pointer.address)).toMatchObject(RELEASED);
});

test('inspect shows interface and address', () => {
  const { pointer } = made();
  expect(inspect(pointer)).toBe('ComPointer IStream 0x1230');
  pointer.release();
  expect(inspect([pointer])).toBe('[ ComPointer IStream (released) ]');
});

describe('a pointer that is lent', () => {
  test('may be a ComPointer, one of another copy of the package, or an address', () => {
    const { pointer, native } = made();
    expect(ComPointer.lend('body', pointer)).toBe(native);
    expect(ComPointer.lend('body', { address: ADDRESS, iid: IStream.iid })).toBe(ADDRESS);
    expect(ComPointer.lend('body', ADDRESS)).toBe(ADDRESS);
  });

  test.each([
    ['a string', 'x', /must be a ComPointer or an address, not a string/],
    ['an object', {}, /must be a ComPointer or an address, not an object/],
    ['0', 0n, /is 0/],
    ['an object at 0', { address: 0n }, /is 0/],
    ['null', null, /not null/],
  ])('is not %s', (_name, value, message) => {
    const error = thrown(() => ComPointer.lend('body', value));
    expect(error).toMatchObject({ ...INVALID, argument: 'body' });
    expect((error as Error).message).toMatch(message);
  });

  test('is refused by name when it was released', () => {
    const { pointer } = made();
    pointer.release();
    expect(thrown(() => ComPointer.lend('callback', pointer))).toMatchObject({
      ...RELEASED,
      argument: 'callback',
    });
  });
});

describe('toPointer()', () => {
  test('is an IHTTPMailTransport unless another interface is wanted', () => {
    const { transport } = fake();
    expect(transport.toPointer().iid).toBe(IHTTPMailTransport.iid);
    expect(transport.toPointer(IUnknown).iid).toBe(IUnknown.iid);
    expect(thrown(() => transport.toPointer('x'))).toMatchObject({ ...INVALID, argument: 'iid' });
  });

  test('is refused from close() on, though a post still runs', async () => {
    const { transport, native } = fake();
    const post = transport.post('http://mail.example.org/', 'x');
    const closed = transport.close();
    expect(thrown(() => transport.toPointer())).toMatchObject({ code: 'ERR_IMNXPORT_CLOSED' });
    native.done();
    await Promise.all([post, closed]);
  });
});
