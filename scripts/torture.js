// The core while allocations and system calls fail: a part of all runs, or all of them, then with the address sanitizer as well.
'use strict';
const path = require('node:path');
const { run } = require('./exec');
const { isFull } = require('./full');
const { build } = require('./paths');
const { reported, reportFile } = require('./reported');
const { ensureSanitized } = require('./sanitized');
const { fromJUnit, sum } = require('./totals');

function ctest(/** @type {string} */ folder, prefix = '') {
  const report = reportFile(`torture-${path.basename(folder)}.xml`);
  const args = ['--test-dir', folder, '-L', '^torture$', '-j', '2', '--output-junit', report];
  const again = `ctest --test-dir ${path.relative(path.dirname(build), folder)}`;
  return reported(
    report,
    (limit) => run('ctest', args, { limit }),
    (xml) => fromJUnit(xml, { prefix, again }),
  );
}

async function torture() {
  const plain = await ctest(build);
  if (!isFull()) return plain;
  const options = ['-DIMNXPORT_TESTS=ON', '-DIMNXPORT_SANITIZE=address', '-DCMAKE_BUILD_TYPE=Release'];
  return sum([
    plain,
    await ctest(await ensureSanitized('asan', 'torture_test', options), 'address sanitizer: '),
  ]);
}

module.exports = { torture };
