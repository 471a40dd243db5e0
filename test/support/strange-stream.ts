// An IStream of koffi's over bytes, for native code that was written by strangers.
import { ISequentialStream, IStream, IUnknown } from '../../dist/com/guid.js';
import { Hresult } from '../../dist/hresult.js';
import { type CType, type Slot, StrangeObject, write } from './com.js';
import { later } from './real.js';

/** Freed when the test has ended and all references are back. */
export function strangeStream(bytes: Buffer): StrangeObject {
  let position = 0;
  const refuse = (...parameters: CType[]): Slot => ({
    result: 'uint32_t',
    parameters,
    run: () => Hresult.E_NOTIMPL,
  });
  const readSlot: Slot = {
    result: 'uint32_t',
    parameters: ['void *', 'uint32_t', 'void *'],
    run: (to, wanted, count) => {
      const part = bytes.subarray(position, position + (wanted as number));
      position += part.byteLength;
      part.forEach((byte, i) => write(to, 'uint8_t', byte, i));
      if (count !== null) write(count, 'uint32_t', part.byteLength);
      return part.byteLength === wanted ? Hresult.S_OK : Hresult.S_FALSE;
    },
  };
  const seekSlot: Slot = {
    result: 'uint32_t',
    parameters: ['int64_t', 'uint32_t', 'void *'],
    run: (move, origin, place) => {
      position = [0, position, bytes.byteLength][origin as number]! + Number(move);
      if (place !== null) write(place, 'uint64_t', position);
      return Hresult.S_OK;
    },
  };
  const made = new StrangeObject(
    [
      readSlot,
      refuse('void *', 'uint32_t', 'void *'), // Write
      seekSlot,
      refuse('uint64_t'), // SetSize
      refuse('void *', 'uint64_t', 'void *', 'void *'), // CopyTo
      refuse('uint32_t'), // Commit
      refuse(), // Revert
      refuse('uint64_t', 'uint64_t', 'uint32_t'), // LockRegion
      refuse('uint64_t', 'uint64_t', 'uint32_t'), // UnlockRegion
      refuse('void *', 'uint32_t'), // Stat
      refuse('void *'), // Clone
    ],
    [IUnknown.iid, ISequentialStream.iid, IStream.iid],
  );
  later(async () => {
    // Some come back from threads of their own, through this one.
    while (made.references > 1) await new Promise((resolve) => setImmediate(resolve));
    made.free();
  });
  return made;
}
