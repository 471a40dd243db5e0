// What the command line shows of progress.
import { formatBytes } from '../../dist/cli/format-bytes.js';
import { progressDisplay } from '../../dist/cli/progress.js';

/** Shows these counts of a total; gives what was written. */
function shown(terminal: boolean, counts: number[], total: number | null, resentAt?: number): string {
  let text = '';
  const output = {
    isTTY: terminal,
    columns: 80,
    write: (part: string | Uint8Array) => ((text += String(part)), true),
  };
  const display = progressDisplay('mail.eml', output);
  counts.forEach((sent, i) => display.update({ sent, total, resent: i === resentAt }));
  display.end(true);
  return text;
}

test('in a pipe there is a line at each quarter', () => {
  const counts = Array.from({ length: 64 }, (_, i) => (i + 1) * 1_000_000);
  expect(shown(false, counts, 64_000_000)).toBe(
    [
      'mail.eml: 1 %  1.0 MB of 64.0 MB',
      'mail.eml: 25 %  16.0 MB of 64.0 MB',
      'mail.eml: 50 %  32.0 MB of 64.0 MB',
      'mail.eml: 75 %  48.0 MB of 64.0 MB',
      'mail.eml: 100 %  64.0 MB of 64.0 MB',
      '',
    ].join('\n'),
  );
});

test('in a pipe there is a line whenever an unknown amount has doubled', () => {
  const counts = Array.from({ length: 100 }, (_, i) => (i + 1) * 1_000_000);
  expect(shown(false, counts, null).trim().split('\n')).toEqual(
    [1, 2, 4, 8, 16, 32, 64].map((mb) => `mail.eml: ${mb}.0 MB`),
  );
});

test('in a pipe a transfer that starts again is shown again', () => {
  const lines = shown(false, [4_000_000, 1_000_000, 4_000_000], 4_000_000, 1).trim().split('\n');
  expect(lines).toHaveLength(3);
});

test('a small body is not worth a line', () => {
  expect(shown(false, [90_000], 90_000)).toBe('');
});

test('on a terminal there is one line that is drawn again', () => {
  const text = shown(true, [0, 500_000, 1_000_000], 1_000_000);
  expect(text.split('\r\x1b[K')).toHaveLength(4);
  expect(text).toContain('░'.repeat(24));
  expect(text).toContain(`${'█'.repeat(12)}${'░'.repeat(12)}  50 %  500.0 kB of 1.0 MB`);
  expect(text).toMatch(/█{24} 100 % {2}1\.0 MB of 1\.0 MB.*\n$/);
  for (const line of text.split('\r\x1b[K')) expect(line.length).toBeLessThan(81);
});

test('the name of a file cannot steer the terminal', () => {
  let text = '';
  const output = {
    isTTY: true,
    columns: 80,
    write: (part: string | Uint8Array) => ((text += String(part)), true),
  };
  progressDisplay('a\x1b[2J\u202eb.eml', output).update({ sent: 1, total: 2, resent: false });
  expect(text).toContain('\r\x1b[Ka\\u{1b}[2J\\u{202e}b.eml  ');
});

test('an empty body does not divide by nothing', () => {
  expect(shown(true, [0], 0)).not.toContain('NaN');
  expect(shown(false, [0], 0)).toBe('');
});

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1.0 kB'],
  [999_949, '999.9 kB'],
  [999_950, '1.0 MB'],
  [5_368_709_120, '5.4 GB'],
  [9007199254740991, '9007.2 TB'],
])('%d is %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
