// COM objects that koffi makes: a table of functions in native memory, as any stranger's program has them.
import * as koffi from 'koffi';
import { type CType, guidBytes, method } from './com.js';
import { later } from './real.js';

/** One slot; called with the object's address left out, always on the JavaScript thread. */
export type Slot = readonly [result: CType, parameters: readonly CType[], implementation: Implementation];
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- what koffi passes is what the slot's types say
type Implementation = (...values: any[]) => unknown;

export interface ComObject {
  readonly address: bigint;
  /** References that others hold. */
  readonly references: number;
}

export const S_OK = 0;
export const S_FALSE = 1;
export const E_NOINTERFACE = 0x80004002;
export const E_NOTIMPL = 0x80004001;

const pointer = koffi.sizeof('void *');

/**
 * An object of these interfaces, of which `slots` are the methods behind those of IUnknown. When its test has ended it
 * waits for the references that others hold, and is freed.
 */
export function comObject(iids: readonly string[], slots: readonly Slot[]): ComObject {
  const known = iids.map(guidBytes);
  let references = 0;
  const unknown: Slot[] = [
    [
      'uint32_t',
      ['void *', 'void *'],
      (iid: bigint, out: bigint) => {
        const asked = Buffer.from(koffi.view(iid, 16));
        const found = known.some((id) => id.equals(asked));
        koffi.encode(out, 'void *', found ? object : null);
        if (found) references++;
        return found ? S_OK : E_NOINTERFACE;
      },
    ],
    ['uint32_t', [], () => ++references + 1],
    ['uint32_t', [], () => references--],
  ];
  const all = [...unknown, ...slots];
  const callbacks = all.map(([result, parameters, implementation]) =>
    koffi.register(
      (_self: bigint, ...values: unknown[]) => implementation(...values),
      koffi.pointer(method(result, parameters)),
    ),
  );
  const table = koffi.alloc('void *', callbacks.length) as bigint;
  callbacks.forEach((callback, slot) => koffi.encode(table, slot * pointer, 'void *', callback));
  const object = koffi.alloc('void *', 1) as bigint;
  koffi.encode(object, 'void *', table);
  later(async () => {
    // Some references are given back by threads of their own, through this one.
    while (references > 0) await new Promise((resolve) => setImmediate(resolve));
    koffi.free(object);
    koffi.free(table);
    callbacks.forEach((callback) => koffi.unregister(callback));
  });
  return {
    address: object,
    get references() {
      return references;
    },
  };
}
