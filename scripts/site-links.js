// Links between the pages of a site that lead nowhere.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { filesAt } = require('./stamp');

/** The anchors of a page, and where its links lead. */
function read(/** @type {string} */ file) {
  const html = fs.readFileSync(file, 'utf8').replace(/<script[\s\S]*?<\/script>|<!--[\s\S]*?-->/g, '');
  const all = (/** @type {RegExp} */ pattern) => [...html.matchAll(pattern)].map((match) => match[1] ?? '');
  const text = (/** @type {string} */ value) =>
    decodeURI(value.replaceAll('&amp;', '&').replaceAll('&#39;', "'"));
  return {
    anchors: new Set(all(/\s(?:id|name)="([^"]+)"/g)),
    links: all(/\shref="([^"]+)"/g)
      .filter((link) => !/^[a-z][a-z+.-]*:/i.test(link))
      .map(text),
  };
}

/** `page: link` for each link of a page below the folder that leads to no file, or to no place in a page. */
function brokenLinks(/** @type {string} */ folder) {
  const pages = new Map(
    filesAt(folder)
      .filter((file) => file.endsWith('.html'))
      .map((file) => [file, read(file)]),
  );
  /** @type {string[]} */
  const broken = [];
  for (const [page, { links }] of pages) {
    for (const link of new Set(links)) {
      const [where = '', anchor] = link.split('#', 2);
      const whole = where === '' ? page : path.resolve(path.dirname(page), where);
      const file = fs.existsSync(path.join(whole, 'index.html')) ? path.join(whole, 'index.html') : whole;
      const there = fs.existsSync(file) && (!anchor || (pages.get(file)?.anchors.has(anchor) ?? true));
      if (!there) broken.push(`${path.relative(folder, page)}: ${link}`);
    }
  }
  return broken;
}

module.exports = { brokenLinks };
