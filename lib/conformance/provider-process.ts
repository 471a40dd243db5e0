// The process in which a provider runs: it may crash, or never come back from a call, and the run goes on without it.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { CallbackEvent, FromProcess, Problem, Provider, Reply, Request } from './messages.js';

/** The process has ended by itself. */
export class Crashed extends Error {
  constructor(
    /** A signal, or an exit code. */
    readonly how: string,
    /** What the runner was waiting for. */
    readonly during: string,
  ) {
    super(`${how} during ${during}`);
  }
}

/** Something did not come in time. */
export class Hung extends Error {
  constructor(
    readonly during: string,
    readonly seconds: number,
  ) {
    super(`${during}: nothing within ${seconds} s`);
  }
}

/** What was asked for could not be carried out, although the process lives. */
export class Failed extends Error {
  constructor(
    readonly problem: Problem,
    readonly during: string,
  ) {
    super(problem.message);
  }
}

/** What a process was started for, and how long it may take. */
export interface ProcessOptions {
  provider: Provider;
  /** Seconds that a call, or something that is waited for, may take. */
  timeLimit(): number;
  /** Whether what the provider prints is shown. */
  verbose?: boolean;
}

interface Waiting {
  during: string;
  resolve: (reply: Reply) => void;
  reject: (error: Error) => void;
}

export class ProviderProcess {
  /** Told of each call into a callback, in order. */
  onEvent: (event: CallbackEvent) => void = () => undefined;
  readonly #child: ChildProcess;
  readonly #options: ProcessOptions;
  readonly #waiting = new Map<number, Waiting>();
  readonly #exited: Promise<void>;
  #how: string | undefined;
  #ready: () => void = () => undefined;
  readonly #started = new Promise<void>((resolve) => (this.#ready = resolve));
  /** Wakes whoever waits for events; replaced with each. */
  #news = new Set<() => void>();
  #asked = 0;

  constructor(options: ProcessOptions) {
    this.#options = options;
    // Loopback is reached directly, whatever proxies this machine has.
    const env = { ...process.env, no_proxy: '*', NO_PROXY: '*' };
    this.#child = fork(join(__dirname, 'provider-main.js'), [JSON.stringify(options.provider)], {
      env,
      execArgv: [],
      serialization: 'advanced',
      stdio: [
        'ignore',
        options.verbose ? 'inherit' : 'ignore',
        options.verbose ? 'inherit' : 'ignore',
        'ipc',
      ],
    });
    this.#child.on('message', (message) => this.#heard(message as FromProcess));
    this.#exited = new Promise((resolve) => {
      const ended = (how: string): void => {
        this.#how ??= how;
        for (const { reject, during } of this.#waiting.values()) reject(new Crashed(this.#how, during));
        this.#waiting.clear();
        this.#wake();
        this.#ready();
        resolve();
      };
      this.#child.once('error', (error) => ended(error.message));
      // What it said last may be read after its end: that is not before the channel is through.
      const through = once(this.#child, 'disconnect');
      this.#child.once('exit', (code, signal) => {
        void through.then(() => ended(signal ?? exitText(code ?? 0)));
      });
    });
  }

  /** Whether it has ended. */
  get ended(): boolean {
    return this.#how !== undefined;
  }

  /** Has something done there; `during` says what, for whoever reads that it did not come back. */
  async ask(request: Request, during: string): Promise<Reply> {
    await this.#started; // starting Node.js is nobody's call
    if (this.#how !== undefined) throw new Crashed(this.#how, during);
    const id = ++this.#asked;
    const answer = new Promise<Reply>((resolve, reject) =>
      this.#waiting.set(id, { during, resolve, reject }),
    );
    this.#child.send({ id, ...request });
    return this.#inTime(answer, during);
  }

  /** Waits until `check` gives something else than undefined; it is asked again after each event. */
  async until<T>(check: () => T | undefined, during: string): Promise<T> {
    const found = (async () => {
      for (;;) {
        const value = check();
        if (value !== undefined) return value;
        if (this.#how !== undefined) throw new Crashed(this.#how, during);
        await new Promise<void>((resolve) => this.#news.add(resolve));
      }
    })();
    return this.#inTime(found, during);
  }

  /** Has those that wait look again, for what is seen elsewhere. */
  look(): void {
    this.#wake();
  }

  /** Ends it, and waits until it is gone. */
  async end(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  async #inTime<T>(work: Promise<T>, during: string): Promise<T> {
    const seconds = this.#options.timeLimit();
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Hung(during, seconds)), seconds * 1000);
    });
    work.catch(() => undefined); // after the limit nobody listens any more
    try {
      return await Promise.race([work, limit]);
    } finally {
      clearTimeout(timer);
    }
  }

  #heard(message: FromProcess): void {
    if ('ready' in message) return this.#ready();
    if ('event' in message) {
      this.onEvent(message.event);
      return this.#wake();
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (waiting === undefined) return;
    if ('reply' in message) waiting.resolve(message.reply);
    else waiting.reject(new Failed(message.problem, waiting.during));
  }

  #wake(): void {
    const waiting = this.#news;
    this.#news = new Set();
    for (const wake of waiting) wake();
  }
}

/** Windows ends a process that crashed with the number of the exception, which is known in hexadecimal. */
function exitText(code: number): string {
  return code > 0xff ? `exit code 0x${(code >>> 0).toString(16).toUpperCase()}` : `exit code ${code}`;
}
