// Where bytes go that native code writes: each kind of target behind one small interface.
import type { Writable } from 'node:stream';
import { take } from '../chunk-source.js';
import { invalidArgument } from '../errors.js';
import { isObject } from '../validate.js';

/** A web WritableStream of bytes: Node's, or the one of the DOM's types. */
export interface SinkStream {
  /** Whether somebody writes to it already. */
  readonly locked: boolean;
  /** Takes it over. */
  getWriter(): SinkWriter;
}

interface SinkWriter {
  readonly closed: Promise<unknown>;
  write(chunk: Uint8Array): Promise<void>;
  close(): Promise<void>;
  releaseLock(): void;
}

export interface ChunkTarget {
  /** Resolves when the target has the chunk; chunks may be given before it has the earlier ones. */
  write(chunk: Uint8Array): Promise<unknown>;
  /** Nothing follows. Resolves when the target is done with everything. */
  end(): Promise<unknown>;
  /** Nothing follows from here; the target is the caller's again. */
  release(): void;
  /** Tells of a target that fails or goes away, also while nobody writes to it. */
  onFailure(listener: (error: unknown) => void): void;
}

/** Whether a Node stream, or something like one, can be written to. */
export function isWritable(value: unknown): value is Writable {
  return (
    isObject(value) &&
    typeof value.write === 'function' &&
    typeof value.end === 'function' &&
    typeof value.on === 'function' &&
    value.writable !== false
  );
}

/** Throws ImnxportError for a stream that takes nothing any more, or that something else has. */
export function writableTarget(stream: Writable, argument: string): ChunkTarget {
  if (stream.errored) throw invalidArgument(argument, 'is a stream that has failed already', stream.errored);
  if (stream.destroyed) throw invalidArgument(argument, 'is a stream that has been destroyed already');
  if (stream.writableEnded) throw invalidArgument(argument, 'is a stream that has been ended already');
  let fail: (error: unknown) => void = () => undefined;
  const onError = (error: unknown) => fail(error);
  const onClose = () => {
    if (!stream.writableFinished) fail(new Error('The stream was closed before its end'));
  };
  stream.on('error', onError); // also while nobody writes: else it would be an uncaught exception
  stream.once('close', onClose);
  return {
    write: (chunk) => settled((done) => stream.write(chunk, done)),
    end: () => settled((done) => stream.end(done)),
    release() {
      stream.off('error', onError);
      stream.off('close', onClose);
    },
    onFailure: (listener) => (fail = listener),
  };
}

function settled(start: (done: (error?: Error | null) => void) => unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    start((error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

/** Throws ImnxportError for a stream that something else has. */
export function sinkTarget(stream: SinkStream, argument: string): ChunkTarget {
  if (stream.locked) throw invalidArgument(argument, 'is a WritableStream that is locked to a writer');
  const writer = take(stream, argument).getWriter();
  writer.closed.catch(() => undefined); // told by onFailure, or by the write that fails
  return {
    write: (chunk) => writer.write(chunk),
    end: () => writer.close(),
    release: () => writer.releaseLock(),
    onFailure: (listener) => void writer.closed.catch(listener),
  };
}
