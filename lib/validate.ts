// Checks of single values that users pass in; every failure names the argument and never shows its content.
import { MAX_URL } from './constants.js';
import { invalidArgument } from './errors.js';

/** What a value is, for an error message: `null`, `a number`, `an instance of Foo`. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object') return `a ${typeof value}`;
  if (Array.isArray(value)) return 'an array';
  const name = (value as { constructor?: { name?: unknown } }).constructor?.name;
  return typeof name === 'string' && name !== 'Object' && name !== ''
    ? `an instance of ${name}`
    : 'an object';
}

export function isObject(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === 'object' && value !== null;
}

/** A promise, of whatever realm or library. */
export function isThenable<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return isObject(value) && typeof value.then === 'function';
}

export function object(argument: string, value: unknown): Record<PropertyKey, unknown> {
  if (!isObject(value)) throw invalidArgument(argument, `must be an object, not ${describe(value)}`);
  return value;
}

/** Options are objects without keys that nobody knows: a misspelt one would be silently without effect. */
export function known(argument: string, input: unknown, names: ReadonlySet<string>): object {
  const options = object(argument, input);
  const stranger = Object.keys(options).find((name) => !names.has(name));
  if (stranger !== undefined) throw invalidArgument(`${argument}.${stranger}`, 'is not an option');
  return options;
}

export function optionalFunction(argument: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'function') {
    throw invalidArgument(argument, `must be a function, not ${describe(value)}`);
  }
}

// eslint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL = /[\x00-\x1f\x7f]/;
// eslint-disable-next-line no-control-regex -- all but the tab, which RFC 9110 section 5.5 allows in a value
const CONTROL_BUT_TAB = /[\x00-\x08\x0a-\x1f\x7f]/;
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/; // RFC 9110 section 5.6.2
const LONE_SURROGATE = /\p{Surrogate}/u;

/** A string that can be sent as it is: no control characters, no half of a surrogate pair. */
export function text(argument: string, value: unknown, forbidden = CONTROL): string {
  if (typeof value !== 'string') throw invalidArgument(argument, `must be a string, not ${describe(value)}`);
  if (forbidden.test(value)) throw invalidArgument(argument, 'contains a control character');
  if (LONE_SURROGATE.test(value)) throw invalidArgument(argument, 'is not well-formed Unicode');
  return value;
}

export function nonNegativeInteger(
  argument: string,
  value: unknown,
  maximum = Number.MAX_SAFE_INTEGER,
): number {
  if (typeof value !== 'number') throw invalidArgument(argument, `must be a number, not ${describe(value)}`);
  if (!Number.isInteger(value) || value < 0 || value > maximum) {
    throw invalidArgument(argument, `must be an integer from 0 to ${maximum}, not ${value}`);
  }
  return value;
}

/** A length in bytes. Not over 2^53-1, so that every count of this package is exact. */
export function byteCount(argument: string, value: unknown): number {
  if (typeof value !== 'bigint') return nonNegativeInteger(argument, value);
  if (value < 0n || value > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw invalidArgument(argument, `must be an integer from 0 to ${Number.MAX_SAFE_INTEGER}, not ${value}`);
  }
  return Number(value);
}

/** Where to post. */
export interface Target {
  /** As it goes to CommandPOST. */
  href: string;
  /** Scheme, host and port. */
  origin: string;
}

/**
 * An absolute http or https URL without user info. A URL object goes down as its href; a string as it is, so it must
 * be percent-encoded: every door of the library sees the same URL, and none changes it silently.
 */
export function httpUrl(argument: string, value: unknown): Target {
  const given = isObject(value) && typeof value.href === 'string' ? value.href : value;
  if (lastTarget !== undefined && given === lastGiven) return lastTarget;
  const url = absoluteUrl(argument, given, ['http:', 'https:']);
  if (url.username !== '' || url.password !== '') {
    throw invalidArgument(argument, 'contains a user name or password; use the credentials option');
  }
  const [href] = (given as string).split('#', 1);
  if (href!.length > MAX_URL) throw invalidArgument(argument, `is longer than ${MAX_URL} bytes`);
  lastGiven = given as string;
  return (lastTarget = { href: href!, origin: url.origin });
}

/** Most programs post to one place again and again. */
let lastGiven: string | undefined;
let lastTarget: Target | undefined;

/** A scheme, two slashes and something of a host; of all the rest only what the URL class does not rewrite. */
const ABSOLUTE = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]/i;

/** Any absolute URL of one of these schemes; stricter than the URL class, which repairs much without a word. */
export function absoluteUrl(argument: string, value: unknown, schemes: readonly string[]): URL {
  const href = isObject(value) && typeof value.href === 'string' ? value.href : value;
  const source = text(argument, href);
  if (!/^[\x21-\x5b\x5d-\x7e]*$/.test(source)) {
    throw invalidArgument(
      argument,
      'must be percent-encoded, or a URL object: it contains a space, \\ or non-ASCII',
    );
  }
  const wanted = schemes.map((scheme) => `${scheme}//`).join(' or ');
  const url = ABSOLUTE.test(source) ? parse(source) : undefined;
  if (url === undefined) throw invalidArgument(argument, `is not an absolute ${wanted} URL`);
  if (!schemes.includes(url.protocol))
    throw invalidArgument(argument, `must be ${wanted}, not ${url.protocol}`);
  return url;
}

/** The origin of a URL that did not come from the user; what cannot be parsed is an origin of its own. */
export function originOf(url: string): string {
  return parse(url)?.origin ?? url;
}

/** No error: it would show the URL, and with it perhaps a password. */
function parse(url: string): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}

/** Fields that belong to the framing of the message, or to an option of their own; the core refuses them too. */
const RESERVED: Readonly<Record<string, string>> = {
  'content-type': 'use the contentType option',
  'content-length': 'use the contentLength option',
  'user-agent': 'use the userAgent option',
  ...Object.fromEntries(
    [
      ...['accept-encoding', 'connection', 'expect', 'host', 'keep-alive', 'proxy-connection'],
      ...['te', 'trailer', 'transfer-encoding', 'upgrade'],
    ].map((name) => [name, 'the transport sets it']),
  ),
};

const MAX_HEADERS = 256;

/** Header fields given as an object or as pairs; those in `reserved`, by lower-case name, are refused. */
export function headerList(argument: string, value: unknown, reserved = RESERVED): [string, string][] {
  if (value === undefined) return [];
  const source = object(argument, value);
  const pairs = Symbol.iterator in source ? [...(value as Iterable<unknown>)] : Object.entries(source);
  if (pairs.length > MAX_HEADERS) throw invalidArgument(argument, `are more than ${MAX_HEADERS}`);
  return pairs.map((pair) => {
    if (!Array.isArray(pair) || pair.length !== 2) throw invalidArgument(argument, 'must consist of pairs');
    return header(argument, pair as [unknown, unknown], reserved);
  });
}

function header(
  argument: string,
  [name, value]: [unknown, unknown],
  reserved: typeof RESERVED,
): [string, string] {
  if (typeof name !== 'string' || !TOKEN.test(name)) {
    throw invalidArgument(argument, 'contains a name that is not a token of RFC 9110');
  }
  const field = `${argument}[${JSON.stringify(name)}]`;
  const instead = reserved[name.toLowerCase()];
  if (instead !== undefined) throw invalidArgument(field, `cannot be set: ${instead}`);
  return [name, text(field, value, CONTROL_BUT_TAB).trim()];
}
