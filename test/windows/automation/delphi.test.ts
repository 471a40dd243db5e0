// The example in Delphi, compiled by Free Pascal, posts through the vtable, and late and early bound.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HttpMailServer } from '../../../dist/testing/index.js';
import { packageRoot } from '../../support/built.js';
import { sample } from '../../support/documents.js';
import { compilePascal } from '../../support/free-pascal.js';
import { runWindows, windowsPath } from '../../support/windows.js';
import { registered } from './registered.js';

jest.setTimeout(120_000);
const server = new HttpMailServer();
let folder: string;
registered('x64');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'imnxport-delphi-'));
  compilePascal(join(packageRoot, 'examples', 'delphi', 'PostMail.dpr'), folder);
  await server.listen();
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** The program of the document's lines, with this server in the place of the one that they name. */
function samplePascal() {
  const lines = sample('docs/automation.md', 'pascal 1').text.replace(/http:\/\/[^/']+/, server.url);
  const uses = 'uses ActiveX, ComObj, Variants;\nvar Poster: OleVariant;';
  return `program Sample;\n{$MODE DELPHI}\n${uses}\nbegin\n  CoInitialize(nil);\n${lines}\nend.\n`;
}

const message = 'Subject: from Pascal\r\n\r\nHello\r\n';

function postMail(url: string) {
  const file = join(folder, 'message.eml');
  writeFileSync(file, message);
  return runWindows(join(folder, 'PostMail.exe'), [url, windowsPath(file)]);
}

test('a file, a text and bytes arrive as they are', async () => {
  const { code, output } = await postMail(`${server.url}/inbox/`);
  const [file, text, bytes] = server.messages.map(({ path }) => new URL(path, server.url).href);
  expect(output.split('\n').filter((line) => !/^\d+ of \d+ bytes$/.test(line))).toEqual([
    'HTTP/1.1 201 Created (0x00000000)',
    `location ${file}`,
    `201: ${text}`,
    `201: ${bytes}, 3 bytes`,
    '',
  ]);
  expect(code).toBe(0);
  const bodies = await Promise.all(
    server.messages.map(async ({ path, contentType }) => [
      contentType,
      Buffer.concat((await server.read(path).toArray()) as Buffer[]).toString(),
    ]),
  );
  expect(bodies).toEqual([
    ['message/rfc822', message],
    ['text/plain; charset=utf-8', 'A text'],
    [null, 'ABC'],
  ]);
});

test('an error has its HRESULT', async () => {
  server.answerNext({ status: 403 });
  const { code, output } = await postMail(`${server.url}/inbox/`);
  expect(output).toContain('0x800CCC33');
  expect(code).toBe(1);
});

test('the sample in the document posts its text and says where it is', async () => {
  const file = join(folder, 'Sample.pas');
  writeFileSync(file, samplePascal());
  compilePascal(file, folder);
  const ended = await runWindows(join(folder, 'Sample.exe'));
  expect(ended).toEqual({ code: 0, output: expect.stringMatching(/^\S+\n$/) as string });
  const body = await server.read(ended.output.trim()).toArray();
  expect(Buffer.concat(body as Buffer[]).toString()).toBe('A text');
});
