// One accepted post: from the token that native code gave it to the promise that settles.
import { onAbort } from './abort.js';
import { beginPumping, endPumping } from './com/message-pump.js';
import { debug, type PostInfo, publish } from './diagnostics.js';
import { guard, type ImnxportError, pointAtCaller, replacedError } from './errors.js';
import { Hresult } from './hresult.js';
import type { NativeResult, NativeTransport } from './native.js';
import type { PostSettings, TransportSettings } from './options.js';
import { askIdle, type LogonDesk, type Question } from './prompts.js';
import { BODY_FAILURE, type BodyPump } from './pump.js';
import { postError, toResponse } from './response.js';
import type { PostResponse } from './types.js';

let posts = 0;

export interface PostInit {
  url: string;
  settings: PostSettings;
  logons: LogonDesk;
  onTimeout: TransportSettings['onTimeout'];
  /** Null when native code has the whole body. */
  pump: BodyPump | null;
  native: NativeTransport;
  /** Called once, before the promise settles. */
  onSettled(): void;
  /** Whether messages of this thread are to be dispatched until the command has ended. */
  messages: boolean;
}

/** Its on… methods are the native events of its token, in their order. */
export class Post {
  readonly #promise: Promise<PostResponse>;
  readonly #init: PostInit;
  readonly #info: PostInfo;
  readonly #token: number;
  #resolve!: (response: PostResponse) => void;
  #reject!: (reason: unknown) => void;
  #settled = false;
  /** Stops to listen to the AbortSignal. */
  #unlisten: (() => void) | undefined;
  /** The question that waits for the user. */
  #question: AbortController | undefined;
  /** The core tells of each restart once, in the report that follows it. */
  #resent = false;
  /** Why the user's answer to a question failed. */
  #answerFailure: { error: unknown } | undefined;
  /** What native code has told, as an error of ours. */
  #failure: ImnxportError | undefined;

  constructor(token: number, init: PostInit) {
    this.#init = init;
    this.#token = token;
    this.#info = { id: ++posts, url: init.url, context: init.settings.context };
    this.#promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    const { signal } = init.settings;
    if (signal !== null) this.#unlisten = onAbort(signal, () => this.#onAbort(signal.reason));
    if (init.messages) beginPumping();
    init.pump?.watch(() => init.native.cancel(token, BODY_FAILURE));
    debug('post %d: token %d', this.#info.id, token);
    publish('imnxport:post:start', () => ({ post: this.#info }));
  }

  /**
   * What the caller gets. An error of ours points at the lines that await it: they are looked for when it is there,
   * because to remember them beforehand costs more than all the rest of a post in JavaScript.
   */
  async settled(): Promise<PostResponse> {
    try {
      return await this.#promise;
    } catch (error) {
      const ours = this.#failure;
      // eslint-disable-next-line @typescript-eslint/unbound-method -- marks a frame of the stack, is never called
      if (ours !== undefined && error === ours) pointAtCaller(ours, Post.prototype.settled);
      throw error;
    }
  }

  onProgress(sent: bigint, total: bigint | null, resent: boolean): void {
    this.#resent ||= resent;
    if (this.#settled) return;
    const progress = { sent: Number(sent), total: total === null ? null : Number(total), resent };
    publish('imnxport:post:progress', () => ({ post: this.#info, progress }));
    const { onProgress } = this.#init.settings;
    if (onProgress !== undefined) guard(onProgress, progress);
  }

  onLogon(origin: string, attempt: number): void {
    this.#ask((question) => this.#init.logons.ask(question, origin, attempt));
  }

  onIdle(idleMs: number): void {
    this.#ask((question) => askIdle(question, this.#init.onTimeout, idleMs));
  }

  /** The command has ended, and let go of its stream. */
  onDone(result: NativeResult): void {
    if (this.#init.messages) endPumping();
    const { pump, url, logons } = this.#init;
    result.resent ||= this.#resent;
    logons.ended(result.status, result.url ?? url);
    if (result.hresult === Hresult.S_OK) {
      this.#succeed(toResponse(result, url));
      pump?.stop();
    } else {
      this.#failure = postError(result, url, pump?.failure ?? this.#answerFailure);
      this.fail(this.#failure);
      pump?.stop(this.#failure);
    }
    pump?.release();
  }

  /** Nothing will be heard of the command any more. */
  onLost(): void {
    if (this.#init.messages) endPumping();
    this.#failure = replacedError('whole');
    this.fail(this.#failure);
    this.#init.pump?.release();
  }

  /** Rejects now, and stops reading the body; the command is left to the caller. */
  fail(reason: unknown): void {
    if (!this.#settle()) return;
    debug('post %d: failed', this.#info.id);
    this.#init.pump?.stop(reason);
    publish('imnxport:post:error', () => ({ post: this.#info, error: reason }));
    this.#reject(reason);
  }

  #succeed(response: PostResponse): void {
    if (!this.#settle()) return;
    debug('post %d: %d', this.#info.id, response.status);
    publish('imnxport:post:end', () => ({ post: this.#info, response }));
    this.#resolve(response);
  }

  /** False: it was settled before. */
  #settle(): boolean {
    if (this.#settled) return false;
    this.#settled = true;
    this.#unlisten?.();
    this.#question?.abort();
    this.#init.onSettled();
    return true;
  }

  #onAbort(reason: unknown): void {
    this.fail(reason);
    this.#init.native.cancel(this.#token, Hresult.IXP_E_USER_CANCEL);
  }

  #ask(ask: (question: Question) => Promise<void>): void {
    if (this.#settled) return;
    const controller = new AbortController();
    this.#question = controller;
    const question = { native: this.#init.native, token: this.#token, signal: controller.signal };
    ask(question)
      .catch((error: unknown) => (this.#answerFailure = { error }))
      .finally(() => {
        if (this.#question === controller) this.#question = undefined;
      });
  }
}
