// Compiles for Windows with MinGW-w64, 64 and 32 bit: nothing is run, but nothing that Windows would refuse gets by.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const { ensureCurl, crossOptions } = require('./curl-build');
const { must, run } = require('./exec');
const { step } = require('./log');
const { packages } = require('./packages');
const { root, inRoot } = require('./paths');
const { fromChecks } = require('./totals');

/** @type {Exclude<import('./curl-build').Target, 'host'>[]} */
const targets = ['x86_64-w64-mingw32', 'i686-w64-mingw32'];
const windowsPackages = [...packages.build, 'g++-mingw-w64-x86-64-posix', 'g++-mingw-w64-i686-posix'];

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

/**
 * Everything native compiled with every warning an error. That takes libcurl's headers only, and they are the same everywhere.
 * With IMNXPORT_WINDOWS_LINK=1 a libcurl for Windows is built too, and imnxport.dll linked with it.
 */
async function sources(/** @type {(typeof targets)[number]} */ target) {
  const link = process.env.IMNXPORT_WINDOWS_LINK === '1';
  const build = inRoot('build', target);
  const curl = await ensureCurl(link ? target : 'host');
  // What is only looked at need not be optimised.
  const type = link ? 'Release' : 'None';
  const options = [
    `IMNXPORT_CURL_DIR=${curl}`,
    `CMAKE_BUILD_TYPE=${type}`,
    'CMAKE_RULE_MESSAGES=OFF',
    ...crossOptions(target),
  ];
  await must('cmake', ['-S', root, '-B', build, ...options.map((option) => `-D${option}`)]);
  const made = [
    'imnxport_core',
    'imnxport_server_objects',
    'imnxport_binding',
    ...(link ? ['imnxport_server'] : []),
  ];
  const checks = [];
  for (const name of made) {
    const args = ['--build', build, '--target', name, '-j', String(os.availableParallelism())];
    const { code, output } = await step(`${name} for ${target}`, () => run('cmake', args, { limit: 900 }));
    checks.push({
      name: `${name} for ${target}`,
      problem: code === 0 ? null : output,
      rerun: `cmake ${args.join(' ')}`,
    });
    // All others are built on the first: they would only repeat what is wrong with it.
    if (code !== 0) break;
  }
  return checks;
}

async function checkWindows() {
  const checks = [];
  for (const target of targets) checks.push(...(await headers(target)), ...(await sources(target)));
  return fromChecks(checks);
}

module.exports = { checkWindows, windowsPackages };
