// An IStream as native code has it: its methods by slot, on this thread or on another one.
import * as koffi from 'koffi';
import type { ComPointer } from '../../dist/com/com-pointer.js';
import { call, callElsewhere, type CType } from './com.js';

/** What a method answered, as an unsigned number, and what it has put into its out-parameters. */
export interface Answer {
  hresult: number;
}
export interface ReadAnswer extends Answer {
  bytes: Buffer;
}
export interface CountAnswer extends Answer {
  count: number;
}
export interface SeekAnswer extends Answer {
  position: number;
}

export const Origin = { Set: 0, Current: 1, End: 2 } as const;

const READ: CType[] = ['void *', 'uint32_t', '_Out_ uint32_t *'];
const SEEK: CType[] = ['int64_t', 'uint32_t', '_Out_ uint64_t *'];
const COPY: CType[] = ['void *', 'uint64_t', '_Out_ uint64_t *', '_Out_ uint64_t *'];

/** STATSTG as it lies in memory: a pointer, and after it numbers whose places depend on its size. */
const wide = koffi.sizeof('void *') === 8;
const STATSTG = wide ? { size: 16, mode: 48, bytes: 80 } : { size: 8, mode: 40, bytes: 72 };

/** One call: where it runs is decided by `run`. */
type Run<Result> = (
  object: bigint,
  slot: number,
  parameters: readonly CType[],
  ...values: unknown[]
) => Result;

const here: Run<number> = (object, slot, parameters, ...values) =>
  call(object, slot, 'uint32_t', parameters, ...values) as number;
const elsewhere: Run<Promise<number>> = async (object, slot, parameters, ...values) =>
  (await callElsewhere(object, slot, 'uint32_t', parameters, ...values)) as number;

/** Calls on this thread. On Linux JavaScript cannot run inside: koffi calls on a stack of its own. */
export class StreamHere {
  constructor(readonly address: bigint) {}

  read(size: number): ReadAnswer {
    const to = Buffer.alloc(Math.max(size, 1)); // koffi has no address for an empty one
    const count = [99];
    const hresult = here(this.address, 3, READ, to, size, count);
    return { hresult, bytes: to.subarray(0, count[0]) };
  }
  write(bytes: Buffer): CountAnswer {
    const count = [99];
    const hresult = here(this.address, 4, READ, bytes, bytes.byteLength, count);
    return { hresult, count: count[0]! };
  }
  seek(move: number, origin: number): SeekAnswer {
    const position = [-1];
    const hresult = here(this.address, 5, SEEK, move, origin, position);
    return { hresult, position: Number(position[0]) };
  }
  copyTo(target: bigint, size: bigint): Answer & { read: number; written: number } {
    const [read, written] = [[-1], [-1]];
    const hresult = here(this.address, 7, COPY, target, size, read, written);
    return { hresult, read: Number(read[0]), written: Number(written[0]) };
  }
  setSize(size: bigint): number {
    return here(this.address, 6, ['uint64_t'], size);
  }
  commit(): number {
    return here(this.address, 8, ['uint32_t'], 0);
  }
  revert(): number {
    return here(this.address, 9, []);
  }
  lockRegion(): number {
    return here(this.address, 10, ['uint64_t', 'uint64_t', 'uint32_t'], 0, 1, 1);
  }
  stat(): Answer & { size: number; mode: number; name: unknown } {
    const memory = Buffer.alloc(STATSTG.bytes, 0xff);
    const hresult = here(this.address, 12, ['void *', 'uint32_t'], memory, 0);
    return {
      hresult,
      size: Number(memory.readBigUInt64LE(STATSTG.size)),
      mode: memory.readUInt32LE(STATSTG.mode),
      name: koffi.decode(memory, 'void *'),
    };
  }
  clone(): Answer & { clone: bigint | null } {
    const out: (bigint | null)[] = [null];
    const hresult = here(this.address, 13, ['_Out_ void **'], out);
    return { hresult, clone: out[0]! };
  }
}

/** The same on threads of koffi's, of which there are as many as processors: not many calls may wait at a time. */
export class StreamElsewhere {
  readonly address: bigint;

  constructor(stream: ComPointer | bigint) {
    this.address = typeof stream === 'bigint' ? stream : stream.address;
  }

  async read(size: number): Promise<ReadAnswer> {
    const to = Buffer.alloc(Math.max(size, 1)); // koffi has no address for an empty one
    const count = [99];
    const hresult = await elsewhere(this.address, 3, READ, to, size, count);
    return { hresult, bytes: to.subarray(0, count[0]) };
  }
  /** Reads of `size` bytes until one is not S_OK; its answer is `hresult`. */
  async readAll(size = 50_000): Promise<ReadAnswer> {
    const pieces: Buffer[] = [];
    for (;;) {
      const { hresult, bytes } = await this.read(size);
      pieces.push(bytes);
      if (hresult !== 0) return { hresult, bytes: Buffer.concat(pieces) };
    }
  }
  async write(bytes: Buffer): Promise<CountAnswer> {
    const count = [99];
    const hresult = await elsewhere(this.address, 4, READ, bytes, bytes.byteLength, count);
    return { hresult, count: count[0]! };
  }
  async seek(move: number, origin: number): Promise<SeekAnswer> {
    const position = [-1];
    const hresult = await elsewhere(this.address, 5, SEEK, move, origin, position);
    return { hresult, position: Number(position[0]) };
  }
  async copyTo(target: bigint, size: bigint): Promise<Answer & { read: number; written: number }> {
    const [read, written] = [[-1], [-1]];
    const hresult = await elsewhere(this.address, 7, COPY, target, size, read, written);
    return { hresult, read: Number(read[0]), written: Number(written[0]) };
  }
  commit(): Promise<number> {
    return elsewhere(this.address, 8, ['uint32_t'], 0);
  }
  async clone(): Promise<Answer & { clone: bigint | null }> {
    const out: (bigint | null)[] = [null];
    const hresult = await elsewhere(this.address, 13, ['_Out_ void **'], out);
    return { hresult, clone: out[0]! };
  }
  async release(): Promise<number> {
    return (await callElsewhere(this.address, 2, 'uint32_t')) as number;
  }
}
