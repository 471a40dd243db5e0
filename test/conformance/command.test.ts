// The command of the conformance kit, as an interop tester runs it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { conformanceCases } from '../../dist/conformance/cases/index.js';
import { runConformance } from '../../dist/conformance/runner.js';
import { library } from '../support/built.js';
import { commandLine } from '../support/command-line.js';
import { reportProblems } from '../support/report-schema.js';

const folder = mkdtempSync(join(tmpdir(), 'imnxport-'));
afterAll(() => rmSync(folder, { recursive: true, maxRetries: 10 }));
const { imnxport } = commandLine(() => folder);
const conformance = (...args: string[]) => imnxport(['conformance', ...args]);
const read = (name: string) => readFileSync(join(folder, name), 'utf8');

const OTHER = '{00000000-1111-2222-3333-444444444444}';

interface Report {
  conforms: boolean;
  providers: { problem: { code: string; message: string } | null }[];
  cases: { id: string; results: ({ verdict: string; text: string } & Recorded)[] }[];
}
interface Recorded {
  outcome: {
    steps: { kind: string; method: string; thread?: string; fields?: Record<string, unknown> }[];
    connections: { turns: { from: string; base64: string }[] }[];
  };
}

test('calls, callbacks with their thread, and the exact bytes of both sides are recorded', async () => {
  const { code, stdout, stderr } = await conformance(
    '--filter',
    'post/content-type documented',
    '--report',
    '-',
  );
  expect(code).toBe(0);
  expect(stderr).toContain('builtin: 1 of 1 documented rows hold');
  expect(reportProblems(stdout)).toEqual([]);
  const { outcome } = (JSON.parse(stdout) as Report).cases[0]!.results[0]!;
  expect(outcome.steps.filter(({ kind }) => kind === 'call').map(({ method }) => method)).toEqual([
    'InitNew',
    'CommandPOST',
  ]);
  const response = outcome.steps.find(({ method }) => method === 'OnResponse')!;
  expect(response.fields).toMatchObject({ fDone: true, hrResult: 'S_OK', uiServerError: 201, cbCurrent: 32 });
  expect(response.thread).toMatch(/^(the thread of InitNew|another thread)$/);
  const [request, answer] = outcome.connections[0]!.turns.map(({ base64 }) =>
    Buffer.from(base64, 'base64').toString(),
  );
  expect(request).toMatch(/^POST \/inbox\/ HTTP\/1\.1\r\nHost: 127\.0\.0\.1:\d+\r\n/);
  expect(request).toMatch(/\r\n\r\nSubject: conformance\r\n\r\nHello\.\r\n$/);
  expect(answer).toBe('HTTP/1.1 201 Created\r\nLocation: /inbox/1.eml\r\nContent-Length: 0\r\n\r\n');
});

test('a DLL that is not there is one clear sentence, and no conformance', async () => {
  const missing = join(folder, 'missing.dll');
  const { code, stdout, stderr } = await conformance('--provider', missing, '--report', 'missing.json');
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^imnxport: [^\n]*missing\.dll[^\n]*\n$/);
  expect(reportProblems(read('missing.json'))).toEqual([]);
  const [provider] = (JSON.parse(read('missing.json')) as Report).providers;
  expect(provider!.problem!.code).toBe('ERR_IMNXPORT_PROVIDER_NOT_FOUND');
});

test.each([
  ['a file that is no library', __filename, undefined, /command\.test\.js/],
  [
    'a library without the class',
    library(),
    OTHER,
    /\{00000000-1111-2222-3333-444444444444\}.*CLASS_E_CLASSNOTAVAILABLE/,
  ],
])('%s cannot be opened, and the problem says why', async (_what, dll, clsid, message) => {
  const provider = { dll, ...(clsid !== undefined && { clsid }) };
  const report = await runConformance({ providers: [{ name: 'x', provider }], cases: conformanceCases });
  expect(report.conforms).toBe(false);
  expect(report.providers[0]!.problem!.message).toMatch(message);
  expect(report.cases.every(({ results }) => results[0] === null)).toBe(true);
});

// Off Windows there is none; Wine's own inetcomm.dll has other classes, but not this one.
test('an Inetcomm that does not have the class is one clear sentence with the HRESULT', async () => {
  const { code, stdout, stderr } = await conformance('--provider', 'inetcomm');
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^imnxport: [^\n]*\{5A580C11-E5EB-11D1-A86E-0000F8084F96\}[^\n]*\n$/);
});

test('what cannot be compared with is said, and the rest is tried all the same', async () => {
  const { code, stdout, stderr } = await conformance(
    '--against',
    join(folder, 'missing.dll'),
    '--filter',
    'init/agent-null',
  );
  expect(stderr).toMatch(/^imnxport: [^\n]*missing\.dll[^\n]*\n$/);
  expect(stdout).toContain('builtin: 1 of 1 documented rows hold');
  expect(code).toBe(1);
});
