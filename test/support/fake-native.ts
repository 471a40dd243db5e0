// A native addon without a network: records what lib asks of it, and lets a test play the core's part.
import { IStream } from '../../dist/com/guid.js';
import type {
  ConsumerOwner,
  Header,
  NativeAddon,
  NativeBench,
  NativeBody,
  NativeCallback,
  NativeCallbackHandlers,
  NativeCom,
  NativeConsumer,
  NativeHandlers,
  NativeInit,
  NativeOptions,
  NativePointer,
  NativePostHandlers,
  NativeProducer,
  NativeProducerOptions,
  NativeResult,
  NativeStat,
  NativeStoredBody,
  NativeStream,
  NativeStreamBody,
  NativeTransport,
  ProducerOwner,
} from '../../dist/native.js';
import { Hresult } from '../../dist/hresult.js';
import { FakeImplementedTransport } from './fake-implementation.js';

/** Where a body of the fake comes from, and what became of it. */
export abstract class FakeBody implements NativeBody {
  released = false;
  release(): void {
    this.released = true;
  }
}

/** A body that holds its bytes, or knows where they are. */
abstract class FakeStoredBody extends FakeBody implements NativeStoredBody {
  readonly pointers: FakePointer[] = [];
  toPointer(): FakePointer {
    this.pointers.push(new FakePointer(16n, IStream.iid, false));
    return this.pointers.at(-1)!;
  }
}

export class FakeMemoryBody extends FakeStoredBody {
  constructor(readonly bytes: Buffer) {
    super();
  }
}

/** What native code makes of bytes that are posted: nobody has to release it. */
function copied(bytes: Uint8Array): FakeMemoryBody {
  const body = new FakeMemoryBody(Buffer.from(bytes));
  body.release();
  return body;
}

export class FakeFileBody extends FakeStoredBody {
  constructor(
    readonly path: string,
    readonly start: bigint,
    readonly end: bigint | null,
  ) {
    super();
  }
}

export class FakeStreamBody extends FakeBody implements NativeStreamBody {
  bound = false;
  constructor(readonly pointer: unknown) {
    super();
  }
}

/** A producer whose reader is the test. */
export class FakeProducer extends FakeBody implements NativeProducer {
  /** How many bytes push() takes before it answers false. */
  highWater = 256 * 1024;
  chunks: Buffer[] = [];
  largest = 0;
  ended = false;
  failure: number | undefined;
  restarts = 0;
  /** Where the last restart has led; restartedAt() takes it. */
  position: bigint | undefined;
  #news: (() => void) | undefined;

  readonly length: bigint | null;
  readonly rewindable: boolean;
  readonly cloneable: boolean;

  constructor(
    options: NativeProducerOptions,
    readonly owner: ProducerOwner,
  ) {
    super();
    ({ length: this.length, rewindable: this.rewindable, cloneable: this.cloneable } = options);
  }

  get queued(): number {
    return this.chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
  }

  push(chunk: Uint8Array): boolean {
    if (chunk.byteLength === 0) throw new Error('an empty chunk was pushed');
    this.chunks.push(Buffer.from(chunk));
    this.largest = Math.max(this.largest, chunk.byteLength);
    this.#news?.();
    return this.queued < this.highWater;
  }

  end(): void {
    this.ended = true;
    this.#news?.();
  }

  fail(hresult: number, atOnce: boolean): void {
    this.failure = hresult;
    if (atOnce) this.chunks = [];
    this.#news?.();
  }

  restarted(position: bigint, ended: boolean): void {
    this.restarts++;
    this.chunks = [];
    this.ended = ended;
    this.position = position;
    this.#news?.();
  }

  /** Waits for the answer to a restart. */
  async restartedAt(position: number): Promise<void> {
    while (this.position !== BigInt(position)) await new Promise<void>((resolve) => (this.#news = resolve));
    this.position = undefined;
  }

  /** The producer of a clone of the stream. */
  cloned(): FakeProducer {
    const options = { length: this.length, rewindable: true, cloneable: true };
    const clone = new FakeProducer(options, this.owner.fork());
    clone.owner.attach(clone);
    return clone;
  }

  /** Takes what is queued. */
  take(): Buffer {
    return Buffer.concat(this.chunks.splice(0));
  }

  /** Pulls and takes until the body ends or fails; gives its bytes. */
  async readAll(): Promise<Buffer> {
    const read: Buffer[] = [];
    while (!this.ended && this.failure === undefined) {
      const news = new Promise<void>((resolve) => (this.#news = resolve));
      this.owner.pull();
      await news;
      read.push(this.take());
    }
    read.push(this.take());
    return Buffer.concat(read);
  }
}

/** A pointer to an object that has the interfaces of the test's choice. */
export class FakePointer implements NativePointer {
  /** How often release() was called. */
  releases = 0;

  constructor(
    public address: bigint,
    readonly iid: string,
    readonly addRef = true,
  ) {}

  queryInterface(iid: string): FakePointer {
    if (iid === this.iid) return new FakePointer(this.address, iid);
    throw nativeFailure(Hresult.E_NOINTERFACE, 'QueryInterface failed');
  }

  detach(): bigint {
    const { address } = this;
    this.address = 0n;
    return address;
  }

  release(): void {
    this.releases++;
    this.address = 0n;
  }
}

/** Answers every call with `answer`. */
export class FakeCom implements NativeCom {
  readonly calls: unknown[][] = [];
  answer: number = Hresult.S_OK;
  /** Thrown by the next call. */
  refusal: unknown;
  released = false;

  call(method: string, ...parameters: unknown[]): number {
    this.calls.push([method, ...parameters]);
    const refusal = this.refusal;
    this.refusal = undefined;
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- whatever the test wants
    if (refusal !== undefined) throw refusal;
    return this.answer;
  }

  release(): void {
    this.released = true;
  }
}

/** A consumer whose writer is the test. */
export class FakeConsumer implements NativeConsumer {
  /** Bytes that have reached the target. */
  reached = 0;
  failure: number | undefined;

  constructor(readonly owner: ConsumerOwner) {}

  taken(bytes: number): void {
    this.reached += bytes;
  }

  fail(hresult: number): void {
    this.failure ??= hresult;
  }
}

/** An object behind implement(IHTTPMailCallback); the test asks what native code would ask. */
export class FakeCallback implements NativeCallback {
  readonly pointer = new FakePointer(0x4000n, '');
  /** Calls as [method, ...arguments]. */
  readonly calls: unknown[][] = [];
  /** Thrown by the next answer(). */
  refusal: unknown;
  #tokens = 0;

  constructor(
    readonly handlers: NativeCallbackHandlers,
    readonly deadline: number,
  ) {}

  /** Puts a question; gives its token. */
  ask(name: 'timeout' | 'logon' | 'prompt' | 'window', info: object, here = false): number {
    this.handlers[name](info, ++this.#tokens, here);
    return this.#tokens;
  }

  answer(...answer: unknown[]): boolean {
    const refusal = this.refusal;
    this.refusal = undefined;
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- whatever the test wants
    if (refusal !== undefined) throw refusal;
    this.calls.push(['answer', ...answer]);
    return true;
  }

  decline(token: number): void {
    this.calls.push(['decline', token]);
  }

  ref(): void {
    this.calls.push(['ref']);
  }

  unref(): void {
    this.calls.push(['unref']);
  }
}

/** A stream of somebody's: gives the chunks that a test puts there, and remembers what it is asked. */
export class FakeStream implements NativeStream {
  readonly calls: unknown[][] = [];
  chunks: Uint8Array[] = [];
  closed = false;
  /** Thrown by every call. */
  refusal: unknown;

  constructor(readonly pointer: unknown = null) {}

  read(size: number): Promise<Uint8Array | null> {
    return this.#answer(['read', size], () => this.chunks.shift() ?? null);
  }
  seek(move: bigint, origin: number): Promise<bigint> {
    return this.#answer(['seek', move, origin], () => move);
  }
  stat(): Promise<NativeStat> {
    return this.#answer(['stat'], () => ({
      ...{ size: 5n, type: 2, mode: 0, name: null },
      ...{ modified: 132_000_000_000_000_000n, created: 0n, accessed: 0n },
    }));
  }
  clone(): Promise<FakeStream> {
    return this.#answer(['clone'], () => new FakeStream());
  }
  write(bytes: Uint8Array): Promise<void> {
    return this.#answer(['write', Buffer.from(bytes).toString()], () => undefined);
  }
  commit(): Promise<void> {
    return this.#answer(['commit'], () => undefined);
  }
  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }

  async #answer<T>(call: unknown[], answer: () => T): Promise<T> {
    this.calls.push(call);
    await Promise.resolve();
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- whatever the test wants
    if (this.refusal !== undefined) throw this.refusal;
    return answer();
  }
}

/** What was passed beside the body. */
export interface FakePostOptions {
  contentType: string | null;
  length: bigint | null;
  headers: readonly Header[];
  context: number;
}

export interface FakePost {
  token: number;
  url: string;
  body: FakeBody;
  options: FakePostOptions;
}

export class FakeTransport implements NativeTransport {
  readonly configured: NativeOptions[] = [];
  readonly posts: FakePost[] = [];
  /** Calls as [method, ...arguments]. */
  readonly calls: unknown[][] = [];
  readonly coms: FakeCom[] = [];
  released = false;
  dropped = false;
  /** Thrown by the next post(). */
  refusal: unknown;
  #tokens = 0;

  constructor(
    readonly init: NativeInit,
    readonly handlers: NativeHandlers,
  ) {}

  configure(options: NativeOptions): void {
    this.configured.push(options);
  }

  hear(what: string): void {
    this.calls.push(['hear', what]);
  }

  post(
    url: string,
    body: NativeBody | Uint8Array,
    contentType: string | null,
    length: bigint | null,
    headers: readonly Header[] | null,
    context: number,
  ): number {
    const refusal = this.refusal;
    this.refusal = undefined;
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- whatever the test wants
    if (refusal !== undefined) throw refusal;
    const options = { contentType, length, headers: headers ?? [], context };
    const stream = body instanceof Uint8Array ? copied(body) : (body as FakeBody);
    this.posts.push({ token: ++this.#tokens, url, body: stream, options });
    return this.#tokens;
  }

  cancel(token: number, hresult: number): boolean {
    this.calls.push(['cancel', token, hresult]);
    return true;
  }

  answerLogon(...answer: unknown[]): void {
    this.calls.push(['answerLogon', ...answer]);
  }

  answerIdle(...answer: unknown[]): void {
    this.calls.push(['answerIdle', ...answer]);
  }

  dropConnection(): number {
    this.dropped = true;
    return Hresult.S_OK;
  }

  status(): number {
    return 3;
  }

  toPointer(iid: string): FakePointer {
    return new FakePointer(0x1000n, iid);
  }

  com(): FakeCom {
    this.coms.push(new FakeCom());
    return this.coms.at(-1)!;
  }

  release(): void {
    this.released = true;
  }

  /** The last post's body, which JavaScript feeds. */
  get producer(): FakeProducer {
    return this.posts.at(-1)!.body as FakeProducer;
  }

  /** Ends a post; by default the last one, with 201. */
  done(result: Partial<NativeResult> = {}, token = this.posts.at(-1)!.token): void {
    const ended: NativeResult = { ...CREATED, ...result };
    const headers = ended.headers
      .flat()
      .map((line) => `${line}\n`)
      .join('');
    this.handlers.done(
      token,
      ended.hresult,
      ended.context,
      ended.status,
      ended.statusLine,
      ended.location,
      ended.url,
      ended.problem,
      ended.socketError,
      ended.sent,
      ended.total,
      ended.delivery,
      ended.resent,
      headers === '' ? null : headers,
      ended.body.byteLength === 0 ? null : ended.body,
      ended.bodyTruncated,
      ended.refusal,
    );
  }
}

export const CREATED: NativeResult = {
  hresult: 0,
  context: 0,
  status: 201,
  statusLine: 'HTTP/1.1 201 Created',
  location: 'http://mail.example.org/inbox/1.eml',
  url: null,
  problem: null,
  socketError: 0,
  sent: 0,
  total: 0,
  delivery: 2,
  resent: false,
  headers: [],
  body: new Uint8Array(0),
  bodyTruncated: false,
  refusal: null,
};

export class FakeAddon implements NativeAddon {
  readonly libcurlVersion = 'libcurl/0.0.0';
  readonly constants = {};
  readonly layouts = {};
  readonly transports: FakeTransport[] = [];
  readonly streams: FakeStream[] = [];
  readonly pipes: { producer: FakeProducer | null; consumer: FakeConsumer | null }[] = [];
  readonly pointers: FakePointer[] = [];
  readonly callbacks: FakeCallback[] = [];
  readonly com = new FakeCom();
  /** Made by implementTransport(), newest last. */
  readonly implemented: FakeImplementedTransport[] = [];
  /** What the last comOfPointer() was given. */
  lent: unknown;
  /** Thrown by the next createTransport() or fileBody(). */
  refusal: unknown;

  get openObjects(): number {
    return this.transports.filter(({ released }) => !released).length;
  }

  /** The transport made last. */
  get transport(): FakeTransport {
    return this.transports.at(-1)!;
  }

  createTransport(init: NativeInit, handlers: NativeHandlers): FakeTransport {
    this.#refuse();
    this.transports.push(new FakeTransport(init, handlers));
    return this.transport;
  }

  memoryBody(bytes: Uint8Array): FakeMemoryBody {
    return new FakeMemoryBody(Buffer.from(bytes));
  }

  fileBody(path: string, start: bigint, end: bigint | null): FakeFileBody {
    this.#refuse();
    return new FakeFileBody(path, start, end);
  }

  streamBody(pointer: unknown): FakeStreamBody {
    this.#refuse();
    return new FakeStreamBody(pointer);
  }

  producerBody(options: NativeProducerOptions, owner: ProducerOwner): FakeProducer {
    return new FakeProducer(options, owner);
  }

  consumer(owner: ConsumerOwner): FakeConsumer {
    return new FakeConsumer(owner);
  }

  pipeStream(producer: FakeProducer | null, consumer: FakeConsumer | null): FakePointer {
    this.pipes.push({ producer, consumer });
    return new FakePointer(BigInt(this.pipes.length) * 16n, IStream.iid, false);
  }

  implementTransport(handlers: NativePostHandlers): FakeImplementedTransport {
    this.#refuse();
    this.implemented.push(new FakeImplementedTransport(handlers));
    return this.implemented.at(-1)!;
  }

  wrapPointer(address: bigint, iid: string, addRef: boolean): FakePointer {
    this.#refuse();
    this.pointers.push(new FakePointer(address, iid, addRef));
    return this.pointers.at(-1)!;
  }

  /** How often messages were asked for, and what is answered. */
  pumped = 0;
  messages = false;
  woken = 0;

  wake(): void {
    this.woken++;
  }

  pumpMessages(): boolean {
    this.pumped++;
    return this.messages;
  }

  comOfPointer(pointer: NativePointer | bigint): FakeCom {
    this.#refuse();
    this.lent = pointer;
    return this.com;
  }

  implementCallback(handlers: NativeCallbackHandlers, deadline: number): FakeCallback {
    this.#refuse();
    this.callbacks.push(new FakeCallback(handlers, deadline));
    return this.callbacks.at(-1)!;
  }

  currentThreadId(): number {
    return 1;
  }

  createBench(): NativeBench {
    throw new Error('The conformance kit is tested with the real addon');
  }

  openStream(pointer: unknown): FakeStream {
    this.#refuse();
    this.streams.push(new FakeStream(pointer));
    return this.streams.at(-1)!;
  }

  #refuse(): void {
    const refusal = this.refusal;
    this.refusal = undefined;
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- whatever the test wants
    if (refusal !== undefined) throw refusal;
  }
}

/** What the real addon throws. */
export function nativeFailure(hresult: number, message: string, argument?: string): Error {
  return Object.assign(new Error(message), argument === undefined ? { hresult } : { hresult, argument });
}
