// Posts for a long time in one process, and looks whether anything grows: node --expose-gc test/soak/soak.mjs [report]
//
// IMNXPORT_FULL=1: 2,000,000 posts and 20 GiB; else a short one. IMNXPORT_POSTS and IMNXPORT_GIB say other numbers.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { HttpMailTransport } from '../../dist/index.mjs';

const full = process.env.IMNXPORT_FULL === '1';
const posts = Number(process.env.IMNXPORT_POSTS ?? (full ? 2_000_000 : 60_000));
const bytes = Number(process.env.IMNXPORT_GIB ?? (full ? 20 : 1)) * 1024 ** 3;

/** Posts between two looks: a hundred looks, or one for each 1,000 posts if those are fewer. */
const round = Math.max(1000, Math.floor(posts / 100_000) * 1000);
const lanes = 16;

/**
 * What may grow. Memory, in bytes for each 1,000 posts: whatever is lost with every post is at least the smallest block of
 * the allocator, 32 bytes, and with one post in a hundred, those that fail, at least a connection's buffers, 16 KiB, which
 * are 160,000 bytes. The long run tells half of the former. In the short one the heap of JavaScript is still
 * growing into its place by a few MB; it tells 400 bytes a post, which is less than a post's own objects have.
 * Files and threads: no more than one in the whole run.
 */
const bounds = { rss: posts < 1_000_000 ? 400_000 : 16_000, files: 1000 / posts, threads: 1000 / posts };

const server = fork(new URL('server.mjs', import.meta.url), { stdio: 'inherit' });
const [port] = await once(server, 'message');
const url = `http://127.0.0.1:${port}/inbox/`;

const small = Buffer.alloc(8192, 'x');
/** A small body for each number; kinds take turns. */
function body(number) {
  const size = (number * 7919) % small.length;
  const content = small.subarray(0, size);
  if (number % 10 === 1) return { body: content.toString('latin1') };
  if (number % 10 === 2) return { body: Readable.from([content]), contentLength: size };
  if (number % 10 === 3) return { body: () => [content], contentLength: size };
  return { body: content };
}

// Large ones bring what is missing to the bytes that are asked for.
const large = Buffer.alloc(16 * 1024 ** 2, 'x');
const missing = Math.max(1, bytes - (posts * small.length) / 2);
const largeEvery = Math.max(1, Math.floor(posts / Math.ceil(missing / large.length)));

let sent = 0;
const ends = new Map();
const shared = Array.from({ length: lanes }, () => new HttpMailTransport({ proxy: false }));

async function post(number, lane) {
  const isLarge = number % largeEvery === 0;
  const { body: content, contentLength } = isLarge ? { body: large } : body(number);
  // One in ten has a transport of its own.
  const transport = number % 10 === 0 ? new HttpMailTransport({ proxy: false }) : shared[lane];
  let end = 'stored';
  try {
    await transport.post(url, content, { contentLength });
  } catch (error) {
    end = error.code;
  }
  ends.set(end, (ends.get(end) ?? 0) + 1);
  sent += isLarge ? large.length : (number * 7919) % small.length;
  if (transport !== shared[lane]) await transport.close();
}

const linux = process.platform === 'linux';
const count = (folder) => (linux ? readdirSync(`/proc/self/${folder}`).length : 0);

function look() {
  globalThis.gc();
  return { rss: process.memoryUsage.rss(), files: count('fd'), threads: count('task') };
}

/** The slope for each 1,000 posts, by linear regression. */
function slope(values) {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let [above, below] = [0, 0];
  values.forEach((value, index) => {
    above += (index - middle) * (value - mean);
    below += (index - middle) ** 2;
  });
  return above / below / (round / 1000);
}

const began = performance.now();
const looks = [];
let number = 0;
while (number < posts) {
  const until = Math.min(posts, number + round);
  await Promise.all(
    shared.map(async (_transport, lane) => {
      while (number < until) await post(++number, lane);
    }),
  );
  looks.push(look());
  if (full && looks.length % 10 === 0) console.error(`${number} posts: ${JSON.stringify(looks.at(-1))}`);
}
const seconds = (performance.now() - began) / 1000;
await Promise.all(shared.map((transport) => transport.close()));
server.disconnect();

// The first quarter is for warming up.
const steady = looks.slice(Math.floor(looks.length / 4));
const checks = Object.entries(bounds).map(([what, bound]) => {
  const grows = slope(steady.map((each) => each[what]));
  const told = `${what}: ${grows.toFixed(what === 'rss' ? 0 : 4)} for each 1,000 posts, at most ${bound}`;
  console.log(`${told}; ${steady[0][what]} at the beginning, ${steady.at(-1)[what]} at the end`);
  return { name: `soak: ${what} stays where it is`, problem: grows <= bound ? null : told };
});
const expected = ['ERR_IMNXPORT_CONNECTION_DROPPED', 'ERR_IMNXPORT_HTTP_SERVICE_UNAVAIL', 'stored'];
console.log(
  `${posts} posts, ${(sent / 1024 ** 3).toFixed(1)} GiB, ${seconds.toFixed(0)} s: ${JSON.stringify([...ends])}`,
);
const seen = [...ends.keys()].sort().join(' ');
checks.push({
  name: 'soak: posts end as the server says',
  problem: seen === expected.join(' ') ? null : seen,
});
const report = process.argv[2];
if (report) writeFileSync(report, JSON.stringify(checks));
process.exitCode = checks.some(({ problem }) => problem !== null) ? 1 : 0;
