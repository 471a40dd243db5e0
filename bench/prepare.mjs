// What has to be there before anything can be measured: the peers, the C programs, the files, the server.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { startSink } from './sink.mjs';

const require = createRequire(import.meta.url);
const { ensureCurl } = require('../scripts/curl-build');
const { must } = require('../scripts/exec');
const { step } = require('../scripts/log');
const { ensureModulesIn } = require('../scripts/modules');
const { build, inRoot, library } = require('../scripts/paths');
const stamp = require('../scripts/stamp');

const folder = path.join(build, 'bench');
const here = inRoot('bench');
const MIB = 1024 ** 2;
/** Above this a file is a hole: only its length matters, and it would not stay in memory anyway. */
const LARGEST_REAL_FILE = 1024 * MIB;

/**
 * @typedef {{ sendfile: string, libcurl: string, cli: string, call: string, wake: string, sink: string }} Programs
 * @typedef {{ sink: import('./sink.mjs').Sink, programs: Programs, library: string, caFile: string, messageFile: string,
 *   files: (size: number) => string }} Prepared
 */

/** @returns {Promise<Programs>} */
async function ensurePrograms() {
  const curl = await ensureCurl();
  const source = (/** @type {string[]} */ ...names) => names.map((name) => path.join(here, 'native', name));
  const output = (/** @type {string} */ name) => path.join(folder, name);
  const c = ['gcc', '-O2', '-std=gnu11', '-Wall', '-Wextra'];
  const cpp = ['g++', '-O2', '-std=c++17', '-Wall', '-Wextra'];
  const openssl = ['-lssl', '-lcrypto', '-lpthread'];
  /** @type {Record<keyof Programs, string[]>} */
  const commands = {
    sink: [...cpp, ...source('sink.cpp', 'request_reader.cpp', 'certificate.cpp'), ...openssl],
    sendfile: [...c, ...source('sendfile_client.c')],
    cli: [...c, ...source('run_cli.c')],
    wake: [...c, '-pthread', ...source('wake_client.c')],
    libcurl: [...c, `-I${curl}/include`, ...source('curl_client.c'), `${curl}/lib/libcurl.a`, ...openssl],
    call: [
      ...[...c, `-I${inRoot('native')}`, '-pthread'],
      ...[...source('call_client.c', 'null_stream.c', 'waiting_callback.c'), '-ldl'],
    ],
  };
  const names = /** @type {(keyof Programs)[]} */ (Object.keys(commands));
  const programs = /** @type {Programs} */ (Object.fromEntries(names.map((name) => [name, output(name)])));
  const hash = stamp.hashOf(['bench/native', 'native/abi'], JSON.stringify(commands));
  if (stamp.isFresh('bench', hash, Object.values(programs))) return programs;
  await step('compiling the C programs', async () => {
    for (const name of names) {
      const [compiler, ...args] = commands[name];
      await must(compiler, [...args, '-o', output(name)]);
    }
  });
  stamp.mark('bench', hash);
  return programs;
}

/** The path of a file of that length, which is made once. */
function fileOf(/** @type {number} */ size) {
  const file = path.join(folder, `${size}.bin`);
  if (fs.statSync(file, { throwIfNoEntry: false })?.size === size) return file;
  const fd = fs.openSync(file, 'w');
  const block = Buffer.alloc(MIB, 'imnxport ');
  if (size <= LARGEST_REAL_FILE) for (let at = 0; at < size; at += MIB) fs.writeSync(fd, block);
  fs.ftruncateSync(fd, size);
  fs.closeSync(fd);
  return file;
}

/** Read once, so that the first client does not pay for the disk. */
function warm(/** @type {string} */ file) {
  const fd = fs.openSync(file, 'r');
  const block = Buffer.alloc(MIB);
  while (fs.readSync(fd, block) > 0) continue;
  fs.closeSync(fd);
}

/** @returns {Promise<Prepared>} */
export async function prepare() {
  fs.mkdirSync(folder, { recursive: true });
  await ensureModulesIn(here);
  const programs = await ensurePrograms();
  const caFile = path.join(folder, 'ca.pem');
  const messageFile = fileOf(4096);
  const sink = await startSink(programs.sink, caFile);
  const made = new Set();
  const files = (/** @type {number} */ size) => {
    const file = fileOf(size);
    if (!made.has(file) && size <= LARGEST_REAL_FILE) warm(file);
    made.add(file);
    return file;
  };
  return { sink, programs, library, caFile, messageFile, files };
}
