// The site of the documents, in build/site: the guides and the reference of TypeScript by TypeDoc, that of C and C++ by Doxygen.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { run } = require('./exec');
const { withLock } = require('./lock');
const { ensureModulesIn } = require('./modules');
const { build, inRoot, root } = require('./paths');
const { step } = require('./log');
const { brokenLinks } = require('./site-links');
const { fromChecks } = require('./totals');

const site = inRoot('site');
const output = path.join(build, 'site');

/**
 * Each tool is one check: what it warns of is an error.
 * @param {string} name
 * @param {string} command
 * @param {string[]} args
 */
async function tool(name, command, args) {
  const ended = await run(command, args, { cwd: root, limit: 300 });
  return { name, problem: ended.code === 0 ? null : ended.output, rerun: 'npm run docs' };
}

/** Builds the site anew, for one caller at a time; one check for each part of it, and one for the links between its pages. */
async function buildSite() {
  await ensureModulesIn(site);
  const typedoc = path.join(site, 'node_modules', 'typedoc', 'bin', 'typedoc');
  const options = ['--options', path.join(site, 'typedoc.json')];
  const work = async () => {
    fs.rmSync(output, { recursive: true, force: true });
    fs.mkdirSync(output, { recursive: true });
    const pages = await tool('the pages and the reference of TypeScript', process.execPath, [
      typedoc,
      ...options,
    ]);
    const cpp = await tool('the reference of C and C++', 'doxygen', ['site/cpp/Doxyfile']);
    const broken = brokenLinks(output);
    const problem = broken.length > 0 ? broken.join('\n') : null;
    return fromChecks([pages, cpp, { name: 'the links between the pages of the site', problem }]);
  };
  return withLock(`site ${root}`, () => step('the site of the documents', work));
}

module.exports = { buildSite, output };
