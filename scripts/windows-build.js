// Builds everything for Windows on Linux, 64 and 32 bit: libcurl, the DLL, the addon, and with `tests` the test programs.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { ensureCurl, crossOptions } = require('./curl-build');
const { withLock } = require('./lock');
const { say, step } = require('./log');
const { sources } = require('./native');
const { inRoot, root } = require('./paths');
const stamp = require('./stamp');
const { ensureWindowsRoot, mustInRoot, rootFolder } = require('./windows-root');

/** @typedef {'x64' | 'ia32'} Arch */

/** MinGW's names of what Node calls an architecture. */
const triples = /** @type {const} */ ({ x64: 'x86_64-w64-mingw32', ia32: 'i686-w64-mingw32' });
const archs = /** @type {Arch[]} */ (Object.keys(triples));

const folderOf = (/** @type {Arch} */ arch) => inRoot('build', `win32-${arch}`);
/** Where CMake works, and ctest looks. */
const workOf = (/** @type {Arch} */ arch) => path.join(folderOf(arch), 'cmake');

const testSources = ['test/native', 'test/abi', 'test/windows', 'test/concurrency', 'docs/windows.md'];

/** What npm ships of it. */
const shipped = ['imnxport.dll', 'imnxport.node', 'imnxport.manifest', 'imnxport.tlb'];

/** The linker writes the time into a binary, and so does strip: the same sources are to give the same bytes. */
const env = { SOURCE_DATE_EPOCH: '0' };

/** How a program that was built for Windows is run by ctest: within a time, as everything under Wine. */
const emulator = 'timeout;-k;5;110;wine';

async function buildOne(/** @type {Arch} */ arch, /** @type {boolean} */ tests) {
  const target = triples[arch];
  const curl = await ensureCurl(target);
  const compiler = await mustInRoot(`${target}-g++-posix`, ['--version']);
  const inputs = [curl, compiler];
  const name = `windows-${arch}`;
  const hash = stamp.hashOf(sources, ...inputs);
  const full = stamp.hashOf([...sources, ...testSources], ...inputs);
  const there = shipped.map((file) => path.join(folderOf(arch), file));
  if (stamp.isFresh(`${name}-tests`, full, there) || (!tests && stamp.isFresh(name, hash, there))) return;

  stamp.mark(name, null);
  stamp.mark(`${name}-tests`, null);
  await step(`compiling for Windows ${arch}${tests ? ', with tests' : ''}`, async () => {
    const options = [
      `IMNXPORT_OUTPUT_DIR=${folderOf(arch)}`,
      `IMNXPORT_CURL_DIR=${curl}`,
      `IMNXPORT_TESTS=${tests ? 'ON' : 'OFF'}`,
      'CMAKE_BUILD_TYPE=Release',
      'IMNXPORT_UNITY=ON',
      'CMAKE_RULE_MESSAGES=OFF',
      `CMAKE_CROSSCOMPILING_EMULATOR=${emulator}`,
      ...crossOptions(target),
    ];
    const jobs = String(os.availableParallelism());
    const work = workOf(arch);
    const configure = ['-S', root, '-B', work, ...options.map((option) => `-D${option}`)];
    // A folder that another compiler or another checkout configured would be refused, or worse, used.
    if (stamp.read()[`${name}-setup`] !== JSON.stringify([root, rootFolder(), ...inputs]))
      fs.rmSync(work, { recursive: true, force: true });
    await mustInRoot('cmake', configure);
    stamp.mark(`${name}-setup`, JSON.stringify([root, rootFolder(), ...inputs]));
    await mustInRoot('cmake', ['--build', work, '-j', jobs], { env, limit: 1800 });
  });
  stamp.mark(name, hash);
  if (tests) stamp.mark(`${name}-tests`, full);
}

/** Copies what npm ships to prebuilds/win32-<arch>/, without symbols. */
async function prebuildOne(/** @type {Arch} */ arch) {
  const folder = inRoot('prebuilds', `win32-${arch}`);
  fs.mkdirSync(folder, { recursive: true });
  for (const file of shipped) {
    const copy = path.join(folder, file);
    fs.copyFileSync(path.join(folderOf(arch), file), copy);
    if (/\.(dll|node)$/.test(file))
      await mustInRoot(`${triples[arch]}-strip`, ['--strip-unneeded', copy], { env });
  }
}

/**
 * @param {{ tests?: boolean, only?: Arch[] }} [options]
 */
async function ensureWindows({ tests = false, only = archs } = {}) {
  await ensureWindowsRoot();
  await withLock(`windows ${root}`, async () => {
    for (const arch of only) {
      await buildOne(arch, tests);
      await prebuildOne(arch);
    }
  });
}

/** The architectures that were asked for by name; an error names those that there are. */
function parseArch(/** @type {string | undefined} */ text) {
  if (text === undefined || text === 'both') return archs;
  const arch = archs.find((name) => name === text);
  if (arch) return [arch];
  const why =
    text === 'arm64'
      ? 'win32-arm64 cannot be built: MinGW-w64 in Debian has no compiler for it, and nothing here could run it'
      : `there is no architecture "${text}"`;
  throw new Error(`${why}. --arch takes: ${archs.join(', ')}, both`);
}

/** `npm run build:windows` */
async function buildWindows(/** @type {Arch[]} */ only) {
  await ensureWindows({ only });
  for (const name of only) say(`build/win32-${name}/ and prebuilds/win32-${name}/: ${shipped.join(', ')}`);
}

module.exports = { ensureWindows, buildWindows, parseArch, folderOf, workOf, archs, triples };
