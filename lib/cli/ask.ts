// Asks a person for user name and password on the terminal.
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Credentials, LogonPrompt } from '../types.js';

/** Whether there is a terminal with somebody in front of it. */
export function canAsk(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}

/** Answers onLogonPrompt; `user` is asked for only when it is not known. */
export async function askCredentials(
  prompt: LogonPrompt,
  user?: string,
): Promise<Pick<Credentials, 'user' | 'password'>> {
  const again = prompt.attempt > 1 ? ', again' : '';
  process.stderr.write(`\r\x1b[K${prompt.origin} asks you to log on${again}.\n`);
  const name = user ?? (await ask('User name: ', false, prompt.signal));
  return { user: name, password: await ask(`Password of ${name}: `, true, prompt.signal) };
}

/** `hidden`: what is typed does not show. */
async function ask(question: string, hidden: boolean, signal: AbortSignal): Promise<string> {
  let muted = false;
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (!muted) process.stderr.write(chunk);
      done();
    },
  });
  const terminal = createInterface({ input: process.stdin, output, terminal: true });
  terminal.once('SIGINT', () => process.kill(process.pid, 'SIGINT')); // Ctrl+C is a key only, in raw mode
  try {
    const answer = terminal.question(question, { signal });
    muted = hidden; // the question itself was written in the call
    return await answer;
  } finally {
    terminal.close();
    if (hidden) process.stderr.write('\n');
  }
}
