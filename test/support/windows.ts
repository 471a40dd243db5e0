// Runs Windows programs: as they are on Windows, through Wine elsewhere.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { packageRoot } from './built.js';

export type WindowsArch = 'x64' | 'ia32';

export interface WindowsRun {
  /** Added to the environment of this process. */
  env?: Record<string, string>;
  cwd?: string;
  /** Seconds until it is ended; default 60. */
  limit?: number;
}

export interface WindowsEnd {
  /** null: it did not end within the limit, or crashed in a way that has no exit code. */
  code: number | null;
  /** Standard output and standard error together, with \n at the ends of lines. */
  output: string;
}

/** The folder of the binaries that the build made for that kind of Windows. */
export function windowsBuild(arch: WindowsArch): string {
  return join(packageRoot, 'build', `win32-${arch}`);
}

/**
 * Node.js for that kind of Windows: IMNXPORT_WINDOWS_NODE_X64 or …_IA32 on other systems, on Windows the one that runs this.
 * undefined: there is none.
 */
export function windowsNode(arch: WindowsArch): string | undefined {
  if (process.platform === 'win32') return process.arch === arch ? process.execPath : undefined;
  const program = process.env[`IMNXPORT_WINDOWS_NODE_${arch.toUpperCase()}`];
  if (!program) throw new Error(`IMNXPORT_WINDOWS_NODE_${arch.toUpperCase()} does not say where node.exe is`);
  return program;
}

/** A path of this machine as a Windows program sees it. */
export function windowsPath(path: string): string {
  if (process.platform === 'win32') return resolve(path);
  return `Z:${resolve(path).replaceAll('/', '\\')}`;
}

/** Each worker of jest has a Windows of its own: what a test does to its registry is nobody else's business. */
function winePrefix(): Record<string, string> {
  const prefixes = process.env.IMNXPORT_WINE_PREFIXES?.split(':') ?? [];
  const prefix = prefixes[Number(process.env.JEST_WORKER_ID ?? 1) - 1];
  return prefix === undefined ? {} : { WINEPREFIX: prefix };
}

/**
 * Runs a Windows program to its end; `program` is a path of this machine or the name of a program of Windows
 * (regsvr32, cscript), paths in `args` are Windows paths. Its output goes through a file: under Wine a Node.js
 * with a pipe there does not start.
 */
export async function runWindows(
  program: string,
  args: string[] = [],
  options: WindowsRun = {},
): Promise<WindowsEnd> {
  const folder = mkdtempSync(join(tmpdir(), 'imnxport-windows-'));
  const file = join(folder, 'output');
  const descriptor = openSync(file, 'w');
  const limit = options.limit ?? 60;
  const native = process.platform === 'win32';
  const command = native
    ? [program, ...args]
    : [join(packageRoot, 'scripts', 'windows-root.sh'), 'timeout', '-k', '5', String(limit), 'wine', program];
  try {
    const child = spawn(command[0]!, native ? args : [...command.slice(1), ...args], {
      cwd: options.cwd,
      env: { ...process.env, ...winePrefix(), ...options.env },
      stdio: ['ignore', descriptor, descriptor],
      ...(native ? { timeout: limit * 1000, windowsHide: true } : {}),
    });
    const [code] = (await once(child, 'close')) as [number | null];
    const output = readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
    return { code: code === 124 || code === 137 ? null : code, output };
  } finally {
    closeSync(descriptor);
    rmSync(folder, { recursive: true, force: true });
  }
}
