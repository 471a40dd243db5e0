// ComPointer: one owned reference on a COM object, in JavaScript.
import { inspect } from 'node:util';
import { debugging } from '../diagnostics.js';
import { ImnxportError, invalidArgument } from '../errors.js';
import { Hresult } from '../hresult.js';
import { native, type NativePointer } from '../native.js';
import { fromNative } from '../response.js';
import { describe, isObject } from '../validate.js';
import { type Guid, interfaceName, parseGuid } from './guid.js';

/**
 * A pointer that is lent: whoever takes it takes a reference of its own, if it needs one. A bigint is an address,
 * and nothing of it can be checked but its form.
 */
export type ComPointerLike = ComPointer | bigint;

/**
 * One reference on a COM object, through one of its interfaces. Whoever has the ComPointer owns the reference and
 * ends it, with release(), `using` or detach(). One that is forgotten is released some time after it is garbage;
 * with NODE_DEBUG=imnxport that gives a warning, `IMNXPORT_POINTER_LEAK`.
 *
 * It belongs to the thread that made it. Raw pointers do not cross apartments: what COM says of the object holds.
 */
export class ComPointer implements Disposable {
  readonly #native: NativePointer;
  readonly #iid: string;

  /** @internal Others have {@link ComPointer.adopt} and {@link ComPointer.addRef}. Takes over the native reference. */
  constructor(pointer: NativePointer, iid: string) {
    if (!isObject(pointer) || typeof iid !== 'string') {
      throw invalidArgument('pointer', 'cannot be wrapped by new; use ComPointer.adopt or ComPointer.addRef');
    }
    this.#native = pointer;
    this.#iid = iid;
    watch(this, iid);
  }

  /**
   * Takes over a reference that the caller owns: the one that a function of COM has put into an out-parameter, say.
   * `iid` is the interface that the address is of, which nobody can check. An address that cannot be one (0, negative,
   * longer than a pointer, odd) throws ERR_IMNXPORT_INVALID_ARG; any other that is not one ends the process sooner or
   * later.
   */
  static adopt(address: bigint, iid: Guid): ComPointer {
    return wrap(address, iid, false);
  }

  /** As {@link ComPointer.adopt}, with a reference of its own: the caller's remains the caller's. */
  static addRef(address: bigint, iid: Guid): ComPointer {
    return wrap(address, iid, true);
  }

  /**
   * Where the object is: to be lent to native code, which has to AddRef what it keeps. It is good for as long as this
   * ComPointer is referred to, or native code has a reference; of a temporary one take detach(). Throws
   * ERR_IMNXPORT_RELEASED when the reference is gone.
   */
  get address(): bigint {
    return this.#use('pointer').address;
  }

  /** The interface that the address is of, in capitals and braces. */
  get iid(): string {
    return this.#iid;
  }

  /** Whether the reference has been released or given away. */
  get released(): boolean {
    return this.#native.address === 0n;
  }

  /** Another interface of the object, or the same, with a reference of its own. Throws ERR_IMNXPORT_NOINTERFACE. */
  queryInterface(iid: Guid): ComPointer {
    const wanted = parseGuid('iid', iid);
    const pointer = this.#use('pointer');
    try {
      return new ComPointer(pointer.queryInterface(wanted), wanted);
    } catch (error) {
      throw fromNative(error, `No ${interfaceName(wanted)} of ${interfaceName(this.#iid)}`);
    }
  }

  /** Gives the reference away, to native code that will Release it. This object is of no use afterwards. */
  detach(): bigint {
    const address = this.#use('pointer').detach();
    unwatch(this);
    return address;
  }

  /** Gives the reference back. Any number of times. */
  release(): void {
    this.#native.release();
    unwatch(this);
  }

  /** The same as release(). */
  [Symbol.dispose](): void {
    this.release();
  }

  /** What console.log shows. */
  [inspect.custom](): string {
    const where = this.released ? '(released)' : `0x${this.#native.address.toString(16)}`;
    return `${this.constructor.name} ${interfaceName(this.#iid)} ${where}`;
  }

  /** @internal What native code takes for a pointer that is lent. Throws ImnxportError, which names `argument`. */
  static lend(argument: string, value: unknown): NativePointer | bigint {
    if (isObject(value)) {
      if (#native in value) return (value as unknown as ComPointer).#use(argument);
      // One of another copy of this package: its address will do while it is alive, which is during the call.
      if (typeof value.address === 'bigint') return pointerAddress(argument, value.address);
    }
    if (typeof value === 'bigint') return pointerAddress(argument, value);
    throw invalidArgument(argument, `must be a ComPointer or an address, not ${describe(value)}`);
  }

  /** @internal Whether something is a ComPointer, also one of another copy of this package. */
  static is(value: unknown): value is ComPointer {
    return isObject(value) && (#native in value || ('address' in value && 'iid' in value));
  }

  /** @internal What native code takes in the place of a ComPointer; anything else comes back as it is. */
  static lower(value: unknown): unknown {
    return ComPointer.is(value) ? ComPointer.lend('pointer', value) : value;
  }

  #use(argument: string): NativePointer {
    if (!this.released) return this.#native;
    const init = { hresult: Hresult.E_INVALIDARG, code: 'ERR_IMNXPORT_RELEASED', argument } as const;
    throw new ImnxportError(`The ${interfaceName(this.#iid)} pointer has been released or given away`, init);
  }
}

function wrap(address: unknown, guid: unknown, addRef: boolean): ComPointer {
  const iid = parseGuid('iid', guid);
  const checked = pointerAddress('address', address);
  try {
    return new ComPointer(native().wrapPointer(checked, iid, addRef), iid);
  } catch (error) {
    throw fromNative(error, 'The pointer was refused');
  }
}

/** Bytes of a pointer, to whose multiple every object is aligned. */
const POINTER = ['ia32', 'arm', 'mips', 'mipsel'].includes(process.arch) ? 4 : 8;

function pointerAddress(argument: string, value: unknown): bigint {
  if (typeof value !== 'bigint') throw invalidArgument(argument, `must be a bigint, not ${describe(value)}`);
  if (value === 0n) throw invalidArgument(argument, 'is 0: there is no object');
  if (BigInt.asUintN(POINTER * 8, value) !== value) {
    throw invalidArgument(argument, `is not an address: it does not fit into ${POINTER * 8} bits`);
  }
  if (value % BigInt(POINTER) !== 0n) {
    throw invalidArgument(argument, `is not the address of an object: no multiple of ${POINTER}`);
  }
  return value;
}

interface Leak {
  iid: string;
  stack: string | undefined;
}

const leaks = new FinalizationRegistry<Leak>(({ iid, stack }) => {
  const options = { type: 'ImnxportWarning', code: 'IMNXPORT_POINTER_LEAK' };
  process.emitWarning(
    `A COM pointer (${interfaceName(iid)}) became garbage without having been released`,
    stack === undefined ? options : { ...options, detail: stack },
  );
});

/** Warns when a pointer becomes garbage unreleased, while somebody debugs; where it was made is the detail. */
function watch(pointer: ComPointer, iid: string): void {
  if (!debugging) return;
  const made: { stack?: string } = {};
  Error.captureStackTrace(made, ComPointer);
  leaks.register(pointer, { iid, stack: made.stack?.replace(/^.*\n/, 'made\n') }, pointer);
}

function unwatch(pointer: ComPointer): void {
  if (debugging) leaks.unregister(pointer);
}
