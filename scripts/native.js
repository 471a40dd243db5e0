// Compiles everything native, or finds that nothing changed since the last time.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { ensureCurl } = require('./curl-build');
const { must } = require('./exec');
const { withLock } = require('./lock');
const { step } = require('./log');
const { missing, packages } = require('./packages');
const { root, build, addon, library, inRoot, nodeModule } = require('./paths');
const stamp = require('./stamp');
const { Unavailable } = require('./unavailable');

/** What is compiled whenever anything native is, for this machine and for Windows. */
const sources = [
  'native',
  'CMakeLists.txt',
  'examples/c-host',
  'examples/cpp-host',
  'test/support/caller',
  'test/conformance/wrong',
  'test/support/plain-transport',
  'node_modules/node-addon-api/package.json',
];
const testSources = ['test/native', 'test/abi', 'test/concurrency', 'test/torture'];

/**
 * Builds the addon, the library and the C example, and with `tests` the test programs too.
 * A build with tests serves whoever needs one without.
 * @param {{ tests?: boolean }} [options]
 */
async function ensureNative({ tests = false } = {}) {
  const absent = missing(packages.build);
  if (absent.length > 0) throw new Unavailable(absent.join(' '));
  const curl = await ensureCurl();
  const work = async () => {
    const onWindows = process.platform === 'win32';
    const compiler = onWindows ? process.arch : await must(process.env.CXX || 'c++', ['--version']);
    const inputs = [curl, compiler, process.env.CXXFLAGS ?? '', process.env.LDFLAGS ?? ''];
    const hash = stamp.hashOf(sources, ...inputs);
    const full = stamp.hashOf([...sources, ...testSources], ...inputs);
    const there = [addon, library];
    if (stamp.isFresh('native-tests', full, there) || (!tests && stamp.isFresh('native', hash, there)))
      return;

    stamp.mark('native', null);
    stamp.mark('native-tests', null);
    await step(`compiling C++${tests ? ' and its tests' : ''}`, async () => {
      // A build folder that was moved here from elsewhere would be refused by CMake.
      const cache = path.join(build, 'CMakeCache.txt');
      if (
        fs.existsSync(cache) &&
        !fs.readFileSync(cache, 'utf8').includes(`CMAKE_HOME_DIRECTORY:INTERNAL=${root}\n`)
      )
        fs.rmSync(cache);
      const options = [
        `-DIMNXPORT_CURL_DIR=${curl}`,
        `-DIMNXPORT_TESTS=${tests ? 'ON' : 'OFF'}`,
        '-DCMAKE_BUILD_TYPE=Release',
        '-DIMNXPORT_UNITY=ON',
        // Errors without the progress between them.
        '-DCMAKE_RULE_MESSAGES=OFF',
      ];
      const jobs = String(os.availableParallelism());
      if (onWindows) {
        // It finds Visual Studio, and knows how an addon gets at the functions of node.exe.
        const args = ['build', '--out', build, '--arch', process.arch, '--parallel', jobs];
        for (const option of options) args.push(option.replace('-D', '--CD'));
        await must(process.execPath, [nodeModule('cmake-js/bin/cmake-js'), ...args], {
          cwd: root,
          limit: 1800,
        });
        return;
      }
      await must('cmake', ['-S', root, '-B', build, ...options]);
      await must('cmake', ['--build', build, '-j', jobs], { limit: 1800 });
    });
    stamp.mark('native', hash);
    if (tests) stamp.mark('native-tests', full);
  };
  await withLock(`build ${root}`, work);
}

/** Copies what npm ships to prebuilds/<platform>-<arch>/, without debug symbols. */
async function prebuild() {
  await ensureNative();
  const folder = inRoot('prebuilds', `${process.platform}-${process.arch}`);
  fs.mkdirSync(folder, { recursive: true });
  for (const file of [addon, library]) {
    const copy = path.join(folder, path.basename(file));
    fs.copyFileSync(file, copy);
    if (process.platform === 'linux') await must('strip', ['--strip-unneeded', copy]);
  }
}

module.exports = { ensureNative, prebuild, sources };
