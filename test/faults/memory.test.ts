// Whatever servers do, memory stays what it is: all tables again and again, in one process.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { native } from '../../dist/native.js';
import type { FaultCase } from './case.js';
import { authentication } from './cases/authentication.js';
import { earlyAnswers } from './cases/early.js';
import { framing } from './cases/framing.js';
import { heads } from './cases/heads.js';
import { redirects } from './cases/redirects.js';
import { resets } from './cases/resets.js';
import { statuses } from './cases/statuses.js';
import { CountedStream } from './counted-stream.js';
import { run } from './run.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const MIB = 1024 * 1024;
// A round takes five times as long under Wine.
const [WARM_UP, ROUNDS] = process.platform === 'win32' ? [1, 2] : [2, 3];

/** How much a fault leaves behind is not a matter of the entity's size, and large ones would take a minute. */
const cases = [authentication, earlyAnswers, framing, heads, redirects, resets, statuses]
  .flat()
  .filter(({ size = 0 }) => size < 8 * MIB);

afterAll(() => CountedStream.end());

async function round(all: readonly FaultCase[]): Promise<number> {
  for (const one of all) await run(one);
  collect();
  const { rss, heapTotal, external } = process.memoryUsage();
  return rss - heapTotal - external; // what JavaScript keeps is nothing that a server could make us keep
}

test('rounds of faults leave nothing behind', async () => {
  const sizes: number[] = [];
  const before = native().openObjects;
  for (let i = 0; i < WARM_UP + ROUNDS; i++) sizes.push(await round(cases));
  expect(native().openObjects).toBe(before);
  // The allocator keeps more of what was used after one round than after another, by 20 MiB (and by 5 when it is given one arena):
  // what was left behind would be there after each of the last ones. This finds 30 KB for each of a thousand posts.
  const growth = Math.min(...sizes.slice(-2)) - Math.max(...sizes.slice(0, WARM_UP));
  expect(growth).toBeLessThan(32 * MIB);
}, 120_000);
