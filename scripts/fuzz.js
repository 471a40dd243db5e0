// Runs the fuzz targets: each from its committed corpus and from what earlier runs have found, two side by side.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { run } = require('./exec');
const { say } = require('./log');
const { root, build, inRoot } = require('./paths');
const { ensureSanitized } = require('./sanitized');
const { fromChecks } = require('./totals');

const folder = inRoot('test', 'fuzz');
const crashes = path.join(build, 'fuzz', 'crashes');
/** What JavaScript passes to the addon is tried by a program of its own. */
const addon = 'addon';

const targets = () => [
  ...fs
    .readdirSync(folder)
    .filter((file) => file.endsWith('.cpp'))
    .map((file) => path.basename(file, '.cpp')),
  addon,
];

const ensureFuzzers = () =>
  ensureSanitized('fuzz', 'fuzzers', [
    '-DIMNXPORT_FUZZ=ON',
    '-DIMNXPORT_UNITY=ON',
    '-DIMNXPORT_SANITIZE=address,undefined,fuzzer-no-link',
    '-DCMAKE_C_COMPILER=clang',
    '-DCMAKE_CXX_COMPILER=clang++',
    '-DCMAKE_BUILD_TYPE=Release',
    // Compiled in half the time, and no slower than what fuzzing adds.
    '-DCMAKE_CXX_FLAGS_RELEASE=-O1',
  ]);

/** The program of a target with its arguments, run for so many seconds, or on one input alone. */
function command(/** @type {string} */ target, /** @type {number} */ seconds, /** @type {number} */ seed) {
  if (target === addon)
    return [process.execPath, path.join(folder, 'addon.js'), `--seconds=${seconds}`, `--seed=${seed}`];
  const grown = path.join(build, 'fuzz', 'corpus', target);
  fs.mkdirSync(grown, { recursive: true });
  return [
    path.join(build, 'fuzz', 'Release', target),
    `-max_total_time=${seconds}`,
    `-seed=${seed}`,
    '-timeout=30',
    '-print_final_stats=1',
    `-artifact_prefix=${crashes}/${target}-`,
    grown,
    path.join(folder, 'corpus', target),
  ];
}

/** What a run has to say when it failed, with the input and how to try it again. */
function problemOf(
  /** @type {string} */ target,
  /** @type {import('./exec').Result} */ result,
  /** @type {string} */ again,
) {
  if (result.code === 0) return null;
  const output = result.output.split('\n').filter((line) => !/^#\d+\s|^(INFO|stat::)/.test(line));
  const input = /Test unit written to (\S+)/.exec(result.output)?.[1];
  if (input) output.push(`the input again: build/fuzz/Release/${target} ${path.relative(root, input)}`);
  return [...output, `the run again: ${again}`].join('\n');
}

async function fuzzOne(
  /** @type {string} */ target,
  /** @type {number} */ seconds,
  /** @type {number} */ seed,
) {
  const again = `npm run fuzz -- --only=${target} --seconds=${seconds} --seed=${seed}`;
  const [program = '', ...args] = command(target, seconds, seed);
  const result = await run(program, args, {
    cwd: root,
    env: { UBSAN_OPTIONS: 'halt_on_error=1:print_stacktrace=1' },
    limit: seconds + 300,
  });
  const runs = /(?:Done (\d+) runs|(\d+) calls)/.exec(result.output);
  say(`  ${target}: ${runs?.[1] ?? runs?.[2] ?? 'no'} runs, seed ${seed}`);
  return { name: `fuzz ${target}`, problem: problemOf(target, result, again), rerun: again };
}

/**
 * @param {{ seconds: number, only?: string[] | undefined, seed?: number | undefined }} options seconds: of each target
 * @returns {Promise<import('./totals').Result>}
 */
async function fuzz({ seconds, only, seed = Math.floor(Math.random() * 0x7fffffff) + 1 }) {
  fs.mkdirSync(crashes, { recursive: true });
  const left = targets().filter((target) => !only || only.includes(target));
  /** @type {Awaited<ReturnType<typeof fuzzOne>>[]} */
  const checks = [];
  const worker = async () => {
    for (let target; (target = left.shift()) !== undefined;)
      checks.push(await fuzzOne(target, seconds, seed));
  };
  await Promise.all([worker(), worker()]);
  return fromChecks(checks);
}

module.exports = { ensureFuzzers, fuzz };
