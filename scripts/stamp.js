// Remembers of what a result was made, so that unchanged sources cost no compiler.
'use strict';
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { inRoot, build } = require('./paths');

const file = path.join(build, '.stamps.json');

/** The files at a path (a file, or a folder with all below it), sorted; none when it does not exist. */
function filesAt(/** @type {string} */ where) {
  /** @type {string[]} */
  const found = [];
  const stat = fs.statSync(where, { throwIfNoEntry: false });
  if (stat?.isFile()) found.push(where);
  if (stat?.isDirectory()) {
    for (const entry of fs.readdirSync(where)) found.push(...filesAt(path.join(where, entry)));
  }
  return found.sort();
}

/**
 * A hash over the names and contents of sources and over any other inputs.
 * @param {string[]} sources paths relative to the checkout
 * @param {...string} inputs compiler flags and the like
 */
function hashOf(sources, ...inputs) {
  const hash = crypto.createHash('sha256').update(JSON.stringify(inputs));
  for (const name of sources.flatMap((source) => filesAt(inRoot(source)))) {
    hash.update(`\0${path.relative(inRoot(), name)}\0`).update(fs.readFileSync(name));
  }
  return hash.digest('hex');
}

/** @returns {Record<string, string>} */
function read() {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

/** True when `name` was last made of exactly these inputs and all its results still exist. */
function isFresh(/** @type {string} */ name, /** @type {string} */ hash, /** @type {string[]} */ results) {
  return read()[name] === hash && results.every((result) => fs.existsSync(result));
}

/** Notes that `name` is made of these inputs; null forgets it (before work that may break off). */
function mark(/** @type {string} */ name, /** @type {string | null} */ hash) {
  const stamps = read();
  if (hash === null) delete stamps[name];
  else stamps[name] = hash;
  fs.mkdirSync(build, { recursive: true });
  fs.writeFileSync(file, JSON.stringify(stamps));
}

module.exports = { hashOf, isFresh, mark, read, filesAt };
