// The samples in VBScript and JScript post, as they stand but for the server.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HttpMailServer } from '../../../dist/testing/index.js';
import { sample } from '../../support/documents.js';
import { runWindows, windowsPath } from '../../support/windows.js';
import { registered } from './registered.js';

jest.setTimeout(120_000);
const server = new HttpMailServer();
let folder: string;
registered('ia32');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'imnxport-samples-'));
  await server.listen();
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** Runs a sample in the 32-bit script host, with this server in the place of the one that it names. */
async function run(document: string, name: string, extension: string) {
  const text = sample(document, name).text.replace(/http:\/\/[^/"']+/, server.url);
  const file = join(folder, `sample.${extension}`);
  writeFileSync(file, text.replaceAll('\n', '\r\n'));
  const host = process.platform === 'win32' ? 'C:\\Windows\\SysWOW64\\cscript.exe' : 'cscript.exe';
  return runWindows(host, ['//nologo', windowsPath(file)]);
}

test.each([
  ['README.md', 'vb 1', 'vbs', /^201 (\S+)\n$/, 'Subject: hello'],
  ['docs/automation.md', 'vb 1', 'vbs', /^(\S+)\n$/, 'Subject: Hello\r\n\r\nA text'],
  ['docs/automation.md', 'js 1', 'js', /^201 (\S+)\n$/, 'A text'],
])('that of %s, %s', async (document, name, extension, output, body) => {
  const ended = await run(document, name, extension);
  expect(ended).toEqual({ code: 0, output: expect.stringMatching(output) as string });
  const location = output.exec(ended.output)![1]!;
  expect(Buffer.concat((await server.read(location).toArray()) as Buffer[]).toString()).toBe(body);
});
