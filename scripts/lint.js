// The style checks; each tool is one check.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { run } = require('./exec');
const { inRoot, nodeModule, root } = require('./paths');
const { filesAt } = require('./stamp');
const { fromChecks } = require('./totals');

/** The C and C++ files whose form is checked. */
function nativeFiles() {
  const tests = [
    ...['native', 'abi', 'concurrency', 'windows', 'conformance/wrong', 'torture', 'fuzz'],
    ...['support/caller', 'support/plain-transport'],
  ].map((name) => `test/${name}`);
  const folders = ['native', ...tests, 'examples/c-host', 'examples/cpp-host', 'bench/native'];
  return folders.flatMap((folder) => filesAt(inRoot(folder))).filter((file) => /\.(c|cpp|h)$/.test(file));
}

/** clang-format in the version that package.json pins; null where that package has no program for this machine. */
function clangFormat() {
  const program = nodeModule(`clang-format/bin/${process.platform}_${process.arch}/clang-format`);
  return fs.existsSync(program) ? program : null;
}

/** @type {Record<string, (fix: boolean) => [string, string[]] | null>} */
const tools = {
  eslint: (fix) => [process.execPath, [nodeModule('eslint/bin/eslint.js'), ...(fix ? ['--fix'] : []), '.']],
  prettier: (fix) => [
    process.execPath,
    [nodeModule('prettier/bin/prettier.cjs'), fix ? '--write' : '--check', '--log-level', 'warn', '.'],
  ],
  'clang-format': (fix) => {
    const program = clangFormat();
    const files = nativeFiles();
    return program && files.length > 0
      ? [program, fix ? ['-i', ...files] : ['--dry-run', '--Werror', ...files]]
      : null;
  },
};

/** One tool; null where this machine does not have it. */
async function check(/** @type {string} */ name, /** @type {boolean} */ fix) {
  const found = tools[name]?.(fix);
  if (!found) return null;
  const { code, output } = await run(...found, { cwd: root });
  // clang-format shows every place: the files are enough, since it repairs them itself.
  const files = new Set(output.match(/^\S+(?=:\d+:\d+: error: code should be clang-formatted)/gm));
  const problem = files.size > 0 ? [...files].map((file) => path.relative(root, file)).join('\n') : output;
  const rerun = 'npm run lint   (npm run format repairs most of it)';
  return { name, problem: code === 0 ? null : problem, rerun };
}

/** Side by side, unless they change files: the slowest takes half of the time. */
async function lint(fix = false) {
  const names = Object.keys(tools);
  const checks = [];
  if (fix) for (const name of names) checks.push(await check(name, fix));
  else checks.push(...(await Promise.all(names.map((name) => check(name, fix)))));
  return fromChecks(checks.filter((one) => one !== null));
}

module.exports = { lint: () => lint(), format: () => lint(true) };
