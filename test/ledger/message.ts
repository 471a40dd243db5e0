// What is posted: a message of random size, as a body of a random kind, and what happens to it.
import { Readable } from 'node:stream';
import type { BodySource } from '../../dist/types.js';
import { type FileBody, fileBody } from '../../dist/file-body.js';
import { toIStream } from '../../dist/index.js';
import { makePlan, type Plan } from './plan.js';
import type { Random } from './random.js';

/** What a body does that is not what it said. */
export type Lie = 'too short' | 'too long' | 'fails';

/** Who ends the post before its time: its signal, DropConnection, the transport's destroy(). */
export type Ending = 'abort' | 'drop' | 'destroy';

export interface Message {
  readonly id: string;
  readonly size: number;
  readonly content: Buffer;
  readonly kind: string;
  readonly plans: readonly Plan[];
  readonly lie: Lie | null;
  /** When so many bytes of a request have come. */
  readonly ending: { what: Ending; at: number } | null;
  body(): BodySource;
  readonly contentLength: number | undefined;
  /** Called when the post has settled. */
  release(): void;
}

/** Text, so that a string of it has the same bytes; nothing of it comes twice. */
export interface Pool {
  readonly bytes: Buffer;
  /** A file with the same bytes. */
  readonly file: string;
}

function* pieces(content: Buffer, random: Random, lie: Lie | null): Generator<Buffer> {
  const piece = random.one([100, 4000, 65_536, 200_000]);
  const end = lie === 'fails' ? random.whole(0, content.length) : content.length;
  for (let at = 0; at < end; at += piece) yield content.subarray(at, Math.min(at + piece, end));
  if (lie === 'fails') throw new Error('the body fails');
}

async function* slowPieces(content: Buffer, random: Random, lie: Lie | null): AsyncGenerator<Buffer> {
  for (const piece of pieces(content, random, lie)) {
    if (random.chance(0.2)) await new Promise((resolve) => setImmediate(resolve));
    yield piece;
  }
}

function size(random: Random): number {
  return random.weighted<() => number>([
    [6, () => 0],
    [30, () => random.whole(1, 2000)],
    [45, () => random.whole(2000, 70_000)],
    [18, () => random.whole(70_000, 300_000)],
    [1, () => random.whole(1_000_000, 4_000_000)],
  ])();
}

type Make = (content: Buffer, start: number) => BodySource;

export function makeMessage(random: Random, id: number, pool: Pool): Message {
  const length = size(random);
  const start = random.whole(0, pool.bytes.length - length);
  const content = pool.bytes.subarray(start, start + length);
  const plans = Array.from({ length: random.whole(1, 3) }, () => makePlan(random, length));
  if (random.chance(0.7)) plans.push({ kind: 'store', after: 'keep', slow: 0, expect: 'continue' });
  const lie = random.chance(0.04) ? random.one<Lie>(['too short', 'too long', 'fails']) : null;
  const releases: (() => void)[] = [];
  const file = (to: number): FileBody => fileBody(pool.file, { start, end: start + to });
  const streamed: [string, Make][] = [
    ['Readable', (bytes) => Readable.from(pieces(bytes, random, lie))],
    ['AsyncIterable', (bytes) => slowPieces(bytes, random, lie)],
    ['function of a Readable', (bytes) => () => Readable.from(slowPieces(bytes, random, lie))],
    ['function of an iterator', (bytes) => () => pieces(bytes, random, lie)],
  ];
  const known: [string, Make][] = [
    ['Buffer', (bytes) => bytes],
    ['string', (bytes) => bytes.toString('latin1')],
    ['array', (bytes) => [...pieces(bytes, random, null)]],
    ['Blob', (bytes) => new Blob([bytes])],
    ['file', (bytes) => file(bytes.length)],
    [
      'IStream',
      (bytes) => {
        const pointer = toIStream(random.chance(0.5) ? bytes : file(bytes.length));
        releases.push(() => pointer.release());
        return pointer;
      },
    ],
  ];
  // A body of a known length whose length is announced wrongly is refused before anything is sent.
  const [kind, make] = random.one(lie !== null || random.chance(0.5) ? streamed : known);
  const announced = streamed.some(([name]) => name === kind) && random.chance(0.5);
  const by = random.whole(1, 1000);
  const lying = { 'too short': length + by, 'too long': Math.max(0, length - by), fails: length };
  return {
    id: `${id}`,
    size: length,
    content,
    kind,
    plans,
    lie: lie === 'too long' && length === 0 ? 'too short' : lie,
    ending: random.chance(0.07)
      ? { what: random.one<Ending>(['abort', 'abort', 'drop', 'destroy']), at: random.whole(0, length) }
      : null,
    body: () => make(content, start),
    contentLength:
      lie === null
        ? announced
          ? length
          : undefined
        : lying[lie === 'too long' && length === 0 ? 'too short' : lie],
    release: () => {
      for (const release of releases) release();
    },
  };
}
