// The example of a stream does what its README says.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { packageRoot } from '../support/built.js';
import { CREATED, raw } from '../support/real.js';

/** Runs it with that on its standard input; without a proxy. */
async function example(input: string, ...args: string[]) {
  const script = join(packageRoot, 'examples', 'node-stream-upload', 'upload.mjs');
  const child = spawn(process.execPath, [script, ...args], { env: { ...process.env, no_proxy: '*' } });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  child.stdin.on('error', () => undefined).end(input);
  const [code] = (await once(child, 'close')) as [number];
  return { code, ...output };
}

const text = 'a line of text\n'.repeat(200_000);

test('it posts what comes, compressed, in chunks', async () => {
  const { url, requests } = await raw([CREATED]);
  const { code, stdout } = await example(text, url);
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^201 http\S+ \d+ bytes\n$/) as string,
  });
  expect(gunzipSync(requests[0]!.body).toString()).toBe(text);
  expect(requests[0]!.headers).toContain('Transfer-Encoding: chunked');
});

test('it tells a refusal from an end that nobody can know', async () => {
  const refusing = await raw(['HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n']);
  expect(await example('x', refusing.url)).toMatchObject({ code: 1, stdout: '' });
  const silent = await raw([(_request, connection) => connection.end()]);
  expect(await example('x', silent.url)).toMatchObject({ code: 3, stdout: '' });
});
