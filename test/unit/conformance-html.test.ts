// The report as HTML: nothing that came from outside is anything but text, and nothing is loaded.
import { escapeHtml, markup } from '../../dist/conformance/html.js';
import type { Report } from '../../dist/conformance/report.js';
import { reportHtml } from '../../dist/conformance/report-html.js';
import { bytesView } from '../../dist/conformance/report-html-wire.js';
import {
  fullReport,
  madeUpCase,
  madeUpConnection,
  madeUpOutcome,
  madeUpReport,
} from '../support/conformance.js';

test.each([
  ['<b a="1" c=\'2\'>&</b>', '&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;&lt;/b&gt;'],
  ['\u0000\u001b[31m\u202e\ufeff', '\\u{0}\\u{1b}[31m\\u{202e}\\u{feff}'],
  ['line\n\ttab', 'line\n\ttab'],
  ['\ud800', '\\u{d800}'],
  ['grüße 😀', 'grüße 😀'],
])('%p is shown as text', (text, html) => {
  expect(escapeHtml(text)).toBe(html);
});

test('a template escapes what is put in, but for markup', () => {
  expect(markup`<p title="${'"'}">${['<', markup`<b>${1}</b>`, null, false]}</p>`.text).toBe(
    '<p title="&quot;">&lt;<b>1</b></p>',
  );
});

test.each([
  ['a\r\nb', 'a<i>CR LF</i>\nb'],
  ['a\nb\rc', 'a<i>LF</i>\nb<i>CR</i>c'],
  ['\x00é<', '<i>\\x00\\xc3\\xa9</i>&lt;'],
])('bytes of the wire %p are all to be seen', (text, html) => {
  expect(
    bytesView(Buffer.from(text))
      .map(({ text }) => text)
      .join(''),
  ).toBe(html);
});

/** A report in which every text that can come from outside tries to be markup. */
function hostileReport(): Report {
  const evil = `"><script src="http://x/">'</script><img src=x onerror=alert(1)>`;
  const outcome = madeUpOutcome({
    end: { kind: 'failed', during: evil, problem: evil },
    facts: { [evil]: evil },
    steps: [
      { kind: 'call', at: 0, method: evil, arguments: [evil], result: evil },
      { kind: 'callback', at: 0, method: evil, thread: evil, fields: { [evil]: evil }, answer: evil },
    ],
    connections: [madeUpConnection(evil, evil)],
  });
  const each = madeUpCase({
    title: evil,
    says: evil,
    expected: { [evil]: evil },
    source: { kind: 'documented', page: evil },
  });
  const problem = { code: evil, message: evil, hresult: null };
  const report = madeUpReport([[each, [outcome, madeUpOutcome()]]], [evil, evil], [null, problem]);
  report.by.node = evil;
  return report;
}

test('whatever comes from outside stays text', () => {
  const html = reportHtml(hostileReport());
  expect(html.match(/<script/g)).toHaveLength(1);
  expect(html).not.toContain('<img');
  // Outside of values there is no attribute that would run.
  expect(html.replace(/"[^"]*"/g, '""')).not.toMatch(/<[^>]*\son\w+=/);
});

test('nothing is loaded, and no script runs but its own', () => {
  const html = reportHtml(fullReport());
  expect(html).not.toMatch(/<(link|iframe|object|embed|base|form)\b/);
  expect(html).not.toMatch(/\b(src|href)="(?!#)/);
  expect(html).not.toMatch(/@import|url\(/);
  expect(html).toContain('default-src &#39;none&#39;');
  expect(html).toContain('script-src &#39;sha256-');
});

test('every case can be linked to, and has its kind', () => {
  const html = reportHtml(fullReport());
  for (const { id } of fullReport().cases) expect(html).toContain(`id="${id}"`);
  expect(html.match(/<details class="case documented/g)).toHaveLength(5);
  expect(html.match(/<details class="case decision/g)).toHaveLength(1);
});

test('a long turn is cut, and says so', () => {
  const outcome = madeUpOutcome({ connections: [madeUpConnection('x'.repeat(10_000))] });
  expect(reportHtml(madeUpReport([[madeUpCase(), [outcome]]], ['ours']))).toContain('… and 5904 more bytes');
});
