// Pointers given out: what they are to native code that was written by strangers, here koffi, which calls by slot.
import { ComPointer } from '../../dist/com/com-pointer.js';
import {
  IAgileObject,
  IHTTPMailTransport,
  IImnxportTransport,
  IInternetTransport,
  IStream,
  IUnknown,
} from '../../dist/com/guid.js';
import { Hresult } from '../../dist/hresult.js';
import { call, callElsewhere, unknown } from '../support/com.js';
import { thrown } from '../support/fake.js';
import { transport } from '../support/real.js';

/** GetStatus, slot 11. */
function statusOf(object: bigint): { hresult: unknown; status: unknown } {
  const out = [99];
  const hresult = call(object, 11, 'uint32_t', ['_Out_ uint32_t *'], out);
  return { hresult, status: out[0] };
}

describe('the pointer of a transport', () => {
  test('answers by slot: GetIXPType, IsState, GetStatus', () => {
    using pointer = transport().toPointer();
    expect(call(pointer.address, 4, 'int32_t')).toBe(5); // IXP_HTTPMail
    expect(call(pointer.address, 5, 'uint32_t', ['int32_t'], 0)).toBe(Hresult.S_FALSE);
    expect(call(pointer.address, 5, 'uint32_t', ['int32_t'], 9)).toBe(Hresult.E_INVALIDARG);
    expect(statusOf(pointer.address)).toEqual({ hresult: Hresult.S_OK, status: 8 });
  });

  test('answers on another thread', async () => {
    using pointer = transport().toPointer();
    expect(await callElsewhere(pointer.address, 4, 'int32_t')).toBe(5);
  });

  test('is one reference more, given back by release() once', () => {
    const mail = transport();
    using watch = mail.toPointer();
    const before = unknown.references(watch.address);
    const pointer = mail.toPointer();
    expect(unknown.references(watch.address)).toBe(before + 1);
    pointer.release();
    pointer.release();
    pointer[Symbol.dispose]();
    expect(unknown.references(watch.address)).toBe(before);
    expect(pointer.released).toBe(true);
  });

  test('is one identity through every interface', () => {
    const mail = transport();
    using identity = mail.toPointer(IUnknown);
    for (const iid of [IInternetTransport, IHTTPMailTransport, IImnxportTransport, IAgileObject]) {
      using pointer = mail.toPointer(iid);
      expect(pointer.iid).toBe(iid.iid);
      using again = pointer.queryInterface(IUnknown);
      expect(again.address).toBe(identity.address);
    }
  });

  test('queryInterface gives a reference, or ERR_IMNXPORT_NOINTERFACE', () => {
    using pointer = transport().toPointer();
    const before = unknown.references(pointer.address);
    const other = pointer.queryInterface(IInternetTransport);
    expect(unknown.references(pointer.address)).toBe(before + 1);
    other.release();
    expect(unknown.references(pointer.address)).toBe(before);
    expect(thrown(() => pointer.queryInterface(IStream))).toMatchObject({
      code: 'ERR_IMNXPORT_NOINTERFACE',
      hresult: Hresult.E_NOINTERFACE,
      message: 'No IStream of IHTTPMailTransport: E_NOINTERFACE',
    });
    expect(unknown.references(pointer.address)).toBe(before);
  });

  test('detach() gives the reference to whoever releases it', () => {
    using watch = transport().toPointer();
    const before = unknown.references(watch.address);
    const pointer = watch.queryInterface(IHTTPMailTransport);
    const address = pointer.detach();
    expect(pointer.released).toBe(true);
    pointer.release(); // nothing is left to release
    expect(unknown.release(address)).toBe(before);
  });

  test('outlives its transport, as an object that is initialised no more', async () => {
    const mail = transport();
    using pointer = mail.toPointer();
    await mail.close();
    expect(call(pointer.address, 8, 'uint32_t')).toBe(Hresult.S_FALSE); // HandsOffCallback: there is none
    expect(unknown.references(pointer.address)).toBe(1);
    expect(thrown(() => mail.toPointer())).toMatchObject({ code: 'ERR_IMNXPORT_CLOSED' });
  });

  test('of an interface that it does not have is refused', () => {
    const error = thrown(() => transport().toPointer(IStream));
    expect(error).toMatchObject({ code: 'ERR_IMNXPORT_NOINTERFACE' });
  });
});

describe('a foreign address', () => {
  test('addRef takes a reference of its own; the owner keeps its own', () => {
    using owner = transport().toPointer();
    const before = unknown.references(owner.address);
    const pointer = ComPointer.addRef(owner.address, IHTTPMailTransport);
    expect(unknown.references(owner.address)).toBe(before + 1);
    expect(pointer.address).toBe(owner.address);
    pointer.release();
    expect(unknown.references(owner.address)).toBe(before);
  });

  test('adopt takes over the reference that QueryInterface gave', () => {
    using owner = transport().toPointer();
    const before = unknown.references(owner.address);
    const { hresult, address } = unknown.queryInterface(owner.address, IImnxportTransport.iid);
    expect(hresult).toBe(Hresult.S_OK);
    const pointer = ComPointer.adopt(address!, IImnxportTransport);
    expect(unknown.references(owner.address)).toBe(before + 1);
    pointer.release();
    expect(unknown.references(owner.address)).toBe(before);
  });
});
