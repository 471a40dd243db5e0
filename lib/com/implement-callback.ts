// implement(IHTTPMailCallback): the handlers, and the answers to what they are asked.
import { MAX_DWORD } from '../constants.js';
import { guard, invalidArgument, throwLater } from '../errors.js';
import { native, type NativeCallback, type NativeCallbackHandlers } from '../native.js';
import { credentials } from '../options.js';
import { fromNative } from '../response.js';
import type { Awaitable } from '../types.js';
import { describe, isThenable, known, nonNegativeInteger, object, optionalFunction } from '../validate.js';
import { IHTTPMailCallback } from './guid.js';
import { ImplementedObject } from './implemented-object.js';
import type { ContactId, ContactInfo, InetServer, IxpResult, PostCounts } from './structures.js';

/** What every call has; all of it is a copy. */
export interface CallbackCall {
  /** The address of the transport that calls, or 0n. Borrowed: it is good for use during the call only. */
  sender: bigint;
  /** The number by which the system knows the thread that called. */
  threadId: number;
}

/** A call that waits for the handler's answer. */
export interface CallbackQuestion extends CallbackCall {
  /** Aborted when nobody waits any more. */
  signal: AbortSignal;
}

/** OnStatus: the transport has entered a new status. */
export interface CallbackStatus extends CallbackCall {
  /** An {@link IxpStatus}. */
  status: number;
}

/** OnError: a failure of the network, before the final response of the command that it ends. */
export interface CallbackError extends CallbackStatus {
  /** What went wrong. */
  result: IxpResult;
}

/** OnCommand: a line of the protocol. */
export interface CallbackCommand extends CallbackCall {
  /** A {@link CmdType}. */
  type: number;
  /** The line, as the transport gave it. */
  line: string | null;
  /** The HRESULT of a line that was received. */
  response: number;
}

/** What an answer has, by the command: the member of HTTPMAILRESPONSE's union. `post` has that of a POST. */
export type CallbackAnswer =
  | { type: number; text: string | null; number: number }
  | {
      totalKnown: boolean;
      increment: number;
      current: number;
      total: number;
      contentType: string | null;
      body: Uint8Array;
    }
  | { location: string | null }
  | ContactId
  | { href: string | null; location: string | null; hresult: number }[]
  | { href: string | null; hresult: number }[]
  | Record<string, string | number | boolean | null>[]
  | ContactId[]
  | ContactInfo[];

/** HTTPMAILRESPONSE. */
export interface CallbackResponse extends CallbackCall {
  /** HTTPMAILCOMMAND; 4 is a POST. */
  command: number;
  /** As it was given to the command. */
  context: number;
  /** The last response to this command. */
  done: boolean;
  /** Final when `done`. */
  result: IxpResult;
  /** Of CommandPOST, CommandPUT and SendMessage. */
  post: PostCounts | null;
  /** Of the other commands; null for those that have nothing to tell. */
  answer: CallbackAnswer | null;
}

/** OnTimeout: nothing has moved for a while. */
export interface CallbackTimeout extends CallbackQuestion {
  /** Seconds without activity. */
  timeout: number;
}

/** OnLogonPrompt: the server wants credentials. */
export interface CallbackLogonPrompt extends CallbackQuestion {
  /** A copy of the INETSERVER that the transport shows. */
  server: InetServer;
}

/** OnPrompt: ask the user something, as MessageBox would. */
export interface CallbackPrompt extends CallbackQuestion {
  /** HRESULT. */
  error: number;
  /** The question. */
  text: string | null;
  /** The title above it. */
  caption: string | null;
  /** As MessageBox has it: MB_*. */
  type: number;
}

/** The methods of IHTTPMailCallback. All are optional; each gets one object. */
export interface HttpMailCallback {
  /** Progress of a command, and with `done` its end. */
  onResponse?(response: CallbackResponse): void;
  /** A new status. */
  onStatus?(status: CallbackStatus): void;
  /** A failure of the network. */
  onError?(error: CallbackError): void;
  /** A line of the protocol. */
  onCommand?(command: CallbackCommand): void;
  /** Seconds to wait on (0: as before); null: give up (S_FALSE). */
  onTimeout?(timeout: CallbackTimeout): Awaitable<number | null>;
  /** What the user has entered, at most 255 bytes each; null: cancel (S_FALSE). */
  onLogonPrompt?(prompt: CallbackLogonPrompt): Awaitable<{ user: string; password: string } | null>;
  /** The button that was pressed (IDOK 1 …); null: IDCANCEL. */
  onPrompt?(prompt: CallbackPrompt): Awaitable<number | null>;
  /** The HWND over which dialogs may be shown; null: there is none (E_NOTIMPL). */
  getParentWindow?(call: CallbackQuestion): Awaitable<bigint | null>;
}

/** How long a thread waits for JavaScript. */
export interface ImplementOptions {
  /**
   * Milliseconds that a thread waits for the answer of a handler before it is given the answer of a user who cancels;
   * default 300,000. Infinity: it waits for ever.
   */
  deadline?: number | undefined;
}

const HANDLERS = [
  ...(['onResponse', 'onStatus', 'onError', 'onCommand'] as const),
  ...(['onTimeout', 'onLogonPrompt', 'onPrompt', 'getParentWindow'] as const),
] satisfies (keyof HttpMailCallback)[];

/** Throws ImnxportError. */
export function implementCallback(handlers: unknown, options: unknown): ImplementedObject {
  const given = object('handlers', handlers);
  // What is written as a literal has nothing but handlers; what has a class may have more.
  if (Object.getPrototypeOf(given) === Object.prototype) known('handlers', given, new Set<string>(HANDLERS));
  for (const name of HANDLERS) optionalFunction(`handlers.${name}`, given[name]);
  const deadline = deadlineOf(options);
  const desk = new Desk(given);
  try {
    const control = native().implementCallback(desk.handlers(), deadline);
    desk.control = control;
    return new ImplementedObject(control, IHTTPMailCallback.iid);
  } catch (error) {
    throw fromNative(error, 'The callback could not be made');
  }
}

/** What native code takes for "for ever". */
const FOREVER = MAX_DWORD;

function deadlineOf(options: unknown): number {
  const { deadline = 300_000 } = known('options', options, new Set(['deadline'])) as ImplementOptions;
  if (deadline === Infinity) return FOREVER;
  const checked = nonNegativeInteger('options.deadline', deadline, FOREVER - 1);
  if (checked === 0) throw invalidArgument('options.deadline', 'must not be 0');
  return checked;
}

/** An answer as native code takes it. */
interface Answer {
  number: bigint;
  user: string | null;
  password: string | null;
}

const numeric = (number: number | bigint): Answer => ({ number: BigInt(number), user: null, password: null });

let warned = false;

/** Puts questions to the handlers, and brings the answers to who waits for them. */
class Desk {
  control!: NativeCallback;
  readonly #given: HttpMailCallback;
  readonly #open = new Map<number, AbortController>();

  constructor(given: HttpMailCallback) {
    this.#given = given;
  }

  handlers(): NativeCallbackHandlers {
    const given = this.#given;
    return {
      response: (info) => guard(() => given.onResponse?.(info as CallbackResponse)),
      status: (info) => guard(() => given.onStatus?.(info as CallbackStatus)),
      error: (info) => guard(() => given.onError?.(info as CallbackError)),
      command: (info) => guard(() => given.onCommand?.(info as CallbackCommand)),
      timeout: (info, token, here) => this.#ask('onTimeout', info, token, here, seconds),
      logon: (info, token, here) => this.#ask('onLogonPrompt', info, token, here, logon),
      prompt: (info, token, here) => this.#ask('onPrompt', info, token, here, button),
      window: (info, token, here) => this.#ask('getParentWindow', info, token, here, window),
      expired: (token) => {
        this.#open.get(token)?.abort();
        this.#open.delete(token);
      },
    };
  }

  #ask(
    name: 'onTimeout' | 'onLogonPrompt' | 'onPrompt' | 'getParentWindow',
    info: object,
    token: number,
    here: boolean,
    read: (answer: unknown) => Answer,
  ): void {
    const decline = () => {
      this.#open.delete(token);
      this.control.decline(token);
    };
    const fail = (error: unknown) => {
      decline();
      throwLater(error);
    };
    const settle = (answer: unknown) => {
      if (answer === null) return decline();
      try {
        const { number, user, password } = read(answer);
        this.control.answer(token, number, user, password);
        this.#open.delete(token);
      } catch (error) {
        fail(fromNative(error, `The answer of ${name} was refused`));
      }
    };
    try {
      if (this.#given[name] === undefined) return decline();
      const controller = new AbortController();
      this.#open.set(token, controller);
      // The types of question and handler go together by name, which the compiler does not see.
      const given = this.#given as Record<typeof name, (question: object) => unknown>;
      const answer = given[name]({ ...info, signal: controller.signal });
      if (!isThenable(answer)) return settle(answer);
      if (!here) return void answer.then(settle, fail);
      answer.then(undefined, () => undefined);
      warnOfPromise(name);
      decline();
    } catch (error) {
      fail(error);
    }
  }
}

/** Once for each process: whoever hears of it finds all places. */
function warnOfPromise(name: string): void {
  if (warned) return;
  warned = true;
  process.emitWarning(
    `${name} was called on the JavaScript thread and answered with a promise, for which nobody can wait there; ` +
      'the caller was told that nobody answers',
    { type: 'ImnxportWarning', code: 'IMNXPORT_PROMISE_IGNORED' },
  );
}

function seconds(answer: unknown): Answer {
  return numeric(nonNegativeInteger('the answer of onTimeout', answer, MAX_DWORD));
}

function button(answer: unknown): Answer {
  return numeric(nonNegativeInteger('the answer of onPrompt', answer, 0x7fff_ffff));
}

function logon(answer: unknown): Answer {
  return { number: 0n, ...credentials('the answer of onLogonPrompt', answer) };
}

function window(answer: unknown): Answer {
  if (typeof answer === 'bigint' && BigInt.asUintN(64, answer) === answer) return numeric(answer);
  throw invalidArgument(
    'the answer of getParentWindow',
    `must be an HWND, a bigint, not ${describe(answer)}`,
  );
}
