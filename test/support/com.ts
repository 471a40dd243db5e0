// COM objects as a stranger sees them: methods by their slot, through koffi, which knows nothing of this package.
import * as koffi from 'koffi';

/** koffi's spelling of what the methods take; `HRESULT` here is the unsigned number that JavaScript sees. */
export type CType =
  | 'void'
  | 'void *'
  | 'str'
  | 'uint8_t'
  | 'int32_t'
  | 'uint32_t'
  | 'int64_t'
  | 'uint64_t'
  | '_Out_ uint32_t *'
  | '_Out_ uint64_t *'
  | '_Out_ uintptr_t *'
  | '_Out_ void **';

// koffi 3.3 has no memory for arguments before it has loaded something, and a call by address then ends the process.
koffi.load(null);

const protos = new Map<string, koffi.TypeObject>();

/** The type of a method: all of them follow __stdcall, which counts on 32-bit Windows only. */
export function method(result: CType, parameters: readonly CType[]): koffi.TypeObject {
  const key = `${result} (${parameters.join(', ')})`;
  let proto = protos.get(key);
  if (proto === undefined) {
    proto = koffi.proto('__stdcall', result, ['void *', ...parameters]);
    protos.set(key, proto);
  }
  return proto;
}

/** The function in a slot of an object's table. */
function at(object: bigint, slot: number): bigint {
  const table = koffi.decode(object, 'void *') as bigint;
  return koffi.decode(table, slot * koffi.sizeof('void *'), 'void *') as bigint;
}

/** Calls a method by its slot, on this thread. */
export function call(
  object: bigint,
  slot: number,
  result: CType,
  parameters: readonly CType[] = [],
  ...values: unknown[]
): unknown {
  return koffi.call(at(object, slot), method(result, parameters), object, ...values);
}

/** The same on another thread, while this one goes on. */
export function callElsewhere(
  object: bigint,
  slot: number,
  result: CType,
  parameters: readonly CType[] = [],
  ...values: unknown[]
): Promise<unknown> {
  const { async: start } = koffi.decode(at(object, slot), method(result, parameters)) as koffi.KoffiFunc<
    (...values: unknown[]) => unknown
  >;
  return new Promise((resolve, reject) => {
    start(object, ...values, (error: Error | null, value: unknown) => {
      if (error) reject(error);
      else resolve(value);
    });
  });
}

/** A GUID as it lies in memory. */
export function guidBytes(guid: string): Buffer {
  const digits = Buffer.from(guid.replace(/[{}-]/g, ''), 'hex');
  digits.subarray(0, 4).reverse();
  digits.subarray(4, 6).reverse();
  digits.subarray(6, 8).reverse();
  return digits;
}

/** IUnknown of any object. */
export const unknown = {
  /** The interface, with a reference; null and the HRESULT when there is none. */
  queryInterface(object: bigint, iid: string): { hresult: number; address: bigint | null } {
    const out: (bigint | null)[] = [null];
    const hresult = call(object, 0, 'uint32_t', ['void *', '_Out_ void **'], guidBytes(iid), out);
    return { hresult: hresult as number, address: out[0]! };
  },
  addRef: (object: bigint) => call(object, 1, 'uint32_t') as number,
  release: (object: bigint) => call(object, 2, 'uint32_t') as number,
  /** How many references there are. */
  references(object: bigint): number {
    unknown.addRef(object);
    return unknown.release(object);
  },
};

/** The text at an address. */
export function textAt(address: unknown): string | null {
  return address === null ? null : koffi.decode.string(address);
}

/** Numbers or addresses at an address. */
export function read(address: unknown, type: string, offset = 0): unknown {
  return koffi.decode(address, offset, type);
}

/** Puts one there. */
export function write(address: unknown, type: string, value: unknown, offset = 0): void {
  koffi.encode(address, offset, type, value);
}
