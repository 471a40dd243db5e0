// Progress: exact counts, the last one at 100 %, resent after a redirect.
import { Readable } from 'node:stream';
import { fileBody } from '../../dist/file-body.js';
import type { BodySource, Progress } from '../../dist/types.js';
import { response } from '../../dist/conformance/server.js';
import { CREATED, mailServer, raw, transport } from '../support/real.js';

const SIZE = 30_000_000;

const known: [string, () => BodySource][] = [
  ['a Buffer', () => Buffer.alloc(SIZE)],
  ['a small file', () => fileBody(process.execPath, { end: SIZE })],
  ['a Blob', () => new Blob([Buffer.alloc(SIZE)])],
];

function* blocks() {
  for (let i = 0; i < SIZE / 100_000; i++) yield Buffer.alloc(100_000);
}

test.each(known)('of %s rises to the total', async (_name, body) => {
  const { url } = await mailServer();
  const seen: Progress[] = [];
  await transport().post(url, body(), { onProgress: (progress) => seen.push(progress) });
  expect(seen.at(-1)).toEqual({ sent: SIZE, total: SIZE, resent: false });
  const counts = seen.map(({ sent }) => sent);
  expect(counts).toEqual([...counts].sort((a, b) => a - b));
  expect(new Set(counts).size).toBe(counts.length);
  expect(seen.every(({ total, resent }) => total === SIZE && !resent)).toBe(true);
  expect(seen.length).toBeLessThanOrEqual(65); // not more often than every 1/64 of the total
});

test('of a stream has no total', async () => {
  const { url } = await mailServer();
  const seen: Progress[] = [];
  const { bytesSent } = await transport().post(url, Readable.from(blocks()), {
    onProgress: (progress) => seen.push(progress),
  });
  expect(bytesSent).toBe(SIZE);
  expect(seen.at(-1)!.sent).toBe(SIZE);
  expect(seen.every(({ total }) => total === null)).toBe(true);
});

test('starts again with a redirect, and says so once', async () => {
  const size = 1_000_000;
  const { url } = await raw([response('307 Moved', ['Location: /new/']), CREATED]);
  const seen: Progress[] = [];
  const { resent } = await transport().post(url, Buffer.alloc(size), {
    onProgress: (progress) => seen.push(progress),
  });
  expect(resent).toBe(true);
  expect(seen.filter((progress) => progress.resent)).toHaveLength(1);
  expect(seen.at(-1)!.sent).toBe(size);
});

test('of a small body needs no report', async () => {
  const { url } = await mailServer();
  const { bytesSent } = await transport().post(url, 'hello', { onProgress: () => undefined });
  expect(bytesSent).toBe(5);
});
