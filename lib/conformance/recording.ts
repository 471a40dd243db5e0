// What went over one connection: the exact bytes of both sides, in turns, with the times at which they began.

/** What one side sent until the other one spoke. */
export interface Turn {
  from: 'client' | 'server';
  /** Milliseconds after the recording began. */
  at: number;
  /** How many bytes it is long. */
  bytes: number;
  /** Its bytes, or as many of them as are kept. */
  data: Buffer;
}

/** Which end of a connection was closed or reset first. */
export type ConnectionEnd =
  'open' | 'closed by the client' | 'closed by the server' | 'reset by the client' | 'reset by the server';

/** So many bytes of each side of a connection are kept, in all its turns together; the rest is counted. */
const KEPT_BYTES = 64 * 1024;

/** The recording of one connection. */
export class Recording {
  readonly turns: Turn[] = [];
  /** How the connection ended, as far as that is known. */
  end: ConnectionEnd = 'open';
  readonly #clock: () => number;
  readonly #left = { client: KEPT_BYTES, server: KEPT_BYTES };

  /** `clock` gives the milliseconds since the beginning. */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** Takes down what came over the wire. The bytes are copied. */
  add(from: Turn['from'], bytes: Uint8Array): void {
    if (bytes.byteLength === 0) return;
    const kept = Buffer.from(bytes.subarray(0, this.#left[from]));
    this.#left[from] -= kept.byteLength;
    const last = this.turns.at(-1);
    if (last?.from !== from) {
      this.turns.push({ from, at: this.#clock(), bytes: bytes.byteLength, data: kept });
      return;
    }
    last.bytes += bytes.byteLength;
    if (kept.byteLength > 0) last.data = Buffer.concat([last.data, kept]);
  }

  /** Says who ended it; the first to do so has the word. */
  ended(end: Exclude<ConnectionEnd, 'open'>): void {
    if (this.end === 'open') this.end = end;
  }
}
