// Feeds a body to native code: reads only when asked, and no more than is wanted.
import { SLICE } from './constants.js';
import { isChunk, toBytes } from './chunks.js';
import type { ChunkIterator, ChunkSource } from './chunk-source.js';
import { invalidArgument } from './errors.js';
import { Hresult } from './hresult.js';
import type { NativeProducer, ProducerOwner } from './native.js';
import { describe } from './validate.js';

/** What the core makes of a body that fails; the caller gets the body's own error. */
export const BODY_FAILURE = Hresult.STG_E_READFAULT;

/** One transfer of the body from its beginning. A rewind abandons it, and whatever it still waits for. */
interface Transfer {
  chunks: ChunkIterator | undefined;
  /** The chunk being pushed and how much of it has been; long chunks go in slices. */
  chunk: Uint8Array;
  offset: number;
  length: number;
  state: 'idle' | 'reading' | 'ended';
}

const EMPTY = new Uint8Array(0);

/** The owner of a NativeProducer. It answers pull() with as many chunks as the producer takes. */
export class BodyPump implements ProducerOwner {
  /** Why the body ended before its end; undefined while it has not. */
  failure: { readonly error: unknown } | undefined;
  #producer: NativeProducer | undefined;
  readonly #source: ChunkSource;
  /** undefined: before the first pull(), and when all is over. */
  #transfer: Transfer | undefined;
  #wanted = false;
  #stopped = false;

  constructor(source: ChunkSource) {
    this.#source = source;
  }

  attach(producer: NativeProducer): void {
    this.#producer = producer;
  }

  /** From now on a stream that fails ends the body at once; `onEarlyFailure` hears of it before the first pull(). */
  watch(onEarlyFailure: () => void): void {
    this.#source.onFailure?.((error) => {
      const early = this.#transfer === undefined;
      if (this.#fail(error) && early) onEarlyFailure();
    });
  }

  pull(): void {
    this.#wanted = true;
    if (this.#stopped) return;
    this.#transfer ??= { chunks: undefined, chunk: EMPTY, offset: 0, length: 0, state: 'idle' };
    if (this.#transfer.state === 'idle') void this.#run(this.#transfer);
  }

  rewind(): void {
    if (this.#stopped) return;
    this.#transfer = undefined;
    this.#wanted = false;
    this.#source.discard();
    this.#producer?.restarted();
  }

  /** The reader has let go: it is done, or its command has ended. */
  closed(): void {
    this.stop();
  }

  /** Ends the reading for good; a stream that is not at its end is destroyed. */
  stop(error?: unknown): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#transfer = undefined;
    this.#source.discard(error);
  }

  /** Drops the stream object; after stop(), when its command has ended. */
  release(): void {
    this.#producer?.release();
  }

  async #run(transfer: Transfer): Promise<void> {
    transfer.state = 'reading';
    try {
      transfer.chunks ??= await this.#source.open();
      while (this.#wanted && transfer === this.#transfer) {
        if (transfer.offset === transfer.length) {
          const step = transfer.chunks.next();
          const result = 'then' in step ? await step : step;
          if (transfer !== this.#transfer) return;
          if (result.done) {
            transfer.state = 'ended';
            this.#producer?.end();
            return;
          }
          this.#take(transfer, result.value);
        } else {
          this.#push(transfer);
        }
      }
    } catch (error) {
      if (transfer === this.#transfer) this.#fail(error);
    } finally {
      if (transfer.state === 'reading') transfer.state = 'idle';
    }
  }

  #take(transfer: Transfer, value: unknown): void {
    if (!isChunk(value)) throw invalidArgument('body', `gave ${describe(value)}, not a string or bytes`);
    transfer.chunk = toBytes('body', value);
    transfer.offset = 0;
    transfer.length = transfer.chunk.byteLength;
  }

  #push(transfer: Transfer): void {
    const { chunk, offset, length } = transfer;
    if (chunk.byteLength !== length)
      throw invalidArgument('body', 'was detached or resized while it was posted');
    const slice = length <= SLICE ? chunk : chunk.subarray(offset, offset + SLICE);
    transfer.offset += slice.byteLength;
    this.#wanted = false; // before the call: a pull() from inside it must not be lost
    if (this.#producer?.push(slice)) this.#wanted = true;
  }

  #fail(error: unknown): boolean {
    if (this.#stopped) return false;
    this.failure = { error };
    this.#producer?.fail(BODY_FAILURE);
    this.stop(error);
    return true;
  }
}
