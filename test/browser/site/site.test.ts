// The site of the documents in a real browser: nothing is wider than the window, and the search finds what people look for.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { DESKTOP, startBrowser, TELEPHONE } from '../start.js';
import { packageRoot } from '../../support/built.js';

jest.setTimeout(120_000);
const site = join(packageRoot, 'build', 'site');
/** Every document, and of the references what their pages are like. */
const pages = [
  ...readdirSync(join(site, 'documents')).map((name) => `documents/${name}`),
  'index.html',
  'modules.html',
  'classes/imnxport.HttpMailTransport.html',
  'interfaces/imnxport.TransportOptions.html',
  'cpp/index.html',
  'cpp/annotated.html',
  'cpp/imnxport_8h.html',
  'cpp/structHTTPCONTACTID.html',
];

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());
afterEach(() => page.close());

const open = (name: string) => page.goto(pathToFileURL(join(site, name)).href);

test.each([
  ['a desktop', DESKTOP],
  ['a telephone', TELEPHONE],
])('no page is wider than the screen of %s', async (_, viewport) => {
  page = await browser.newPage({ viewport });
  const wide = [];
  for (const name of pages) {
    await open(name);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (over > 0) wide.push(`${name}: ${over}`);
  }
  expect(wide).toEqual([]);
});

test.each([
  ['fileBody', './functions/imnxport.fileBody.html'],
  ['regsvr32', './documents/windows.html'],
])('the search for %s leads to %s', async (words, wanted) => {
  page = await browser.newPage({ viewport: DESKTOP });
  await open('index.html');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.locator('#tsd-search-input').fill(words);
  const results = page.locator('#tsd-search-results a');
  await results.first().waitFor();
  const links = await Promise.all((await results.all()).map((link) => link.getAttribute('href')));
  expect(links.map((link) => link!.split('#')[0])).toContain(wanted);
});
