// What `imnxport conformance` does without running anything.
import { conformance } from '../../dist/cli/conformance.js';
import { UsageError } from '../../dist/cli/usage.js';

/** What it prints, and its exit code. */
async function printed(...args: string[]): Promise<{ code: number; text: string }> {
  let text = '';
  const spy = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    return { code: await conformance(args), text };
  } finally {
    spy.mockRestore();
  }
}

test('--list shows the cases with their sources', async () => {
  const { code, text } = await printed('--list', '--filter', 'path-null commandpost');
  expect(code).toBe(0);
  expect(text).toBe('D  post/path-null  a path that is NULL is refused (IHTTPMailTransport::CommandPOST)\n');
});

test('--schema shows the schema', async () => {
  const { code, text } = await printed('--schema');
  expect(code).toBe(0);
  expect(JSON.parse(text)).toMatchObject({ title: 'Report of imnxport conformance' });
});

test('--help names every option and the exit codes', async () => {
  const { code, text } = await printed('--help');
  expect(code).toBe(0);
  for (const option of [
    'provider',
    'against',
    'report',
    'filter',
    'time-limit',
    'list',
    'schema',
    'verbose',
  ]) {
    expect(text).toContain(`--${option}`);
  }
  expect(text).toContain('Exit code: 0');
});

test.each([
  ['a word too many', ['builtin']],
  ['a report of another kind', ['--report', 'out.txt']],
  ['a report in a folder that there is not', ['--report', 'no-such-folder/out.html']],
  ['words that no case has', ['--filter', 'no-such-case']],
  ['a time limit that is none', ['--time-limit', '0']],
  ['an option that there is not', ['--prvider', 'x']],
])('%s is a wrong call', async (_what, args) => {
  await expect(printed(...args)).rejects.toThrow(UsageError);
});
