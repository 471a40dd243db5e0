// fromIStream(): an IStream that native code gives, for JavaScript to read and write.
import { native } from '../native.js';
import { fromNative } from '../response.js';
import { ComPointer, type ComPointerLike } from './com-pointer.js';
import { ComStream } from './com-stream.js';

/**
 * Reads and writes an IStream. It takes a reference of its own, which close() gives back; `pointer` stays the caller's.
 *
 * Calls into the stream are made off the JavaScript thread, one after another. On Windows a stream that belongs to the
 * single-threaded apartment of the JavaScript thread (an Electron main process has one) is called on that thread, and
 * keeps it busy for as long as each call takes.
 *
 * Throws ImnxportError: ERR_IMNXPORT_INVALID_ARG, ERR_IMNXPORT_RELEASED, ERR_IMNXPORT_NOINTERFACE when the object is
 * no stream.
 */
export function fromIStream(pointer: ComPointerLike): ComStream {
  const lent = ComPointer.lend('pointer', pointer);
  try {
    return new ComStream(native().openStream(lent));
  } catch (error) {
    throw fromNative(error, 'The pointer is not of an IStream');
  }
}
