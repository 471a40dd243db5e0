// The samples in the documents do, as they stand, what the text around them says.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { library, packageRoot } from '../support/built.js';
import { documents, type Sample, sample, samples } from '../support/documents.js';
import { later, mailServer } from '../support/real.js';

jest.setTimeout(60_000);
const message = join(packageRoot, 'examples', 'mail', 'plain.eml');

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

function program(command: string, args: string[], cwd = packageRoot): Promise<Ended> {
  const env = { ...process.env, no_proxy: '*' };
  return new Promise((resolve) => {
    execFile(command, args, { cwd, env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr });
    });
  });
}

/** Runs a sample in JavaScript from a file of its own in the checkout, where it finds the package by its name. */
function script(document: string, name: string, ...args: string[]): Promise<Ended> {
  const folder = join(packageRoot, 'build', 'samples', document);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), sample(document, name).text);
  return program(process.execPath, [join(folder, name), ...args]);
}

const good = (stdout: unknown): unknown => ({ code: 0, stdout, stderr: '' });
const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

/** What each sample that is run or compiled here does; by document and name. */
const runs: Record<string, () => Promise<void>> = {
  'README.md post.mjs': async () => {
    const { url, server, origin } = await mailServer();
    const ended = await script('README.md', 'post.mjs', url, message);
    expect(ended).toEqual(good(`201 ${origin}${server.messages[0]!.path}\n`));
    expect(server.messages[0]!.contentType).toBe('message/rfc822');
  },

  'README.md host.cpp': async () => {
    // With the commands below it, in a folder that has what they name.
    const { url, server, origin } = await mailServer();
    const folder = mkdtempSync(join(tmpdir(), 'imnxport-sample-'));
    later(() => rmSync(folder, { recursive: true }));
    const { text, line } = sample('README.md', 'host.cpp');
    const commands = samples('README.md').find((next) => next.line > line)!.text;
    writeFileSync(join(folder, 'host.cpp'), text);
    for (const name of ['native', 'examples', 'build'])
      symlinkSync(join(packageRoot, name), join(folder, name));
    writeFileSync(join(folder, 'message.eml'), readFileSync(message));
    const there = commands.replace('http://127.0.0.1:8080/inbox/', url);
    expect(there).not.toBe(commands);
    const ended = await program('sh', ['-e', '-c', there], folder);
    // What it says of its way goes to stderr.
    const stdout = `0x00000000 ${origin}${server.messages[0]!.path}\n`;
    expect(ended).toMatchObject({ code: 0, stdout });
  },

  'docs/errors.md errors.mjs': async () => {
    expect(await script('docs/errors.md', 'errors.mjs')).toEqual(
      good('ERR_IMNXPORT_FAILED_TO_CONNECT IXP_E_FAILED_TO_CONNECT none\nposting again is safe\n'),
    );
  },

  'docs/conformance.md conform.mjs': async () => {
    const { code, stdout } = await script('docs/conformance.md', 'conform.mjs', library());
    expect(code).toBe(0);
    expect(stdout).toMatch(/^mine: (\d+) of \1 documented rows hold$/m);
  },

  'docs/interop.md pointer.mjs': async () => {
    const ended = await script('docs/interop.md', 'pointer.mjs');
    expect(ended).toEqual(good(matching(/^ComPointer IHTTPMailTransport 0x[0-9a-f]+\n$/i)));
  },

  'docs/interop.md by-name.mjs': async () => {
    expect(await script('docs/interop.md', 'by-name.mjs')).toEqual(good('8\ntrue\n'));
  },

  'docs/interop.md streams.mjs': async () => {
    const text = 'From JavaScript into a component, ';
    const joined = await script('docs/interop.md', 'streams.mjs');
    expect({ ...joined, stdout: joined.stdout.replaceAll('\n', '') }).toEqual(good(text));
    const { url, server } = await mailServer();
    const posted = await script('docs/interop.md', 'streams.mjs', url);
    expect(posted).toEqual(good(matching(/\n201\n$/)));
    expect(server.messages[0]!.bytes).toBe('Subject: a stream that a component gave\r\n\r\n'.length);
  },

  'docs/interop.md callback.mjs': async () => {
    const ended = await script('docs/interop.md', 'callback.mjs');
    expect(ended).toEqual(good(matching(/^status 1 from thread \d+\nstatus 3 from thread \d+\n/)));
  },

  'docs/interop.md handler.mjs': async () => {
    expect(await script('docs/interop.md', 'handler.mjs')).toEqual(
      good('http://mail.example/inbox/ message/rfc822 true false\n0 http://mail.example/inbox/1.eml\n'),
    );
  },

  'docs/interop.md provider.mjs': async () => {
    const { url, server, origin } = await mailServer();
    const ended = await script('docs/interop.md', 'provider.mjs', url, library());
    expect(ended).toEqual(good(`201 ${origin}${server.messages[0]!.path}\n`));
  },

  'docs/interop.md from-pointer.mjs': async () => {
    expect(await script('docs/interop.md', 'from-pointer.mjs')).toEqual(good('0 8\n'));
  },

  'docs/windows.md xml 1': async () => {
    // The manifest of a program that the tests for Windows run.
    const host = join(packageRoot, 'test', 'windows', 'registration', 'manifest_host.manifest');
    const words = (text: string) => text.split(/\s+/).join(' ').trim();
    expect(words(readFileSync(host, 'utf8'))).toContain(words(sample('docs/windows.md', 'xml 1').text));
    return Promise.resolve();
  },
};

/** What is run or compiled by other tests, and where. */
const elsewhere: Record<string, string> = {
  'README.md vb 1': 'test/windows/automation/samples.test.ts',
  'docs/automation.md vb 1': 'test/windows/automation/samples.test.ts',
  'docs/automation.md js 1': 'test/windows/automation/samples.test.ts',
  'docs/automation.md pascal 1': 'test/windows/automation/delphi.test.ts',
  'docs/automation.md csharp 1': 'test/examples/csharp.test.ts',
  'docs/windows.md activation.c': 'test/windows/registration/CMakeLists.txt',
  'docs/electron.md build.mjs': 'test/package/bundlers.test.ts',
  'docs/electron.md webpack.config.js': 'test/package/bundlers.test.ts',
};

/** What is neither run nor compiled, and why. */
const reasons: Record<string, string> = {
  'docs/automation.md powershell 1': 'there is no PowerShell for Wine; the document says so',
  'docs/automation.md text 1': 'a message; scripts.test.ts has its words',
  'docs/behaviour.md text 1': 'lines of a log; command_log_test.cpp has their form',
  'docs/conformance.md text 2': 'a part of a table; conformance-table.test.ts has its form',
  'docs/conformance.md json 1': 'a report, shortened; conformance-json.test.ts has its schema',
  'docs/serve.md text 1': 'what the command prints; command-line.test.ts has its form',
  'docs/windows.md text 1': 'the grammar of commands; command-line-windows.test.ts has their options',
  'native/README.md text 1': 'a picture',
  'examples/c-host/README.md text 2': 'what the program prints; demo.test.ts has its form',
  'examples/cpp-host/README.md text 2': 'what the program prints; cpp-host-example.test.ts has its form',
  'examples/koffi/README.md text 2': 'what the program prints; koffi-example.test.ts has its form',
};

const all = documents().flatMap(samples);
const keyOf = ({ document, name }: Sample) => `${document} ${name}`;

/** The lines of a sample, if each of them is a command for a shell; those that a backslash ends go with the next. */
function commandsOf({ language, text }: Sample): string[] | null {
  if (!['', 'sh'].includes(language)) return null;
  const lines = text.replace(/\\\n\s*/g, '').split('\n');
  const commands = lines.map((line) => line.replace(/(^|\s)#.*$/, '').trim()).filter((line) => line !== '');
  const first =
    /^(?:[A-Z][A-Z_]*=\S* +)*(?:npm|npx|node|cmake|ctest|cc|c\+\+|gdb|csc|dcc64|regsvr32|cscript|export|tar|PostMail|Program\.exe|\S+\.sh|(?:\.|build)\/\S+)(?= |$)/;
  return commands.every((line) => first.test(line)) ? commands : null;
}

const known = new Set([...Object.keys(runs), ...Object.keys(elsewhere), ...Object.keys(reasons)]);

test('every sample is run, compiled, a command, or has a reason why not', () => {
  const unknown = all.filter((one) => !known.has(keyOf(one)) && commandsOf(one) === null);
  expect(unknown.map((one) => `${one.document}:${one.line} ${one.name}`)).toEqual([]);
});

test('what has a test or a reason is there', () => {
  const there = new Set(all.map(keyOf));
  expect([...known].filter((key) => !there.has(key))).toEqual([]);
});

test.each(Object.entries(elsewhere))('%s is a sample of %s', (key, file) => {
  const [document, name] = [key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)];
  const text = readFileSync(join(packageRoot, file), 'utf8');
  expect(text).toContain(document);
  expect(text).toContain(name);
});

test('commands name scripts and suites that there are', () => {
  const manifest = readFileSync(join(packageRoot, 'package.json'), 'utf8');
  const { scripts } = JSON.parse(manifest) as { scripts: Record<string, string> };
  const { suites } = require('../../scripts/suites') as { suites: { name: string }[] };
  const names = new Set(suites.map(({ name }) => name));
  const wrong: string[] = [];
  for (const one of all.filter(({ document }) => !document.startsWith('examples/electron/'))) {
    for (const command of commandsOf(one) ?? []) {
      const run = /\bnpm (?:run )?([\w:]+)/.exec(command)?.[1];
      if (run !== undefined && !['install', 'ci'].includes(run) && !(run in scripts)) wrong.push(command);
      const only = /\bnpm test\b.*--only=(\S+)/.exec(command)?.[1]?.split(',') ?? [];
      if (!only.every((name) => names.has(name) || name === '…')) wrong.push(command);
    }
  }
  expect(wrong).toEqual([]);
});

test.each(Object.entries(runs))('%s', (_key, run) => run());
