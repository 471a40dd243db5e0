// One sample: starts the process of a row, lets it warm up, and takes its report and the server's counts.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import verify from './verify.js';

const child = fileURLToPath(new URL('child.mjs', import.meta.url));
const GIB = 1024 ** 3;

/** No proxy of this machine may stand between a client and the server. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(https?|all|no)_proxy$/i.test(name)),
);

/**
 * The command of a row.
 * @param {import('./workloads.mjs').Row} row
 * @param {import('./child.mjs').Job} job
 * @param {import('./prepare.mjs').Prepared} prepared
 * @returns {string[]}
 */
function commandOf({ program }, job, { programs, library, messageFile }) {
  const { url, body, caFile, requests, concurrency, warmUp } = job;
  switch (program) {
    case 'sendfile':
      return [programs.sendfile, new URL(url).port, body.path];
    case 'call':
      return [programs.call, library, url, `${body.size}`, `${requests}`, `${warmUp}`];
    case 'wake':
      return [programs.wake, '1000', `${warmUp}`];
    case 'libcurl': {
      const warm = body.kind === 'file' ? 0 : warmUp;
      const what = body.kind === 'file' ? body.path : `${body.size}`;
      const args = [url, concurrency, requests, warm, what].map(String);
      return [programs.libcurl, ...args, ...(caFile ? [caFile] : [])];
    }
    case 'curl':
      return [programs.cli, 'curl', ...curlArguments(job, messageFile)];
    case 'node':
      return [process.execPath, ...(job.kind === 'idle' ? ['--expose-gc'] : []), child, JSON.stringify(job)];
  }
}

/** One run of the command posts all: it repeats a URL with a range, and takes the same file for each. */
function curlArguments({ url, body, caFile, requests, concurrency }, /** @type {string} */ messageFile) {
  const args = [
    '-sSf',
    '-o',
    '/dev/null',
    '-H',
    'Expect:',
    '-H',
    'Content-Type: message/rfc822',
    '-X',
    'POST',
  ];
  if (caFile) args.push('--cacert', caFile);
  if (concurrency > 1) args.push('-Z', '--parallel-immediate', '--parallel-max', String(concurrency));
  if (body.kind === 'file') return [...args, '-T', body.path, url];
  return [...args, '--data-binary', `@${messageFile}`, `${url}[1-${requests}]`];
}

/** What every row is compared by, from what its process has reported. */
function derive(figures, /** @type {import('./child.mjs').Job} */ { requests, body }) {
  const bytes = requests * body.size;
  const { seconds, cpu, rss, ...others } = figures;
  return {
    ...others,
    ...{ seconds, cpu, rss: rss / 1024 },
    mibPerSecond: bytes / 1024 ** 2 / seconds,
    requestsPerSecond: requests / seconds,
    cpuPerGib: cpu / (bytes / GIB),
    cpuPer1000: (cpu / requests) * 1000,
  };
}

/**
 * Rejects when the process fails; a sample whose counts do not match has a problem.
 * @param {import('./workloads.mjs').Workload} workload
 * @param {import('./workloads.mjs').Row} row
 * @param {import('./prepare.mjs').Prepared} prepared
 */
export async function runRow(workload, row, prepared) {
  const { sink, caFile } = prepared;
  const secure = workload.tls === true;
  const url = `${secure ? 'https' : 'http'}://127.0.0.1:${secure ? sink.tlsPort : sink.port}${workload.path ?? '/'}`;
  const job = { ...row.job, url, ...(secure ? { caFile } : {}) };
  const [command, ...args] = commandOf(row, job, prepared);
  const env =
    secure && job.client === 'fetch' ? { ...environment, NODE_EXTRA_CA_CERTS: caFile } : environment;
  const client = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  const timer = setTimeout(() => client.kill('SIGKILL'), 300_000);
  let errors = '';
  client.stderr.setEncoding('utf8').on('data', (text) => (errors = (errors + text).slice(-2000)));
  client.stdin.on('error', () => {}); // it has ended: said below
  client.on('error', (error) => (errors = error.message)); // it could not be started: the same
  const ended = new Promise((resolve) => client.once('close', (code, signal) => resolve(signal ?? code)));
  try {
    const lines = createInterface({ input: client.stdout })[Symbol.asyncIterator]();
    const next = async () => {
      const { value, done } = await lines.next();
      if (done) throw new Error(`the process ended (${await ended}) ${errors.trim()}`);
      return value;
    };
    await next();
    await sink.reset();
    client.stdin.write('go\n');
    const report = JSON.parse(await next());
    const counts = await sink.counts();
    const expected = { requests: job.requests, bytes: job.requests * job.body.size };
    const figures = { ...derive(report, job), sinkCpu: counts.cpu, connections: counts.connections };
    return { figures, problem: verify.problemOf(expected, counts) };
  } finally {
    client.stdin.end();
    await ended;
    clearTimeout(timer);
  }
}
