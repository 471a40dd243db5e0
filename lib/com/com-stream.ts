// ComStream: somebody's IStream as promises, and as the streams of Node and the web.
import { Readable } from 'node:stream';
import { ReadableStream } from 'node:stream/web';
import { toBytes } from '../chunks.js';
import { closedError, invalidArgument } from '../errors.js';
import { Hresult } from '../hresult.js';
import type { NativeStream } from '../native.js';
import { fromNative } from '../response.js';
import type { Chunk } from '../types.js';
import { describe, known, nonNegativeInteger } from '../validate.js';

/** Where a position is counted from. */
export type SeekOrigin = 'start' | 'current' | 'end';

/** What a stream tells about itself; much of it is 0 or null where the stream does not know. */
export interface StreamStat {
  /** In bytes. 0 may mean that it is not known. */
  readonly size: bigint;
  /** STGTY: 2 is a stream. */
  readonly type: number;
  /** STGM flags: 0 for reading, 1 for writing, 2 for both, and others. */
  readonly mode: number;
  /** Last change. */
  readonly modified: Date | null;
  /** Its making. */
  readonly created: Date | null;
  /** Last use. */
  readonly accessed: Date | null;
  /** Of a file, mostly. On Windows only: elsewhere streams are not asked for it. */
  readonly name: string | null;
}

/** What a view of a stream is made with. */
export interface ViewOptions {
  /** Whether the end of the view, or of what reads it, closes the stream; default true. */
  autoClose?: boolean | undefined;
}

/** What the types of Node 20 do not have. */
interface ByteController {
  readonly byobRequest?: { respond(bytes: number): void } | null;
}

/** Bytes of a Read, unless something else is asked for. */
const CHUNK = 64 * 1024;
/** Bytes that one Read may be asked for: they are allocated before it. */
const LARGEST = 2 ** 30;
const ORIGINS: readonly SeekOrigin[] = ['start', 'current', 'end'];

/**
 * Made by fromIStream(). Its calls are queued, and made one after another in their order; each is one call into the
 * stream, if nothing else is said. What the stream answers is an ImnxportError with its HRESULT, when that is a
 * failure. While calls are under way the event loop is kept alive.
 *
 * One that is forgotten is closed some time after it is garbage.
 */
export class ComStream implements AsyncIterable<Uint8Array>, AsyncDisposable {
  readonly #native: NativeStream;
  #closing: Promise<void> | undefined;

  /** @internal Made by fromIStream() and clone(). */
  constructor(stream: NativeStream) {
    this.#native = stream;
  }

  /** Whether close() was called. */
  get closed(): boolean {
    return this.#closing !== undefined;
  }

  /** Up to `size` bytes (default 65,536), from where the stream stands; null at its end. Fewer are not its end. */
  read(size = CHUNK): Promise<Uint8Array | null> {
    return this.#call('Read', () => this.#native.read(positive('size', size)));
  }

  /** All bytes from where the stream stands to its end. */
  async bytes(): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of this) chunks.push(chunk);
    return new Uint8Array(Buffer.concat(chunks));
  }

  /** Moves to another position, and resolves to it, counted from the start. */
  seek(offset: number | bigint, origin: SeekOrigin = 'start'): Promise<bigint> {
    return this.#call('Seek', () => {
      const index = ORIGINS.indexOf(origin);
      if (index < 0) throw invalidArgument('origin', `must be one of ${ORIGINS.join(', ')}`);
      return this.#native.seek(move('offset', offset), index);
    });
  }

  /** What the stream tells about itself. */
  stat(): Promise<StreamStat> {
    return this.#call('Stat', async () => {
      const { modified, created, accessed, ...rest } = await this.#native.stat();
      return { ...rest, modified: date(modified), created: date(created), accessed: date(accessed) };
    });
  }

  /** Another stream on the same bytes, which stands where this one stands; to be closed as well. */
  clone(): Promise<ComStream> {
    return this.#call('Clone', async () => new ComStream(await this.#native.clone()));
  }

  /** Writes all of the bytes, in as many calls as the stream wants. They are copied before this returns. */
  write(bytes: Chunk): Promise<void> {
    return this.#call('Write', () => this.#native.write(toBytes('bytes', bytes)));
  }

  /** Has the stream make final what was written. */
  commit(): Promise<void> {
    return this.#call('Commit', () => this.#native.commit());
  }

  /** Reads as it is read from; there had better be one view at a time, since all move the same stream. */
  readable(options: ViewOptions = {}): Readable {
    const autoClose = closesWith(options);
    const view = new Readable({
      highWaterMark: CHUNK,
      read: (size) => {
        this.read(Math.max(size, 1)).then(
          (chunk) => view.push(chunk),
          (error: Error) => view.destroy(error),
        );
      },
      destroy: (error, done) => {
        if (!autoClose) return done(error);
        this.close().then(
          () => done(error),
          (failure: Error) => done(error ?? failure),
        );
      },
    });
    return view;
  }

  /** The same as a stream of the web, of bytes. */
  readableStream(options: ViewOptions = {}): ReadableStream<Uint8Array> {
    const autoClose = closesWith(options);
    const close = () => (autoClose ? this.close() : Promise.resolve());
    return new ReadableStream({
      type: 'bytes',
      pull: async (controller) => {
        const chunk = await this.read().catch(async (error: unknown) => {
          await close();
          throw error;
        });
        if (chunk !== null) return controller.enqueue(chunk);
        controller.close();
        (controller as ByteController).byobRequest?.respond(0); // who waits with a buffer of its own hears of the end
        await close();
      },
      cancel: close,
    });
  }

  /** Reads to the end; a loop that is left before leaves the stream where it stands. Does not close it. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void> {
    for (let chunk = await this.read(); chunk !== null; chunk = await this.read()) yield chunk;
  }

  /**
   * Gives the reference back, where the stream may be called, and resolves when that is done. Calls that have not begun
   * reject with ERR_IMNXPORT_CLOSED, as do all later ones; one that has begun is waited for. Any number of times.
   */
  close(): Promise<void> {
    return (this.#closing ??= this.#native.close());
  }

  /** The same as close(). */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** What `call` throws or rejects with is an ImnxportError. */
  async #call<T>(method: string, call: () => Promise<T>): Promise<T> {
    if (this.closed) throw closedError('stream');
    try {
      return await call();
    } catch (error) {
      const { hresult } = error as { hresult?: unknown };
      throw hresult === Hresult.IXP_E_INVALID_STATE && this.closed
        ? closedError('stream')
        : fromNative(error, `IStream::${method} failed`);
    }
  }
}

const VIEW_OPTIONS: ReadonlySet<string> = new Set<keyof ViewOptions>(['autoClose']);

function closesWith(input: unknown): boolean {
  const { autoClose = true } = known('options', input, VIEW_OPTIONS) as ViewOptions;
  if (typeof autoClose === 'boolean') return autoClose;
  throw invalidArgument('options.autoClose', `must be a boolean, not ${describe(autoClose)}`);
}

function positive(argument: string, value: unknown): number {
  if (value === 0) throw invalidArgument(argument, 'must not be 0');
  return nonNegativeInteger(argument, value, LARGEST);
}

function move(argument: string, value: unknown): bigint {
  const whole = typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof whole !== 'bigint') {
    throw invalidArgument(
      argument,
      `must be an integer, not ${typeof value === 'number' ? value : describe(value)}`,
    );
  }
  if (BigInt.asIntN(64, whole) !== whole) throw invalidArgument(argument, 'does not fit into 64 bits');
  return whole;
}

/** Milliseconds between 1601, where FILETIME begins, and 1970. */
const EPOCH = 11_644_473_600_000n;

function date(fileTime: bigint): Date | null {
  return fileTime === 0n ? null : new Date(Number(fileTime / 10_000n - EPOCH));
}
