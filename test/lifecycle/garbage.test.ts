// Transports that nobody holds any more go away, natively too; one that posts, or that native code knows, stays until it has ended.
import { run } from '../support/child.js';
import { mailServer } from '../support/real.js';

test.each([
  'never used',
  'used',
  'with a stream that failed',
  'closed',
  'while posting',
  'lent to native code',
])('transports %s are collected', async (way) => {
  const { url } = await mailServer();
  const result = await run('collected', [way, url], ['--expose-gc']);
  expect(result).toEqual({ code: 0, signal: null, stdout: 'gone', stderr: '' });
});
