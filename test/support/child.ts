// Runs a script of support/children in a process of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { later } from './real.js';

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** Starts dist-test/support/children/<name>.js; its messages arrive through `process.on('message')`. */
export function start(
  name: string,
  args: string[] = [],
  nodeArgs: string[] = [],
  env: NodeJS.ProcessEnv = {},
) {
  const script = join(__dirname, 'children', `${name}.js`);
  const child: ChildProcess = spawn(process.execPath, [...nodeArgs, script, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, no_proxy: '*', ...env },
  });
  later(() => void child.kill('SIGKILL')); // one that hangs must not outlive its test
  const output = { stdout: '', stderr: '' };
  child.stdout!.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const ended = once(child, 'close').then(([code, signal]) => {
    return { code: code as number | null, signal: signal as NodeJS.Signals | null, ...output };
  });
  return { child, ended: ended as Promise<Ended> };
}

/** Runs it to its end. */
export function run(
  name: string,
  args: string[] = [],
  nodeArgs: string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  return start(name, args, nodeArgs, env).ended;
}
