// What `npm test` consists of, in this order.
'use strict';
const fs = require('node:fs');
const { run, nodeModule } = require('./exec');
const { checkGyp } = require('./gyp');
const { lint } = require('./lint');
const { ensureModules } = require('./modules');
const { ensureNative } = require('./native');
const { packages } = require('./packages');
const { root, build, inRoot, library, cHost } = require('./paths');
const { fromJest, fromJUnit, fromChecks, NoTotals } = require('./totals');
const { ensureTypeScript } = require('./typescript');
const { checkWindows, windowsPackages } = require('./windows');

/** @typedef {import('./runner').Suite} Suite */

/** Does a thing once, however often it is asked for; everyone gets the same outcome. */
function once(/** @type {() => Promise<unknown>} */ work) {
  /** @type {Promise<unknown> | undefined} */
  let outcome;
  return () => (outcome ??= work());
}
const modules = once(ensureModules);
const typescript = once(() => ensureTypeScript('test'));
const native = once(() => ensureNative());
const nativeTests = once(() => ensureNative({ tests: true }));

/** Longest time for one suite, in seconds: whatever takes longer hangs. */
const limit = 900;

function reportFile(/** @type {string} */ name) {
  const file = inRoot('build', 'reports', name);
  fs.mkdirSync(inRoot('build', 'reports'), { recursive: true });
  // The report of an earlier run must not be taken for this one's.
  fs.rmSync(file, { force: true });
  return file;
}

/**
 * Runs a program that writes a report, and reads it.
 * @param {string} report
 * @param {string} command
 * @param {string[]} args
 * @param {(text: string) => import('./totals').Result} parse
 */
async function reported(report, command, args, parse) {
  const env = { IMNXPORT_LIBRARY: library, IMNXPORT_C_HOST: cHost };
  const ended = await run(command, args, { cwd: root, env, limit });
  const how = ended.timedOut ? `did not end within ${limit} s` : `ended with ${ended.signal ?? ended.code}`;
  if (!fs.existsSync(report)) throw new NoTotals(`${command} ${how} and left no totals\n${ended.output}`);
  const result = parse(fs.readFileSync(report, 'utf8'));
  // A program that failed without naming a failure crashed on its way.
  if (ended.code !== 0 && result.failed === 0) throw new NoTotals(`${command} ${how}\n${ended.output}`);
  return result;
}

/** A suite of jest over the compiled tests below the given folders. */
function jest(/** @type {string} */ name, /** @type {string[]} */ ...folders) {
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
      '2',
      ...there.map((folder) => `${folder}/`),
    ];
    return reported(report, process.execPath, args, (text) => fromJest(JSON.parse(text)));
  };
}

/** A suite of the ctest tests with that label. */
function ctest(/** @type {string} */ label) {
  return () => {
    const report = reportFile(`${label}.xml`);
    const args = [
      '--test-dir',
      build,
      '-L',
      `^${label}$`,
      '-j',
      '2',
      '--timeout',
      '120',
      '--output-junit',
      report,
    ];
    return reported(report, 'ctest', args, fromJUnit);
  };
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

const javascript = [modules, typescript];
const everything = [modules, native, typescript];

/** @type {Suite[]} */
const suites = [
  { name: 'lint', prepare: [modules], run: lint },
  { name: 'types', prepare: [modules], run: types },
  { name: 'unit', prepare: javascript, run: jest('unit', 'dist-test/unit', 'test/scripts') },
  {
    name: 'native',
    packages: [...packages.build, 'doctest-dev'],
    prepare: [modules, nativeTests],
    run: ctest('native'),
  },
  {
    name: 'abi',
    packages: [...packages.build, 'doctest-dev'],
    prepare: [modules, nativeTests],
    run: ctest('abi'),
  },
  {
    name: 'integration',
    packages: [...packages.build, 'openssl'],
    prepare: everything,
    run: jest('integration', 'dist-test/integration', 'dist-test/conformance'),
  },
  {
    name: 'lifecycle',
    packages: packages.build,
    prepare: everything,
    run: jest('lifecycle', 'dist-test/lifecycle'),
  },
  {
    name: 'package',
    packages: packages.build,
    prepare: everything,
    run: jest('package', 'dist-test/package'),
  },
  { name: 'gyp', packages: [...packages.build, 'python3'], prepare: [modules, native], run: checkGyp },
  { name: 'windows-compile', packages: windowsPackages, prepare: [modules], run: checkWindows },
];

module.exports = { suites };
