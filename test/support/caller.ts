// Calls methods from C, right inside a command of a C object: on this thread, and on the stack of this thread.
import * as koffi from 'koffi';
import { ComTransport } from '../../dist/com/com-transport.js';
import { caller } from './built.js';

let library: koffi.LibraryHandle | undefined;

function load(): koffi.LibraryHandle {
  return (library ??= koffi.load(caller()));
}

/** An argument: a number, an address, text, memory, or NULL. */
export type Word = number | bigint | string | Buffer | null;

/** Calls the method in that slot of an IHTTPMailCallback on this thread; gives its result, unsigned. */
export function callHere(object: bigint, slot: number, ...values: Word[]): number {
  const memory = values.map((value) => (typeof value === 'string' ? Buffer.from(`${value}\0`) : value));
  const words = memory.map((value) => {
    if (Buffer.isBuffer(value)) return koffi.address(value);
    return BigInt(value ?? 0);
  });
  const data = Buffer.from(BigUint64Array.from([object, ...words]).buffer);
  using com = ComTransport.from(load().func('void * MakeCaller()')() as bigint);
  return com.CommandPUT('', data, data.byteLength, slot);
}

/** Asks OnTimeout on a thread that belongs neither to Node nor to koffi. */
export function startAsking(object: bigint): void {
  load().func('void StartAsking(void *)')(object);
}

/** Calls the method in that slot of an IStream on this thread; gives its result, unsigned, and what has come out. */
export function callStreamHere(stream: bigint, slot: number, ...values: (number | bigint | Buffer)[]) {
  const words = values.map((value) => (Buffer.isBuffer(value) ? koffi.address(value) : BigInt(value)));
  const input = Buffer.from(BigInt64Array.from(words).buffer);
  const output = Buffer.alloc(8);
  const at = (memory: Buffer) => koffi.address(memory).toString(16);
  using com = ComTransport.from(load().func('void * MakeCaller()')() as bigint);
  const hresult = com.CommandPOST(at(output), stream, at(input), slot);
  return { hresult, out: output.readBigUInt64LE() };
}

/** Reads a stream to its end on a thread that belongs neither to Node nor to koffi. */
export function startReading(stream: bigint): void {
  load().func('void StartReading(void *)')(stream);
}

/** Windows: asks OnTimeout from a single-threaded apartment of its own; its window tells OnStatus 42 meanwhile. */
export function askInApartment(object: bigint, seconds: Buffer): Promise<number> {
  return inApartment('AskInApartment', object, seconds);
}

/** Windows: reads a byte from an apartment of its own; its window writes one, 42, meanwhile. */
export function readInApartment(stream: bigint, byte: Buffer): Promise<number> {
  return inApartment('ReadInApartment', stream, byte);
}

function inApartment(name: string, object: bigint, memory: Buffer): Promise<number> {
  const { async: start } = load().func(`uint32_t ${name}(void *, void *)`) as koffi.KoffiFunc<
    (object: bigint, memory: Buffer) => number
  >;
  return new Promise((resolve, reject) => {
    start(object, memory, (error: Error | null, result: number) => {
      if (error) reject(error);
      else resolve(result);
    });
  });
}
