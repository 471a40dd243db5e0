// What the server does with one request.
import type { Random } from './random.js';

/** How a connection ends: by a FIN, or by a reset. */
export type End = 'end' | 'reset';

/** What happens to a connection after a good answer: nothing, a FIN at once, or a reset when it is used again. */
type After = 'keep' | End | 'reset when used';

export type Plan = {
  /** Milliseconds without reading after each piece. */
  slow: number;
  /** The reaction to Expect: 100-continue. */
  expect: 'continue' | 'nothing' | 417;
} & (
  | { kind: 'store'; after: After }
  /** Cut when so many bytes of the entity are there, 0: when the head is; an entity may be whole by then. */
  | { kind: 'cut'; at: number; how: End }
  /** The entity whole, and then no answer, or a part of one. */
  | { kind: 'mute'; said: string; how: End }
  /** Never answered. */
  | { kind: 'silent' }
  /** An answer that asks for the entity again: when the head is there, or when the entity is. */
  | {
      kind: 'ask';
      status: 401 | 301 | 302 | 307 | 308;
      to: 'same' | 'path' | 'origin';
      early: boolean;
      close: boolean;
    }
  | { kind: 'refuse'; status: number; early: boolean; close: boolean }
  /** A success when so many bytes of the entity are there; the rest is taken, or the connection is cut. */
  | { kind: 'early'; at: number; cut: End | null }
);

const said = [
  '',
  'HTTP/1.1 201 Cre',
  'HTTP/1.1 201 Created\r\nContent-Length: 5\r\n',
  'HTTP/1.1 201 Created\r\nContent-Length: 5\r\n\r\nfiv',
  'HTTP/1.1 100 Continue\r\n\r\n',
  'HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfiv',
];

export function makePlan(random: Random, size: number): Plan {
  const at = () => random.one([0, 1, random.whole(0, size), random.whole(0, size), size - 1]);
  const how = () => random.one<End>(['end', 'reset']);
  const usual = {
    slow: random.chance(0.05) ? random.whole(1, 5) : 0,
    expect: random.weighted<Plan['expect']>([
      [20, 'continue'],
      [1, 'nothing'],
      [2, 417],
    ]),
  };
  const made = random.weighted<() => Plan>([
    [
      45,
      () => ({
        ...usual,
        kind: 'store',
        after: random.one(['keep', 'keep', 'end', 'reset', 'reset when used']),
      }),
    ],
    [15, () => ({ ...usual, kind: 'cut', at: at(), how: how() })],
    [12, () => ({ ...usual, kind: 'mute', said: random.one(said), how: how() })],
    [0.4, () => ({ ...usual, kind: 'silent' })],
    [
      15,
      () => ({
        ...usual,
        kind: 'ask',
        status: random.one([401, 401, 301, 302, 307, 308] as const),
        to: random.one(['same', 'path', 'origin'] as const),
        early: random.chance(0.3),
        close: random.chance(0.3),
      }),
    ],
    [
      8,
      () => ({
        ...usual,
        kind: 'refuse',
        status: random.one([400, 403, 413, 500, 503]),
        early: random.chance(0.5),
        close: random.chance(0.5),
      }),
    ],
    [5, () => ({ ...usual, kind: 'early', at: at(), cut: random.chance(0.5) ? how() : null })],
  ]);
  return made();
}
