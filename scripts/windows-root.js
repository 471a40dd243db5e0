// Where Windows binaries are made and run on Linux: Wine and MinGW, on this machine itself or in a folder with another Debian.
'use strict';
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { aptEnv, aptOptions } = require('./apt');
const { debootstrap } = require('./debootstrap');
const { CommandFailed, must, run } = require('./exec');
const { withLock } = require('./lock');
const { step } = require('./log');
const { inRoot } = require('./paths');
const { program } = require('./programs');
const { retry } = require('./retry');
const { Unavailable } = require('./unavailable');

/** The oldest Debian whose Wine runs Windows Node 22 and 24, and 32-bit programs. */
const suite = 'trixie';
const native = [
  'wine',
  'wine64',
  'winbind',
  'cmake',
  'make',
  'g++-mingw-w64-x86-64-posix',
  'g++-mingw-w64-i686-posix',
  'mingw-w64-tools',
  'libwine-dev',
  'doctest-dev',
];
const foreign = ['wine32:i386'];

/** Programs that a whole root has, the 32-bit Wine by what it brings. */
const programs = [
  'wine',
  'wineserver',
  'cmake',
  'make',
  ...['x86_64', 'i686'].flatMap((cpu) =>
    ['gcc-posix', 'g++-posix', 'windres', 'widl', 'dlltool', 'strip'].map(
      (name) => `${cpu}-w64-mingw32-${name}`,
    ),
  ),
];
const files = ['/usr/lib/i386-linux-gnu/wine/i386-windows/ntdll.dll', '/usr/include/doctest/doctest.h'];

/** True when this machine has all of it. Its Wine has to be of version 10 at least, which checkRoot sees to. */
function machineHasWine() {
  return programs.every(program) && files.every((file) => fs.existsSync(file));
}

/** True on a Debian that is new enough to have all of it as packages; a Debian without a number is newer than all that have one. */
function canHostWine() {
  const release = fs.readFileSync('/etc/os-release', 'utf8');
  const version = /^VERSION_ID="?(\d+)/m.exec(release)?.[1];
  return /^ID=debian$/m.test(release) && Number(version ?? 99) >= 13;
}

/** The folder of the root; '' when this machine needs none. The name changes with what is in it. */
function rootFolder(env = process.env) {
  if (env.IMNXPORT_WINDOWS_ROOT) return path.resolve(env.IMNXPORT_WINDOWS_ROOT);
  if (machineHasWine() || canHostWine()) return '';
  const key = crypto
    .createHash('sha256')
    .update(JSON.stringify([suite, native, foreign]))
    .digest('hex');
  // Made by root, used by everyone: not in anybody's home.
  return path.join('/var/cache/imnxport', `windows-root-${key.slice(0, 12)}`);
}

/** True when Wine and MinGW have to come in a folder of their own that is not there yet. */
function needsDebootstrap() {
  return process.platform === 'linux' && rootFolder() !== '' && !fs.existsSync(rootFolder());
}

/**
 * Runs a command where Wine and MinGW are; paths outside of /usr and /etc are the same there.
 * @param {string} command
 * @param {string[]} args
 * @param {import('./exec').Options} [options]
 */
function runInRoot(command, args, options = {}) {
  const env = { IMNXPORT_WINDOWS_ROOT: rootFolder(), ...options.env };
  return run(inRoot('scripts', 'windows-root.sh'), [command, ...args], { ...options, env });
}

/** The same for a command that has to succeed; resolves with its output. */
async function mustInRoot(
  /** @type {string} */ command,
  /** @type {string[]} */ args,
  /** @type {import('./exec').Options} */ options = {},
) {
  const result = await runInRoot(command, args, options);
  if (result.code !== 0) throw new CommandFailed([command, ...args].join(' '), result);
  return result.output;
}

/** Looks whether everything is there and starts; throws an error that says what is not, and what to do. */
async function checkRoot() {
  const folder = rootFolder();
  const script = [
    `for name in ${programs.join(' ')}; do command -v "$name" >/dev/null || { echo "$name is missing"; exit 1; }; done`,
    `for name in ${files.join(' ')}; do [ -e "$name" ] || { echo "$name is missing"; exit 1; }; done`,
    'wine --version && x86_64-w64-mingw32-g++-posix --version && i686-w64-mingw32-g++-posix --version',
  ].join('\n');
  const { code, output } = await runInRoot('sh', ['-c', script], { limit: 60 });
  const version = Number(/^wine-(\d+)/m.exec(output)?.[1] ?? 0);
  if (code === 0 && version >= 10) return;
  const what = folder || 'the Wine or MinGW of this machine';
  const why = code === 0 ? `its Wine is older than version 10` : output.trim();
  const repair = folder ? `Delete ${folder} and run: npm run setup` : 'Update its packages';
  throw new Error(`${what} is broken: ${why}\n${repair}`);
}

/** Runs a shell script inside a root that is being made, with its own /proc and /dev, which go with the script. */
function inside(/** @type {string} */ folder, /** @type {string} */ script, /** @type {number} */ limit) {
  const enter =
    'mount --rbind /proc "$0/proc" && mount --rbind /dev "$0/dev" && exec chroot "$0" sh -ec "$1"';
  const args = ['--mount', '--propagation', 'private', 'sh', '-c', enter, folder, script];
  return must('unshare', args, { env: aptEnv, limit });
}

const apt = `apt-get ${aptOptions.join(' ')}`;
const install = `${apt} install -y --no-install-recommends`;
const installNative = `${apt} update && ${install} ${native.join(' ')}`;
const installForeign = `dpkg --add-architecture i386 && ${apt} update && ${install} ${foreign.join(' ')}`;

/** Installs Wine and MinGW on this machine. */
async function installHere() {
  const script = `${installNative} && ${installForeign}`;
  await step('as root: installing Wine and MinGW', () =>
    retry(() => must('sh', ['-c', script], { env: aptEnv, limit: 900 })),
  );
}

/** Makes the root; it has its name only when it is whole. */
async function makeRoot(/** @type {string} */ folder) {
  const draft = `${folder}.new`;
  await step('a Debian with Wine and MinGW, once per machine: the system', () => debootstrap(suite, draft));
  for (const name of ['hosts', 'resolv.conf']) {
    // The text, not a link to where another system keeps it.
    fs.rmSync(path.join(draft, 'etc', name), { force: true });
    fs.writeFileSync(path.join(draft, 'etc', name), fs.readFileSync(path.join('/etc', name)));
  }
  for (const [label, script] of [
    ['Wine and MinGW', installNative],
    ['32-bit Wine', `${installForeign} && ${apt} clean`],
  ]) {
    await step(`a Debian with Wine and MinGW, once per machine: ${label}`, () =>
      retry(() => inside(draft, `${script}`, 900)),
    );
  }
  fs.renameSync(draft, folder);
}

/**
 * Sees to it that Wine and MinGW are there and work. Throws Unavailable where they cannot be had, and an ordinary error when they
 * are there but broken.
 */
async function ensureWindowsRoot() {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Unavailable('Linux on x64');
  const folder = rootFolder();
  const isThere = () => (folder === '' ? machineHasWine() : fs.existsSync(folder));
  if (!isThere()) {
    if (process.getuid?.() !== 0) throw new Unavailable('Wine and MinGW: sudo npm run setup');
    if (folder !== '' && !program('debootstrap')) throw new Unavailable('debootstrap');
    await withLock('windows-root', async () => {
      if (!isThere()) await (folder === '' ? installHere() : makeRoot(folder));
    });
  }
  await checkRoot();
}

module.exports = { ensureWindowsRoot, needsDebootstrap, rootFolder, runInRoot, mustInRoot };
