// Feeds a body to native code: reads only when asked, and no more than is wanted.
import { SLICE } from './constants.js';
import { isChunk, toBytes } from './chunks.js';
import type { ChunkIterator, ChunkSource } from './chunk-source.js';
import { invalidArgument } from './errors.js';
import { Hresult } from './hresult.js';
import type { NativeProducer, ProducerOwner } from './native.js';
import { describe, isThenable } from './validate.js';

/** What the core makes of a body that fails; the caller gets the body's own error. */
export const BODY_FAILURE = Hresult.STG_E_READFAULT;

export interface PumpOptions {
  /** What errors call the body; default `body`. */
  argument?: string;
  /** What native code is told of a body that fails; default {@link BODY_FAILURE}. */
  hresultOf?: (error: unknown) => number;
  /** Whether a failure takes the place of what was read before, and not read yet by native code; default true. */
  atOnce?: boolean;
  /** Hears of the failure of the body, once. */
  onFailure?: (error: unknown) => void;
}

/** One transfer of the body. A restart abandons it, and whatever it still waits for, unless it can go on from there. */
interface Transfer {
  chunks: ChunkIterator | undefined;
  /** The chunk being pushed and how much of it has been; long chunks go in slices. */
  chunk: Uint8Array;
  offset: number;
  length: number;
  /** Of the byte at `offset`, in the body. */
  position: number;
  /** Bytes before this position are not pushed; null: it has been reached, and native code knows. */
  skipTo: number | null;
  state: 'idle' | 'reading' | 'ended';
}

const EMPTY = new Uint8Array(0);

function transferFrom(position: number, chunks?: ChunkIterator): Transfer {
  return { chunks, chunk: EMPTY, offset: 0, length: 0, position, skipTo: null, state: 'idle' };
}

/**
 * The owner of a NativeProducer. It answers pull() with as many chunks as the producer takes, before it returns as far
 * as the source gives them without a promise.
 */
export class BodyPump implements ProducerOwner {
  /** Why the body ended before its end; undefined while it has not. */
  failure: { readonly error: unknown } | undefined;
  #producer: NativeProducer | undefined;
  readonly #source: ChunkSource;
  readonly #options: PumpOptions;
  readonly #argument: string;
  /** undefined: before the first pull(), and when all is over. */
  #transfer: Transfer | undefined;
  #wanted = false;
  #stopped = false;

  constructor(source: ChunkSource, options: PumpOptions = {}) {
    this.#source = source;
    this.#options = options;
    this.#argument = options.argument ?? 'body';
  }

  attach(producer: NativeProducer): void {
    this.#producer = producer;
  }

  /** From now on a stream that fails ends the body at once; `onEarlyFailure` hears of it before the first pull(). */
  watch(onEarlyFailure?: () => void): void {
    this.#source.onFailure?.((error) => {
      const early = this.#transfer === undefined;
      if (this.#fail(error) && early) onEarlyFailure?.();
    });
  }

  pull(): void {
    this.#wanted = true;
    if (this.#stopped) return;
    this.#transfer ??= transferFrom(0);
    if (this.#transfer.state === 'idle') this.#run(this.#transfer);
  }

  restart(position: bigint): void {
    if (this.#stopped) return;
    this.#wanted = false;
    const target = Number(position);
    const transfer = (this.#transfer = this.#transferTo(target));
    transfer.skipTo = target;
    if (transfer.state === 'ended' || transfer.position === target) this.#arrive(transfer);
    else this.#run(transfer);
  }

  fork(): BodyPump {
    const pump = new BodyPump(this.#source.fork!(), this.#options);
    pump.watch();
    return pump;
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

  /** A transfer that comes to `target`, and is not beyond it. */
  #transferTo(target: number): Transfer {
    const current = this.#transfer;
    const source = this.#source;
    if (source.openAt !== undefined) {
      const start = Math.min(target, source.length ?? target);
      return transferFrom(start, source.openAt(start));
    }
    if (current !== undefined && target > 0 && current.position <= target) return current;
    source.discard();
    return transferFrom(0);
  }

  /** Goes on until it has to wait, for the source or for the next pull(). */
  #run(transfer: Transfer): void {
    try {
      while (
        transfer === this.#transfer &&
        transfer.state === 'idle' &&
        (this.#wanted || transfer.skipTo !== null)
      ) {
        if (transfer.chunks === undefined) {
          this.#await(transfer, this.#source.open(), (chunks) => (transfer.chunks = chunks));
        } else if (transfer.offset === transfer.length) {
          this.#await(transfer, transfer.chunks.next(), (result) => this.#take(transfer, result));
        } else if (transfer.skipTo !== null) {
          this.#skip(transfer, transfer.skipTo);
        } else {
          this.#push(transfer);
        }
      }
    } catch (error) {
      this.#failIn(transfer, error);
    }
  }

  /** At once, where nothing has to be waited for. */
  #await<T>(transfer: Transfer, value: T | PromiseLike<T>, use: (value: T) => void): void {
    if (!isThenable(value)) return use(value);
    transfer.state = 'reading';
    Promise.resolve(value)
      .then((settled) => {
        if (transfer !== this.#transfer) return;
        transfer.state = 'idle';
        use(settled);
        this.#run(transfer);
      })
      .catch((error: unknown) => this.#failIn(transfer, error));
  }

  #take(transfer: Transfer, { done, value }: IteratorResult<unknown>): void {
    if (done) {
      transfer.state = 'ended';
      if (transfer.skipTo !== null) this.#arrive(transfer);
      else this.#producer?.end();
      return;
    }
    if (!isChunk(value))
      throw invalidArgument(this.#argument, `gave ${describe(value)}, not a string or bytes`);
    transfer.chunk = toBytes(this.#argument, value);
    transfer.offset = 0;
    transfer.length = transfer.chunk.byteLength;
  }

  #skip(transfer: Transfer, target: number): void {
    const bytes = Math.min(transfer.length - transfer.offset, target - transfer.position);
    transfer.offset += bytes;
    transfer.position += bytes;
    if (transfer.position === target) this.#arrive(transfer);
  }

  #arrive(transfer: Transfer): void {
    transfer.skipTo = null;
    this.#producer?.restarted(BigInt(transfer.position), transfer.state === 'ended');
  }

  #push(transfer: Transfer): void {
    const { chunk, offset, length } = transfer;
    if (chunk.byteLength !== length)
      throw invalidArgument(this.#argument, 'was detached or resized while it was posted');
    const slice = offset === 0 && length <= SLICE ? chunk : chunk.subarray(offset, offset + SLICE);
    transfer.offset += slice.byteLength;
    transfer.position += slice.byteLength;
    this.#wanted = false; // before the call: a pull() from inside it must not be lost
    if (this.#producer?.push(slice)) this.#wanted = true;
  }

  #failIn(transfer: Transfer, error: unknown): void {
    if (transfer === this.#transfer) this.#fail(error);
  }

  #fail(error: unknown): boolean {
    if (this.#stopped) return false;
    this.failure = { error };
    const { hresultOf, atOnce = true } = this.#options;
    this.#producer?.fail(hresultOf?.(error) ?? BODY_FAILURE, atOnce);
    this.stop(error);
    this.#options.onFailure?.(error);
    return true;
  }
}
