// Questions of the core to the user, who may take time to answer: logon and idle time-out.
import { MAX_DWORD } from './constants.js';
import { Hresult } from './hresult.js';
import type { NativeTransport } from './native.js';
import { credentials, type TransportSettings } from './options.js';
import { nonNegativeInteger } from './validate.js';

/** A question of one post. It ends when it is answered, or with `signal`, and then the answer is not given. */
export interface Question {
  native: NativeTransport;
  token: number;
  signal: AbortSignal;
}

/** Asks onLogonPrompt and answers. Without a handler the post ends with the 401; a handler that fails is the cause. */
export async function askLogon(
  { native, token, signal }: Question,
  handler: TransportSettings['onLogonPrompt'],
  origin: string,
  attempt: number,
): Promise<void> {
  if (handler === undefined) return native.answerLogon(token, Hresult.E_NOTIMPL, null, null);
  try {
    const answer = await handler({ origin, attempt, signal });
    if (signal.aborted) return;
    if (answer === null) return native.answerLogon(token, Hresult.S_FALSE, null, null);
    const { user, password } = credentials('the answer of onLogonPrompt', answer);
    native.answerLogon(token, Hresult.S_OK, user, password);
  } catch (error) {
    if (!signal.aborted) native.answerLogon(token, Hresult.E_FAIL, null, null);
    throw error;
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
    const answer = await handler({ idleMs, signal });
    if (signal.aborted) return;
    if (answer === null) return native.answerIdle(token, Hresult.S_FALSE, 0);
    const idleTimeout = nonNegativeInteger('the answer of onTimeout', answer, MAX_DWORD);
    native.answerIdle(token, Hresult.S_OK, idleTimeout);
  } catch (error) {
    if (!signal.aborted) native.answerIdle(token, Hresult.E_FAIL, 0);
    throw error;
  }
}
