// Native results as the public response, or as the error that a post rejects with.
import { DELIVERIES } from './constants.js';
import { ImnxportError } from './errors.js';
import { Hresult, hresultMeaning, hresultName } from './hresult.js';
import type { Header, NativeFailure, NativeFault, NativeResult } from './native.js';
import { refusalOf } from './refusals.js';
import type { PostResponse } from './types.js';

export function toResponse(result: NativeResult, postedTo: string): PostResponse {
  return {
    status: result.status,
    statusText: statusText(result.statusLine ?? ''),
    location: result.location,
    url: result.url ?? postedTo,
    bytesSent: result.sent,
    resent: result.resent,
    hresult: result.hresult >>> 0,
    hresultName: hresultName(result.hresult),
    headers: headerMap(result.headers),
    body: result.body,
    bodyTruncated: result.bodyTruncated,
  };
}

/** What follows the version and the number; many servers leave it out. */
function statusText(line: string): string {
  const space = line.indexOf(' ', line.indexOf(' ') + 1);
  return space < 0 ? '' : line.slice(space + 1);
}

/** By lower-case name; several of one name are joined. */
export function headerMap(headers: readonly Header[]): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    const before = map.get(key);
    map.set(key, before === undefined ? value : `${before}, ${value}`); // RFC 9110 section 5.3
  }
  return map;
}

/** The URL as an error may show it: a query often carries a secret. */
function shown(href: string): string {
  return href.replace(/\?.*$/s, '?…');
}

/** The error of a post that the core has ended; `cause` is the body's or a prompt's own error. */
export function postError(result: NativeResult, postedTo: string, cause?: { error: unknown }): ImnxportError {
  const hresult = result.hresult >>> 0;
  const answered = result.status !== 0;
  const response = answered ? toResponse(result, postedTo) : undefined;
  const bodyFailed = hresult === Hresult.STG_E_READFAULT && cause !== undefined;
  return new ImnxportError(`POST ${shown(postedTo)}: ${reason(result, response)}`, {
    hresult,
    code: bodyFailed ? 'ERR_IMNXPORT_BODY' : refusalOf(result.refusal)?.code,
    cause: cause?.error,
    status: response?.status,
    response,
    socketError: result.socketError,
    delivery: DELIVERIES[result.delivery],
  });
}

function reason(result: NativeResult, response: PostResponse | undefined): string {
  const status = response && `${response.status} ${response.statusText}`.trim();
  const meaning = status ?? refusalOf(result.refusal)?.meaning ?? hresultMeaning(result.hresult);
  return result.problem === null ? meaning : `${meaning} (${result.problem})`;
}

/** OnError: a failure of the network, told before the post that it ends. */
export function faultError(fault: NativeFault): ImnxportError {
  const meaning = hresultMeaning(fault.hresult);
  const message = fault.problem === null ? meaning : `${meaning} (${fault.problem})`;
  return new ImnxportError(message, { hresult: fault.hresult, socketError: fault.socketError });
}

/** What the addon threw at a call, as an ImnxportError; anything else comes back as it is. */
export function fromNative(error: unknown, what: string): unknown {
  const { hresult, argument, message, refusal } = (error ?? {}) as Partial<NativeFailure>;
  if (ImnxportError.is(error) || typeof hresult !== 'number') return error;
  const refused = refusalOf(refusal);
  if (refused !== undefined) {
    return new ImnxportError(`${what}: ${refused.meaning} (${message})`, { hresult, code: refused.code });
  }
  const meaning = hresultMeaning(hresult);
  return new ImnxportError(`${what}: ${meaning}`, {
    hresult,
    argument,
    cause: message === meaning ? undefined : error,
  });
}
