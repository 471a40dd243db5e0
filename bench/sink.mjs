// The server of all clients, as a process of its own.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * @typedef {{ requests: number, bytes: number, connections: number, cpu: number }} Counts
 * @typedef {{ port: number, tlsPort: number, reset(): Promise<Counts>, counts(): Promise<Counts>, close(): void }} Sink
 */

/**
 * @param {string} program
 * @param {string} caFile where it puts the certificate of its authority
 * @returns {Promise<Sink>}
 */
export async function startSink(program, caFile) {
  const child = spawn(program, [caFile], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error('The sink has ended');
    return JSON.parse(value);
  };
  const ask = (/** @type {string} */ command) => {
    child.stdin.write(`${command}\n`);
    return next();
  };
  const { port, tlsPort } = await next();
  return {
    ...{ port, tlsPort },
    reset: () => ask('reset'),
    counts: () => ask('counts'),
    close: () => child.stdin.end(),
  };
}
