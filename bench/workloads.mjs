// What is measured: each workload with its rows. A row is one client, in a process of its own, doing one job.

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

/**
 * @typedef {object} Row
 * @property {string} id
 * @property {string} label
 * @property {'node' | 'libcurl' | 'curl' | 'sendfile' | 'call' | 'wake'} program
 * @property {import('./child.mjs').Job} job url and caFile are filled in when it runs
 * @property {number} [x] where it stands on the axis of a plot over a series
 *
 * @typedef {object} Workload
 * @property {string} id
 * @property {string} title
 * @property {string} figure the one that the plots show
 * @property {'higher' | 'lower'} better
 * @property {boolean} [tls]
 * @property {string} [path]
 * @property {number} [rounds] no more than these: it does not compare clients
 * @property {readonly Row[]} rows
 */

const labels = {
  imnxport: 'imnxport',
  'undici-pool': 'undici Pool',
  'undici-dispatch': 'undici Pool.dispatch',
  'undici-request': 'undici request',
  'node-http': 'node:http',
  fetch: 'fetch',
  axios: 'axios',
  got: 'got',
  curl: 'curl (command)',
  libcurl: 'libcurl in C',
  sendfile: 'sendfile in C',
};
const nativePrograms = new Set(['libcurl', 'curl', 'sendfile']);

/**
 * @param {string} client
 * @param {Partial<import('./child.mjs').Job>} job
 * @param {Partial<Row>} [other]
 * @returns {Row}
 */
function row(client, job, other) {
  const program = nativePrograms.has(client) ? client : 'node';
  const base = { kind: 'posts', client, concurrency: 1, requests: 1, warmUp: 1 };
  return { id: client, label: labels[client], program, job: { ...base, ...job }, ...other };
}

const bytes = (/** @type {number} */ size) => ({ kind: 'bytes', size });

/** @type {(files: Files, size: number, chunk?: number) => import('./bodies.mjs').Body} */
const file = (files, size, chunk = 64 * KIB) => ({ kind: 'file', path: files(size), size, chunk });

const main = new Set(['imnxport', 'undici-pool', 'undici-dispatch', 'libcurl', 'sendfile']);
const chosen = (clients, quick) => clients.filter((name) => !quick || main.has(name));

function bulkFile(files, quick) {
  const size = quick ? 256 * MIB : GIB;
  const clients = ['imnxport', 'undici-pool', 'undici-request', 'node-http', 'fetch', 'axios', 'got'];
  const rows = chosen([...clients, 'curl', 'libcurl', 'sendfile'], quick).map((name) =>
    row(name, { body: file(files, size) }),
  );
  const large = { id: 'undici-pool-1m', label: 'undici Pool, 1 MiB chunks' };
  rows.push(row('undici-pool', { body: file(files, size, MIB) }, large));
  const title = `A file of ${size / MIB} MiB`;
  return { id: 'bulk-file', title, figure: 'mibPerSecond', better: 'higher', rows };
}

function bulkReadable(name, chunk, known, quick) {
  const body = { kind: 'readable', size: quick ? 256 * MIB : GIB, chunk, known };
  const clients = ['imnxport', 'undici-pool', 'undici-request', 'node-http', 'axios', 'got'];
  if (!known) clients.push('fetch');
  const rows = chosen(clients, quick).map((client) => row(client, { body }));
  const title = `A Readable of ${body.size / MIB} MiB in chunks of ${chunk / KIB} KiB, ${known ? 'known length' : 'chunked'}`;
  return { id: `readable-${name}`, title, figure: 'mibPerSecond', better: 'higher', rows };
}

function small(concurrency, requests, quick) {
  const body = bytes(4 * KIB);
  const job = { body, concurrency, requests, warmUp: Math.max(1000, 10 * concurrency) };
  const clients = ['imnxport', 'undici-pool', 'undici-dispatch', 'undici-request', 'node-http'];
  const rows = chosen([...clients, 'fetch', 'axios', 'got', 'curl', 'libcurl'], quick).map((name) =>
    row(name, job),
  );
  const title = `Messages of 4 KiB, ${concurrency} at a time`;
  return { id: `small-${concurrency}`, title, figure: 'requestsPerSecond', better: 'higher', rows };
}

function inFlight(quick) {
  const lanes = quick ? 500 : 2000;
  const job = { body: bytes(4 * KIB), concurrency: lanes, requests: lanes * 5, warmUp: lanes };
  const clients = [
    'imnxport',
    'undici-pool',
    'undici-dispatch',
    'node-http',
    'fetch',
    'axios',
    'got',
    'libcurl',
  ];
  const rows = chosen(clients, quick).map((name) => row(name, job));
  const nothing = { kind: 'base', requests: 0, body: bytes(0) };
  rows.push(row('base', nothing, { id: 'node-base', label: 'Node.js alone' }));
  const title = `${lanes} messages of 4 KiB in flight, answered after 200 ms`;
  return { id: 'in-flight', title, figure: 'requestsPerSecond', better: 'higher', path: '/slow/200', rows };
}

function tls(files, quick) {
  const size = quick ? 64 * MIB : 256 * MIB;
  const clients = ['imnxport', 'undici-pool', 'node-http', 'fetch', 'axios', 'got', 'curl', 'libcurl'];
  const rows = chosen(clients, quick).map((name) => row(name, { body: file(files, size) }));
  const large = { id: 'undici-pool-1m', label: 'undici Pool, 1 MiB chunks' };
  rows.push(row('undici-pool', { body: file(files, size, MIB) }, large));
  const title = `A file of ${size / MIB} MiB over TLS`;
  return { id: 'tls', title, figure: 'mibPerSecond', better: 'higher', tls: true, rows };
}

function memory(kind, files, quick) {
  const rows = ['imnxport', ...(quick ? [] : ['undici-pool'])].flatMap((client) =>
    (quick ? [GIB / 4, GIB] : [GIB, 5 * GIB]).map((size, i) => {
      const readable = { kind: 'readable', size, chunk: 64 * KIB, known: true };
      const body = kind === 'file' ? file(files, size) : readable;
      const label = `${labels[client]}, ${size / GIB} GiB`;
      // By the sizes of a full run: the names in the table of targets.
      return row(client, { body }, { id: `${client}-${['1g', '5g'][i]}`, label, x: size / GIB });
    }),
  );
  const title = `Peak memory of a ${kind === 'file' ? 'file' : 'Readable'} that grows`;
  return { id: `memory-${kind}`, title, figure: 'rss', better: 'lower', rounds: 3, rows };
}

function idle(quick) {
  const requests = quick ? 2000 : 10_000;
  const rows = [row('imnxport', { kind: 'idle', requests, warmUp: 100, body: bytes(4 * KIB) })];
  const title = `${requests} transports that are idle`;
  return { id: 'idle', title, figure: 'kibPerTransport', better: 'lower', rounds: 3, rows };
}

/** How often each size is posted: the medians need calls, and the bytes time. */
const calls = [
  ['4k', 4 * KIB, 1000],
  ['64k', 64 * KIB, 500],
  ['1m', MIB, 100],
  ['16m', 16 * MIB, 30],
  ['256m', 256 * MIB, 6],
  ['1g', GIB, 4],
];

function call(quick) {
  const rows = calls.slice(0, quick ? 4 : undefined).map(([name, size, requests]) => {
    const job = { requests, warmUp: 200, body: bytes(size) };
    return row('imnxport', job, { id: `imnxport-${name}`, label: name, program: 'call', x: size });
  });
  // What is asleep must be woken, and that is not in our hands.
  const nothing = { requests: 0, warmUp: 200, body: bytes(0) };
  rows.push(row('wake', nothing, { label: 'waking a thread, nothing else', program: 'wake' }));
  const title = 'CommandPOST on the thread that calls it, by the size of the entity';
  return { id: 'call', title, figure: 'call', better: 'lower', rounds: 3, rows };
}

function byRequests(quick) {
  const counts = quick ? [1000, 2000, 4000] : [1000, 4000, 16_000, 64_000];
  const rows = ['imnxport', 'undici-pool'].flatMap((client) =>
    counts.map((requests) => {
      const job = { body: bytes(4 * KIB), concurrency: 16, requests, warmUp: 1000 };
      return row(client, job, { id: `${client}-${requests}`, label: labels[client], x: requests });
    }),
  );
  const title = 'Cost by the number of requests (4 KiB, 16 at a time)';
  return { id: 'by-requests', title, figure: 'seconds', better: 'lower', rounds: 3, rows };
}

function bySize(quick) {
  const more = quick ? [] : [KIB, 16 * KIB, MIB, 4 * MIB, 16 * MIB];
  const sizes = [0, 4 * KIB, 64 * KIB, 256 * KIB, ...more].sort((a, b) => a - b);
  const rows = ['imnxport', 'undici-pool'].flatMap((client) =>
    sizes.map((size) => {
      const requests = Math.min(quick ? 500 : 2000, Math.ceil((256 * MIB) / Math.max(size, 1)));
      const job = { body: bytes(size), requests, warmUp: Math.min(200, requests) };
      return row(client, job, { id: `${client}-${size}`, label: labels[client], x: size });
    }),
  );
  const title = 'Cost of one post by the size of its entity (one at a time)';
  return { id: 'by-size', title, figure: 'p50', better: 'lower', rounds: 3, rows };
}

/**
 * @typedef {(size: number) => string} Files the path of a file of that size
 * @param {Files} files
 * @param {boolean} quick
 * @returns {Workload[]}
 */
export function workloads(files, quick) {
  const sizes = [
    ['64k', 64 * KIB],
    ['1m', MIB],
  ];
  return [
    bulkFile(files, quick),
    ...sizes.map(([name, chunk]) => bulkReadable(name, chunk, true, quick)),
    ...sizes.map(([name, chunk]) => bulkReadable(`${name}-chunked`, chunk, false, quick)),
    small(1, quick ? 1000 : 5000, quick),
    small(16, quick ? 3000 : 10_000, quick),
    small(64, quick ? 3000 : 10_000, quick),
    inFlight(quick),
    tls(files, quick),
    memory('file', files, quick),
    memory('readable', files, quick),
    idle(quick),
    call(quick),
    byRequests(quick),
    bySize(quick),
  ].map((workload) => (quick && workload.rounds ? { ...workload, rounds: 1 } : workload));
}
