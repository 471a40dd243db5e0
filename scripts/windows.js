// Compiles for Windows with MinGW-w64, 64 and 32 bit: nothing is run, but nothing that Windows would refuse gets by.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { ensureCurl, crossOptions } = require('./curl-build');
const { must, run } = require('./exec');
const { step } = require('./log');
const { root, inRoot } = require('./paths');
const { fromChecks } = require('./totals');

/** @type {Exclude<import('./curl-build').Target, 'host'>[]} */
const targets = ['x86_64-w64-mingw32', 'i686-w64-mingw32'];
const windowsPackages = ['cmake', 'make', 'g++-mingw-w64-x86-64-posix', 'g++-mingw-w64-i686-posix'];

/** Every public header alone, as a stranger's C or C++ program includes it. */
async function headers(/** @type {string} */ target) {
  const checks = [];
  for (const header of fs.readdirSync(inRoot('native', 'abi')).filter((name) => name.endsWith('.h'))) {
    for (const [language, standard, compiler] of [
      ['c', 'c11', 'gcc'],
      ['c++', 'c++17', 'g++'],
    ]) {
      const args = [
        '-x',
        `${language}`,
        `-std=${standard}`,
        '-Wall',
        '-Wextra',
        '-Werror',
        '-D_WIN32_WINNT=0x0A00',
        '-fsyntax-only',
      ];
      args.push('-include', inRoot('native', 'abi', header), '-I', inRoot('native'), '/dev/null');
      const command = `${target}-${compiler}-posix`;
      const { code, output } = await run(command, args);
      checks.push({
        name: `${header} alone as ${standard} (${target})`,
        problem: code === 0 ? null : output,
        rerun: [command, ...args].join(' '),
      });
    }
  }
  return checks;
}

/** The whole core compiled and imnxport.dll linked, with every warning an error. */
async function library(/** @type {typeof targets[number]} */ target) {
  const build = inRoot('build', target);
  const curl = await ensureCurl(target);
  const options = [`IMNXPORT_CURL_DIR=${curl}`, 'CMAKE_BUILD_TYPE=Release', ...crossOptions(target)].map(
    (option) => `-D${option}`,
  );
  const compile = async () => {
    await must('cmake', ['-S', root, '-B', build, ...options]);
    await must(
      'cmake',
      ['--build', build, '--target', 'imnxport_server', '-j', String(os.availableParallelism())],
      { limit: 900 },
    );
  };
  const problem = await step(`compiling for ${target}`, () => compile().then(() => null, (error) => error.message)); // prettier-ignore
  const dll = path.join(build, 'Release', 'imnxport.dll');
  const linked = problem === null && fs.existsSync(dll);
  return {
    name: `imnxport.dll (${target})`,
    problem: linked ? null : (problem ?? 'was not made'),
    rerun: `cmake --build ${build}`,
  };
}

async function checkWindows() {
  const checks = [];
  for (const target of targets) checks.push(...(await headers(target)), await library(target));
  return fromChecks(checks);
}

module.exports = { checkWindows, windowsPackages };
