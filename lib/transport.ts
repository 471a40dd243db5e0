// HttpMailTransport: posts mail over one lane of the native HTTPMail transport, as promises.
import { EventEmitter } from 'node:events';
import { inspect, type InspectOptions } from 'node:util';
import { type PreparedBody, prepareBody } from './body.js';
import { hasSubscribers } from './diagnostics.js';
import { ComTransport, releasedError } from './com/com-transport.js';
import { ComPointer, type ComPointerLike } from './com/com-pointer.js';
import { type Guid, IHTTPMailTransport, interfaceName, parseGuid } from './com/guid.js';
import { Configuration } from './configuration.js';
import { CmdType, IxpStatus, ixpStatusName } from './constants.js';
import {
  closedError,
  guard,
  ImnxportError,
  invalidArgument,
  pointAtCaller,
  replacedError,
} from './errors.js';
import { type CommandEnd, GuestCommand } from './guest-command.js';
import { KnownLogons } from './logons.js';
import {
  native,
  type NativeFault,
  type NativeHandlers,
  type NativeResult,
  type NativeTransport,
} from './native.js';
import { EndHandler } from './native-result.js';
import {
  POINTER,
  postSettings,
  type TransportSettings,
  transportSettings,
  type PostSettings,
} from './options.js';
import { Post } from './post.js';
import { LogonDesk } from './prompts.js';
import { faultError, fromNative } from './response.js';
import type { BodySource, PostOptions, PostResponse, TransportOptions } from './types.js';
import { httpUrl, type Target } from './validate.js';

let waking = false;

/**
 * Posts of one turn are told to the native thread together, when the promises that were waiting have had their say: to
 * wake a thread takes longer than a post. A promise of our own, because timers and ticks may be a test's.
 */
function wakeSoon(): void {
  if (waking) return;
  waking = true;
  void Promise.resolve().then(() => {
    waking = false;
    native().wake();
  });
}

type Listener = (...args: unknown[]) => void;

/** There is no `error` event: it would throw where nobody listens. */
export interface TransportEvents {
  /** The transport has reached another stage. */
  status: [status: IxpStatus];
  /** A line of the protocol, with credentials as `***`; only logged while somebody listens when a post is made. */
  command: [direction: 'send' | 'receive', line: string];
  /** A failure of the network; the post that it ends rejects afterwards. */
  fault: [error: ImnxportError];
  /**
   * A command has ended that was not posted by post(), but by native code with `toPointer()`, or by `com.CommandPOST`.
   * Only as long as the transport has its own callback, and nobody has closed it. It does not keep the process alive.
   */
  response: [end: CommandEnd];
}

/**
 * One lane: its posts run one after another, in the order of the calls. Transports are cheap (connections are
 * shared by all of the process): make one for each post that is to run side by side with others.
 *
 * It keeps the process alive while a post is queued or running, and not otherwise.
 */
export class HttpMailTransport extends EventEmitter<TransportEvents> implements AsyncDisposable {
  readonly #settings: TransportSettings;
  readonly #native: NativeTransport;
  /** Commands that native code has not ended yet, by token. */
  readonly #posts = new Map<number, Post>();
  readonly #ended: Promise<void>;
  #end!: () => void;
  #pending = 0;
  #closed = false;
  #released = false;
  /** Commands of native code that had questions, by token; made for the first of them. */
  #guests: Map<number, GuestCommand> | undefined;
  readonly #logons = new KnownLogons();
  /** What native code tells of beside the ends of commands. */
  readonly #heard = { status: false, progress: false };
  /** The native transport has let go of our callback. */
  #replaced = false;
  readonly #configuration: Configuration;
  /** Made when somebody asks for it. */
  #com: ComTransport | undefined;

  /**
   * Those that native code may know: what it has them post must not end because JavaScript's garbage is collected. They
   * stay until they are closed.
   */
  static readonly #lent = new Set<HttpMailTransport>();

  // Once and prependOnceListener go through these.
  static {
    for (const method of ['on', 'addListener', 'prependListener'] as const) {
      // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the transport, below
      const add = EventEmitter.prototype[method] as Listener;
      const value = function (this: HttpMailTransport, event: string | symbol, listener: Listener) {
        if (event === 'status') this.#hear('status');
        add.call(this, event, listener);
        return this;
      };
      Object.defineProperty(this.prototype, method, { value, configurable: true, writable: true });
    }
  }

  /** What native code calls. A class, not closures: there may be ten thousand transports. */
  static readonly #Handlers = class extends EndHandler implements NativeHandlers {
    readonly #transport: HttpMailTransport;

    constructor(transport: HttpMailTransport) {
      super();
      this.#transport = transport;
    }

    progress(token: number, sent: bigint, total: bigint | null, resent: boolean): void {
      this.#transport.#posts.get(token)?.onProgress(sent, total, resent);
    }

    logon(token: number, origin: string, attempt: number): void {
      this.#transport.#command(token).onLogon(origin, attempt);
    }

    idle(token: number, idleMs: number): void {
      this.#transport.#command(token).onIdle(idleMs);
    }

    protected ended(token: number, result: NativeResult): void {
      const transport = this.#transport;
      const command = transport.#command(token);
      transport.#posts.delete(token);
      transport.#guests?.delete(token);
      command.onDone(result);
      transport.#releaseWhenDone();
    }

    replaced(): void {
      const transport = this.#transport;
      transport.#replaced = true;
      transport.#posts.forEach((post) => post.onLost());
      transport.#guests?.forEach((guest) => guest.onLost());
      transport.#posts.clear();
      transport.#guests?.clear();
      transport.#releaseWhenDone();
    }

    status(status: number): void {
      guard(() => this.#transport.emit('status', status as IxpStatus));
    }

    command(type: number, line: string): void {
      guard(() => this.#transport.emit('command', type === CmdType.Send ? 'send' : 'receive', line));
    }

    fault(_status: number, fault: NativeFault): void {
      guard(() => this.#transport.emit('fault', faultError(fault)));
    }
  };

  /**
   * Throws ImnxportError: ERR_IMNXPORT_INVALID_ARG for a wrong option, ERR_IMNXPORT_UNSUPPORTED_PLATFORM where
   * there is no native part, the file's error for a log file that cannot be opened.
   */
  constructor(options: TransportOptions = {}) {
    super();
    const settings = transportSettings(options);
    this.#settings = settings;
    this.#ended = new Promise((resolve) => (this.#end = resolve));
    const { userAgent, logFile, provider, pointer } = settings;
    try {
      this.#native = native().createTransport(
        { userAgent, logFile, provider, pointer },
        new HttpMailTransport.#Handlers(this),
      );
    } catch (error) {
      const which = pointer === null ? 'No transport could be made' : 'The pointer cannot be used';
      throw fromNative(error, logFile === null ? which : `${which}, with log ${logFile}`);
    }
    try {
      this.#configuration = new Configuration(this.#native, settings, this.#logons);
    } catch (error) {
      this.#native.release();
      throw fromNative(error, 'The options were refused');
    }
  }

  /**
   * A transport that posts through one that somebody else made, an `IHTTPMailTransport*`: a ComPointer, which stays the
   * caller's, or an address, which is taken at its word. A reference of its own is taken on the object, which is called
   * on this thread only, and until it is closed no other thread can wrap it. Its callback is replaced by ours (InitNew):
   * what it answers to that is thrown, ERR_IMNXPORT_BUSY for one whose commands have not ended, for example.
   *
   * On Windows the messages of this thread are dispatched while a post is in flight.
   */
  static fromPointer(
    pointer: ComPointerLike,
    options: Omit<TransportOptions, 'provider'> = {},
  ): HttpMailTransport {
    const lent = ComPointer.lend('pointer', pointer);
    if ((options as TransportOptions | null)?.provider !== undefined) {
      throw invalidArgument('options.provider', 'has no meaning for a transport that is there already');
    }
    return new HttpMailTransport({ ...options, [POINTER]: lent } as TransportOptions);
  }

  /**
   * Posts `body` to `url`. Resolves for any 2xx and 303; everything else rejects with an ImnxportError that
   * carries `status`, `response` and `delivery`, and whose stack shows the async functions that await the promise, not
   * the call. An abort rejects with `signal.reason`.
   *
   * A stream belongs to the post from this call on: it is read when its turn comes, and destroyed when the post
   * fails, whatever the reason.
   *
   * Nothing is sent before the calling code has returned to the event loop, or awaits something: all posts of a turn are
   * begun together.
   */
  post(url: string | URL, body: BodySource, options: PostOptions = {}): Promise<PostResponse> {
    let prepared: PreparedBody | undefined;
    try {
      prepared = prepareBody(body);
      return this.#accept(httpUrl('url', url), prepared, postSettings(options));
    } catch (error) {
      // eslint-disable-next-line @typescript-eslint/unbound-method -- marks a frame of the stack, is never called
      if (ImnxportError.is(error)) pointAtCaller(error, HttpMailTransport.prototype.post);
      return refuse(prepared, error);
    }
  }

  /** Where the transport stands. */
  get status(): IxpStatus {
    return this.#released ? IxpStatus.Disconnected : (this.#native.status() as IxpStatus);
  }

  /** How many posts have not settled yet. */
  get pending(): number {
    return this.#pending;
  }

  /** Whether close() or destroy() was called. */
  get closed(): boolean {
    return this.#closed;
  }

  /** No new posts; resolves when all accepted ones have ended. May be called more than once. */
  close(): Promise<void> {
    this.#closed = true;
    this.#releaseWhenDone();
    return this.#ended;
  }

  /**
   * Drops the connection: what is pending rejects with `reason`, or without one with
   * ERR_IMNXPORT_CONNECTION_DROPPED. Resolves when native code has let go of everything.
   */
  destroy(reason?: unknown): Promise<void> {
    this.#closed = true;
    if (this.#posts.size > 0) {
      if (reason !== undefined) this.#posts.forEach((post) => post.fail(reason));
      this.#native.dropConnection();
    }
    this.#releaseWhenDone();
    return this.#ended;
  }

  /**
   * The transport itself, for native code of this process: a COM object that may be called from every thread. The
   * pointer is a reference of its own, to be released by the caller. Closing the transport closes it for native code
   * as well: the object stays, without a callback, and what it had queued is dropped. Until then the transport is not
   * garbage, whoever refers to it. Throws ERR_IMNXPORT_CLOSED afterwards, and ERR_IMNXPORT_NOINTERFACE for an interface
   * that transports do not have.
   *
   * Of fromPointer() it is the foreign object itself; of a provider it throws ERR_IMNXPORT_WRONG_APARTMENT, since that
   * lives on a thread of its own, and raw pointers do not cross apartments.
   */
  toPointer(iid: Guid = IHTTPMailTransport): ComPointer {
    const wanted = parseGuid('iid', iid);
    if (this.#closed) throw closedError();
    try {
      const pointer = new ComPointer(this.#native.toPointer(wanted), wanted);
      HttpMailTransport.#lent.add(this);
      return pointer;
    } catch (error) {
      throw fromNative(error, `No ${interfaceName(wanted)} of this transport`);
    }
  }

  /**
   * The methods of IHTTPMailTransport under their COM names, on this very transport: they return HRESULTs. What
   * answers CommandPOST comes as the event `response`. From here on the transport is not garbage before it is closed.
   * Throws ERR_IMNXPORT_CLOSED once close() or destroy() was called.
   */
  get com(): ComTransport {
    if (this.#closed) throw closedError();
    HttpMailTransport.#lent.add(this);
    if (this.#com === undefined || this.#com.released) {
      this.#com = new ComTransport(this.#native.com(), () =>
        this.#closed ? closedError() : releasedError(),
      );
    }
    return this.#com;
  }

  /** The same as close(). */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Shows no credentials. */
  [inspect.custom](_depth: number, options: InspectOptions): string {
    const { pending, closed } = this;
    const shown = {
      status: ixpStatusName(this.status),
      pending,
      closed,
      userAgent: this.#settings.userAgent,
    };
    return `HttpMailTransport ${inspect(shown, options)}`;
  }

  #accept(target: Target, prepared: PreparedBody, settings: PostSettings): Promise<PostResponse> {
    if (this.#closed) throw closedError();
    if (this.#replaced) throw replacedError('none');
    prepared.checkLength(settings.contentLength);
    const { signal, contentType, contentLength, headers, context } = settings;
    if (signal?.aborted) return refuse(prepared, signal.reason);

    const length = contentLength === null ? null : BigInt(contentLength);
    const given = this.#configuration.prepare(target.origin, this.listenerCount('command') > 0);
    if (settings.onProgress !== undefined || hasSubscribers('imnxport:post:progress')) this.#hear('progress');
    const { body, pump, bound = false } = prepared.open(native(), contentLength);
    const held = body instanceof Uint8Array ? null : body; // bytes are copied, and nothing is to be released
    let token: number;
    try {
      const fields = headers.length === 0 ? null : headers;
      token = this.#native.post(target.href, body, contentType, length, fields, context);
    } catch (error) {
      held?.release();
      throw fromNative(error, 'The post was refused');
    }
    if (pump === null) held?.release(); // the core has its own reference
    wakeSoon();

    const { onLogonPrompt, onTimeout, pointer } = this.#settings;
    const post = new Post(token, {
      url: target.href,
      settings,
      logons: new LogonDesk(this.#logons, onLogonPrompt, given),
      onTimeout,
      pump,
      native: this.#native,
      onSettled: () => this.#pending--,
      messages: bound || pointer !== null,
    });
    this.#posts.set(token, post);
    this.#pending++;
    return post.settled();
  }

  /** Most programs listen to neither, and then nothing of it needs to come from native code. */
  #hear(what: 'status' | 'progress'): void {
    if (this.#heard[what] || this.#released) return;
    this.#heard[what] = true;
    this.#native.hear(what);
  }

  /** A post, or what native code has posted. */
  #command(token: number): Post | GuestCommand {
    const known = this.#posts.get(token) ?? this.#guests?.get(token);
    if (known !== undefined) return known;
    const { onLogonPrompt, onTimeout } = this.#settings;
    const guest = new GuestCommand(token, {
      native: this.#native,
      onTimeout,
      logons: new LogonDesk(this.#logons, onLogonPrompt, null),
      onEnd: (end) => guard(() => this.emit('response', end)),
    });
    (this.#guests ??= new Map<number, GuestCommand>()).set(token, guest);
    return guest;
  }

  #releaseWhenDone(): void {
    if (!this.#closed || this.#released || this.#posts.size > 0) return;
    this.#released = true;
    HttpMailTransport.#lent.delete(this);
    this.#com?.release();
    this.#native.release();
    this.#end();
  }
}

/** Whatever the reason, the body is not left to leak. */
function refuse(body: PreparedBody | undefined, reason: unknown): Promise<never> {
  body?.discard(reason);
  // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the reason of an abort can be anything
  return Promise.reject(reason);
}
