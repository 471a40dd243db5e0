// Calls methods of a callback from C, right inside a command of a C object: on this thread, and on the stack of this thread.
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

/** Windows: asks OnTimeout from a single-threaded apartment of its own; its window tells OnStatus 42 meanwhile. */
export function askInApartment(object: bigint, seconds: Buffer): Promise<number> {
  const { async: start } = load().func('uint32_t AskInApartment(void *, void *)') as koffi.KoffiFunc<
    (object: bigint, seconds: Buffer) => number
  >;
  return new Promise((resolve, reject) => {
    start(object, seconds, (error: Error | null, result: number) => {
      if (error) reject(error);
      else resolve(result);
    });
  });
}
