// The suites that run Windows binaries, through Wine prefixes that are made anew for each run.
'use strict';
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const path = require('node:path');
const { must } = require('./exec');
const { inRoot, root } = require('./paths');
const { step } = require('./log');
const { reported, reportFile } = require('./reported');
const { fromChecks, fromDoctest, fromJest, fromJUnit, sum } = require('./totals');
const { archs, folderOf, triples, workOf } = require('./windows-build');
const { windowsNode } = require('./windows-node');
const { mustInRoot, rootFolder, runInRoot } = require('./windows-root');

const prefix = inRoot('build', 'wine');
/** What a program that starts Wine needs to know. */
const wineEnv = (where = prefix) => ({ IMNXPORT_WINDOWS_ROOT: rootFolder(), WINEPREFIX: where });

/** One for each of the tests that run side by side, may change the registry, and mostly wait. */
const prefixes = [prefix, `${prefix}-2`, `${prefix}-3`];

/** Makes Wine prefixes, those of the suites or others: what an earlier run left in a registry is nobody's business. */
const makePrefixes = (wanted = prefixes) =>
  step('new Wine prefixes', async () => {
    const [first = prefix, ...others] = wanted;
    for (const where of wanted) {
      // The processes of the old one go with it.
      await runInRoot('wineserver', ['-k'], { env: wineEnv(where), limit: 60 });
      fs.rmSync(where, { recursive: true, force: true });
    }
    fs.mkdirSync(first, { recursive: true });
    await mustInRoot('wineboot', ['-i'], { env: wineEnv(first), limit: 300 });
    await mustInRoot('wineserver', ['-w'], { env: wineEnv(first), limit: 120 });
    // A copy is there in a tenth of the time. Its links lead to places beside them.
    await Promise.all(others.map((where) => must('cp', ['-a', first, where])));
    await Promise.all(wanted.map((where) => keepWine(wineEnv(where))));
  });

/**
 * Keeps one Windows program running until this process ends. Wine's own processes stay with it: otherwise they would be started
 * with, and hold on to the output of, whichever test comes first.
 */
async function keepWine(/** @type {ReturnType<typeof wineEnv>} */ env) {
  const args = ['timeout', '-k', '5', '3600', 'wine', 'cmd.exe'];
  const child = spawn(inRoot('scripts', 'windows-root.sh'), args, {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
  });
  // Its prompt says that it runs. It ends when nobody is left who could write to it.
  await once(child.stdout, 'data');
  child.unref();
  for (const stream of /** @type {any[]} */ ([child.stdin, child.stdout])) stream.unref();
}

/** Every public header alone, as a stranger's C or C++ program includes it. */
async function checkHeaders() {
  return fromChecks((await Promise.all(Object.values(triples).map(headersFor))).flat());
}

/** One target's, one after another. */
async function headersFor(/** @type {string} */ target) {
  const checks = [];
  for (const header of fs.readdirSync(inRoot('native', 'abi')).filter((name) => name.endsWith('.h'))) {
    for (const [language, standard, compiler] of [
      ['c', 'c11', 'gcc'],
      ['c++', 'c++17', 'g++'],
    ]) {
      const strict = ['-Wall', '-Wextra', '-Werror', '-D_WIN32_WINNT=0x0A00', '-fsyntax-only'];
      const args = ['-x', `${language}`, `-std=${standard}`, ...strict];
      args.push('-include', inRoot('native', 'abi', header), '-I', inRoot('native'), '/dev/null');
      const command = `${target}-${compiler}-posix`;
      const { code, output } = await runInRoot(command, args);
      checks.push({
        name: `${header} alone as ${standard} (${target})`,
        problem: code === 0 ? null : output,
        rerun: ['scripts/windows-root.sh', command, ...args].join(' '),
      });
    }
  }
  return checks;
}

/** The C and C++ tests of both architectures side by side, each with a registry of its own. */
async function checkPrograms() {
  return sum((await Promise.all(archs.map((arch, i) => checkArch(arch, `${prefixes[i]}`)))).flat());
}

/** One program of unit tests, and the programs that ctest knows. */
async function checkArch(/** @type {import('./windows-build').Arch} */ arch, /** @type {string} */ where) {
  const env = wineEnv(where);
  const work = workOf(arch);
  const about = (/** @type {string} */ again) => ({
    prefix: `${arch}: `,
    again: `WINEPREFIX=${where} scripts/windows-root.sh ${again}`,
  });
  const program = path.join(folderOf(arch), 'imnxport_native_tests.exe');
  const unit = reportFile(`windows-${arch}-unit.xml`);
  const wine = ['-k', '5', '300', 'wine', program];
  const units = await reported(
    unit,
    (limit) => runInRoot('timeout', [...wine, '--reporters=xml', `--out=Z:${unit}`], { env, limit }),
    (text) => fromDoctest(text, about(`timeout ${wine.join(' ')}`)),
  );
  const report = reportFile(`windows-${arch}.xml`);
  const args = [
    '--test-dir',
    work,
    '-LE',
    '^native$',
    '-j',
    '2',
    '--timeout',
    '120',
    '--output-junit',
    report,
  ];
  const others = await reported(
    report,
    (limit) => runInRoot('ctest', args, { cwd: root, env, limit }),
    (text) => fromJUnit(text, about(`ctest --test-dir ${work}`)),
  );
  return [units, others];
}

/** A file of this machine as Windows programs under Wine see it. */
const onZ = (/** @type {string} */ file) => `Z:${file.replaceAll('/', '\\')}`;

/** For the tests on this machine that start Windows programs. */
const hostsEnv = () => ({
  ...wineEnv(),
  IMNXPORT_WINE_PREFIXES: prefixes.join(':'),
  IMNXPORT_WINDOWS_NODE_X64: windowsNode(22, 'x64').program,
  IMNXPORT_WINDOWS_NODE_IA32: windowsNode(22, 'ia32').program,
});

/**
 * Runs a Windows program that has Node.js in it. Its output goes through a file: a pipe of this machine is nothing that a Node.js
 * under Wine could write to.
 * @param {string} where the Wine prefix
 * @param {string} name of the run, for the file
 * @param {string[]} command
 * @param {{ cwd: string, env?: Record<string, string>, limit: number }} options
 * @returns {Promise<import('./exec').Result>}
 */
async function runWithNode(where, name, command, { cwd, env = {}, limit }) {
  const output = reportFile(`${name}.txt`);
  const script = 'out=$1; shift; exec timeout -k 5 "$@" > "$out" 2>&1 < /dev/null';
  const ended = await runInRoot('sh', ['-c', script, 'sh', output, `${limit - 20}`, 'wine', ...command], {
    cwd,
    // Servers of tests are reached directly, whatever proxies this machine has.
    env: { ...wineEnv(where), no_proxy: '*', ...env },
    limit,
  });
  return { ...ended, output: fs.existsSync(output) ? fs.readFileSync(output, 'utf8') : ended.output };
}

/**
 * Runs jest inside a Node.js for Windows.
 * @param {22 | 24} major
 * @param {import('./windows-build').Arch} arch
 * @param {string} name of the run
 * @param {string[]} chosen what jest is to run
 * @param {string} where the Wine prefix
 * @param {{ program?: string, env?: Record<string, string> }} [otherwise] another program than that Node.js
 */
async function jestInside(major, arch, name, chosen, where, { program, env = {} } = {}) {
  const node = windowsNode(major, arch);
  const report = reportFile(`windows-node-${name}.json`);
  const jest = [
    'node_modules/jest/bin/jest.js',
    '--runInBand',
    '--json',
    '--outputFile',
    onZ(report),
    // It ends a test that hangs. Under Wine, and beside another run, one that starts fifty threads takes half a minute.
    '--testTimeout=120000',
    ...chosen,
  ];
  const built = folderOf(arch);
  const start = (/** @type {number} */ limit) =>
    runWithNode(where, `windows-node-${name}`, [program ?? node.program, ...jest], {
      cwd: root,
      env: {
        NODE_PATH: node.nodePath.map(onZ).join(';'),
        IMNXPORT_BINDING_PATH: onZ(path.join(built, 'imnxport.node')),
        IMNXPORT_LIBRARY: onZ(path.join(built, 'imnxport.dll')),
        IMNXPORT_C_HOST: onZ(path.join(built, 'c-host.exe')),
        ...env,
      },
      limit,
    });
  return reported(report, start, (text) =>
    fromJest(JSON.parse(text), { prefix: `Node.js ${major} ${arch}: `, wine: true }),
  );
}

/** Without TLS, which Wine has for programs of Windows 7 only: see jestTls. */
const plain = (/** @type {string[]} */ ...folders) => [
  '--testPathIgnorePatterns',
  'tls',
  '--',
  ...folders.map((folder) => `dist-test/${folder}`),
];

const oldNode = 'node-tls.exe';

/**
 * The tests of TLS: with a certificate authority of its own, Wine's Schannel serves only what it takes for a program of Windows 7.
 * A copy of Node.js is made one.
 */
async function jestTls(
  /** @type {22 | 24} */ major,
  /** @type {import('./windows-build').Arch} */ arch,
  /** @type {string} */ where,
) {
  const program = path.join(where, `node-${major}-${arch}`, oldNode);
  fs.mkdirSync(path.dirname(program), { recursive: true });
  fs.copyFileSync(windowsNode(major, arch).program, program);
  const chosen = ['--', 'dist-test/integration/tls', 'dist-test/integration/command-line-tls'];
  if (major === 22 && arch === 'x64') chosen.push('dist-test/faults/tls');
  const env = { NODE_SKIP_PLATFORM_CHECK: '1' };
  return jestInside(major, arch, `${major}-${arch}-tls`, chosen, where, { program, env });
}

/**
 * What may differ between Node.js's versions and bitnesses: not the command line, the examples and how the package is found; and what
 * the core finds out about proxies has C tests.
 */
const differing = (/** @type {string[]} */ ...less) => [
  '--testPathIgnorePatterns',
  ...['tls', 'command-line', 'proxy', 'example', 'demo', 'loading', ...less],
  '--',
  'dist-test/integration/',
  'dist-test/lifecycle/',
];

/** The jest suites inside Windows Node.js: all of them in 22 x64; elsewhere what has to do with the native part. */
async function checkNode() {
  const runs = [
    (/** @type {string} */ where) =>
      jestInside(22, 'x64', '22-x64', plain('unit', 'integration', 'lifecycle'), where),
    (/** @type {string} */ where) => jestInside(22, 'ia32', '22-ia32', differing(), where),
    (/** @type {string} */ where) => jestInside(24, 'x64', '24-x64', differing('memory'), where),
    (/** @type {string} */ where) => jestInside(22, 'x64', '22-x64-kit', plain('conformance'), where),
    (/** @type {string} */ where) => jestInside(22, 'x64', '22-x64-faults', plain('faults'), where),
    (/** @type {string} */ where) => jestInside(22, 'ia32', '22-ia32-kit', plain('conformance/kit'), where),
    (/** @type {string} */ where) => jestTls(22, 'x64', where),
    (/** @type {string} */ where) => jestTls(24, 'x64', where),
    (/** @type {string} */ where) => jestTls(22, 'ia32', where),
  ];
  // Side by side, each lane with a Wine of its own: each run is one process that waits for much of its time.
  const lane = async (/** @type {string} */ where) => {
    const key = `HKCU\\Software\\Wine\\AppDefaults\\${oldNode}`;
    await mustInRoot('timeout', ['60', 'wine', 'reg', 'add', key, '/v', 'Version', '/d', 'win7', '/f'], {
      env: wineEnv(where),
    });
    const results = [];
    for (let run = runs.shift(); run; run = runs.shift()) results.push(await run(where));
    return results;
  };
  return sum((await Promise.all(prefixes.map(lane))).flat());
}

module.exports = {
  makePrefixes,
  prefixes,
  onZ,
  runWithNode,
  checkHeaders,
  checkPrograms,
  checkNode,
  hostsEnv,
};
