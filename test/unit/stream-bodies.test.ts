// An IStream of native code as the body of a post: a reference for the post, and the caller's left alone.
import { ComPointer } from '../../dist/com/com-pointer.js';
import { IStream } from '../../dist/com/guid.js';
import { Hresult } from '../../dist/hresult.js';
import { fake, rejection, URL_ } from '../support/fake.js';
import { type FakeStreamBody, nativeFailure } from '../support/fake-native.js';

test('is lent to native code, which takes a reference of its own', async () => {
  const { transport, native } = fake();
  const pointer = ComPointer.addRef(0x1000n, IStream);
  const post = transport.post(URL_, pointer, { contentLength: 5 });
  const body = native.posts[0]!.body as FakeStreamBody;
  expect(body.pointer).toMatchObject({ address: 0x1000n });
  expect(body.released).toBe(true); // the core has it now
  expect(native.posts[0]!.options.length).toBe(5n);
  expect(pointer.released).toBe(false);
  native.done();
  await post;
});

test('is given back when the post is refused', async () => {
  const { transport, native, addon } = fake();
  const bodies = jest.spyOn(addon, 'streamBody');
  native.refusal = nativeFailure(Hresult.E_OUTOFMEMORY, 'no memory');
  await rejection(transport.post(URL_, ComPointer.addRef(0x1000n, IStream)));
  expect(bodies.mock.results).toMatchObject([{ value: { released: true } }]);
});

test('is refused when it has been released, or is no stream', async () => {
  const { transport, addon } = fake();
  const pointer = ComPointer.addRef(0x1000n, IStream);
  addon.refusal = nativeFailure(Hresult.E_NOINTERFACE, 'QueryInterface failed');
  expect(await rejection(transport.post(URL_, pointer))).toMatchObject({
    code: 'ERR_IMNXPORT_NOINTERFACE',
    message: 'The body is not an IStream: E_NOINTERFACE',
  });
  pointer.release();
  expect(await rejection(transport.post(URL_, pointer))).toMatchObject({
    code: 'ERR_IMNXPORT_RELEASED',
    argument: 'body',
  });
});
