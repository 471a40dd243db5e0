// The public types: what goes into a transport and what comes out of it.
import type { Readable } from 'node:stream';
import type { ComPointer } from './com/com-pointer.js';
import type { FileBody } from './file-body.js';
import type { HresultName } from './hresult.js';
import type { Provider } from './provider.js';

/** A value, or a promise of one. */
export type Awaitable<T> = T | PromiseLike<T>;

/** Bytes in memory, of whatever realm. */
export type Bytes = ArrayBufferView | ArrayBufferLike;

/** One piece of a body; a string is UTF-8. */
export type Chunk = string | Bytes;

/** A web ReadableStream of chunks: Node's, or the one of the DOM's types. */
export interface ChunkStream {
  /** Whether somebody reads it already. */
  readonly locked: boolean;
  /** Takes it over. */
  getReader(): {
    readonly closed: Promise<unknown>;
    read(): Promise<{ done: boolean; value?: Chunk | undefined }>;
    cancel(reason?: unknown): Promise<void>;
  };
}

/**
 * What can be posted. Nothing is read before its turn comes, and nothing faster than the server takes it;
 * do not change it until the promise settles.
 *
 * Strings, bytes, blobs, file bodies and arrays of chunks have a known length and can be sent again when a
 * redirect or a challenge of the server asks for it. Streams and iterators have an unknown length (they go
 * out chunked, unless `contentLength` is given) and cannot be sent again: give a function that makes them.
 * A stream belongs to the post: it is destroyed when the post fails.
 */
export type Body =
  | Chunk
  | Blob
  | FileBody
  | readonly Chunk[]
  | Readable
  | ChunkStream
  | Iterable<Chunk>
  | AsyncIterable<Chunk>;

/**
 * A body, or a function that makes one: asked on first need, and again for every re-send. Or an IStream of native code:
 * the whole of it is posted, from its beginning where it can seek, and nobody else may use it meanwhile; the reference
 * stays the caller's.
 */
export type BodySource = Body | (() => Awaitable<Body>) | ComPointer;

/** Who posts. They are sent only when the server asks, and to one origin only. */
export interface Credentials {
  /** Without control characters. */
  user: string;
  /** Wiped from the memory of native code after use; from that of JavaScript it cannot be. */
  password: string;
  /** The only scheme, host and port they are ever sent to. Default: those of the first post. */
  origin?: string | URL | undefined;
}

/** Header fields: an object, or pairs of name and value, as of a Headers or a Map. */
export type HeadersInput = Readonly<Record<string, string>> | Iterable<readonly [string, string]>;

/** Whom to trust. Default: the certificates of the system. */
export interface TlsOptions {
  /** Certificates to trust instead of the system's, as PEM text. Not together with `caFile`. */
  ca?: string | Uint8Array | undefined;
  /** The same as a PEM file. */
  caFile?: string | URL | undefined;
  /** Accept any certificate: whoever sits on the wire can then read and change everything. For tests only. */
  dangerouslyAcceptAnyCertificate?: boolean | undefined;
}

/** What `onLogonPrompt` is asked. */
export interface LogonPrompt {
  /** scheme://host:port that asks. */
  origin: string;
  /** 1 for the first question of a post. */
  attempt: number;
  /** Aborted when the answer is no longer wanted. */
  signal: AbortSignal;
}

/** What `onTimeout` is asked. */
export interface TimeoutPrompt {
  /** Milliseconds without any activity. */
  idleMs: number;
  /** Aborted when the answer is no longer wanted. */
  signal: AbortSignal;
}

/** What a transport is made with; none of it changes later. */
export interface TransportOptions {
  /** Default: `imnxport/<version>`. */
  userAgent?: string | undefined;
  /** Used when the server asks for them, without a question. */
  credentials?: Credentials | undefined;
  /** Sent with every post. */
  headers?: HeadersInput | undefined;
  /** A file to which the protocol is appended, without bodies and with credentials as `***`. */
  logFile?: string | URL | undefined;
  /** Milliseconds without activity before `onTimeout` is asked; default 60,000. For a total: AbortSignal.timeout(). */
  idleTimeout?: number | undefined;
  /**
   * URL of an http, https or socks5h proxy; false: none. Default: what http_proxy, https_proxy, all_proxy and
   * no_proxy say; when they name none, on Windows, the user's system settings with their exceptions.
   */
  proxy?: string | URL | false | undefined;
  /** Whom to trust for https. */
  tls?: TlsOptions | undefined;
  /**
   * Asked when a server wants credentials and has none, or refused them. Null cancels the post
   * (IXP_E_USER_CANCEL); a failure rejects it with that failure as the cause.
   */
  onLogonPrompt?:
    ((prompt: LogonPrompt) => Awaitable<Pick<Credentials, 'user' | 'password'> | null>) | undefined;
  /**
   * Asked after a silence. A number of milliseconds waits on with that as the new time-out (0: the same again),
   * null gives up (IXP_E_TIMEOUT).
   */
  onTimeout?: ((prompt: TimeoutPrompt) => Awaitable<number | null>) | undefined;
  /**
   * Who carries the posts out; default `'builtin'`. Another one is opened by the first post, which rejects when that
   * fails (ERR_IMNXPORT_PROVIDER_NOT_FOUND, …_BITNESS, …_FAILED). One that does not have IImnxportTransport cannot be
   * given `headers`, `proxy` and `tls`: then posts reject with ERR_IMNXPORT_NOT_SUPPORTED.
   */
  provider?: Provider | undefined;
}

/** Counts are bytes of the entity; always exact integers. */
export interface Progress {
  /** Since the transfer last started from the beginning. */
  sent: number;
  /** Of the whole; null while it is not known. */
  total: number | null;
  /** The transfer has started again since the last report. */
  resent: boolean;
}

/** What one post has of its own. */
export interface PostOptions {
  /** Never guessed: without it no Content-Type is sent. */
  contentType?: string | undefined;
  /** Bytes of the body, when it cannot tell itself. A body of another length is aborted (IXP_E_INCOMPLETE). */
  contentLength?: number | bigint | undefined;
  /** Sent with this post; replaces one of the transport with the same name. */
  headers?: HeadersInput | undefined;
  /** A number of the caller's own, the dwContext of the command; shown in diagnostics. */
  context?: number | undefined;
  /** Ends the post: its promise rejects at once with `signal.reason`. */
  signal?: AbortSignal | undefined;
  /** Told what was sent, now and then (docs/behaviour.md 5.1). */
  onProgress?: ((progress: Progress) => void) | undefined;
}

/** What the server answered to a post. */
export interface PostResponse {
  /** The HTTP status. */
  status: number;
  /** The phrase beside the status. */
  statusText: string;
  /** The absolute URL under which the entity is stored, from Location or Content-Location. */
  location: string | null;
  /** The URL that answered, after redirects. */
  url: string;
  /** Bytes of the entity that were sent in the last transfer. */
  bytesSent: number;
  /** The entity was sent more than once (a redirect, a challenge, a dead kept-alive connection). */
  resent: boolean;
  /** Of the command, as an unsigned number; 0 (S_OK) for a 2xx or 303. */
  hresult: number;
  /** Its name: `S_OK`. */
  hresultName: HresultName;
  /** By lower-case name; several of one name are joined with a comma and a space. */
  headers: ReadonlyMap<string, string>;
  /** The first 1 MiB of the response's body. */
  body: Uint8Array;
  /** The server sent more than that. */
  bodyTruncated: boolean;
}
