// The page of `imnxport serve` in a real browser: what it shows, and what it never does with what was posted.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { DESKTOP, startBrowser, TELEPHONE } from '../start.js';
import { packageRoot } from '../../support/built.js';
import { postOf, sendRaw, servedPage } from '../../support/request-page.js';

/** Where the pictures go: for whoever changes the page. */
const pictures = join(packageRoot, 'build', 'reports', 'browser');

let browser: Browser;
let context: BrowserContext;
beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  browser = await startBrowser();
});
afterAll(() => browser.close());
afterEach(() => context.close());

/** Opens the page; `said` gets everything that a page should never say or do. */
async function opened(url: string, options: Parameters<Browser['newContext']>[0] = {}) {
  context = await browser.newContext({ viewport: DESKTOP, ...options });
  const page = await context.newPage();
  const said: string[] = [];
  page.on('console', (message) => said.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => said.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    said.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) said.push(`request: ${request.url()}`);
  });
  await page.goto(url);
  await isLive(page);
  return { page, said };
}

function isLive(page: Page): Promise<void> {
  return page.getByRole('status').getByText('live').waitFor();
}

/** A picture of the window, and the proof that nothing is wider than it. */
async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(pictures, `${name}.png`) });
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
}

// `hacked` is defined nowhere: whoever calls it is heard of as an error, whoever is kept from it by the policy, too.
const MARKUP = `"><img src=x onerror="hacked('img')"><script>hacked('script')</script>`;
const TARGET = '/inbox/<script>hacked(1)</script>"><img/src=x/onerror=hacked(2)>';
const MAIL = [
  'From: Ada <ada@mail.example>',
  'Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=',
  '',
  `Gr\u00fc\u00dfe! ${MARKUP}`,
  '\u202etxt.exe \x1b[31m\x07 <svg onload=hacked(3)> javascript:hacked(4) {{hacked(5)}}',
  '',
].join('\r\n');
const FIELDS = [
  `Content-Type: text/html; name=${MARKUP}`,
  `X-Name: ${MARKUP} \u202e\u2066`,
  "X-'onerror`hacked`: 1",
  'Authorization: Basic c2VjcmV0',
];

test('what is posted shows at once, and nothing of it is ever executed', async () => {
  const { mail, url } = await servedPage();
  const { page, said } = await opened(url);
  await page.getByText(`imnxport post ${mail.url}/inbox/ message.eml`).waitFor();
  await picture(page, 'desktop-empty');

  await sendRaw(mail, postOf(TARGET, MAIL, FIELDS));
  const link = page.getByRole('link', { name: '<script>' });
  expect(await link.innerText()).toBe(TARGET);
  await picture(page, 'desktop-one');
  await link.click();

  const details = page.getByRole('article');
  await details.getByRole('heading', { name: 'Stored message' }).waitFor();
  const text = await details.innerText();
  for (const shown of [
    `text/html; name=${MARKUP}`,
    `${MARKUP} \\u{202e}\\u{2066}`,
    `Gr\u00fc\u00dfe! ${MARKUP}`,
    '\\u{202e}txt.exe \\u{1b}[31m\\u{7} <svg onload=hacked(3)>',
    '\\xe2\\x80\\xae', // the wire has bytes, and no characters
    mail.messages[0]!.sha256,
    'Authorization: ***',
  ]) {
    expect(text).toContain(shown);
  }
  for (const absent of ['\u202e', '\u2066', '\x1b', '\x07', 'c2VjcmV0']) expect(text).not.toContain(absent);
  expect(await page.locator('img, iframe, object, svg, body script, [onerror], [onload]').count()).toBe(0);
  await picture(page, 'desktop-hostile');
  expect(said).toEqual([]);
});

test('the keyboard is enough: along the list, into a request, and back to where one was', async () => {
  const { mail, url } = await servedPage({ redirects: { '/old/': '/inbox/' } });
  const { page, said } = await opened(url);
  for (const target of ['/old/', '/inbox/', '/inbox/second/']) await sendRaw(mail, postOf(target, MAIL));
  await page.getByRole('link', { name: '/inbox/second/' }).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const heading = page.getByRole('heading', { name: 'POST /old/' });
  await heading.waitFor();
  expect(new URL(page.url()).hash).toBe('#1');
  await page.keyboard.press('Escape');
  await heading.waitFor({ state: 'detached' });
  await page.locator('a:focus').waitFor(); // it comes after the page is drawn anew
  expect(await page.evaluate('document.activeElement.getAttribute("href")')).toBe('#1');
  await picture(page, 'desktop-list');
  await page.goBack();
  await heading.waitFor();
  expect(said).toEqual([]);
});

test('a telephone shows the list or the request, by night as well', async () => {
  const { mail, url } = await servedPage({ redirects: { '/old/': '/inbox/' } });
  const { page, said } = await opened(url, { viewport: TELEPHONE, hasTouch: true, colorScheme: 'dark' });
  for (const target of ['/old/', '/inbox/', `/inbox/${'long-'.repeat(20)}/`, TARGET]) {
    await sendRaw(mail, postOf(target, MAIL, FIELDS));
  }
  await page.getByRole('link', { name: 'script' }).waitFor();
  await picture(page, 'telephone-list');
  await page.getByRole('link', { name: 'script' }).tap();
  await page.getByRole('heading', { name: 'Stored message' }).waitFor();
  expect(await page.getByRole('table').isVisible()).toBe(false);
  await picture(page, 'telephone-request');
  await page.getByRole('heading', { name: 'On the wire' }).scrollIntoViewIfNeeded();
  await picture(page, 'telephone-wire');
  await page.getByRole('link', { name: 'All requests' }).tap();
  await page.getByRole('table').waitFor(); // the tap ends before the page is drawn anew
  expect(await page.getByRole('table').isVisible()).toBe(true);
  expect(await page.getByRole('article').count()).toBe(0);
  expect(said).toEqual([]);
});

test('a long body of bytes is dumped in part, and downloaded whole, as nothing but a file', async () => {
  const { mail, url } = await servedPage({ rawLimit: 8192 });
  const body = Buffer.alloc(200_000, Buffer.from([0, 60, 98, 62, 255, 10, 13, 65, 66]));
  await sendRaw(mail, postOf('/inbox/', body, ['Content-Type: text/html']));
  const { page, said } = await opened(url);
  await page.goto(`${url}#1`); // as from a bookmark
  await page.getByText('of 200.0 kB, as bytes, because').waitFor();
  const dump = page.getByRole('region', { name: 'Body' });
  expect((await dump.innerText()).split('\n', 1)).toEqual([
    '00000000  00 3c 62 3e ff 0a 0d 41 42 00 3c 62 3e ff 0a 0d  |.<b>...AB.<b>...|',
  ]);
  await picture(page, 'desktop-bytes');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('000001.eml');
  expect((await buffer(await download.createReadStream())).equals(body)).toBe(true);
  expect(said).toEqual([]);
});

test('when the server comes back the page goes on by itself, with what the new one has', async () => {
  const first = await servedPage();
  const { page } = await opened(first.url);
  await sendRaw(first.mail, postOf('/first/', 'x'));
  await sendRaw(first.mail, postOf('/unread/', 'x'));
  await page.getByRole('link', { name: '/first/' }).click();
  await page.getByRole('heading', { name: 'POST /first/' }).waitFor();
  await first.page.close();
  await page.getByRole('status').getByText('waiting').waitFor();
  await picture(page, 'desktop-waiting');
  await page.getByRole('link', { name: '/unread/' }).click();
  await page.getByText('The server does not answer.').waitFor();

  const second = await servedPage({ port: Number(new URL(first.url).port) });
  await isLive(page);
  await page.getByText('Request 2 is not kept any more.').waitFor();
  await sendRaw(second.mail, postOf('/second/', 'x'));
  await page.getByRole('link', { name: '/second/' }).waitFor();
  expect(await page.getByRole('link', { name: '/first/' }).count()).toBe(0);
});
