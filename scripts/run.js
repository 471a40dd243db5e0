// The one entry of all build work: `node scripts/run.js <command>`, as package.json's scripts call it.
'use strict';
const { parseArgs } = require('node:util');

// First of all, because an older Node would fail in ways that explain nothing.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 17)) {
  console.error(`imnxport needs Node.js 20.17 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

const { run } = require('./exec');
const { say } = require('./log');
const { ensureModules } = require('./modules');
const { ensurePackages, packages } = require('./packages');
const { ensureNative, prebuild } = require('./native');
const { inRoot, root, library, cHost } = require('./paths');
const { ensureTypeScript } = require('./typescript');
const { Unavailable } = require('./unavailable');

/** Everything that a user of the library needs: packages, node_modules, libcurl, the native part, dist/. */
async function build() {
  await ensurePackages(packages.build);
  await ensureModules();
  await ensureNative();
  await ensureTypeScript('lib');
}

/** @type {Record<string, { about: string, work: (args: string[]) => Promise<unknown> }>} */
const commands = {
  demo: {
    about: 'set up what is missing, then show the library at work',
    work: async (args) => {
      await build();
      const env = { IMNXPORT_LIBRARY: library, IMNXPORT_C_HOST: cHost };
      const { code } = await run(process.execPath, [inRoot('examples', 'demo.mjs'), ...args], {
        cwd: root,
        env,
        show: true,
      });
      process.exitCode = code ?? 1;
    },
  },
  bench: {
    about:
      'set up what is missing, then measure the library and its peers; --quick  --only=NAME,NAME  --help',
    work: async (args) => {
      await build();
      const script = inRoot('bench', 'main.mjs');
      const { code } = await run(process.execPath, [script, ...args], { cwd: root, show: true, limit: 7200 });
      process.exitCode = code ?? 1;
    },
  },
  test: {
    about: 'set up what is missing, then run every test; --only=SUITE,SUITE  --require=all',
    work: async (args) => {
      const { values } = parseArgs({
        args,
        options: { only: { type: 'string' }, require: { type: 'string' } },
      });
      if (values.require !== undefined && values.require !== 'all')
        throw new Error('--require takes only "all"');
      process.exitCode = (await require('./test').test(values.only?.split(','), values.require === 'all'))
        ? 0
        : 1;
    },
  },
  torture: {
    about: 'run the suites that look for what is rare, in their full length; --only=SUITE,SUITE',
    work: async (args) => {
      const { values } = parseArgs({ args, options: { only: { type: 'string' } } });
      require('./full').beFull();
      const { suites } = require('./suites');
      const all = suites.filter(({ full }) => full).map(({ name }) => name);
      process.exitCode = (await require('./test').test(values.only?.split(',') ?? all, true)) ? 0 : 1;
    },
  },
  fuzz: {
    about: 'run the fuzz targets; --seconds=N  --only=TARGET,TARGET  --seed=N',
    work: async (args) => {
      const { values } = parseArgs({
        args,
        options: {
          seconds: { type: 'string', default: '60' },
          only: { type: 'string' },
          seed: { type: 'string' },
        },
      });
      await ensurePackages(packages.fuzz);
      await ensureModules();
      await ensureNative();
      const { ensureFuzzers, fuzz } = require('./fuzz');
      await ensureFuzzers();
      const { failures } = await fuzz({
        seconds: Number(values.seconds),
        only: values.only?.split(','),
        seed: values.seed ? Number(values.seed) : undefined,
      });
      for (const { name, output } of failures) say(`FAILED  ${name}\n${output}`);
      process.exitCode = failures.length > 0 ? 1 : 0;
    },
  },
  setup: {
    about: 'install the system packages that building and testing need (the only part that needs root)',
    work: async () => {
      const still = await ensurePackages(packages.all);
      await require('./windows-root').ensureWindowsRoot();
      if (still.length > 0) process.exitCode = 1;
      else say('Everything that the system has to provide is there.');
    },
  },
  build: { about: 'set up what is missing and build the library', work: build },
  docs: {
    about: 'make the site of the documents and of both references: build/site/',
    work: async () => {
      await ensurePackages(['doxygen']);
      await ensureModules();
      const { buildSite, output } = require('./docs');
      const { failures } = await buildSite();
      for (const failure of failures) say(`FAILED  ${failure.name}\n${failure.output}`);
      if (failures.length === 0) say(`${output}/index.html`);
      else process.exitCode = 1;
    },
  },
  windows: {
    about: 'build for Windows: build/win32-x64/, build/win32-ia32/ and prebuilds/; --arch x64|ia32|both',
    work: async (args) => {
      const { values } = parseArgs({ args, options: { arch: { type: 'string' } } });
      const { parseArch, buildWindows } = require('./windows-build');
      const only = parseArch(values.arch);
      await ensurePackages(packages.all);
      await ensureModules();
      await buildWindows(only);
    },
  },
  prebuild: {
    about: 'build, and put what the npm package carries into prebuilds/',
    work: async () => {
      await build();
      await prebuild();
    },
  },
  release: {
    about: 'make the npm package as it is to be published, and try it on bare systems; Linux, as root',
    work: async () => {
      process.exitCode = (await require('./release').releaseCheck()) ? 0 : 1;
    },
  },
  gyp: {
    about: 'build the addon with node-gyp, in a copy of the tree',
    work: async () => {
      await ensurePackages(packages.all);
      await ensureModules();
      say(await require('./gyp').buildGyp());
    },
  },
  format: {
    about: 'let eslint, prettier and clang-format repair what they can',
    work: async () => {
      await ensureModules();
      const { failures } = await require('./lint').format();
      for (const failure of failures) say(failure.output);
      process.exitCode = failures.length > 0 ? 1 : 0;
    },
  },
};

async function main() {
  const [name = '', ...args] = process.argv.slice(2);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    say('usage: node scripts/run.js <command>\n');
    for (const [key, { about }] of Object.entries(commands)) say(`  ${key.padEnd(9)} ${about}`);
    process.exitCode = name ? 2 : 0;
    return;
  }
  await command.work(args);
}

main().catch((error) => {
  if (error instanceof Unavailable) say(`Cannot go on without: ${error.message}`);
  else say(String(error?.message ?? error));
  process.exitCode = 1;
});
