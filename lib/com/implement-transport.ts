// implement(IHTTPMailTransport, …): a transport whose posts a function of JavaScript carries out.
import { STATUS_CODES } from 'node:http';
import { inspect } from 'node:util';
import { toBytes } from '../chunks.js';
import { ImnxportError, invalidArgument } from '../errors.js';
import { Hresult } from '../hresult.js';
import { native, type NativePostAnswer } from '../native.js';
import { fromNative } from '../response.js';
import type { Awaitable, Bytes, HeadersInput } from '../types.js';
import { headerList, isObject, nonNegativeInteger, object, text } from '../validate.js';
import { IHTTPMailTransport } from './guid.js';
import { ImplementedObject } from './implemented-object.js';
import { failedAnswer, IncomingPost, type PostRequest } from './incoming-post.js';

/** What has become of a post; a PostResponse is one. */
export interface PostAnswer {
  /** As of HTTP: 200 to 599, by default 200. 2xx and 303 are a success, if the body was read to its end or flows. */
  status?: number | undefined;
  /** The phrase that goes with the status. Default: the usual one. */
  statusText?: string | undefined;
  /** Where the entity is; it may be relative to the URL of the post. Default: what the headers say. */
  location?: string | URL | null | undefined;
  /** Header fields of the answer, for hosts that can take them (IImnxportCallback). */
  headers?: HeadersInput | undefined;
  /** For hosts that can take it (IImnxportCallback); of more than 1 MiB the rest is dropped. */
  body?: string | Bytes | undefined;
}

/** The methods of a transport that JavaScript carries out; all others are native, or answer E_NOTIMPL. */
export interface TransportHandlers {
  /**
   * A post whose turn has come: one at a time, in the order in which the host made them. The host gets one response:
   * the answer; or, when this throws or rejects, the `hresult` (and `response`) of an ImnxportError, else E_FAIL, with
   * the message as pszProblem.
   */
  post(request: PostRequest): Awaitable<PostAnswer>;
}

/** A transport over `handlers`. Throws ImnxportError. */
export function implementTransport(handlers: TransportHandlers): ImplementedObject {
  const given = object('handlers', handlers);
  if (typeof given.post !== 'function') throw invalidArgument('handlers.post', 'must be a function');
  try {
    const implementation = native().implementTransport({
      post: (post, request) => {
        const incoming = new IncomingPost(post, request);
        void carryOut(incoming, handlers);
      },
    });
    return new ImplementedObject(implementation, IHTTPMailTransport.iid);
  } catch (error) {
    throw fromNative(error, 'No transport could be made');
  }
}

/** Never rejects. */
async function carryOut(incoming: IncomingPost, handlers: TransportHandlers): Promise<void> {
  let answer: NativePostAnswer;
  try {
    answer = toNative(await handlers.post(incoming.request));
  } catch (error) {
    answer = failure(error);
  }
  incoming.answer(answer);
}

function toNative(value: unknown): NativePostAnswer {
  const answer: PostAnswer = object('answer', value);
  const { location = null, statusText, headers, body } = answer;
  const status = nonNegativeInteger('answer.status', answer.status ?? 200, 599);
  if (status < 200) throw invalidArgument('answer.status', `must be from 200 to 599, not ${status}`);
  return {
    hresult: Hresult.S_OK,
    status,
    statusText: text('answer.statusText', statusText ?? STATUS_CODES[status] ?? ''),
    location: location === null ? null : text('answer.location', String(location)),
    headers: headerList('answer.headers', headers, {}),
    body: body === undefined ? new Uint8Array(0) : toBytes('answer.body', body),
    problem: null,
    socketError: 0,
  };
}

/** What a handler threw. An error of another transport takes along what its server said. */
function failure(error: unknown): NativePostAnswer {
  const problem = shown(error);
  if (!ImnxportError.is(error)) return failedAnswer(Hresult.E_FAIL, problem);
  const hresult = error.hresult >= 0x80000000 ? error.hresult : Hresult.E_FAIL;
  const failed = { hresult, problem, socketError: error.socketError ?? 0 };
  try {
    if (error.response !== undefined) return { ...toNative(error.response), ...failed };
  } catch {
    // What cannot be passed on is left out.
  }
  return { ...failedAnswer(hresult, problem), ...failed };
}

/** In one line, as it goes into pszProblem. */
function shown(error: unknown): string {
  const message = isObject(error) ? error.message : error;
  const words = typeof message === 'string' ? message : inspect(error);
  // eslint-disable-next-line no-control-regex -- they are what is replaced
  return words.replace(/[\x00-\x1f\x7f]+/g, ' ');
}
