// The demo does what it promises.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { cHost, library, packageRoot } from '../support/built.js';
import { unlessWine } from '../support/wine.js';

function demo(env: NodeJS.ProcessEnv): Promise<{ code: number; stdout: string; stderr: string }> {
  const script = join(packageRoot, 'examples', 'demo.mjs');
  return new Promise((resolve) => {
    execFile(process.execPath, [script], { env: { ...process.env, ...env } }, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}

unlessWine('Digest through SSPI', () => {
  test('everything is posted and stored byte for byte', async () => {
    const { code, stdout, stderr } = await demo({ IMNXPORT_C_HOST: cHost(), IMNXPORT_LIBRARY: library() });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/\n9 messages posted, 9 stored byte for byte, in [\d.]+ s\.\n$/);
    expect(stdout.match(/HRESULT {3}0x00000000 S_OK\n {2}status {4}201 Created/g)).toHaveLength(9);
    expect(stdout.match(/stored {2}✓ the same/g)).toHaveLength(9);
    expect(stdout).toContain('sending: 100 %  20.5 MB of 20.5 MB');
  });
});

test('without the C program it fails, and says so', async () => {
  const { code, stdout } = await demo({ IMNXPORT_C_HOST: '/no/such/program' });
  expect(code).toBe(1);
  expect(stdout).toContain('The demo has failed');
});
