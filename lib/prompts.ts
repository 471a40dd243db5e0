// Questions of the core to the user, who may take time to answer: logon and idle time-out.
import { MAX_DWORD } from './constants.js';
import { Hresult } from './hresult.js';
import type { GivenLogon } from './configuration.js';
import type { KnownLogons } from './logons.js';
import type { NativeTransport } from './native.js';
import { credentials, type TransportSettings } from './options.js';
import { isThenable, nonNegativeInteger, originOf } from './validate.js';

/** A question of one post. It ends when it is answered, or with `signal`, and then the answer is not given. */
export interface Question {
  native: NativeTransport;
  token: number;
  signal: AbortSignal;
}

/** Answers the logon questions of one post: with what the transport knows already, else with the user's help. */
export class LogonDesk {
  readonly #known: KnownLogons;
  readonly #handler: TransportSettings['onLogonPrompt'];
  /** Given last. The server that asks again has refused it; when the post goes on elsewhere, it has worked. */
  #given: GivenLogon | null;
  /** Questions of which the user has not heard. */
  #silent = 0;

  /** `configured`: what the core has from the beginning. */
  constructor(
    known: KnownLogons,
    handler: TransportSettings['onLogonPrompt'],
    configured: GivenLogon | null,
  ) {
    this.#known = known;
    this.#handler = handler;
    this.#given = configured;
  }

  /** A server asks. Without a handler the post ends with the 401; a handler that fails is the cause. */
  async ask({ native, token, signal }: Question, asking: string, attempt: number): Promise<void> {
    const origin = originOf(asking); // without a default port, which the core names
    this.#conclude(401, origin);
    const known = this.#known.get(origin);
    if (known !== undefined) {
      this.#silent++;
      return this.#give(native, token, { origin, logon: known });
    }
    if (this.#handler === undefined) return native.answerLogon(token, Hresult.E_NOTIMPL, null, null);
    try {
      // An answer that is there at once is given at once: who asks may be unable to wait.
      const given = this.#handler({ origin, attempt: attempt - this.#silent, signal });
      const answer = isThenable(given) ? await given : given;
      if (signal.aborted) return;
      if (answer === null) return native.answerLogon(token, Hresult.S_FALSE, null, null);
      const logon = credentials('the answer of onLogonPrompt', answer);
      this.#give(native, token, { origin, logon });
    } catch (error) {
      if (!signal.aborted) native.answerLogon(token, Hresult.E_FAIL, null, null);
      throw error;
    }
  }

  /** The post has ended: with which status (0: no response), and what URL answered. */
  ended(status: number, url: string): void {
    if (status !== 0 && this.#given !== null) this.#conclude(status, originOf(url));
  }

  #give(native: NativeTransport, token: number, given: GivenLogon): void {
    this.#given = given;
    native.answerLogon(token, Hresult.S_OK, given.logon.user, given.logon.password);
  }

  /** `origin` has answered with that status: was the logon given last worth something? */
  #conclude(status: number, origin: string): void {
    const given = this.#given;
    if (given === null) return;
    if (status === 401 && given.origin === origin) this.#known.forget(given.origin, given.logon);
    else this.#known.remember(given.origin, given.logon);
    this.#given = null;
  }
}

/** Asks onTimeout and answers. Without a handler the post ends with IXP_E_TIMEOUT; a handler that fails is the cause. */
export async function askIdle(
  { native, token, signal }: Question,
  handler: TransportSettings['onTimeout'],
  idleMs: number,
): Promise<void> {
  if (handler === undefined) return native.answerIdle(token, Hresult.S_FALSE, 0);
  try {
    const given = handler({ idleMs, signal });
    const answer = isThenable(given) ? await given : given;
    if (signal.aborted) return;
    if (answer === null) return native.answerIdle(token, Hresult.S_FALSE, 0);
    const idleTimeout = nonNegativeInteger('the answer of onTimeout', answer, MAX_DWORD);
    native.answerIdle(token, Hresult.S_OK, idleTimeout);
  } catch (error) {
    if (!signal.aborted) native.answerIdle(token, Hresult.E_FAIL, 0);
    throw error;
  }
}
