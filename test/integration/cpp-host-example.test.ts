// The C++ example does what its README says.
import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { cHost, library } from '../support/built.js';
import { mailServer, raw } from '../support/real.js';

function cppHost(...args: string[]): Promise<{ code: number; stdout: string }> {
  const program = join(dirname(cHost()), `cpp-host${process.platform === 'win32' ? '.exe' : ''}`);
  const env = { ...process.env, no_proxy: '*' };
  return new Promise((resolve) => {
    execFile(program, [library(), ...args], { env }, (error, stdout) => {
      resolve({ code: Number(error?.code ?? 0), stdout: stdout.replaceAll('\r', '') });
    });
  });
}

test('it posts a text, and prints where it is', async () => {
  const { url, server, origin } = await mailServer();
  expect(await cppHost(url, 'Hello.')).toEqual({
    code: 0,
    stdout: `0x00000000 ${origin}/inbox/000001.eml\n`,
  });
  expect(server.messages[0]).toMatchObject({ bytes: 6, contentType: 'text/plain' });
});

test('it tells a refusal of the server from one of the transport', async () => {
  const { url } = await raw(['HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n']);
  expect(await cppHost(url, 'Hello.')).toEqual({ code: 1, stdout: '0x800CCC34 \n' });
  expect(await cppHost('ftp://127.0.0.1/', 'Hello.')).toEqual({ code: 2, stdout: '' });
});
