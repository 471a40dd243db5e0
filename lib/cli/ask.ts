// Asks a person for user name and password on the terminal.
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Credentials, LogonPrompt } from '../types.js';

/** Answers onLogonPrompt; `user` is asked for only when it is not known. Null when there is no terminal. */
export async function askCredentials(
  prompt: LogonPrompt,
  user?: string,
): Promise<Pick<Credentials, 'user' | 'password'> | null> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return null;
  process.stderr.write(`\r\x1b[K${prompt.origin} asks who you are${prompt.attempt > 1 ? ', again' : ''}.\n`);
  const name = user ?? (await ask('User name: ', false, prompt.signal));
  const password = await ask(`Password of ${name}: `, true, prompt.signal);
  return { user: name, password };
}

async function ask(question: string, hidden: boolean, signal: AbortSignal): Promise<string> {
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (!hidden) process.stderr.write(chunk);
      done();
    },
  });
  process.stderr.write(question);
  const terminal = createInterface({ input: process.stdin, output, terminal: true });
  terminal.once('SIGINT', () => process.kill(process.pid, 'SIGINT')); // Ctrl+C is a key only, in raw mode
  try {
    return await terminal.question('', { signal });
  } finally {
    terminal.close();
    if (hidden) process.stderr.write('\n');
  }
}
