// Runs the command line of the package, as a person would.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { packageRoot } from './built.js';
import { deferred, later } from './real.js';

interface Options {
  input?: string;
  env?: NodeJS.ProcessEnv;
}

/** The commands, run in a folder. */
export function commandLine(folder: () => string) {
  function start(args: string[], { env = {} }: Options = {}): ChildProcess {
    const script = join(packageRoot, 'dist', 'cli', 'main.js');
    return spawn(process.execPath, [...(windows ? ['--require', SIGNALLED] : []), script, ...args], {
      cwd: folder(),
      env: { ...process.env, no_proxy: '*', ...env },
      stdio: ['pipe', 'pipe', 'pipe', ...(windows ? ['ipc' as const] : [])],
    });
  }

  /** Runs it to its end. */
  async function imnxport(args: string[], options: Options = {}) {
    const child = start(args, options);
    const output = { stdout: '', stderr: '' };
    child.stdout!.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
    child.stdin!.end(options.input ?? '');
    const [code] = (await once(child, 'close')) as [number];
    return { code, ...output };
  }

  /** Starts `serve` and waits for its URL. */
  async function serve(args: string[], env: NodeJS.ProcessEnv = {}) {
    const child = start(['serve', ...args], { env });
    const lines: string[] = [];
    const listening = deferred<string>();
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      lines.push(...text.trim().split('\n'));
      const url = /Listening on (\S+)\/ /.exec(text)?.[1];
      if (url) listening.resolve(url);
    });
    const closed = once(child, 'close') as Promise<[number | null, string | null]>;
    later(() => void child.kill('SIGKILL'));
    return { url: await listening.promise, lines, child, closed };
  }

  return { start, imnxport, serve, interrupt };
}

const windows = process.platform === 'win32';

/** Preloaded where there are no signals, so that a process can be told of one. */
const SIGNALLED = join(__dirname, 'children', 'signalled.js');

/**
 * What a person does with Ctrl+C, or a service manager. On Windows kill() would end the process without asking;
 * the program hears of Ctrl+C as the same event, which is raised in it here.
 */
function interrupt(child: ChildProcess, signal: 'SIGINT' | 'SIGTERM'): void {
  if (windows) child.send(signal);
  else child.kill(signal);
}
