// implement(): JavaScript behind the vtable of a COM interface.
import { invalidArgument } from '../errors.js';
import {
  type Guid,
  IHTTPMailCallback,
  IHTTPMailTransport,
  interfaceName,
  type InterfaceToken,
  parseGuid,
} from './guid.js';
import { type HttpMailCallback, implementCallback, type ImplementOptions } from './implement-callback.js';
import { implementTransport, type TransportHandlers } from './implement-transport.js';
import type { ImplementedObject } from './implemented-object.js';

/**
 * Makes a COM object that tells `handlers` what it is told, and asks them what it is asked. It may be called from every
 * thread. On another than the JavaScript thread, what only tells is queued, and what asks waits for the answer of the
 * handler, which may be a promise, until `options.deadline`; then, without a handler, and when one fails, the caller is
 * answered as by a user who cancels. On the JavaScript thread handlers run at once, and a promise cannot be waited for.
 *
 * What a handler throws surfaces as an uncaught exception. Throws ImnxportError ERR_IMNXPORT_INVALID_ARG.
 */
export function implement(
  iface: InterfaceToken<'IHTTPMailCallback'>,
  handlers: HttpMailCallback,
  options?: ImplementOptions,
): ImplementedObject;
/**
 * Makes a transport whose CommandPOST lands in `handlers.post`; all else is native, or answers E_NOTIMPL. Its host may
 * use it on every thread.
 *
 * Throws ImnxportError: ERR_IMNXPORT_INVALID_ARG for wrong handlers, ERR_IMNXPORT_UNSUPPORTED_PLATFORM where there is no
 * native part.
 */
export function implement(
  iface: InterfaceToken<'IHTTPMailTransport'>,
  handlers: TransportHandlers,
): ImplementedObject;
export function implement(iface: Guid, handlers: object, options: ImplementOptions = {}): ImplementedObject {
  const iid = parseGuid('iface', iface);
  if (iid === IHTTPMailCallback.iid) return implementCallback(handlers, options);
  if (iid === IHTTPMailTransport.iid) return implementTransport(handlers as TransportHandlers);
  throw invalidArgument('iface', `is ${interfaceName(iid)}, which cannot be implemented`);
}
