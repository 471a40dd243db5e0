// A post that a native host made, as JavaScript sees it: the request, the body as a stream, the end.
import { finished, Readable } from 'node:stream';
import { debug } from '../diagnostics.js';
import { ImnxportError } from '../errors.js';
import { Hresult, hresultMeaning } from '../hresult.js';
import type {
  NativeFailure,
  NativeHandledPost,
  NativePostAnswer,
  NativePostReader,
  NativePostRequest,
} from '../native.js';
import { headerMap } from '../response.js';

/** What a host posts. */
export interface PostRequest {
  /** The absolute URL, as the host gave it. */
  url: string;
  /** Null when the host gave none. */
  contentType: string | null;
  /** What the host calls itself, in InitNew. */
  userAgent: string;
  /** By lower-case name; empty for hosts that only know CommandPOST. */
  headers: ReadonlyMap<string, string>;
  /** The dwContext of the command. */
  context: number;
  /** Bytes of the body; null when its stream does not say. */
  length: number | null;
  /**
   * The host's stream, read no faster than this is, and not on the JavaScript thread. It fails with an ImnxportError
   * when the stream fails or has another length than announced, and when the post is cancelled.
   */
  body: Readable;
  /** Aborted, with an ImnxportError, when the post has ended without an answer: cancelled, say. */
  signal: AbortSignal;
}

/** How many bytes of the body wait in JavaScript. */
const HIGH_WATER = 64 * 1024;

export class IncomingPost implements NativePostReader {
  readonly request: PostRequest;
  readonly #native: NativeHandledPost;
  readonly #controller = new AbortController();
  readonly #body: Readable;

  constructor(post: NativeHandledPost, request: NativePostRequest) {
    this.#native = post;
    this.#body = new Readable({ highWaterMark: HIGH_WATER, read: () => post.pull() });
    this.#body.on('error', () => undefined); // who does not read it does not miss it
    const { url, contentType, userAgent, context } = request;
    this.request = {
      url,
      contentType,
      userAgent,
      context,
      headers: headerMap(request.headers),
      length: request.length === null ? null : Number(request.length),
      body: this.#body,
      signal: this.#controller.signal,
    };
    post.begin(this);
  }

  bytes(chunk: Uint8Array): void {
    this.#body.push(chunk);
  }

  end(): void {
    this.#body.push(null);
  }

  over(hresult: number): void {
    const error = new ImnxportError(`The post has ended: ${hresultMeaning(hresult)}`, { hresult });
    debug('handled post: %s', error.code);
    this.#controller.abort(error);
    this.#body.destroy(error);
  }

  /**
   * The end: nothing more is read. But a success waits for a body that flows, by resume() or pipe(): it is about to be
   * read whole, which a success says.
   */
  answer(answer: NativePostAnswer): void {
    if (isSuccess(answer) && this.#body.readableFlowing && !this.#body.destroyed) {
      finished(this.#body, () => this.#conclude(answer));
    } else {
      this.#conclude(answer);
    }
  }

  /** An answer that native code cannot take is a failure. */
  #conclude(answer: NativePostAnswer): void {
    try {
      this.#native.answer(answer);
    } catch (error) {
      debug('handled post: the answer was refused: %s', error);
      const { hresult, message } = error as Partial<NativeFailure>;
      this.#native.answer(failedAnswer(hresult ?? Hresult.E_FAIL, message ?? String(error)));
    }
    this.#body.destroy();
  }
}

function isSuccess({ hresult, status }: NativePostAnswer): boolean {
  return hresult === Hresult.S_OK && (status < 300 || status === 303);
}

/** A failure without a response. */
export function failedAnswer(hresult: number, problem: string): NativePostAnswer {
  const body = new Uint8Array(0);
  return { hresult, problem, status: 0, statusText: '', location: null, headers: [], body, socketError: 0 };
}
