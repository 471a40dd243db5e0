// A command that somebody else has posted on a transport of ours: native code, or `com`.
import type { ImnxportError } from './errors.js';
import { Hresult } from './hresult.js';
import type { NativeResult, NativeTransport } from './native.js';
import type { TransportSettings } from './options.js';
import { askIdle, type LogonDesk, type Question } from './prompts.js';
import { postError, toResponse } from './response.js';
import type { PostResponse } from './types.js';

/** How a command has ended; `context` is what it was posted with. */
export type CommandEnd =
  | { context: number; response: PostResponse; error?: undefined }
  | { context: number; response?: undefined; error: ImnxportError };

export interface GuestInit {
  native: NativeTransport;
  logons: LogonDesk;
  onTimeout: TransportSettings['onTimeout'];
  onEnd(end: CommandEnd): void;
}

/** Its questions are answered as those of a post are, by the options of the transport. */
export class GuestCommand {
  readonly #token: number;
  readonly #init: GuestInit;
  /** The question that waits for the user. */
  #question: AbortController | undefined;
  /** Why the user's answer to a question failed. */
  #answerFailure: { error: unknown } | undefined;

  constructor(token: number, init: GuestInit) {
    this.#token = token;
    this.#init = init;
  }

  onLogon(origin: string, attempt: number): void {
    this.#ask((question) => this.#init.logons.ask(question, origin, attempt));
  }

  onIdle(idleMs: number): void {
    this.#ask((question) => askIdle(question, this.#init.onTimeout, idleMs));
  }

  onDone(result: NativeResult): void {
    const { logons } = this.#init;
    const { context, hresult, url } = result;
    this.#question?.abort();
    if (url !== null) logons.ended(result.status, url);
    if (hresult === Hresult.S_OK) this.#init.onEnd({ context, response: toResponse(result, '') });
    else
      this.#init.onEnd({ context, error: postError(result, url ?? 'by native code', this.#answerFailure) });
  }

  /** Nothing will be heard of it any more. */
  onLost(): void {
    this.#question?.abort();
  }

  #ask(ask: (question: Question) => Promise<void>): void {
    const controller = new AbortController();
    this.#question = controller;
    ask({ native: this.#init.native, token: this.#token, signal: controller.signal }).catch(
      (error: unknown) => (this.#answerFailure = { error }),
    );
  }
}
