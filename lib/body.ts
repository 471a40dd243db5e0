// Turns what the user posts into a native stream, in the cheapest way that keeps memory constant.
import { isChunk, toBytes } from './chunks.js';
import { SMALL_BODY } from './constants.js';
import { type ChunkSource, chunkSource, factorySource, type ListSource } from './chunk-source.js';
import { ComPointer } from './com/com-pointer.js';
import { ImnxportError } from './errors.js';
import { type FileBody, isFileBody, openFile } from './file-body.js';
import { Hresult } from './hresult.js';
import type { NativeAddon, NativeBody } from './native.js';
import { BodyPump } from './pump.js';
import { fromNative } from './response.js';

/** A body that was accepted, but not given to native code yet. */
export interface PreparedBody {
  /** Checks the announced length, where the body knows better; throws ImnxportError IXP_E_INCOMPLETE. */
  checkLength(announced: number | null): void;
  /** Makes the native stream. `pump` feeds it, where JavaScript does. */
  open(addon: NativeAddon, announced: number | null): OpenBody;
  /** Destroys the caller's stream. */
  discard(error: unknown): void;
}

export interface OpenBody {
  /** Bytes go down as they are, and are copied there. */
  body: NativeBody | Uint8Array;
  pump: BodyPump | null;
  /** The stream can be read only while this thread dispatches messages. */
  bound?: boolean;
}

/** Takes a body over from the caller; nothing is read. Throws ImnxportError for what cannot be posted. */
export function prepareBody(body: unknown): PreparedBody {
  const bytes = isChunk(body) ? toBytes('body', body) : null;
  if (bytes !== null && bytes.byteLength <= SMALL_BODY) return new SmallBody(bytes);
  if (isFileBody(body)) return preparedFile(body);
  if (ComPointer.is(body)) return preparedStream(body);
  const source =
    typeof body === 'function' ? factorySource(body as () => unknown) : chunkSource(bytes ?? body);
  if ('chunks' in source && source.length! <= SMALL_BODY) {
    return new SmallBody(Buffer.concat((source as ListSource).chunks));
  }
  return {
    checkLength: (announced) => checkLength(announced, source.length),
    open: (addon, announced) => openPump(addon, source, announced),
    discard: (error) => source.discard(error),
  };
}

function checkLength(announced: number | null, actual: number | null): void {
  if (announced === null || actual === null || announced === actual) return;
  const message = `options.contentLength is ${announced}, but the body has ${actual} bytes`;
  throw new ImnxportError(message, { hresult: Hresult.IXP_E_INCOMPLETE, argument: 'options.contentLength' });
}

/** Copied by native code. A class, because most posts are small and there may be very many. */
class SmallBody implements PreparedBody, OpenBody {
  readonly body: Uint8Array;
  readonly pump = null;

  constructor(bytes: Uint8Array) {
    this.body = bytes;
  }

  checkLength(announced: number | null): void {
    checkLength(announced, this.body.byteLength);
  }

  open(): this {
    return this;
  }

  discard(): void {
    // There is nothing to destroy.
  }
}

/** Read by the core itself; a wrong contentLength is found there. */
function preparedFile(file: FileBody): PreparedBody {
  return {
    checkLength: () => undefined,
    open: (addon) => {
      try {
        return { body: openFile(addon, file), pump: null };
      } catch (error) {
        throw fromNative(error, `The body ${file.path} cannot be opened`);
      }
    },
    discard: () => undefined,
  };
}

/** Native code's own stream, of which the core takes care; a wrong contentLength is found there. */
function preparedStream(pointer: ComPointer): PreparedBody {
  return {
    checkLength: () => undefined,
    open: (addon) => {
      const lent = ComPointer.lend('body', pointer);
      try {
        const body = addon.streamBody(lent);
        return { body, pump: null, bound: body.bound };
      } catch (error) {
        throw fromNative(error, 'The body is not an IStream');
      }
    },
    discard: () => undefined,
  };
}

function openPump(addon: NativeAddon, source: ChunkSource, announced: number | null) {
  const length = source.length ?? announced;
  const pump = new BodyPump(source);
  const options = {
    length: length === null ? null : BigInt(length),
    rewindable: source.rewindable,
    cloneable: false,
  };
  const producer = addon.producerBody(options, pump);
  pump.attach(producer);
  return { body: producer, pump };
}
