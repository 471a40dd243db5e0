// Transports whose posts JavaScript carries out, when they are forgotten, and when JavaScript ends.
import { once } from 'node:events';
import { run, start } from '../support/child.js';

const OK = { code: 0, signal: null, stderr: '' };

describe('garbage collection', () => {
  test.each([
    ['takes', 'forgotten transports', 'gone'],
    ['leaves', 'a transport that a host holds', 'S_OK'],
    ['leaves', 'a handler that never answers', 'IXP_E_CONNECTION_DROPPED'],
  ])('%s %s, and all is gone in the end', async (_what, way, stdout) => {
    expect(await run('implemented-transports', [way], ['--expose-gc'])).toEqual({ ...OK, stdout });
  });
});

describe('a process ends by itself', () => {
  test.each(['nobody holds it', 'native code holds it, unref'])('when %s', async (way) => {
    expect(await run('implemented-transports', [way])).toEqual({ ...OK, stdout: '' });
  });

  test('not while native code holds it', async () => {
    const { child, ended } = start('implemented-transports', ['native code holds it']);
    await once(child, 'message');
    // Its own end would come before the answer to this; then nothing is said.
    child.send('let go');
    expect(await ended).toEqual({ ...OK, stdout: 'released' });
  });
});

test('process.exit inside a handler ends the process', async () => {
  const result = await run('implemented-transports', ['process.exit inside a handler']);
  expect(result).toEqual({ ...OK, code: 7, stdout: '' });
});

test('a worker that is terminated drops its post; a later one is refused', async () => {
  const { stdout, ...ended } = await run('implemented-transports', ['a worker that is terminated']);
  expect(ended).toEqual(OK);
  expect(JSON.parse(stdout)).toEqual({
    ...{ end: 'IXP_E_CONNECTION_DROPPED', later: 'IXP_E_FAILED_TO_CONNECT', references: 0 },
  });
});
