// The system packages that building and testing need: which are there, and how the others are installed.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { aptEnv: env, aptOptions: apt } = require('./apt');
const { must } = require('./exec');
const { withLock } = require('./lock');
const { say, step } = require('./log');
const { program } = require('./programs');
const { retry } = require('./retry');
const { needsDebootstrap } = require('./windows-root');

/** True when one of the paths exists; `*` stands for any one folder name, as in /usr/lib/*\/libssl.a. */
function file(/** @type {string[]} */ ...patterns) {
  return patterns.some((pattern) => {
    const [before, after] = pattern.split('*');
    if (after === undefined) return fs.existsSync(pattern);
    if (!fs.existsSync(/** @type {string} */ (before))) return false;
    return fs
      .readdirSync(/** @type {string} */ (before))
      .some((name) => fs.existsSync(before + name + after));
  });
}

/** On Windows the compiler and all else that is not in this table come with Visual Studio, which CMake finds. */
const onWindows = process.platform === 'win32';

/**
 * Debian's name of each package, what for (a demo needs "build" only), and the test that it (or the same from elsewhere) is there.
 * @type {Record<string, { role: 'build' | 'test', there: () => boolean }>}
 */
const table = {
  cmake: { role: 'build', there: () => program('cmake') },
  make: { role: 'build', there: () => onWindows || program('make') },
  'g++': { role: 'build', there: () => onWindows || (program('g++') && program('gcc')) },
  'libssl-dev': {
    role: 'build',
    there: () =>
      onWindows ||
      file('/usr/lib/*/libssl.a', '/usr/lib/libssl.a', '/usr/lib64/libssl.a', '/usr/local/lib/libssl.a'),
  },
  'ca-certificates': {
    role: 'build',
    there: () =>
      onWindows ||
      file('/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/cert.pem'),
  },
  python3: { role: 'test', there: () => program('python3') },
  'doctest-dev': {
    role: 'test',
    there: () => {
      const prefixes = (process.env.CMAKE_PREFIX_PATH ?? '').split(path.delimiter).filter(Boolean);
      const headers = ['/usr', '/usr/local', ...prefixes].map(
        (prefix) => `${prefix}/include/doctest/doctest.h`,
      );
      return file(...headers);
    },
  },
  // Compiles the example in C#.
  'mono-mcs': { role: 'test', there: () => onWindows || program('mcs') },
  // Compile the example in Delphi: the compiler, and its library for Windows.
  'fp-compiler': { role: 'test', there: () => onWindows || program('ppcx64') },
  'fpc-source': { role: 'test', there: () => onWindows || file('/usr/share/fpcsrc/*/rtl/win64/system.pp') },
  clang: { role: 'test', there: () => onWindows || program('clang++') },
  // Its sanitizers and libFuzzer, in the version of clang.
  'libclang-rt-dev': {
    role: 'test',
    there: () =>
      onWindows ||
      ['x86_64', 'aarch64'].some((cpu) => file(`/usr/lib/clang/*/lib/linux/libclang_rt.fuzzer-${cpu}.a`)),
  },
  chromium: { role: 'test', there: () => program('chromium') },
  doxygen: { role: 'test', there: () => onWindows || program('doxygen') },
  // Brings the root with Wine and MinGW, where this machine does not have them itself: windows-root.js.
  debootstrap: { role: 'test', there: () => !needsDebootstrap() || program('debootstrap') },
};

/** The packages that building takes; those that fuzzing takes; and everything that testing takes besides. */
const build = Object.keys(table).filter((name) => table[name]?.role === 'build');
const fuzz = [...build, 'clang', 'libclang-rt-dev'];
const all = Object.keys(table);

/** Those of the named packages that are not there. */
function missing(/** @type {string[]} */ names) {
  return names.filter((name) => !table[name]?.there());
}

async function install(/** @type {string[]} */ names) {
  await retry(async () => {
    // A list that cannot be had may belong to a source that is not needed: what counts is the installing.
    await must('apt-get', [...apt, 'update'], { env, limit: 300 }).catch(() => {});
    await must('apt-get', [...apt, 'install', '-y', '--no-install-recommends', ...names], {
      env,
      limit: 900,
    });
  });
}

/**
 * Sees to packages: as root they are installed, otherwise the command for it is printed.
 * Never throws: whoever needs a package that is still missing says so.
 * @param {string[]} names
 * @param {{ isRoot?: boolean, hasApt?: boolean }} [seams]
 * @returns {Promise<string[]>} what is still missing
 */
async function ensurePackages(
  names,
  { isRoot = process.getuid?.() === 0, hasApt = program('apt-get') } = {},
) {
  if (missing(names).length === 0) return [];
  if (isRoot && hasApt) {
    const work = async () => {
      const absent = missing(names);
      if (absent.length > 0)
        await step(`as root: apt-get install ${absent.join(' ')}`, () => install(absent));
    };
    await withLock('packages', work).catch((error) => say(`  ${error.message}`));
  } else {
    say(`  not installed: ${missing(names).join(' ')}`);
    say(
      hasApt
        ? '  install them with:  sudo npm run setup'
        : '  install them (or what they are called on this system)',
    );
  }
  return missing(names);
}

module.exports = { ensurePackages, missing, packages: { build, fuzz, all } };
