// Where the chunks of a body come from: each kind of body behind one small interface.
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { isChunk, toBytes } from './chunks.js';
import { invalidArgument } from './errors.js';
import { type FileBody, isFileBody } from './file-body.js';
import { iteratesAsUsual, ReadableChunks } from './readable-chunks.js';
import type { ChunkStream } from './types.js';
import { describe, isObject, isThenable } from './validate.js';

/** An iterator whose steps may be plain or promised; its values are not checked yet. */
export interface ChunkIterator {
  next(): IteratorResult<unknown> | PromiseLike<IteratorResult<unknown>>;
}

export interface ChunkSource {
  /** In bytes; null when it is not known. */
  readonly length: number | null;
  /** open() may be called again, and starts from the beginning. */
  readonly rewindable: boolean;
  /** Begins at that offset: for what need not be read up to there. Not beyond the length. */
  openAt?(position: number): ChunkIterator;
  /** The same bytes once more, to be read at the same time. */
  fork?(): ChunkSource;
  /** Begins to read: not before the body's turn has come. */
  open(): ChunkIterator | PromiseLike<ChunkIterator>;
  /** Lets go of whatever is open and of the caller's stream; harmless after the end, and more than once. */
  discard(error?: unknown): void;
  /** Tells of a stream that fails, also while nobody reads it. */
  onFailure?(listener: (error: unknown) => void): void;
}

/** Streams and iterators that are read already: a second reader would get every other chunk. */
const taken = new WeakSet();

/**
 * The source of a body that is not a function; throws ImnxportError, with the name of the argument, for what cannot be
 * one.
 */
export function chunkSource(body: unknown, argument = 'body'): ChunkSource {
  if (isChunk(body)) return listSource([toBytes(argument, body)]);
  if (Array.isArray(body)) return listSource(body.map((chunk, i) => toBytes(`${argument}[${i}]`, chunk)));
  if (isFileBody(body)) return fileSource(body);
  if (isObject(body)) {
    if (isBlob(body)) return blobSource(body);
    if (typeof body.getReader === 'function')
      return webStreamSource(body as unknown as ChunkStream, argument);
    if (typeof body.on === 'function' && typeof body.pipe === 'function')
      return readableSource(body, argument);
    if (typeof body[Symbol.asyncIterator] === 'function' || typeof body[Symbol.iterator] === 'function') {
      return iterableSource(take(body, argument));
    }
  }
  throw invalidArgument(argument, `cannot be ${describe(body)}`);
}

/** Makes a stream or an iterator the caller's own; throws ImnxportError when it is somebody else's. */
export function take<T extends object>(stream: T, argument: string): T {
  if (taken.has(stream)) throw invalidArgument(argument, 'is a stream that has been given away already');
  taken.add(stream);
  return stream;
}

/** Chunks in memory. */
export interface ListSource extends ChunkSource {
  readonly chunks: readonly Uint8Array[];
}

function listSource(chunks: readonly Uint8Array[]): ListSource {
  return {
    chunks,
    length: chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0),
    rewindable: true,
    open: () => chunks[Symbol.iterator](),
    discard: () => undefined,
  };
}

/** A file that a function answered with; one that is posted directly is read natively. */
function fileSource(file: FileBody): ChunkSource {
  if (file.end === file.start) return listSource([]);
  const range = file.end === null ? {} : { end: file.end - 1 }; // the last byte, not the one behind it
  return readableSource(
    createReadStream(file.path, { start: file.start, ...range, highWaterMark: 128 * 1024 }),
    'body',
  );
}

function isBlob(body: object): body is Blob {
  const tag = Object.prototype.toString.call(body);
  return tag === '[object Blob]' || tag === '[object File]';
}

const BLOB_SLICE = 1024 * 1024;

function blobSource(blob: Blob): ChunkSource {
  async function* openAt(position: number) {
    for (let offset = position; offset < blob.size; offset += BLOB_SLICE) {
      yield await blob.slice(offset, offset + BLOB_SLICE).arrayBuffer();
    }
  }
  return {
    length: blob.size,
    rewindable: true,
    open: () => openAt(0),
    openAt,
    fork: () => blobSource(blob),
    discard: () => undefined,
  };
}

function webStreamSource(stream: ChunkStream, argument: string): ChunkSource {
  if (stream.locked) throw invalidArgument(argument, 'is a ReadableStream that is locked to a reader');
  const reader = take(stream, argument).getReader(); // reads nothing yet, but nobody else can from now on
  reader.closed.catch(() => undefined); // told by onFailure, or by the read that fails
  return {
    length: null,
    rewindable: false,
    open: () => ({ next: () => reader.read() as Promise<IteratorResult<unknown>> }),
    discard: (error) => void reader.cancel(error).catch(() => undefined),
    onFailure: (listener) => void reader.closed.catch(listener),
  };
}

function readableSource(input: object, argument: string): ChunkSource {
  const stream = input as Readable;
  if (stream.errored) throw invalidArgument(argument, 'is a stream that has failed already', stream.errored);
  if (stream.readableEnded)
    throw invalidArgument(argument, 'is a stream that has been read to its end already');
  if (stream.destroyed) throw invalidArgument(argument, 'is a stream that has been destroyed already');
  if (typeof stream[Symbol.asyncIterator] !== 'function' || !stream.readable) {
    throw invalidArgument(argument, `cannot be ${describe(input)}: it is not a readable stream`);
  }
  take(stream, argument);
  let ended = false;
  stream.once('end', () => (ended = true));
  stream.on('error', () => undefined); // else a failure before its turn would be an uncaught exception
  return {
    length: null,
    rewindable: false,
    open: () => (iteratesAsUsual(stream) ? new ReadableChunks(stream) : stream[Symbol.asyncIterator]()),
    discard: (error) => {
      if (!ended) stream.destroy?.(error as Error | undefined);
    },
    onFailure: (listener) => {
      const report = (error: unknown) => {
        if (!ended) listener(error);
      };
      stream.once('error', report);
      stream.once('close', () => report(new Error('The stream was closed before its end')));
    },
  };
}

function iterableSource(body: object): ChunkSource {
  const iterable = body as Partial<AsyncIterable<unknown> & Iterable<unknown>>;
  let iterator: AsyncIterator<unknown> | Iterator<unknown> | undefined;
  return {
    length: null,
    rewindable: false,
    open: () => (iterator = iterable[Symbol.asyncIterator]?.() ?? iterable[Symbol.iterator]!()),
    discard: () => {
      const open = iterator;
      iterator = undefined;
      void Promise.resolve()
        .then(() => open?.return?.()) // runs its finally blocks
        .catch(() => undefined); // the post has ended already; nobody could be told
    },
  };
}

/** A function that makes bodies: asked on first need, and again for every re-send. */
export function factorySource(factory: () => unknown, argument = 'body'): ChunkSource {
  let current: ChunkSource | undefined;
  let opening = 0;
  return {
    length: null,
    rewindable: true,
    open() {
      const mine = ++opening;
      const begin = (body: unknown) => {
        if (typeof body === 'function') throw invalidArgument(argument, 'is a function that made a function');
        const made = chunkSource(body, argument);
        if (mine !== opening) {
          made.discard();
          return listSource([]).open(); // nobody reads it
        }
        current = made;
        return made.open();
      };
      const body = factory();
      return isThenable(body) ? Promise.resolve(body).then(begin) : begin(body);
    },
    fork: () => factorySource(factory, argument),
    discard(error) {
      opening++;
      current?.discard(error);
      current = undefined;
    },
  };
}
