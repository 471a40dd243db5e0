// Objects whose methods are JavaScript, when handlers throw, when they are forgotten, and when JavaScript ends.
import { once } from 'node:events';
import { run, start } from '../support/child.js';

const OK = { code: 0, signal: null };

test('a handler that throws or rejects is an uncaught exception, and the caller has its answer', async () => {
  const { stdout, ...ended } = await run('callbacks', ['throwing handlers']);
  expect(ended).toMatchObject(OK);
  expect(JSON.parse(stdout)).toEqual({ answer: 1, uncaught: ['told', 'asked'] });
});

describe('garbage collection', () => {
  test('takes an object that only JavaScript has, though its handlers refer to it', async () => {
    expect(await run('callbacks', ['forgotten objects'], ['--expose-gc'])).toEqual({
      ...OK,
      stdout: 'gone',
      stderr: '',
    });
  });

  test('leaves one that native code holds, and takes it afterwards', async () => {
    const { stdout, ...ended } = await run('callbacks', ['objects that native code holds'], ['--expose-gc']);
    expect(ended).toMatchObject(OK);
    expect(JSON.parse(stdout)).toEqual({ open: 1, told: 0 });
  });
});

describe('a process ends by itself', () => {
  test.each(['nobody holds it', 'native code holds it, unref'])('when %s', async (way) => {
    expect(await run('callbacks', [way])).toEqual({ ...OK, stdout: '', stderr: '' });
  });

  test.each(['native code holds it', 'a transport holds it'])('not while %s', async (way) => {
    const { child, ended } = start('callbacks', [way]);
    await once(child, 'message');
    // Its own end would come before the answer to this; then nothing is said.
    child.send('let go');
    expect(await ended).toEqual({ ...OK, stdout: 'released', stderr: '' });
  });
});

describe('a thread that waits for an answer', () => {
  test.each(['process.exit while a thread waits', 'process.exit inside a handler'])(
    'does not hold up %s',
    async (way) => {
      expect(await run('callbacks', [way])).toEqual({ code: 7, signal: null, stdout: '', stderr: '' });
    },
  );

  test('of a worker that is terminated gets the cancelling answer, and whoever asks later, too', async () => {
    const { stdout, ...ended } = await run('callbacks', ['a worker that is terminated']);
    expect(ended).toMatchObject({ ...OK, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({ answer: 1, later: 1, references: 0 });
  });
});
