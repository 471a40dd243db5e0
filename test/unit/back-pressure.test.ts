// A body is read no faster than native code takes it, and in pieces of bounded size.
import { Readable } from 'node:stream';
import { fake, turn, URL_ } from '../support/fake.js';

const CHUNK = 64 * 1024;

/** A body of many chunks that counts how many were taken from it. */
function counting(total: number) {
  const counter = { made: 0 };
  async function* generate() {
    for (let i = 0; i < total; i++) {
      counter.made++;
      yield await Promise.resolve(Buffer.alloc(CHUNK, i));
    }
  }
  return { counter, body: generate() };
}

test('reading stops when the producer has enough, and goes on with the next pull', async () => {
  const { counter, body } = counting(100);
  const { transport, native } = fake();
  const post = transport.post(URL_, body);
  const { producer } = native;
  producer.owner.pull();
  await turn();
  expect(counter.made).toBe(4); // 4 × 64 KiB: the high-water mark
  await turn();
  expect(counter.made).toBe(4);

  producer.take();
  producer.owner.pull();
  await turn();
  expect(counter.made).toBe(8);
  expect(producer.queued).toBe(4 * CHUNK);

  const rest = await producer.readAll();
  expect(rest.byteLength).toBe(96 * CHUNK);
  native.done();
  await post;
});

test('a Readable is not read ahead beyond its own high-water mark', async () => {
  let read = 0;
  const stream = new Readable({
    highWaterMark: CHUNK,
    read() {
      read += CHUNK;
      this.push(Buffer.alloc(CHUNK));
    },
  });
  const { transport, native } = fake();
  void transport.post(URL_, stream);
  native.producer.owner.pull();
  await turn();
  await turn();
  expect(read).toBeLessThanOrEqual(7 * CHUNK); // queued natively, in the iterator's hands, in its own buffer
  expect(native.producer.queued).toBe(256 * 1024);
});

test('a chunk of many megabytes goes over in slices, each only when it is wanted', async () => {
  const { transport, native } = fake();
  const whole = Buffer.alloc(8 * 1024 * 1024, 'abcdefg');
  const post = transport.post(URL_, Readable.from([whole], { objectMode: true }));
  const { producer } = native;
  producer.owner.pull();
  await turn();
  expect(producer.queued).toBe(256 * 1024);
  expect(producer.largest).toBeLessThanOrEqual(256 * 1024);
  const sent = await producer.readAll();
  expect(sent.equals(whole)).toBe(true);
  native.done();
  await post;
});

test('pulls that come while a chunk is awaited do not start a second reader', async () => {
  const { counter, body } = counting(3);
  const { transport, native } = fake();
  const post = transport.post(URL_, body);
  for (let i = 0; i < 5; i++) native.producer.owner.pull();
  await turn();
  expect(counter.made).toBe(3);
  expect(native.producer.take().byteLength).toBe(3 * CHUNK);
  native.producer.owner.pull(); // and one after the end starts nothing
  await turn();
  expect(native.producer.ended).toBe(true);
  native.done();
  await post;
});

test('nothing is pushed after the reader has let go', async () => {
  let give!: (chunk: string) => void;
  async function* slow() {
    yield await new Promise<string>((resolve) => (give = resolve));
  }
  const { transport, native } = fake();
  const post = transport.post(URL_, slow());
  native.producer.owner.pull();
  await turn();
  native.producer.owner.closed();
  give('late');
  await turn();
  expect(native.producer.chunks).toEqual([]);
  native.done();
  await post;
});

test('a chunk of the first transfer does not get into the second one', async () => {
  const gives: ((chunk: string) => void)[] = [];
  const { transport, native } = fake();
  const post = transport.post(URL_, async function* () {
    yield await new Promise<string>((resolve) => gives.push(resolve));
  });
  const { producer } = native;
  producer.owner.pull();
  await turn();
  producer.owner.restart(0n);
  producer.owner.pull();
  await turn();
  gives[0]!('first');
  await turn();
  expect(producer.chunks).toEqual([]);
  gives[1]!('second');
  await turn();
  expect(producer.take().toString()).toBe('second');
  expect(producer.ended).toBe(true);
  native.done();
  await post;
});
