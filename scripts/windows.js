// The suites that run Windows binaries, all of them through one Wine prefix that is made anew for each run.
'use strict';
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const path = require('node:path');
const { inRoot, root } = require('./paths');
const { step } = require('./log');
const { reported, reportFile } = require('./reported');
const { fromChecks, fromDoctest, fromJUnit, sum } = require('./totals');
const { archs, folderOf, triples, workOf } = require('./windows-build');
const { mustInRoot, rootFolder, runInRoot } = require('./windows-root');

const prefix = inRoot('build', 'wine');
/** What a program that starts Wine needs to know. */
const wineEnv = () => ({ IMNXPORT_WINDOWS_ROOT: rootFolder(), WINEPREFIX: prefix });

/** Makes the Wine prefix: what an earlier run left in its registry is nobody's business. */
async function makePrefix() {
  await step('a new Wine prefix', async () => {
    // The processes of the old one go with it.
    await runInRoot('wineserver', ['-k'], { env: wineEnv(), limit: 60 });
    fs.rmSync(prefix, { recursive: true, force: true });
    fs.mkdirSync(prefix, { recursive: true });
    await mustInRoot('wineboot', ['-i'], { env: wineEnv(), limit: 300 });
    await mustInRoot('wineserver', ['-w'], { env: wineEnv(), limit: 120 });
    await keepWine();
  });
}

/**
 * Keeps one Windows program running until this process ends. Wine's own processes stay with it: otherwise they would be started
 * with, and hold on to the output of, whichever test comes first.
 */
async function keepWine() {
  const args = ['timeout', '-k', '5', '3600', 'wine', 'cmd.exe'];
  const child = spawn(inRoot('scripts', 'windows-root.sh'), args, {
    env: { ...process.env, ...wineEnv() },
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
  const checks = [];
  const names = fs.readdirSync(inRoot('native', 'abi')).filter((name) => name.endsWith('.h'));
  for (const target of Object.values(triples)) {
    for (const header of names) {
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
  }
  return fromChecks(checks);
}

/** The C and C++ tests of both architectures: one program of unit tests, and the programs that ctest knows. */
async function checkPrograms() {
  const results = [];
  for (const arch of archs) {
    const work = workOf(arch);
    const about = (/** @type {string} */ again) => ({
      prefix: `${arch}: `,
      again: `WINEPREFIX=${prefix} scripts/windows-root.sh ${again}`,
    });
    const program = path.join(folderOf(arch), 'imnxport_native_tests.exe');
    const unit = reportFile(`windows-${arch}-unit.xml`);
    const wine = ['-k', '5', '300', 'wine', program];
    results.push(
      await reported(
        unit,
        (limit) =>
          runInRoot('timeout', [...wine, '--reporters=xml', `--out=Z:${unit}`], { env: wineEnv(), limit }),
        (text) => fromDoctest(text, about(`timeout ${wine.join(' ')}`)),
      ),
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
    results.push(
      await reported(
        report,
        (limit) => runInRoot('ctest', args, { cwd: root, env: wineEnv(), limit }),
        (text) => fromJUnit(text, about(`ctest --test-dir ${work}`)),
      ),
    );
  }
  return sum(results);
}

module.exports = { makePrefix, checkHeaders, checkPrograms, wineEnv };
