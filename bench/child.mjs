// The process of one measured client: `node child.mjs JOB`, with the job as JSON. It warms up, says "ready", waits for a
// line, does the work, and reports in one line of JSON. CPU time and peak memory are this process's own.
import fs from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { idle } from './idle.mjs';
import { load } from './clients/index.mjs';
import { measure, peakRss } from './measure.mjs';
import statistics from './statistics.js';

/**
 * @typedef {object} Job
 * @property {'posts' | 'idle' | 'base'} kind
 * @property {string} client
 * @property {string} url
 * @property {string} [caFile]
 * @property {number} concurrency
 * @property {number} requests
 * @property {number} warmUp
 * @property {import('./bodies.mjs').Body} body
 */

/** Posts `count` bodies over the lanes and fills in the latencies, in milliseconds. */
async function postAll(lanes, count, body, latencies) {
  let started = 0;
  const run = async (post) => {
    while (started < count) {
      const index = started++;
      const start = performance.now();
      await post(body);
      if (latencies) latencies[index] = performance.now() - start;
    }
  };
  await Promise.all(lanes.map(run));
}

async function posts(/** @type {Job} */ job, go) {
  const open = await load(job.client);
  const ca = job.caFile === undefined ? undefined : fs.readFileSync(job.caFile, 'utf8');
  const client = open({ url: job.url, concurrency: job.concurrency, ca });
  const lanes = Array.from({ length: job.concurrency }, () => client.lane());
  // One that streams is warmed up with bytes: it only makes the connection.
  const warm = job.body.kind === 'bytes' ? job.body : { kind: 'bytes', size: 4096 };
  await postAll(lanes, job.warmUp, warm);
  await go();
  const latencies = new Float64Array(job.requests);
  const figures = await measure(() => postAll(lanes, job.requests, job.body, latencies));
  const [p50, p99] = [0.5, 0.99].map((p) => statistics.percentile(latencies, p));
  await client.close();
  return { ...figures, p50, p99 };
}

async function main() {
  /** @type {Job} */
  const job = JSON.parse(process.argv[2]);
  const input = createInterface({ input: process.stdin });
  const go = () => {
    const line = new Promise((resolve) => input.once('line', resolve));
    process.stdout.write('ready\n');
    return line;
  };
  let figures;
  if (job.kind === 'posts') figures = await posts(job, go);
  else if (job.kind === 'idle') figures = await idle(job, go);
  else {
    await go();
    figures = { seconds: 0, cpu: 0, rss: peakRss() };
  }
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  input.close();
}

await main();
