// What `npm test` consists of, in this order.
'use strict';
const fs = require('node:fs');
const { Checks } = require('./checks');
const { buildSite } = require('./docs');
const { run } = require('./exec');
const { checkGyp } = require('./gyp');
const { lint } = require('./lint');
const { ensureFuzzers, fuzz } = require('./fuzz');
const { isFull } = require('./full');
const { ensureModules } = require('./modules');
const { ensureNative } = require('./native');
const { ensurePackage, ensureTools } = require('./pack');
const { packages } = require('./packages');
const { root, build, inRoot, nodeModule, library, cHost } = require('./paths');
const { ensureFurniture, tryOnLinux } = require('./release-linux');
const { tryOnWindows } = require('./release-windows');
const { reported, reportFile } = require('./reported');
const { fromJest, fromJUnit, fromChecks, sum } = require('./totals');
const { torture } = require('./torture');
const { ensureTypeScript } = require('./typescript');
const { checkHeaders, checkNode, checkPrograms, hostsEnv, makePrefixes, prefixes } = require('./windows');
const { ensureWindows } = require('./windows-build');
const { ensureWindowsPackages } = require('./windows-node');
const { ensureWindowsRoot } = require('./windows-root');

/** @typedef {import('./runner').Suite} Suite */

/**
 * Does a thing once, however often it is asked for; everyone gets the same outcome.
 * @template T
 * @param {() => Promise<T>} work
 */
function once(work) {
  /** @type {Promise<T> | undefined} */
  let outcome;
  return () => (outcome ??= work());
}
const modules = once(ensureModules);
const typescript = once(() => ensureTypeScript('test'));
const native = once(() => ensureNative());
const fuzzers = once(ensureFuzzers);
const nativeTests = once(() => ensureNative({ tests: true }));
const windowsRoot = once(ensureWindowsRoot);
const windows = once(() => ensureWindows({ tests: true }));
const windowsPackages = once(ensureWindowsPackages);
const winePrefixes = once(makePrefixes);
const packed = once(async () => {
  await ensureTools();
  return ensurePackage();
});
const furniture = once(ensureFurniture);

/** How a program of this machine is run, with what its tests want to know. */
function host(/** @type {string} */ command, /** @type {string[]} */ args, env = {}) {
  return (/** @type {number} */ limit) =>
    run(command, args, {
      cwd: root,
      env: { IMNXPORT_LIBRARY: library, IMNXPORT_C_HOST: cHost, ...env },
      limit,
    });
}

/** Servers of tests are reached directly, whatever proxies this machine has. */
const directly = () => ({ no_proxy: '*' });

/** A suite of jest over the compiled tests below the given folders. */
function jest(/** @type {string} */ name, /** @type {string[]} */ folders, env = () => ({}), workers = 2) {
  return () => {
    const report = reportFile(`${name}.json`);
    const there = folders.filter((folder) => fs.existsSync(inRoot(folder)));
    if (there.length === 0) return Promise.resolve({ passed: 0, failed: 0, failures: [] });
    const args = [
      nodeModule('jest/bin/jest.js'),
      '--json',
      '--outputFile',
      report,
      '--maxWorkers',
      `${workers}`,
      ...there.map((folder) => `${folder}/`),
    ];
    return reported(report, host(process.execPath, args, env()), (text) => fromJest(JSON.parse(text)));
  };
}

/** A suite of the ctest tests with that label. */
function ctest(/** @type {string} */ label) {
  return () => {
    const report = reportFile(`${label}.xml`);
    const args = [
      '--test-dir',
      build,
      '-C',
      'Release',
      '-L',
      `^${label}$`,
      '-j',
      '2',
      '--timeout',
      '120',
      '--output-junit',
      report,
    ];
    return reported(report, host('ctest', args), fromJUnit);
  };
}

/** The soak: it has a report of its own, with one check for each thing that may not grow. */
function soak() {
  const report = reportFile('soak.json');
  const args = ['--expose-gc', inRoot('test', 'soak', 'soak.mjs'), report];
  return reported(report, host(process.execPath, args), (text) => fromChecks(JSON.parse(text)));
}

/** One check for each project; the compiler's complaints begin with the path of the file. */
async function types() {
  const said = await typescript().then(
    () => '',
    (error) => String(error.message),
  );
  const projects = ['lib', 'test', 'scripts'].map((name) => {
    const own = said.split('\n').filter((line) => line.trimStart().startsWith(`${name}/`));
    return { name: `types of ${name}/`, problem: own.length > 0 ? own.join('\n') : null };
  });
  const other = said && projects.every(({ problem }) => problem === null) ? said : null;
  return fromChecks([...projects, { name: 'the TypeScript compiler', problem: other }]);
}

/** Builds the site of the documents, and looks at it in a browser. */
async function checkSite() {
  const built = await buildSite();
  return built.failed > 0 ? built : sum([built, await jest('site', ['dist-test/browser/site'])()]);
}

/** The package where nothing else is. `npm run release:check` tries it with a 32-bit Node.js for Windows as well. */
async function installed() {
  const made = await packed();
  const checks = new Checks({ aloud: false });
  await Promise.all([tryOnLinux(checks, made), tryOnWindows(checks, made, ['x64'])]);
  return fromChecks(checks.results);
}

const tested = [...packages.build, 'doctest-dev'];
const javascript = [modules, typescript];
const everything = [modules, native, typescript];

/**
 * Suites that look for what is rare: in `npm test` a part of it, with `npm run test:torture` all. Linux.
 * @type {Suite[]}
 */
const rare = [
  {
    name: 'faults',
    full: true,
    packages: packages.build,
    prepare: everything,
    run: jest('faults', ['dist-test/faults'], directly),
  },
  {
    name: 'ledger',
    full: true,
    packages: packages.build,
    prepare: everything,
    run: jest('ledger', ['dist-test/ledger'], directly, 1),
  },
  {
    name: 'concurrency',
    full: true,
    packages: tested,
    prepare: [modules, nativeTests],
    run: ctest('concurrency'),
  },
  { name: 'soak', full: true, packages: packages.build, prepare: everything, run: soak },
  { name: 'torture', full: true, packages: tested, prepare: [modules, nativeTests], run: torture },
  {
    name: 'fuzz',
    full: true,
    packages: packages.fuzz,
    prepare: [modules, native, fuzzers],
    run: () => fuzz({ seconds: isFull() ? 300 : 10 }),
  },
];

/** @type {Suite[]} */
const suites = [
  { name: 'lint', prepare: [modules], run: lint },
  { name: 'types', prepare: [modules], run: types },
  { name: 'unit', prepare: javascript, run: jest('unit', ['dist-test/unit', 'test/scripts']) },
  {
    name: 'native',
    packages: tested,
    prepare: [modules, nativeTests],
    run: ctest('native'),
  },
  {
    name: 'abi',
    packages: tested,
    prepare: [modules, nativeTests],
    run: ctest('abi'),
  },
  ...(process.platform === 'linux' ? rare : []),
  {
    name: 'integration',
    packages: packages.build,
    prepare: everything,
    run: jest('integration', ['dist-test/integration', 'dist-test/conformance'], directly),
  },
  {
    name: 'browser',
    packages: ['chromium'],
    prepare: javascript,
    run: jest('browser', ['dist-test/browser/page'], directly, 1),
  },
  {
    name: 'lifecycle',
    packages: packages.build,
    prepare: everything,
    run: jest('lifecycle', ['dist-test/lifecycle']),
  },
  ...(process.platform === 'win32'
    ? []
    : [
        {
          name: 'examples',
          packages: ['mono-mcs'],
          prepare: javascript,
          run: jest('examples', ['dist-test/examples']),
        },
      ]),
  {
    name: 'docs',
    packages: packages.build,
    prepare: everything,
    run: jest('docs', ['dist-test/docs'], directly),
  },
  ...(process.platform === 'linux'
    ? [{ name: 'site', packages: ['doxygen', 'chromium'], prepare: [modules, typescript], run: checkSite }]
    : []),
  { name: 'gyp', packages: [...packages.build, 'python3'], prepare: [modules, native], run: checkGyp },
  { name: 'windows-headers', packages: ['debootstrap'], prepare: [windowsRoot], run: checkHeaders },
  process.platform === 'win32'
    ? { name: 'windows-programs', packages: tested, prepare: [modules, nativeTests], run: ctest('windows') }
    : {
        name: 'windows-programs',
        packages: ['debootstrap'],
        prepare: [modules, windows, winePrefixes],
        run: checkPrograms,
      },
  {
    name: 'windows-hosts',
    packages: [...packages.build, 'debootstrap', 'fp-compiler', 'fpc-source'],
    prepare: [modules, windows, windowsPackages, winePrefixes, typescript],
    run: jest('windows-hosts', ['dist-test/windows'], hostsEnv, prefixes.length),
  },
  {
    name: 'windows-node',
    packages: ['debootstrap'],
    prepare: [modules, windows, windowsPackages, winePrefixes, typescript],
    run: checkNode,
  },
  // The last, so that what it packs for Windows is built already.
  {
    name: 'package',
    packages: packages.build,
    prepare: [...everything, packed],
    run: jest('package', ['dist-test/package']),
  },
  {
    name: 'installed',
    packages: [...packages.build, 'debootstrap'],
    prepare: [...everything, windows, windowsPackages, packed, furniture],
    run: installed,
  },
];

module.exports = { suites };
