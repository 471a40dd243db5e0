// What the tools that judge packages say of how this one is found: by Node.js, by bundlers and by TypeScript.
import { run, tarball, tool } from '../support/package.js';

test('publint finds nothing to say', () => {
  expect(run(process.execPath, [tool('publint/src/cli.js'), tarball(), '--strict'])).toContain('All good!');
});

test('Are The Types Wrong finds every entry and its types, in every way that TypeScript looks for them', () => {
  const args = [tool('@arethetypeswrong/cli/dist/index.js'), tarball(), '--format', 'json'];
  const { analysis, problems } = JSON.parse(run(process.execPath, args)) as {
    analysis: { entrypoints: Record<string, unknown> };
    problems?: unknown;
  };
  expect(Object.keys(analysis.entrypoints)).toEqual(['.', './testing', './conformance', './package.json']);
  expect(problems).toEqual({});
});
