// The system packages that building and testing need: which are there, and how the others are installed.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { must } = require('./exec');
const { withLock } = require('./lock');
const { say, step } = require('./log');
const { retry } = require('./retry');

/** True when a program of that name is in PATH. */
function program(/** @type {string} */ name) {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.some((folder) => folder && fs.existsSync(path.join(folder, name)));
}

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

/**
 * Debian's name of each package, what for (a demo needs "build" only), and the test that it (or the same from elsewhere) is there.
 * @type {Record<string, { role: 'build' | 'test', there: () => boolean }>}
 */
const table = {
  cmake: { role: 'build', there: () => program('cmake') },
  make: { role: 'build', there: () => program('make') },
  'g++': { role: 'build', there: () => program('g++') && program('gcc') },
  'libssl-dev': {
    role: 'build',
    there: () =>
      file('/usr/lib/*/libssl.a', '/usr/lib/libssl.a', '/usr/lib64/libssl.a', '/usr/local/lib/libssl.a'),
  },
  'ca-certificates': {
    role: 'build',
    there: () =>
      file('/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/cert.pem'),
  },
  openssl: { role: 'test', there: () => program('openssl') },
  python3: { role: 'test', there: () => program('python3') },
  'doctest-dev': {
    role: 'test',
    there: () => file('/usr/include/doctest/doctest.h', '/usr/local/include/doctest/doctest.h'),
  },
  'g++-mingw-w64-x86-64-posix': { role: 'test', there: () => program('x86_64-w64-mingw32-g++-posix') },
  'g++-mingw-w64-i686-posix': { role: 'test', there: () => program('i686-w64-mingw32-g++-posix') },
};

/** The packages that building takes; and those that testing takes besides. */
const build = Object.keys(table).filter((name) => table[name]?.role === 'build');
const all = Object.keys(table);

/** Those of the named packages that are not there. */
function missing(/** @type {string[]} */ names) {
  return names.filter((name) => !table[name]?.there());
}

/** What apt is asked; patient with other users of it and with a slow mirror. */
const apt = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3', '-o', 'Dpkg::Use-Pty=0'];
const env = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };

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

module.exports = { ensurePackages, missing, packages: { build, all } };
