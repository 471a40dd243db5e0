// Native builds of their own, in folders below build/: with sanitizers, with another compiler.
'use strict';
const os = require('node:os');
const path = require('node:path');
const { ensureCurl } = require('./curl-build');
const { must } = require('./exec');
const { withLock } = require('./lock');
const { step } = require('./log');
const { root, build } = require('./paths');
const stamp = require('./stamp');

const sources = ['native', 'CMakeLists.txt', 'test/abi', 'test/torture', 'test/fuzz'];

/**
 * The folder of a build that has one target ready.
 * @param {string} name of the folder
 * @param {string} target
 * @param {string[]} options of CMake
 */
async function ensureSanitized(name, target, options) {
  const folder = path.join(build, name);
  const curl = await ensureCurl();
  await withLock(`build ${folder}`, async () => {
    const hash = stamp.hashOf(sources, curl, target, ...options);
    if (stamp.isFresh(name, hash, [folder])) return;
    stamp.mark(name, null);
    await step(`compiling C++ (${name})`, async () => {
      const all = [`-DIMNXPORT_CURL_DIR=${curl}`, '-DCMAKE_RULE_MESSAGES=OFF', ...options];
      await must('cmake', ['-S', root, '-B', folder, ...all]);
      await must('cmake', ['--build', folder, '--target', target, '-j', String(os.availableParallelism())], {
        limit: 1800,
      });
    });
    stamp.mark(name, hash);
  });
  return folder;
}

module.exports = { ensureSanitized };
