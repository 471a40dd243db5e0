// Chunks of a body: what counts as one, and its bytes.
import { isAnyArrayBuffer, isSharedArrayBuffer } from 'node:util/types';
import { invalidArgument } from './errors.js';
import type { Chunk } from './types.js';
import { describe } from './validate.js';

// No instanceof: jest and vm contexts have globals of their own.
export function isChunk(value: unknown): value is Chunk {
  return typeof value === 'string' || ArrayBuffer.isView(value) || isAnyArrayBuffer(value);
}

/**
 * The bytes of a chunk: a view of the same memory, except for strings (UTF-8) and shared memory, which another
 * thread may change while it is sent. `argument` names the chunk in the error for anything else.
 */
export function toBytes(argument: string, chunk: unknown): Uint8Array {
  if (typeof chunk === 'string') return Buffer.from(chunk);
  if (!ArrayBuffer.isView(chunk) && !isAnyArrayBuffer(chunk)) {
    throw invalidArgument(argument, `must be a string or bytes, not ${describe(chunk)}`);
  }
  const bytes = view(argument, chunk);
  return isSharedArrayBuffer(bytes.buffer) ? Uint8Array.from(bytes) : bytes;
}

function view(argument: string, chunk: ArrayBufferView | ArrayBufferLike): Uint8Array {
  if (chunk instanceof Uint8Array && chunk.byteLength > 0) return chunk; // as nearly all are
  try {
    if (!ArrayBuffer.isView(chunk)) return new Uint8Array(chunk);
    // A view of a detached buffer says 0 bytes, as an empty one does; only the attempt to make another one tells.
    const whole = new Uint8Array(chunk.buffer);
    return whole.subarray(chunk.byteOffset, chunk.byteOffset + chunk.byteLength);
  } catch (error) {
    throw invalidArgument(argument, 'is a buffer that has been detached', error);
  }
}
