// toIStream(): what JavaScript reads from or writes to, as an IStream for native code.
import type { Readable, Writable } from 'node:stream';
import { type ChunkSource, chunkSource, factorySource, type ListSource, take } from '../chunk-source.js';
import { debug, publish } from '../diagnostics.js';
import { guard, invalidArgument } from '../errors.js';
import { isFileBody, openFile } from '../file-body.js';
import { Hresult } from '../hresult.js';
import { native, type NativeProducerOptions, type NativeStoredBody } from '../native.js';
import { BodyPump } from '../pump.js';
import { fromNative } from '../response.js';
import type { BodySource, ChunkStream } from '../types.js';
import { byteCount, describe, isObject, known, optionalFunction } from '../validate.js';
import { ComPointer } from './com-pointer.js';
import { IStream } from './guid.js';
import { Sink } from './sink.js';
import { sizedSource } from './sized-source.js';
import { type ChunkTarget, isWritable, sinkTarget, type SinkStream, writableTarget } from './target.js';

const { STG_E_READFAULT, STG_E_WRITEFAULT } = Hresult;

/** A pair of web streams, as a TransformStream is. */
export interface StreamPair {
  /** What is read from. */
  readonly readable: ChunkStream;
  /** What is written to. */
  readonly writable: SinkStream;
}

/** What can be an IStream: whatever can be posted, and what can be written to. */
export type IStreamSource = Exclude<BodySource, ComPointer> | Writable | SinkStream | StreamPair;

/** What an IStream is to know of its source or target. */
export interface IStreamOptions {
  /**
   * Bytes of a source that cannot tell, for Stat and for a Seek from the end. A source of another size fails with
   * IXP_E_INCOMPLETE where that shows.
   */
  size?: number | bigint | undefined;
  /** Whether a target is ended when native code has released the stream; default true. */
  end?: boolean | undefined;
  /**
   * Hears of the error with which the source or the target failed; native code is told a number only. Called once for
   * either, and for each clone; also published on the channel `imnxport:stream:error`.
   */
  onError?: ((error: unknown) => void) | undefined;
}

/**
 * An IStream over a source or a target, for native code, on any thread; the ComPointer owns its one reference. What it
 * can do depends on the source, and what native code is told, too: docs/interop.md.
 *
 * A stream belongs to native code from this call on: it is read as native code reads, and destroyed (a target: ended)
 * when the last reference is released. It is not collected as garbage before. Bytes in memory are copied; a file is
 * opened, and read natively.
 *
 * Throws ImnxportError: ERR_IMNXPORT_INVALID_ARG, ERR_IMNXPORT_INCOMPLETE for another size than announced, the file's
 * error for a file that cannot be opened.
 */
export function toIStream(source: IStreamSource, options: IStreamOptions = {}): ComPointer {
  const settings = checked(options);
  if (isFileBody(source)) {
    return stored(() => openFile(native(), source), `The file ${source.path} cannot be opened`);
  }
  const { read, target } = sides(source);
  try {
    const sized = read && settings.size !== null ? sizedSource(read, settings.size) : read;
    if (sized !== null && 'chunks' in sized) return memoryStream(sized as ListSource);
    return pipe(sized, target, settings);
  } catch (error) {
    read?.discard(error);
    target?.release();
    throw error;
  }
}

interface Settings {
  size: number | null;
  end: boolean;
  onFailure: (error: unknown) => void;
}

const KNOWN: ReadonlySet<string> = new Set<keyof IStreamOptions>(['size', 'end', 'onError']);

function checked(input: unknown): Settings {
  const { size, end = true, onError } = known('options', input, KNOWN) as IStreamOptions;
  optionalFunction('options.onError', onError);
  if (typeof end !== 'boolean') {
    throw invalidArgument('options.end', `must be a boolean, not ${describe(end)}`);
  }
  return {
    size: size === undefined ? null : byteCount('options.size', size),
    end,
    onFailure(error) {
      debug('an IStream has failed: %s', error);
      publish('imnxport:stream:error', () => ({ error }));
      if (onError !== undefined) guard(onError, error);
    },
  };
}

/** What is read and what is written, of whatever the caller has given. */
function sides(source: unknown): { read: ChunkSource | null; target: ChunkTarget | null } {
  if (typeof source === 'function') {
    return { read: factorySource(source as () => unknown, 'source'), target: null };
  }
  if (isObject(source)) {
    if (isWritable(source)) return duplexSides(source);
    if (typeof source.getWriter === 'function') {
      return { read: null, target: sinkTarget(source as unknown as SinkStream, 'source') };
    }
    const { readable, writable } = source;
    if (isObject(readable) && isObject(writable) && typeof writable.getWriter === 'function') {
      const target = sinkTarget(writable as unknown as SinkStream, 'source.writable');
      return { read: chunkSource(readable, 'source.readable'), target };
    }
  }
  return { read: chunkSource(source, 'source'), target: null };
}

/** A Node stream that is written to, and read from when it is a Duplex. */
function duplexSides(stream: Writable): { read: ChunkSource | null; target: ChunkTarget } {
  const target = writableTarget(stream, 'source');
  if ((stream as Writable & Partial<Readable>).readable !== true) {
    take(stream, 'source');
    return { read: null, target };
  }
  const read = chunkSource(stream, 'source');
  // Destroying the one side takes the other along, with what is on its way there: only a failure does so, or its end.
  const discard = (error?: unknown) => {
    if (error !== undefined) read.discard(error);
  };
  const end = () => target.end().finally(() => read.discard());
  return { read: { ...read, discard }, target: { ...target, end } };
}

function memoryStream({ chunks }: ListSource): ComPointer {
  const [first = new Uint8Array(0)] = chunks;
  return stored(() => native().memoryBody(chunks.length <= 1 ? first : Buffer.concat(chunks)));
}

/** Native code has the bytes, and needs no JavaScript any more. */
function stored(make: () => NativeStoredBody, problem = 'No IStream could be made'): ComPointer {
  try {
    const body = make();
    const pointer = body.toPointer();
    body.release();
    return new ComPointer(pointer, IStream.iid);
  } catch (error) {
    throw fromNative(error, problem);
  }
}

/** JavaScript feeds what is read, and takes what is written. */
function pipe(read: ChunkSource | null, target: ChunkTarget | null, settings: Settings): ComPointer {
  const { onFailure, end } = settings;
  const addon = native();
  const reading = { argument: 'source', atOnce: false, hresultOf: hresultOr(STG_E_READFAULT), onFailure };
  const pump = read && new BodyPump(read, reading);
  const sink = target && new Sink(target, { end, hresultOf: hresultOr(STG_E_WRITEFAULT), onFailure });
  try {
    const producer = read && addon.producerBody(producerOptions(read), pump!);
    const consumer = sink && addon.consumer(sink);
    const pointer = addon.pipeStream(producer, consumer);
    if (producer !== null) pump!.attach(producer);
    pump?.watch();
    if (consumer !== null) sink!.attach(consumer);
    return new ComPointer(pointer, IStream.iid);
  } catch (error) {
    throw fromNative(error, 'No IStream could be made');
  }
}

function producerOptions(source: ChunkSource): NativeProducerOptions {
  const { length, rewindable } = source;
  return { length: length === null ? null : BigInt(length), rewindable, cloneable: 'fork' in source };
}

/** What native code is told of an error: its own HRESULT, where it has one that is a failure. */
function hresultOr(fallback: number): (error: unknown) => number {
  return (error) => {
    const hresult = isObject(error) && typeof error.hresult === 'number' ? error.hresult >>> 0 : 0;
    return hresult >= 0x8000_0000 ? hresult : fallback;
  };
}
