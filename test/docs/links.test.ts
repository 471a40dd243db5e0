// Every link from a document to a file or a heading of this project leads somewhere.
import { brokenLink, documents, links, samples } from '../support/documents.js';

const all = documents();

test('the documents are found', () => {
  expect(all).toEqual(expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'docs/behaviour.md']));
});

test.each(all)('the links of %s lead somewhere', (document) => {
  const broken = links(document).flatMap(({ line, target }) => {
    const problem = brokenLink(document, target);
    return problem === null ? [] : [`${document}:${line}: ${problem}`];
  });
  expect(broken).toEqual([]);
});

test('the entrance of the documentation leads to every page of it', () => {
  const pages = all.filter((name) => name.startsWith('docs/')).map((name) => name.slice('docs/'.length));
  const targets = new Set(links('docs/README.md').map(({ target }) => target));
  expect(pages.filter((page) => page !== 'README.md' && !targets.has(page))).toEqual([]);
});

test('a link to what is not there would be found', () => {
  expect(brokenLink('docs/README.md', 'nowhere.md')).toMatch(/there is no docs\/nowhere\.md/);
  expect(brokenLink('docs/README.md', '../README.md#nowhere')).toMatch(/has no heading #nowhere/);
  expect(brokenLink('docs/README.md', '../../README.md')).toMatch(/out of the project/);
  expect(brokenLink('docs/README.md', '#documentation')).toBeNull();
});

test('the names of samples tell them apart', () => {
  for (const document of all) {
    const names = samples(document).map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  }
});
