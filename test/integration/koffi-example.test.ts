// The example of koffi does what its README says.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { hresultName } from '../../dist/hresult.js';
import { packageRoot } from '../support/built.js';
import { mailServer, raw } from '../support/real.js';

/** Runs it with the options of the environment: no proxy. */
function example(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const script = join(packageRoot, 'examples', 'koffi', 'post.mjs');
  const env = { ...process.env, no_proxy: '*' };
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}

const message = join(packageRoot, 'examples', 'mail', 'plain.eml');

test('it posts a file, and ends when the answer has come', async () => {
  const { url, server } = await mailServer();
  const { code, stdout, stderr } = await example(url, message);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(
    /^CommandPOST: S_OK\ncommand 1: S_OK, HTTP\/1\.1 201 Created, http:\/\/\S+\/inbox\/\S+\n$/,
  );
  expect(server.messages).toHaveLength(1);
});

test('what the server refuses is told, and so is what the transport refuses', async () => {
  const { url } = await raw(['HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n']);
  const refused = await example(url, message);
  expect(refused).toEqual({
    code: 1,
    stdout: `CommandPOST: S_OK\ncommand 1: ${hresultName(0x800ccc34)}, HTTP/1.1 404 Not Found, null\n`,
    stderr: '',
  });
  expect(await example('ftp://127.0.0.1/', message)).toEqual({
    code: 1,
    stdout: 'CommandPOST: E_INVALIDARG\n',
    stderr: '',
  });
});
