// Readables are read without promises where they have something, in their own chunks, and fail as for `for await`.
import { Duplex, Readable } from 'node:stream';
import { ReadableChunks } from '../../dist/readable-chunks.js';

async function chunksOf(stream: Readable): Promise<{ chunks: unknown[]; waits: number; error?: unknown }> {
  const reader = new ReadableChunks(stream);
  const chunks: unknown[] = [];
  let waits = 0;
  try {
    for (;;) {
      const step = reader.next();
      if (step instanceof Promise) waits++;
      const { done, value } = (await step) as { done: boolean; value: unknown };
      if (done) return { chunks, waits };
      chunks.push(value);
    }
  } catch (error) {
    return { chunks, waits, error };
  }
}

/** Gives these chunks as fast as it is asked. */
function ready(chunks: readonly unknown[], options = {}): Readable {
  const left = [...chunks];
  return new Readable({
    ...options,
    read() {
      this.push(left.shift() ?? null);
    },
  });
}

test('what is there is given at once, chunk by chunk and without a copy', async () => {
  const chunks = [1, 2, 3, 4, 5].map((n) => Buffer.alloc(1000, n));
  const { chunks: got, waits } = await chunksOf(ready(chunks, { highWaterMark: 1000 }));
  expect(got).toHaveLength(5);
  got.forEach((chunk, i) => expect(chunk).toBe(chunks[i]));
  expect(waits).toBe(1); // for the end
});

test('chunks that come later, objects and strings', async () => {
  async function* later() {
    for (const chunk of ['a', 'b', 'c']) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      yield chunk;
    }
  }
  expect((await chunksOf(Readable.from(later()))).chunks).toEqual(['a', 'b', 'c']);
  expect((await chunksOf(ready([{ a: 1 }, 'b'], { objectMode: true }))).chunks).toEqual([{ a: 1 }, 'b']);
  const text = (await chunksOf(ready([Buffer.from('é')], {}).setEncoding('utf8'))).chunks;
  expect(text).toEqual(['é']);
  expect((await chunksOf(ready([]))).chunks).toEqual([]);
});

test('a failure comes after what was read before', async () => {
  const failure = new Error('no more');
  let turn = 0;
  const stream = new Readable({
    read() {
      if (turn++ === 0) this.push('first');
      else this.destroy(failure);
    },
  });
  const { chunks, error } = await chunksOf(stream);
  expect(chunks.length).toBeLessThanOrEqual(1);
  expect(error).toBe(failure);
});

test('a stream that is destroyed before its end fails, also before it is read', async () => {
  const stream = new Readable({ read: () => undefined });
  setImmediate(() => stream.destroy());
  expect((await chunksOf(stream)).error).toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' });
  expect((await chunksOf(stream)).error).toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' });
});

test('the other half of a Duplex is left alone', async () => {
  const duplex = new Duplex({
    read() {
      this.push(null);
    },
    write: (_chunk, _encoding, done) => done(),
  });
  expect((await chunksOf(duplex)).error).toBeUndefined();
  expect(duplex.destroyed).toBe(false);
  duplex.destroy();
});
