// ImnxportError, the only class of error that this package makes, and the ways in which one comes about.
import type { Delivery } from './constants.js';
import { errorCode, Hresult, hresultName, type HresultName } from './hresult.js';
import type { PostResponse } from './types.js';

/** What `code` of an error looks like; docs/errors.md has all of them. */
export type ImnxportErrorCode = `ERR_IMNXPORT_${string}`;

/** What an ImnxportError is made from, beside its message. */
export interface ImnxportErrorInit {
  hresult: number;
  /** Default: from the HRESULT. */
  code?: ImnxportErrorCode | undefined;
  cause?: unknown;
  argument?: string | undefined;
  status?: number | undefined;
  response?: PostResponse | undefined;
  socketError?: number | undefined;
  delivery?: Delivery | undefined;
}

/** A failure of this package. Match on `code`, or with {@link ImnxportError.is}, not with instanceof. */
export class ImnxportError extends Error {
  /** Stable: `ERR_IMNXPORT_` and the name of the HRESULT without its prefix, or one of this package's own. */
  readonly code: ImnxportErrorCode;
  /** As an unsigned number: 0x800CCC19 for IXP_E_TIMEOUT. */
  readonly hresult: number;
  /** Its name, else the number in hexadecimal. */
  readonly hresultName: HresultName;
  /** How much of the entity had left this process: is a retry safe? */
  readonly delivery: Delivery;
  /** The argument or option that was wrong, e.g. `options.headers`. */
  declare readonly argument?: string;
  /** The HTTP status, when a response came. */
  declare readonly status?: number;
  /** The response, when one came. */
  declare readonly response?: PostResponse;
  /** The operating system's error number, when the network failed. */
  declare readonly socketError?: number;

  /** @internal */
  constructor(message: string, init: ImnxportErrorInit) {
    super(message, init.cause === undefined ? undefined : { cause: init.cause });
    this.hresult = init.hresult >>> 0;
    this.hresultName = hresultName(this.hresult);
    this.code = init.code ?? errorCode(this.hresult);
    this.delivery = init.delivery ?? 'none';
    const optional = { argument: init.argument, status: init.status, response: init.response };
    for (const [name, value] of Object.entries({ ...optional, socketError: init.socketError || undefined })) {
      if (value !== undefined) Object.defineProperty(this, name, { value, enumerable: true });
    }
    setStack(this, this.stack);
  }

  /** Whether something is an ImnxportError: by its code, so that it works across realms and copies of the package. */
  static is(error: unknown): error is ImnxportError {
    const code = (error as { code?: unknown } | null | undefined)?.code;
    return typeof code === 'string' && code.startsWith('ERR_IMNXPORT_');
  }
}
Object.defineProperty(ImnxportError.prototype, 'name', {
  value: 'ImnxportError',
  configurable: true,
  writable: true,
});

/**
 * Makes the error point at the line that called `entry`, which is running; at those that await it, when it is an async
 * function that has waited.
 */
export function pointAtCaller(error: ImnxportError, entry: (this: never, ...args: never[]) => unknown): void {
  const site: { stack?: unknown } = {};
  Error.captureStackTrace(site, entry);
  setStack(error, site.stack);
}

/** Heads the frames of `stack` with the error's code, as Node's own errors do. */
function setStack(error: ImnxportError, stack: unknown): void {
  if (typeof stack !== 'string') return; // somebody's Error.prepareStackTrace
  const frames = stack.slice(Math.max(0, stack.search(/\n {4}at /)));
  const text = frames.startsWith('\n') ? frames : '';
  const value = `${error.name} [${error.code}]: ${error.message}${text}`;
  Object.defineProperty(error, 'stack', { value, configurable: true, writable: true });
}

/** E_INVALIDARG: `argument` is a path such as `options.headers`, `problem` continues "argument …". */
export function invalidArgument(argument: string, problem: string, cause?: unknown): ImnxportError {
  return new ImnxportError(`${argument} ${problem}`, { hresult: Hresult.E_INVALIDARG, argument, cause });
}

/** What is called was closed before. */
export function closedError(what: 'transport' | 'stream' = 'transport'): ImnxportError {
  const init = { hresult: Hresult.IXP_E_INVALID_STATE, code: 'ERR_IMNXPORT_CLOSED' } as const;
  return new ImnxportError(`The ${what} is closed`, init);
}

/**
 * Native code has taken the transport's callback away, so that nothing is heard of its posts any more. `delivery` of a
 * post that was accepted is not known, which a retry has to take for the worst.
 */
export function replacedError(delivery: Delivery): ImnxportError {
  const init = { hresult: Hresult.IXP_E_INVALID_STATE, code: 'ERR_IMNXPORT_CALLBACK_REPLACED' } as const;
  const message = 'Native code has replaced the callback of the transport, or taken it off';
  return new ImnxportError(message, { ...init, delivery });
}

/** Throws `error` as an uncaught exception on the next tick: for failures of the user's own callbacks. */
export function throwLater(error: unknown): void {
  process.nextTick(() => {
    throw error;
  });
}

/** Calls a user's callback; what it throws surfaces as an uncaught exception and breaks nothing here. */
export function guard<A extends unknown[]>(callback: (...args: A) => unknown, ...args: A): void {
  try {
    callback(...args);
  } catch (error) {
    throwLater(error);
  }
}
