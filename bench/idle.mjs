// Thousands of transports that do nothing: what each of them holds, and how many threads there are.
import { setImmediate as turn } from 'node:timers/promises';
import { bytesOf } from './bodies.mjs';
import { currentRss, peakRss, threads } from './measure.mjs';

/** Resident memory once nothing can be collected any more, in KiB; needs --expose-gc. */
async function settledRss() {
  for (let i = 0; i < 4; i++) {
    globalThis.gc();
    await turn();
  }
  return currentRss();
}

/** Lets the young generation of the heap reach its full size: it grows once, and not with what it holds. */
function growYoungGeneration() {
  let kept = [];
  for (let i = 0; i < 3_000_000; i++) {
    if (i % 100_000 === 0) kept = [];
    kept.push({ i });
  }
}

/** @param {import('./child.mjs').Job} job */
export async function idle(job, go) {
  const { HttpMailTransport } = await import('../dist/index.mjs');
  const make = () => new HttpMailTransport({ proxy: false });
  const options = { contentType: 'message/rfc822' };
  const body = bytesOf(job.body.size);
  // What the first posts bring, a thread, tables, compiled code, is not a transport's.
  const first = make();
  for (let i = 0; i < job.warmUp; i++) await first.post(job.url, body, options);
  growYoungGeneration();
  await go();

  const start = performance.now();
  const empty = await settledRss();
  const transports = Array.from({ length: job.requests }, make);
  const made = await settledRss();
  const own = threads().filter((name) => name.startsWith('imnxport'));
  const ioThreads = own.filter((name) => name === 'imnxport-io').length;
  for (const transport of transports) await transport.post(job.url, body, options);
  const used = await settledRss();
  const seconds = (performance.now() - start) / 1000;

  await Promise.all([first, ...transports].map((transport) => transport.close()));
  const per = (/** @type {number} */ rss) => (rss - empty) / job.requests;
  const { user, system } = process.cpuUsage();
  return {
    ...{ seconds, cpu: (user + system) / 1e6, rss: peakRss() },
    ...{ kibPerTransport: per(made), kibPerUsedTransport: per(used), ioThreads, ownThreads: own.length },
  };
}
