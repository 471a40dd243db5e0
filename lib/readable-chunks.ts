// Reads a Readable of Node.js without a promise for what is there already.
import { finished, Readable } from 'node:stream';
import type { ChunkIterator } from './chunk-source.js';

/** Whether iterating over it means what it does for every Readable. */
export function iteratesAsUsual(stream: Readable): boolean {
  return stream[Symbol.asyncIterator] === Readable.prototype[Symbol.asyncIterator];
}

/**
 * Gives what `for await` gives, in the same pieces, and fails as it does; a stream that has bytes ready is read in one
 * go, where the iterator of Node.js takes a turn for each piece. At its end the stream is left to itself.
 */
export class ReadableChunks implements ChunkIterator {
  readonly #stream: Readable;
  /** null: it came to its end. */
  #outcome: Error | null | undefined;
  #begun = false;
  #tell: (() => void) | undefined;

  constructor(stream: Readable) {
    this.#stream = stream;
  }

  next(): IteratorResult<unknown> | Promise<IteratorResult<unknown>> {
    if (!this.#begun) this.#begin();
    const value: unknown = this.#read();
    if (value !== null) return { done: false, value };
    if (this.#outcome === null) return { done: true, value: undefined };
    if (this.#outcome !== undefined) throw this.#outcome;
    return new Promise<void>((resolve) => (this.#tell = resolve)).then(() => this.next());
  }

  /**
   * No more than is there: read() asks the source first, and would copy what comes then and what was there into one
   * new buffer.
   */
  #read(): unknown {
    const stream = this.#stream;
    if (stream.destroyed) return null;
    const ready = stream.readableObjectMode ? 0 : stream.readableLength;
    return ready > 0 ? stream.read(ready) : stream.read();
  }

  #begin(): void {
    this.#begun = true;
    const news = () => {
      const tell = this.#tell;
      this.#tell = undefined;
      tell?.();
    };
    this.#stream.on('readable', news);
    finished(this.#stream, { writable: false }, (error) => {
      this.#outcome = error ?? null;
      this.#stream.off('readable', news);
      news();
    });
  }
}
