// GUIDs as text, and the interfaces and classes that this package knows by name.
import { invalidArgument } from '../errors.js';
import { describe, isObject } from '../validate.js';

/** An interface by name: what functions take that could also be given the IID as text. */
export interface InterfaceToken<Name extends string = string> {
  /** `IStream`. */
  readonly name: Name;
  /** In capitals, with braces. */
  readonly iid: string;
}

/** A GUID: `'{19F6481C-E5F0-11D1-A86E-0000F8084F96}'` in either case, with or without braces; or a token. */
export type Guid = string | InterfaceToken;

function token<Name extends string>(name: Name, iid: string): InterfaceToken<Name> {
  return Object.freeze({ name, iid });
}

/** What every interface begins with; asking an object for it gives its identity. */
export const IUnknown = token('IUnknown', '{00000000-0000-0000-C000-000000000046}');
/** What makes the objects of a class. */
export const IClassFactory = token('IClassFactory', '{00000001-0000-0000-C000-000000000046}');
/** A promise, without methods of its own: the object may be called from every thread. */
export const IAgileObject = token('IAgileObject', '{94EA2B94-E9CC-49E0-C0FF-EE64CA8F5B90}');
/** A stream that only goes forward. */
export const ISequentialStream = token('ISequentialStream', '{0C733A30-2A1C-11CE-ADE5-00AA0044773D}');
/** A stream with a position. */
export const IStream = token('IStream', '{0000000C-0000-0000-C000-000000000046}');

/** What every transport tells its client. */
export const ITransportCallback = token('ITransportCallback', '{0DF2C7E1-3435-11D0-81D0-00C04FD85AB4}');
/** What a client of an HTTP mail transport is asked for. */
export const IHTTPMailCallback = token('IHTTPMailCallback', '{19F6481C-E5F0-11D1-A86E-0000F8084F96}');
/** What all transports have in common. */
export const IInternetTransport = token('IInternetTransport', '{1F636C01-364E-11D0-81D3-00C04FD85AB4}');
/** The transport itself. */
export const IHTTPMailTransport = token('IHTTPMailTransport', '{B8BDE03C-E548-11D1-A86E-0000F8084F96}');

/** This project's own, of `imnxport_ext.h`: what the frozen slots cannot carry. */
export const IImnxportTransport = token('IImnxportTransport', '{EE74D68E-C4D5-406C-A5B1-BEB6DE7D768F}');
/** The same for callbacks: exact counts, the whole answer, questions that wait. */
export const IImnxportCallback = token('IImnxportCallback', '{30859C51-643A-4CD7-BB35-AEB48421126A}');
/** The same for streams: one that says "not yet" instead of blocking. */
export const IImnxportAsyncStream = token('IImnxportAsyncStream', '{7C4638DC-A790-435A-87A2-4494BF9C1EB6}');
/** What such a stream tells when it is worth asking again. */
export const IImnxportReadiness = token('IImnxportReadiness', '{F14E14B3-9FE8-4AE5-B3E2-C8AA48201856}');

/** The class of the original, which this project serves as well. */
export const CLSID_IHTTPMailTransport = '{5A580C11-E5EB-11D1-A86E-0000F8084F96}';
/** The class that only this project serves; the same object. */
export const CLSID_ImnxportTransport = '{F553FA68-647B-41EA-892A-73116EBDE3CD}';

const NAMES = new Map(
  [
    ...[IUnknown, IClassFactory, IAgileObject, ISequentialStream, IStream],
    ...[ITransportCallback, IHTTPMailCallback, IInternetTransport, IHTTPMailTransport],
    ...[IImnxportTransport, IImnxportCallback, IImnxportAsyncStream, IImnxportReadiness],
  ].map(({ name, iid }) => [iid, name as string]),
);

/** `IStream` for its IID; an IID that has no name here is given back as it is. */
export function interfaceName(iid: string): string {
  return NAMES.get(iid) ?? iid;
}

const GUID =
  /^(?:\{([0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12})\}|([0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}))$/i;

/**
 * A GUID in the one form that the rest of this package, and native code, takes: capitals and braces.
 * Throws ImnxportError ERR_IMNXPORT_INVALID_ARG.
 */
export function parseGuid(argument: string, value: unknown): string {
  const given = isObject(value) && 'iid' in value ? value.iid : value;
  if (typeof given !== 'string') {
    throw invalidArgument(argument, `must be a GUID or an interface token, not ${describe(value)}`);
  }
  const [, inBraces, bare] = GUID.exec(given) ?? [];
  const digits = inBraces ?? bare;
  if (digits === undefined) {
    throw invalidArgument(argument, 'is not a GUID such as {19F6481C-E5F0-11D1-A86E-0000F8084F96}');
  }
  return `{${digits.toUpperCase()}}`;
}
