// Environments that end while a post is under way leave nothing behind.
import { run } from '../support/child.js';

/** Each round ends one worker in each of seven states; one of these is in the middle of an upload. */
const rounds = process.env['IMNXPORT_FULL'] === '1' ? 500 : 5;

test('workers that end before, while and after their post is connected, sent and answered leave no thread, file or object', async () => {
  const result = await run('worker-states', [`${rounds}`]);
  expect(result).toEqual({ code: 0, signal: null, stdout: `${rounds * 7} ended, 0 objects`, stderr: '' });
}, 1_800_000);
