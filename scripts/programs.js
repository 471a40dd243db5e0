// What is in PATH.
'use strict';
const fs = require('node:fs');
const path = require('node:path');

/** True when a program of that name is in PATH. */
function program(/** @type {string} */ name) {
  const names = process.platform === 'win32' ? [`${name}.exe`, `${name}.cmd`] : [name];
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.some((folder) => folder && names.some((file) => fs.existsSync(path.join(folder, file))));
}

module.exports = { program };
