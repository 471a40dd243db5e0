// An IStream of a stranger's, in native memory, that counts the references on it. All of them share one table of
// functions, so that a test may make thousands.
import * as koffi from 'koffi';
import { ISequentialStream, IStream, IUnknown } from '../../dist/com/guid.js';
import { Hresult } from '../../dist/hresult.js';
import { type CType, guidBytes, method } from '../support/com.js';

const KNOWN = [IUnknown, ISequentialStream, IStream].map(({ iid }) => guidBytes(iid));
const POINTER = koffi.sizeof('void *');

/** What a stream gives, and how. */
export interface StreamShape {
  bytes: Buffer;
  /** False: Seek and Stat are not implemented, so that its length is not known and it cannot be sent again. */
  seeks: boolean;
}

export class CountedStream {
  static readonly #alive = new Map<bigint, CountedStream>();
  static #table: { address: bigint; callbacks: bigint[] } | undefined;

  readonly address: bigint;
  /** How many references others have now. */
  references = 0;
  /** What was done that must not be: a reference too many given back, a call without one. */
  readonly wrongs: string[] = [];
  #position = 0;

  constructor(readonly shape: StreamShape) {
    CountedStream.#table ??= CountedStream.#makeTable();
    this.address = koffi.alloc('void *', 1) as bigint;
    koffi.encode(this.address, 'void *', CountedStream.#table.address);
    CountedStream.#alive.set(this.address, this);
  }

  /** Frees its memory; not before all references are back. */
  free(): void {
    CountedStream.#alive.delete(this.address);
    koffi.free(this.address);
  }

  /** When no stream is left. */
  static end(): void {
    this.#table?.callbacks.forEach((callback) => koffi.unregister(callback));
    if (this.#table !== undefined) koffi.free(this.#table.address);
    this.#table = undefined;
  }

  static #makeTable() {
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what koffi passes is what the slot's types say
    type Method = (stream: CountedStream, ...values: any[]) => number;
    const slots: [CType[], Method][] = [
      [['void *', 'void *'], (stream, iid: bigint, out: bigint) => stream.#query(iid, out)],
      [[], (stream) => ++stream.references + 1],
      [[], (stream) => stream.#release()],
      [
        ['void *', 'uint32_t', 'void *'],
        (stream, to: bigint, size: number, count: bigint | null) => stream.#read(to, size, count),
      ],
      [['void *', 'uint32_t', 'void *'], () => Hresult.STG_E_ACCESSDENIED], // Write
      [
        ['int64_t', 'uint32_t', 'void *'],
        (stream, move: number | bigint, origin: number, place: bigint | null) =>
          stream.#seek(Number(move), origin, place),
      ],
      [['uint64_t'], () => Hresult.E_NOTIMPL], // SetSize
      [['void *', 'uint64_t', 'void *', 'void *'], () => Hresult.E_NOTIMPL], // CopyTo
      [['uint32_t'], () => Hresult.E_NOTIMPL], // Commit
      [[], () => Hresult.E_NOTIMPL], // Revert
      [['uint64_t', 'uint64_t', 'uint32_t'], () => Hresult.E_NOTIMPL], // LockRegion
      [['uint64_t', 'uint64_t', 'uint32_t'], () => Hresult.E_NOTIMPL], // UnlockRegion
      [['void *', 'uint32_t'], () => Hresult.E_NOTIMPL], // Stat
      [['void *'], () => Hresult.E_NOTIMPL], // Clone
    ];
    const callbacks = slots.map(([parameters, implementation]) => {
      const called = (self: bigint, ...values: unknown[]) => {
        const stream = CountedStream.#alive.get(self);
        if (stream === undefined) throw new Error('a stream was called that all had let go of');
        return implementation(stream, ...values);
      };
      return koffi.register(called, koffi.pointer(method('uint32_t', parameters)));
    });
    const address = koffi.alloc('void *', callbacks.length) as bigint;
    callbacks.forEach((callback, slot) => koffi.encode(address, slot * POINTER, 'void *', callback));
    return { address, callbacks };
  }

  #query(iid: bigint, out: bigint): number {
    const asked = Buffer.from(koffi.view(iid, 16));
    const found = KNOWN.some((id) => id.equals(asked));
    koffi.encode(out, 'void *', found ? this.address : null);
    if (found) this.references++;
    return found ? Hresult.S_OK : Hresult.E_NOINTERFACE;
  }

  #release(): number {
    if (this.references === 0) this.wrongs.push('Release without a reference');
    else this.references--;
    return this.references + 1;
  }

  #read(to: bigint, size: number, count: bigint | null): number {
    if (this.references === 0) this.wrongs.push('Read without a reference');
    const part = this.shape.bytes.subarray(this.#position, this.#position + size);
    this.#position += part.byteLength;
    if (part.byteLength > 0) koffi.encode(to, 'uint8_t', part, part.byteLength);
    if (count !== null) koffi.encode(count, 'uint32_t', part.byteLength);
    return part.byteLength === size ? Hresult.S_OK : Hresult.S_FALSE;
  }

  #seek(move: number, origin: number, place: bigint | null): number {
    if (this.references === 0) this.wrongs.push('Seek without a reference');
    if (!this.shape.seeks) return Hresult.E_NOTIMPL;
    this.#position = [0, this.#position, this.shape.bytes.byteLength][origin]! + move;
    if (place !== null) koffi.encode(place, 'uint64_t', this.#position);
    return Hresult.S_OK;
  }
}
