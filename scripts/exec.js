// Runs other programs: output collected, time limited, and nothing of theirs left running.
'use strict';
const { spawn } = require('node:child_process');
const { excerpt } = require('./log');

/** A command that failed; the message carries the end of its output. */
class CommandFailed extends Error {
  constructor(/** @type {string} */ command, /** @type {Result} */ result) {
    const why = result.timedOut ? 'took too long and was ended' : `failed (${result.signal ?? result.code})`;
    super(`${command} ${why}${result.output ? `:\n${excerpt(result.output)}` : ''}`);
    this.name = 'CommandFailed';
  }
}

/**
 * @typedef {{ code: number | null, signal: string | null, output: string, timedOut: boolean }} Result
 * @typedef {{ cwd?: string, env?: NodeJS.ProcessEnv, limit?: number, show?: boolean }} Options
 *   limit: seconds (default 900); show: the program's output goes straight to ours and is not collected.
 */

/** Process groups that are running, so that an interrupted script takes them along. */
const groups = new Set();

function endGroup(/** @type {number} */ pid) {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // Nothing of the group is left.
  }
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.once(signal, () => {
    for (const pid of groups) endGroup(pid);
    process.kill(process.pid, signal);
  });
}

/**
 * Runs a program to its end; rejects only when it cannot be started.
 * @param {string} command
 * @param {string[]} args
 * @param {Options} [options]
 * @returns {Promise<Result>}
 */
function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', options.show ? 'inherit' : 'pipe', options.show ? 'inherit' : 'pipe'],
      // A group of its own, so that what it leaves behind can be ended with it.
      detached: process.platform !== 'win32',
    });
    child.once('error', reject);
    const pid = child.pid;
    if (pid === undefined) return;
    groups.add(pid);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => (output = (output + text).slice(-4_000_000)));
    }
    let timedOut = false;
    const timer = setTimeout(
      () => {
        timedOut = true;
        endGroup(pid);
      },
      (options.limit ?? 900) * 1000,
    );
    child.once('exit', () => {
      endGroup(pid);
      // What it has started outside of its group may hold on to its output for ever, as Wine's own processes do.
      setTimeout(() => {
        for (const stream of [child.stdout, child.stderr]) stream?.destroy();
      }, 3000).unref();
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      groups.delete(pid);
      resolve({ code, signal, output, timedOut });
    });
  });
}

/**
 * Runs a program that has to succeed; resolves with its output.
 * @param {string} command
 * @param {string[]} args
 * @param {Options} [options]
 */
async function must(command, args, options) {
  const result = await run(command, args, options);
  if (result.code !== 0) throw new CommandFailed([command, ...args].join(' '), result);
  return result.output;
}

/**
 * Runs npm, which has to succeed. On Windows it is a script that only a shell could start: its own Node program is run instead.
 * @param {string[]} args
 * @param {Options} [options]
 */
function npm(args, options) {
  const script = process.platform === 'win32' ? process.env.npm_execpath : undefined;
  return script ? must(process.execPath, [script, ...args], options) : must('npm', args, options);
}

module.exports = { run, must, npm, CommandFailed };
