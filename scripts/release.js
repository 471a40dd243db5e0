// `npm run release:check`: makes the package that is to be published, and tries it wherever it will be used.
'use strict';
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { Checks, expectText } = require('./checks');
const { ensureCurl } = require('./curl-build');
const { must, run } = require('./exec');
const { say, step } = require('./log');
const { ensureModules } = require('./modules');
const { ensureNative } = require('./native');
const { ensurePackage, ensureTools } = require('./pack');
const { ensurePackages, packages } = require('./packages');
const { build, nodeModule, root } = require('./paths');
const { reportFile } = require('./reported');
const { ensureFurniture, tryOnLinux } = require('./release-linux');
const { tryOnWindows } = require('./release-windows');
const { ensureTypeScript } = require('./typescript');
const { ensureWindows } = require('./windows-build');

/** Where the result is put: the tarball, and the checksums. */
const folder = path.join(build, 'release');
/** What a release has binaries for. */
const platforms = ['linux-x64', 'win32-ia32', 'win32-x64'];

/** The suite `package`, one line for each of its tests. */
async function runSuite(/** @type {Checks} */ checks) {
  const report = reportFile('release.json');
  const args = ['--json', '--outputFile', report, '--maxWorkers', '2', 'dist-test/package/'];
  const { output } = await step('the suite "package"', () =>
    run(process.execPath, [nodeModule('jest/bin/jest.js'), ...args], { cwd: root, limit: 300 }),
  );
  if (!fs.existsSync(report)) throw new Error(`the suite "package" left no report\n${output}`);
  /** @type {{ testResults: { message: string, assertionResults: any[] }[] }} */
  const { testResults } = JSON.parse(fs.readFileSync(report, 'utf8'));
  for (const { assertionResults, message } of testResults) {
    if (assertionResults.length === 0)
      checks.add([{ title: 'a file of the suite "package"', problem: message }]);
    checks.add(
      assertionResults.map(({ fullName, status, failureMessages }) => ({
        title: fullName,
        problem: status === 'passed' ? null : `${status}\n${failureMessages.join('\n')}`,
      })),
    );
  }
}

/** The highest version of glibc that a binary asks for, as 2.36. */
async function glibcOf(/** @type {string} */ file) {
  const symbols = await must('readelf', ['--wide', '--dyn-syms', file]);
  const minors = Array.from(symbols.matchAll(/@GLIBC_2\.(\d+)/g), ([, minor]) => Number(minor));
  if (minors.length === 0) throw new Error(`${file} names no version of glibc`);
  return `2.${Math.max(...minors)}`;
}

/** What the files say of the package, beside what the suite has looked at. */
async function checkPapers(/** @type {Checks} */ checks, /** @type {string} */ installed) {
  await checks.check(`the package has binaries for ${platforms.join(', ')}`, () =>
    expectText(fs.readdirSync(path.join(installed, 'prebuilds')).sort().join(' '), platforms.join(' ')),
  );
  const readme = fs.readFileSync(path.join(installed, 'README.md'), 'utf8');
  const stated = /glibc (2\.\d+)/.exec(readme)?.[1] ?? 'none';
  for (const name of ['imnxport.node', 'libimnxport.so']) {
    await checks.check(`${name} for Linux needs the glibc that the README states, ${stated}`, async () =>
      expectText(await glibcOf(path.join(installed, 'prebuilds', 'linux-x64', name)), stated),
    );
  }
  await checks.check('THIRD_PARTY_NOTICES has the licence of the libcurl that is linked in', async () => {
    const words = (/** @type {string} */ text) => text.replace(/\s+/g, ' ');
    const licence = words(fs.readFileSync(path.join(await ensureCurl(), 'COPYING'), 'utf8'));
    if (!words(fs.readFileSync(path.join(installed, 'THIRD_PARTY_NOTICES'), 'utf8')).includes(licence))
      throw new Error(`it lacks:\n${licence}`);
  });
  await checks.check('CHANGELOG.md has an entry for this version', () => {
    const { version } = JSON.parse(fs.readFileSync(path.join(installed, 'package.json'), 'utf8'));
    const changes = fs.readFileSync(path.join(installed, 'CHANGELOG.md'), 'utf8');
    if (!changes.includes(`\n## ${version}`)) throw new Error(`there is no "## ${version}"`);
  });
}

/** Puts the tarball where it is published from, and beside it the SHA-256 of it and of each file with machine code. */
function writeChecksums(/** @type {string} */ tarball, /** @type {string} */ installed) {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  const sum = (/** @type {string} */ file) =>
    crypto.createHash('sha256').update(fs.readFileSync(file)).digest('hex');
  const name = path.basename(tarball);
  fs.copyFileSync(tarball, path.join(folder, name));
  const prebuilds = path.join(installed, 'prebuilds');
  const binaries = platforms.flatMap((platform) =>
    fs.readdirSync(path.join(prebuilds, platform)).map((file) => `${platform}/${file}`),
  );
  const lines = [`${sum(tarball)}  ${name}`];
  for (const file of binaries) lines.push(`${sum(path.join(prebuilds, file))}  package/prebuilds/${file}`);
  fs.writeFileSync(path.join(folder, 'SHA256SUMS'), `${lines.join('\n')}\n`);
  return lines;
}

/** What nobody but the one who publishes can fill in. */
function missing(/** @type {string} */ installed) {
  const manifest = JSON.parse(fs.readFileSync(path.join(installed, 'package.json'), 'utf8'));
  return ['repository', 'homepage', 'bugs'].filter((field) => manifest[field] === undefined);
}

/** @returns {Promise<boolean>} true when the package can be published */
async function releaseCheck() {
  await ensurePackages(packages.all);
  await ensureModules();
  await ensureTools();
  await ensureNative();
  await ensureTypeScript('test');
  await ensureWindows();
  await ensureFurniture();
  const made = await ensurePackage();
  const installed = path.join(made.app, 'node_modules', 'imnxport');

  const checks = new Checks();
  await runSuite(checks);
  await checkPapers(checks, installed);
  await tryOnLinux(checks, made);
  await tryOnWindows(checks, made);
  const passed = checks.end();
  say('');
  for (const line of writeChecksums(made.tarball, installed)) say(line);
  say(`${path.relative(root, folder)}/ has the package and these checksums (SHA256SUMS)`);
  const fields = missing(installed);
  if (fields.length > 0)
    say(`before it is published, package.json needs: ${fields.join(', ')} (CONTRIBUTING.md)`);
  return passed;
}

module.exports = { releaseCheck };
