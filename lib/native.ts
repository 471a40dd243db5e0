// The typed edge of the addon: everything JavaScript knows about native code is declared here.
import { findAddon } from './loader.js';

/** A header field: name and value. */
export type Header = readonly [name: string, value: string];

/** An IStream that the addon made. */
export interface NativeBody {
  /** Drops this object's reference on the stream; the core keeps its own. Idempotent. */
  release(): void;
}

/** A body whose bytes are there: in memory, or in a file. */
export interface NativeStoredBody extends NativeBody {
  /** An IStream of its own on the same bytes, at their beginning. */
  toPointer(): NativePointer;
}

/** A stream that native code has given. */
export interface NativeStreamBody extends NativeBody {
  /** It is called on the JavaScript thread only, when that dispatches messages: one of its apartment, on Windows. */
  readonly bound: boolean;
}

/** The stream that JavaScript feeds. After release(), or once its reader has let go, every call is a no-op. */
export interface NativeProducer extends NativeBody {
  /** Copies the chunk. False: enough for now, wait for the next pull(). */
  push(chunk: Uint8Array): boolean;
  end(): void;
  /** After what was pushed, or with `atOnce` in the place of it. */
  fail(hresult: number, atOnce: boolean): void;
  /**
   * The answer to restart(): what is pushed from here on is the body from that position; `ended`: there is nothing, the
   * position is the body's length.
   */
  restarted(position: bigint, ended: boolean): void;
}

export interface NativeProducerOptions {
  /** In bytes; null when it is not known. */
  length: bigint | null;
  rewindable: boolean;
  /** fork() may be called. */
  cloneable: boolean;
}

/**
 * What a producer asks of its owner; never called from inside a call to the producer. A native caller on the
 * JavaScript thread cannot wait: what is pushed before pull() or restart() returns is all that it gets.
 */
export interface ProducerOwner {
  /** The producer that it feeds, when native code has made it. */
  attach(producer: NativeProducer): void;
  pull(): void;
  /** From that position; when it lies beyond the end, to the end. */
  restart(position: bigint): void;
  /** Another owner, of the same body, for a clone of the stream. */
  fork(): ProducerOwner;
  closed(): void;
}

/** What native code writes, on its way to a target in JavaScript. */
export interface NativeConsumer {
  /** So many bytes have reached the target. */
  taken(bytes: number): void;
  fail(hresult: number): void;
}

export interface ConsumerOwner {
  /** In order; answered with taken() or fail(), at any time. */
  write(chunk: Uint8Array): void;
  /** Native code has let go of the stream; nothing follows. */
  closed(): void;
}

/** What Stat tells; times in units of 100 ns since 1601, 0n where they are not known. */
export interface NativeStat {
  size: bigint;
  type: number;
  mode: number;
  modified: bigint;
  created: bigint;
  accessed: bigint;
  name: string | null;
}

/**
 * Somebody's IStream. Calls are made one after another, in the order of these; a promise rejects with NativeFailure,
 * with IXP_E_INVALID_STATE when the stream is closed before the turn of the call.
 */
export interface NativeStream {
  /** Up to that many bytes; null at the end. */
  read(size: number): Promise<Uint8Array | null>;
  seek(move: bigint, origin: number): Promise<bigint>;
  stat(): Promise<NativeStat>;
  clone(): Promise<NativeStream>;
  /** All of them; they are copied. */
  write(bytes: Uint8Array): Promise<void>;
  commit(): Promise<void>;
  /** Resolves when the reference has been given back. */
  close(): Promise<void>;
}

export interface NativeOptions {
  idleTimeout: number;
  proxy: string | null;
  noProxy: boolean;
  acceptAnyCertificate: boolean;
  caFile: string | null;
  caPem: Uint8Array | null;
  user: string | null;
  password: string | null;
  origin: string | null;
  logCommands: boolean;
  headers: readonly Header[];
}

/** One reference on a COM object. IIDs are in capitals and braces. */
export interface NativePointer {
  /** 0n once it has been released or given away. */
  readonly address: bigint;
  /** Throws NativeFailure with what the object answered. */
  queryInterface(iid: string): NativePointer;
  /** Gives the reference to the caller. */
  detach(): bigint;
  /** Idempotent. */
  release(): void;
}

/** The methods of an IHTTPMailTransport. */
export interface NativeCom {
  /**
   * Calls the method of that name with the documented parameters and gives its result, unsigned. Throws NativeFailure,
   * E_INVALIDARG, before the call for an argument that cannot be made a parameter.
   */
  call(method: string, ...parameters: unknown[]): number;
  /** Idempotent. */
  release(): void;
}

/** One COM transport object. HRESULTs go in and come out as 32-bit numbers of either sign. */
export interface NativeTransport {
  configure(options: NativeOptions): void;
  /**
   * Returns the token of the command, which its events carry. Bytes are copied. No headers are null. To be followed by
   * NativeAddon.wake(), once for any number of posts.
   */
  post(
    url: string,
    body: NativeBody | Uint8Array,
    contentType: string | null,
    length: bigint | null,
    headers: readonly Header[] | null,
    context: number,
  ): number;
  /** From here on these events are told as well; a report of a body that starts again always is. */
  hear(what: 'status' | 'progress'): void;
  cancel(token: number, hresult: number): boolean;
  answerLogon(token: number, hresult: number, user: string | null, password: string | null): void;
  answerIdle(token: number, hresult: number, idleTimeoutMs: number): void;
  dropConnection(): number;
  status(): number;
  /** An interface of the object, with a reference of its own; RPC_E_WRONG_THREAD for a provider. */
  toPointer(iid: string): NativePointer;
  /** The object's own methods, as it is; with a reference of its own. */
  com(): NativeCom;
  /** HandsOffCallback and Release; idempotent. No handler is called afterwards. */
  release(): void;
}

export interface NativeResult {
  hresult: number;
  /** As it was given to the command. */
  context: number;
  status: number;
  statusLine: string | null;
  location: string | null;
  url: string | null;
  problem: string | null;
  socketError: number;
  sent: number;
  total: number | null;
  delivery: 0 | 1 | 2;
  resent: boolean;
  headers: Header[];
  body: Uint8Array;
  bodyTruncated: boolean;
  /** Why it was not carried out at all; null: it was, or the HRESULT says it. */
  refusal: NativeRefusal | null;
}

/** What only another transport than the builtin one brings about. */
export type NativeRefusal =
  'provider-not-found' | 'provider-bitness' | 'provider-failed' | 'not-supported' | 'callback-replaced';

export type NativeFault = Pick<NativeResult, 'hresult' | 'problem' | 'socketError'>;

/**
 * Called on the JavaScript thread of the environment, in order; `done` exactly once for each token, but after
 * `replaced`. Tokens that post() has not returned are of commands that native code has posted on the same transport.
 */
export interface NativeHandlers {
  progress(token: number, sent: bigint, total: bigint | null, resent: boolean): void;
  /** The members of a NativeResult, one by one: that is several times as fast as an object made by native code. */
  done(
    token: number,
    hresult: number,
    context: number,
    status: number,
    statusLine: string | null,
    location: string | null,
    url: string | null,
    problem: string | null,
    socketError: number,
    sent: number,
    total: number | null,
    delivery: 0 | 1 | 2,
    resent: boolean,
    /** Names and values in turn, each a line with its end; null: none. */
    headers: string | null,
    /** Null: empty. */
    body: Uint8Array | null,
    bodyTruncated: boolean,
    refusal: NativeRefusal | null,
  ): void;
  status(status: number): void;
  command(type: number, line: string): void;
  fault(status: number, fault: NativeFault): void;
  logon(token: number, origin: string, attempt: number): void;
  idle(token: number, idleMs: number): void;
  /** The transport has let go of these handlers, for HandsOffCallback or another InitNew: the last that is told. */
  replaced(): void;
}

/**
 * What an object behind implement(IHTTPMailCallback) tells, and asks: each question has a token, to be answered with
 * answer() or decline(), before the handler returns when it is asked `here`, on the JavaScript thread.
 */
export interface NativeCallbackHandlers {
  response(info: object): void;
  status(info: object): void;
  error(info: object): void;
  command(info: object): void;
  timeout(info: object, token: number, here: boolean): void;
  logon(info: object, token: number, here: boolean): void;
  prompt(info: object, token: number, here: boolean): void;
  window(info: object, token: number, here: boolean): void;
  /** Nobody waits any more for the answer to that question. */
  expired(token: number): void;
}

/** What JavaScript has of a COM object whose methods are JavaScript. */
export interface NativeImplementation {
  /** The object's first reference. */
  readonly pointer: NativePointer;
  /** Whether references of others keep the event loop alive: they do, until unref(). */
  ref(): void;
  unref(): void;
}

export interface NativeCallback extends NativeImplementation {
  /** False: nobody waits any more. Throws NativeFailure for a logon that is too long, and leaves the question open. */
  answer(token: number, number: bigint, user: string | null, password: string | null): boolean;
  decline(token: number): void;
}

/** A call that a transport made into a callback of a bench. */
export interface NativeHeard {
  method: string;
  /** The system's number of the thread that called. */
  thread: number;
  /** The arguments by the names of the documentation; pointers are numbers as text. */
  fields: Record<string, null | boolean | number | string>;
  /** The HRESULT, or what OnPrompt returned. */
  answer: number;
}

/** Why a bench has no transport. */
export interface NativeOpenFailure {
  problem: 'notFound' | 'bitness' | 'failed';
  hresult: number;
  text: string;
}

/**
 * A host for tests of any transport, with a thread of its own that pumps messages. Objects are addresses, each made
 * with one reference that belongs to the caller; what is done wrong with them is done.
 */
export interface NativeBench {
  /** A new transport. */
  open(): bigint | NativeOpenFailure;
  /** Calls the methods of a transport on the thread of the bench, without a reference of its own. */
  com(transport: bigint): NativeCom;
  /** What the methods of IUnknown returned. */
  addRef(object: bigint): number;
  release(object: bigint): number;
  queryInterface(object: bigint, iid: string): { hresult: number; object: bigint | null };
  /** An IHTTPMailCallback that answers by its script at once, whoever calls; `number` comes with what is heard. */
  callback(
    number: number,
    script: {
      onTimeout?: (number | null)[];
      onLogonPrompt?: ({ user: string; password: string } | null)[];
      answer?: number;
      insideFinal?: string | null;
    },
  ): bigint;
  /** An IStream that does as its script says. */
  stream(script: {
    bytes: Uint8Array;
    size?: bigint | null;
    seeks?: boolean;
    stat?: bigint | null;
    failAt?: bigint | null;
    fail?: number;
    endsWithFalse?: boolean;
    tooMuch?: boolean;
    agile?: boolean;
  }): bigint;
  /** The thread of the bench, by the number that it has in what is heard. */
  thread(): number;
  /** Calls `then` when everything was heard that was called before. */
  settled(then: () => void): void;
}

/** A post that native code made, for JavaScript to carry out. */
export interface NativePostRequest {
  url: string;
  contentType: string | null;
  userAgent: string;
  headers: Header[];
  context: number;
  length: bigint | null;
}

export interface NativePostAnswer {
  /** A failure is the result of the command; otherwise the status decides. */
  hresult: number;
  /** 0: there is none, and `hresult` is a failure. */
  status: number;
  statusText: string;
  location: string | null;
  headers: readonly Header[];
  body: Uint8Array;
  problem: string | null;
  socketError: number;
}

/** What is told of a post, after begin(). */
export interface NativePostReader {
  /** The answer to pull(): some bytes, or the end. */
  bytes(chunk: Uint8Array): void;
  end(): void;
  /** The post has ended without an answer, for this reason; nothing follows. */
  over(hresult: number): void;
}

export interface NativeHandledPost {
  /** Once, inside the `post` handler. */
  begin(reader: NativePostReader): void;
  /** Asks for more of the body; one at a time. */
  pull(): void;
  /** The one answer; nothing is told afterwards. False: nobody waits for it any more. */
  answer(answer: NativePostAnswer): boolean;
}

export interface NativePostHandlers {
  post(post: NativeHandledPost, request: NativePostRequest): void;
}

/** Where a transport of another make is found: a class in a file, or without one in the registry. */
export interface NativeProvider {
  /** Absolute. */
  readonly dll: string | null;
  /** In capitals and braces. */
  readonly clsid: string;
}

export interface NativeInit {
  readonly userAgent: string;
  readonly logFile: string | null;
  /** Who carries the posts out, opened by the first; null: the addon. */
  readonly provider: NativeProvider | null;
  /** The same, a transport that is there; used on this thread only. */
  readonly pointer: NativePointer | bigint | null;
}

/** The exports of imnxport.node. */
export interface NativeAddon {
  readonly libcurlVersion: string;
  readonly constants: Readonly<Record<string, number>>;
  readonly layouts: Readonly<Record<string, number>>;
  /** Native objects of this environment that are not closed; for leak tests. */
  readonly openObjects: number;
  createTransport(init: NativeInit, handlers: NativeHandlers): NativeTransport;
  /** The posts since the last time may begin. */
  wake(): void;
  /** Copies the bytes. */
  memoryBody(bytes: Uint8Array): NativeStoredBody;
  /** Opens the file; `end` is exclusive, null means to the end. */
  fileBody(path: string, start: bigint, end: bigint | null): NativeStoredBody;
  /** Somebody's IStream, with a reference of its own. */
  streamBody(pointer: NativePointer | bigint): NativeStreamBody;
  producerBody(options: NativeProducerOptions, owner: ProducerOwner): NativeProducer;
  consumer(owner: ConsumerOwner): NativeConsumer;
  /** An IStream that reads from the one and writes to the other, each unused so far; one of them may be null. */
  pipeStream(producer: NativeProducer | null, consumer: NativeConsumer | null): NativePointer;
  /** `heard` is called on the JavaScript thread, in the order of the calls. */
  createBench(
    source: 'builtin' | { clsid: string; dll: string | null },
    heard: (number: number, call: NativeHeard) => void,
  ): NativeBench;
  /** A transport whose posts are handed to JavaScript. */
  implementTransport(handlers: NativePostHandlers): NativeImplementation;
  /** Takes a reference of its own. */
  openStream(pointer: NativePointer | bigint): NativeStream;
  /** Takes over the caller's reference on the object at that address, or with `addRef` takes one of its own. */
  wrapPointer(address: bigint, iid: string, addRef: boolean): NativePointer;
  /** Dispatches the messages of this thread; whether there were any. Off Windows there are none. */
  pumpMessages(): boolean;
  /** The methods of a transport of whatever origin; takes a reference of its own. */
  comOfPointer(pointer: NativePointer | bigint): NativeCom;
  /** An IHTTPMailCallback; `deadline` in milliseconds, 0xFFFFFFFF for none. */
  implementCallback(handlers: NativeCallbackHandlers, deadline: number): NativeCallback;
  /** The number by which the system knows this thread. */
  currentThreadId(): number;
}

/** What the addon throws: an Error with these properties. */
export interface NativeFailure extends Error {
  hresult: number;
  argument?: string;
  refusal?: NativeRefusal;
}

let addon: NativeAddon | undefined;

/** The addon, loaded on first use. Throws ImnxportError ERR_IMNXPORT_UNSUPPORTED_PLATFORM when there is none. */
export function native(): NativeAddon {
  return (addon ??= findAddon() as NativeAddon);
}

/** Puts another addon in place, or with undefined none; for unit tests. */
export function replaceNative(other: NativeAddon | undefined): void {
  addon = other;
}
