// The package in Node.js for Windows, under Wine: installed offline and without scripts, used, registered, activated.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { expectText } = require('./checks');
const { CommandFailed } = require('./exec');
const { folder: packed, installArgs } = require('./pack');
const { inRoot } = require('./paths');
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
  fs.mkdirSync(app, { recursive: true });
  fs.writeFileSync(path.join(app, 'package.json'), '{ "private": true }\n');
  fs.writeFileSync(path.join(app, 'message.eml'), 'Subject: hello\r\n\r\nhello\r\n');
  fs.cpSync(inRoot('release', 'trials'), app, { recursive: true });
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
  const about = (/** @type {string} */ title) => `Windows ${arch}: ${title}`;
  const check = (
    /** @type {string} */ title,
    /** @type {string[]} */ command,
    /** @type {string} */ wanted,
  ) => checks.check(about(title), async () => expectText(await there(...command), wanted));

  const files = [made.tarball, ...made.dependencies].map(onZ);
  const npm = onZ(path.join(pinned('npm'), 'bin', 'npm-cli.js'));
  await checks.check(about('it is installed offline, with --ignore-scripts'), () =>
    there(node, npm, ...installArgs, ...files),
  );
  await check('require and a post', [node, 'require.cjs'], '201 string 1');
  await check('import and a post', [node, 'import.mjs'], '201 string 1');
  await checks.check(about('imnxport info'), () => there(node, main, 'info'));
  const post = [onZ(node), main, 'post', '{url}', 'message.eml'];
  await check('imnxport post', [node, 'post-with.cjs', ...post], '0 1');
  // For everyone: Wine looks for classes in the machine's registry only.
  await checks.check(about('imnxport register'), () => there(node, main, 'register', '--machine'));
  for (const kind of archs) {
    await checks.check(
      about(`a script in the script host for ${kind} creates the object and posts`),
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
  await checks.check(about('imnxport unregister'), () => there(node, main, 'unregister', '--machine'));
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
