// The app that the package is tried in, and what is tried with it on every system.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { expectText } = require('./checks');
const { installArgs } = require('./pack');
const { inRoot } = require('./paths');

/**
 * Runs a command in the app, which has to succeed and, if that is given, to print the wanted text.
 * @typedef {(title: string, command: string[], wanted?: string) => Promise<unknown>} Check
 */

/** Makes the app: it has the trials and a message, and no modules yet. */
function makeApp(/** @type {string} */ app) {
  fs.mkdirSync(app, { recursive: true });
  fs.writeFileSync(path.join(app, 'package.json'), '{ "private": true }\n');
  fs.writeFileSync(path.join(app, 'message.eml'), 'Subject: hello\r\n\r\nhello\r\n');
  fs.cpSync(inRoot('release', 'trials'), app, { recursive: true });
}

/**
 * Installs the package in the app, and uses it through JavaScript and the command line.
 * @param {Check} check
 * @param {object} there how things are called on that system
 * @param {string} there.node the program
 * @param {string} there.npm the script
 * @param {string[]} there.files the tarballs of the package and its dependencies
 * @param {string[]} there.cli the command line, for `check`
 * @param {string[]} [there.cliForNode] the same, as a program of that system starts it
 */
async function tryApp(check, { node, npm, files, cli, cliForNode = cli }) {
  await check('it is installed offline, with --ignore-scripts', [node, npm, ...installArgs, ...files]);
  await check('require and a post', [node, 'require.cjs'], '201 string 1');
  await check('import and a post', [node, 'import.mjs'], '201 string 1');
  await check('imnxport info', [...cli, 'info']);
  const post = [...cliForNode, 'post', '{url}', 'message.eml'];
  await check('imnxport post', [node, 'post-with.cjs', ...post], '0 1');
}

/**
 * The checks of one system, whose name is before each title.
 * @param {import('./checks').Checks} checks
 * @param {string} system
 * @param {(...command: string[]) => Promise<string>} there runs a command in the app there; resolves with its output
 * @returns {Check}
 */
function checksOf(checks, system, there) {
  return (title, command, wanted) =>
    checks.check(`${system}: ${title}`, async () => {
      const output = await there(...command);
      if (wanted !== undefined) expectText(output, wanted);
    });
}

module.exports = { makeApp, tryApp, checksOf };
