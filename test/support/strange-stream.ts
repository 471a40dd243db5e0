// IStreams of koffi's, for native code that was written by strangers. They live until their test has ended and all
// references are back.
import { ISequentialStream, IStream, IUnknown } from '../../dist/com/guid.js';
import { Hresult } from '../../dist/hresult.js';
import { type CType, write } from './com.js';
import { type ComObject, comObject, type Slot } from './com-object.js';

/** Run on the JavaScript thread, whoever calls; they answer with an HRESULT. Pointers may be null where COM says so. */
export interface StreamMethods {
  read(to: bigint, size: number, count: bigint): number;
  write?(from: bigint, size: number, count: bigint): number;
  seek?(move: number | bigint, origin: number, place: bigint | null): number;
}

/** A stream of these methods; all others answer E_NOTIMPL. */
export function streamObject({ read, write, seek }: StreamMethods): ComObject {
  const slot = (method: ((...values: never[]) => unknown) | undefined, ...parameters: CType[]): Slot => [
    'uint32_t',
    parameters,
    method ?? (() => Hresult.E_NOTIMPL),
  ];
  return comObject(
    [IUnknown.iid, ISequentialStream.iid, IStream.iid],
    [
      slot(read, 'void *', 'uint32_t', 'void *'),
      slot(write, 'void *', 'uint32_t', 'void *'),
      slot(seek, 'int64_t', 'uint32_t', 'void *'),
      slot(undefined, 'uint64_t'), // SetSize
      slot(undefined, 'void *', 'uint64_t', 'void *', 'void *'), // CopyTo
      slot(undefined, 'uint32_t'), // Commit
      slot(undefined), // Revert
      slot(undefined, 'uint64_t', 'uint64_t', 'uint32_t'), // LockRegion
      slot(undefined, 'uint64_t', 'uint64_t', 'uint32_t'), // UnlockRegion
      slot(undefined, 'void *', 'uint32_t'), // Stat
      slot(undefined, 'void *'), // Clone
    ],
  );
}

/** A stream over bytes. */
export function strangeStream(bytes: Buffer): ComObject {
  let position = 0;
  return streamObject({
    read: (to, size, count) => {
      const part = bytes.subarray(position, position + size);
      position += part.byteLength;
      part.forEach((byte, i) => write(to, 'uint8_t', byte, i));
      write(count, 'uint32_t', part.byteLength);
      return part.byteLength === size ? Hresult.S_OK : Hresult.S_FALSE;
    },
    seek: (move, origin, place) => {
      position = [0, position, bytes.byteLength][origin]! + Number(move);
      if (place !== null) write(place, 'uint64_t', position);
      return Hresult.S_OK;
    },
  });
}
