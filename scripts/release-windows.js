// The package in Node.js for Windows, under Wine: installed offline and without scripts, used, registered, activated.
'use strict';
const path = require('node:path');
const { expectText } = require('./checks');
const { CommandFailed } = require('./exec');
const { folder: packed } = require('./pack');
const { inRoot } = require('./paths');
const { checksOf, makeApp, tryApp } = require('./release-app');
const { pinned } = require('./release-linux');
const { makePrefixes, onZ, runWithNode } = require('./windows');
const { archs } = require('./windows-build');
const { ensureWindowsPackages, windowsNode } = require('./windows-node');

/** @typedef {import('./windows-build').Arch} Arch */

const prefix = inRoot('build', 'wine-release');

/** Windows' own script host: it activates the class by its name. Wine starts what has no folder as a 32-bit program. */
const scriptHosts = {
  x64: ['cmd.exe', '/c', 'C:\\windows\\sysnative\\cscript.exe'],
  ia32: ['cscript.exe'],
};
const script = onZ(inRoot('examples', 'vbscript', 'post.vbs'));

/** Tries the package with a Node.js of that bitness. */
async function tryWith(
  /** @type {Arch} */ arch,
  /** @type {import('./checks').Checks} */ checks,
  /** @type {import('./release-linux').Made} */ made,
) {
  const app = path.join(packed, `win32-${arch}`);
  makeApp(app);
  const node = windowsNode(22, arch).program;
  const main = 'node_modules\\imnxport\\dist\\cli\\main.js';
  const { HttpMailServer } = require(inRoot('dist', 'testing', 'index.js'));
  let count = 0;
  const there = async (/** @type {string[]} */ ...command) => {
    const name = `release-${arch}-${++count}`;
    const env = { npm_config_cache: onZ(path.join(app, 'cache')) };
    const result = await runWithNode(prefix, name, command, { cwd: app, env, limit: 140 });
    if (result.code !== 0) throw new CommandFailed(command.join(' '), result);
    return result.output;
  };
  const system = `Windows ${arch}`;
  const check = checksOf(checks, system, there);
  await tryApp(check, {
    node,
    npm: onZ(path.join(pinned('npm'), 'bin', 'npm-cli.js')),
    files: [made.tarball, ...made.dependencies].map(onZ),
    cli: [node, main],
    cliForNode: [onZ(node), main],
  });
  // For everyone: Wine looks for classes in the machine's registry only.
  await check('imnxport register', [node, main, 'register', '--machine']);
  for (const kind of archs) {
    await checks.check(
      `${system}: a script in the script host for ${kind} creates the object and posts`,
      async () => {
        const server = new HttpMailServer();
        const url = `${await server.listen()}/inbox/`;
        try {
          expectText(
            (await there(...scriptHosts[kind], '//nologo', script, url, 'text', 'hello')).split('\n')[0] ??
              '',
            'status 201',
          );
          expectText(`${server.messages.length}`, '1');
        } finally {
          await server.close();
        }
      },
    );
  }
  await check('imnxport unregister', [node, main, 'unregister', '--machine']);
}

/** Tries the package with Node.js of these kinds; the furniture is there. */
async function tryOnWindows(
  /** @type {import('./checks').Checks} */ checks,
  /** @type {import('./release-linux').Made} */ made,
  kinds = archs,
) {
  await ensureWindowsPackages();
  await makePrefixes([prefix]);
  for (const kind of kinds) await tryWith(kind, checks, made);
}

module.exports = { tryOnWindows };
