// ImplementedObject: a COM object whose methods are JavaScript, as its maker has it.
import type { NativeImplementation } from '../native.js';
import { ComPointer } from './com-pointer.js';

/**
 * A reference on a COM object whose methods are JavaScript. Whoever gets the pointer takes references of his own;
 * the handlers live as long as there is one, and so does the event loop while anybody but this object has one.
 */
export class ImplementedObject extends ComPointer {
  readonly #implementation: NativeImplementation;

  /** @internal */
  constructor(implementation: NativeImplementation, iid: string) {
    super(implementation.pointer, iid);
    this.#implementation = implementation;
  }

  /** As it is from the beginning: while native code has a reference, the event loop goes on. */
  ref(): this {
    this.#implementation.ref();
    return this;
  }

  /** The references of native code are no reason for the event loop to go on. */
  unref(): this {
    this.#implementation.unref();
    return this;
  }
}
