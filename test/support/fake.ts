// Sets up a test with the fake addon in the place of the real one.
import { replaceNative } from '../../dist/native.js';
import { HttpMailTransport } from '../../dist/transport.js';
import type { TransportOptions } from '../../dist/types.js';
import { FakeAddon, type FakeTransport } from './fake-native.js';

export const URL_ = 'http://mail.example.org/inbox/';

export interface Fake {
  addon: FakeAddon;
  /** The native side of `transport`. */
  native: FakeTransport;
  transport: HttpMailTransport;
}

/** A transport over a fake addon of its own. */
export function fake(options: TransportOptions = {}): Fake {
  const addon = new FakeAddon();
  replaceNative(addon);
  const transport = new HttpMailTransport(options);
  return { addon, native: addon.transport, transport };
}

/** The reason that a promise rejects with; a promise that resolves is a failure. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  let value: unknown;
  try {
    value = await promise;
  } catch (reason) {
    return reason;
  }
  throw new Error(`The promise resolved to ${String(value)}`);
}

/** What a function throws; one that returns is a failure. */
export function thrown(call: () => unknown): unknown {
  let value: unknown;
  try {
    value = call();
  } catch (error) {
    return error;
  }
  throw new Error(`The call returned ${String(value)}`);
}

/** Lets all promises that can settle by themselves do so. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
