// Every kind of body arrives byte for byte, small and large, at the embedded server.
import { createHash } from 'node:crypto';
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { fileBody, type FileRange } from '../../dist/file-body.js';
import type { BodySource } from '../../dist/types.js';
import { rejection } from '../support/fake.js';
import { mailServer, transport } from '../support/real.js';

/** Bytes without a pattern that a lost or doubled block could hide in. */
function noise(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  let state = 0x12345678;
  for (let i = 0; i < size; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const SMALL = noise(1000);
const LARGE = noise(3_000_001);

function* pieces(bytes: Buffer, size: number) {
  for (let i = 0; i < bytes.byteLength; i += size) yield bytes.subarray(i, i + size);
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'imnxport-'));
  writeFileSync(join(folder, 'small'), SMALL);
  writeFileSync(join(folder, 'large'), LARGE);
  writeFileSync(join(folder, 'empty'), '');
});
afterAll(() => rmSync(folder, { recursive: true }));

const kinds: [string, (bytes: Buffer, file: string) => BodySource][] = [
  ['a Buffer', (bytes) => bytes],
  ['an ArrayBuffer', (bytes) => Uint8Array.from(bytes).buffer],
  ['shared memory', (bytes) => shared(bytes)],
  ['an array of chunks', (bytes) => [...pieces(bytes, 700)]],
  ['a Blob', (bytes) => new Blob([bytes])],
  ['a file body', (_bytes, file) => fileBody(file)],
  ['a Readable', (bytes) => Readable.from(pieces(bytes, 70_000))],
  ['a file stream', (_bytes, file) => createReadStream(file)],
  ['a PassThrough', (_bytes, file) => createReadStream(file).pipe(new PassThrough())],
  ['a web stream', (bytes) => new Blob([bytes]).stream()],
  ['a generator of small chunks', (bytes) => pieces(bytes, 333)],
  ['a generator of one chunk', (bytes) => [bytes].values()],
  ['a function', (bytes) => () => Readable.from(pieces(bytes, 10_000))],
  ['a function that makes a file body', (_bytes, file) => () => fileBody(file)],
];

function shared(bytes: Buffer): Uint8Array {
  const memory = new Uint8Array(new SharedArrayBuffer(bytes.byteLength));
  memory.set(bytes);
  return memory;
}

describe.each([
  ['small', SMALL],
  ['large', LARGE],
])('%s', (name, bytes) => {
  test.each(kinds)('%s', async (_kind, make) => {
    const { server, url } = await mailServer();
    const response = await transport().post(url, make(bytes, join(folder, name)));
    expect(response).toMatchObject({ status: 201, bytesSent: bytes.byteLength });
    expect(server.messages).toHaveLength(1);
    expect(server.messages[0]).toMatchObject({ bytes: bytes.byteLength, sha256: sha256(bytes) });
  });
});

test('text goes out as UTF-8', async () => {
  const { server, url } = await mailServer();
  const text = 'grüße ✉ '.repeat(100_000);
  await transport().post(url, text);
  expect(server.messages[0]!.sha256).toBe(sha256(Buffer.from(text)));
});

test.each<[string, FileRange]>([
  ['the middle', { start: 1_000_000, end: 2_000_000 }],
  ['the end', { start: 2_999_999 }],
  ['nothing', { start: 5, end: 5 }],
])('%s of a file', async (_name, range) => {
  const { server, url } = await mailServer();
  await transport().post(url, fileBody(join(folder, 'large'), range));
  expect(server.messages[0]!.sha256).toBe(sha256(LARGE.subarray(range.start, range.end)));
});

test('an empty file', async () => {
  const { server, url } = await mailServer();
  await transport().post(url, fileBody(join(folder, 'empty')));
  expect(server.messages[0]).toMatchObject({ bytes: 0, sha256: sha256(Buffer.alloc(0)) });
});

test.each([
  ['that is missing', () => join(folder, 'missing'), {}, 'ERR_IMNXPORT_FILE_NOT_FOUND'],
  ['that is a folder', () => folder, {}, 'ERR_IMNXPORT_DIRECTORY'],
  ['that ends before the range', () => join(folder, 'small'), { end: 1001 }, 'ERR_IMNXPORT_HANDLE_EOF'],
])('a file %s rejects, and nothing is sent', async (_name, path, range, code) => {
  const { server, url } = await mailServer();
  const mail = transport();
  expect(await rejection(mail.post(url, fileBody(path(), range)))).toMatchObject({ code, delivery: 'none' });
  await mail.post(url, 'usable afterwards');
  expect(server.requests).toHaveLength(1);
});

test('one file body serves many posts at once', async () => {
  const { server, url } = await mailServer();
  const body = fileBody(join(folder, 'large'));
  await Promise.all([1, 2, 3, 4].map(() => transport().post(url, body)));
  expect(server.messages.map((message) => message.sha256)).toEqual(Array(4).fill(sha256(LARGE)));
});

test('a web stream of bytes (BYOB) is read too', async () => {
  const { server, url } = await mailServer();
  const chunks = [...pieces(LARGE, 100_000)];
  const stream = new ReadableStream({
    type: 'bytes',
    pull(controller) {
      const chunk = chunks.shift();
      if (chunk === undefined) controller.close();
      else controller.enqueue(Uint8Array.from(chunk));
    },
  });
  await transport().post(url, stream);
  expect(server.messages[0]!.sha256).toBe(sha256(LARGE));
});
