// Streams between JavaScript and native code: when they are forgotten, and when JavaScript ends while somebody waits.
import { once } from 'node:events';
import { Hresult } from '../../dist/hresult.js';
import { run, start } from '../support/child.js';

const OK = { code: 0, signal: null };

test.each([
  ['forgotten streams', 'gone'],
  ['streams that native code holds', 'still there'],
  ['streams whose call is under way', 'still there'],
])('garbage collection: %s', async (way, stdout) => {
  expect(await run('streams', [way], ['--expose-gc'])).toEqual({ ...OK, stdout, stderr: '' });
});

test('a process ends by itself when a stream is there', async () => {
  expect(await run('streams', ['a stream is there'])).toEqual({ ...OK, stdout: '', stderr: '' });
});

test.each(['a native thread waits for bytes', 'a call into a stream is under way'])(
  'a process does not end while %s',
  async (way) => {
    const { child, ended } = start('streams', [way]);
    await once(child, 'message');
    // Its own end would come before the answer to this; then nothing is said.
    child.send('go on');
    expect(await ended).toEqual({ ...OK, stdout: 'read', stderr: '' });
  },
);

test.each([
  'process.exit while a thread waits',
  'process.exit while a call is under way',
  'process.exit with a writer waiting',
])('nothing holds up %s', async (way) => {
  expect(await run('streams', [way])).toEqual({ code: 7, signal: null, stdout: '', stderr: '' });
});

test('threads that use the streams of a worker are told when it is terminated', async () => {
  const { stdout, ...ended } = await run('streams', ['a worker whose streams are in use']);
  expect(ended).toEqual({ ...OK, stderr: '' });
  const { E_ABORT } = Hresult;
  expect(JSON.parse(stdout)).toEqual({
    ...{ reading: E_ABORT, again: E_ABORT, seeking: E_ABORT, cloning: E_ABORT, writing: E_ABORT },
    ...{ committing: E_ABORT, references: [0, 0] },
  });
});

test('a call of a worker that is terminated goes on to its end, and gives the stream back', async () => {
  const { stdout, ...ended } = await run('streams', ['a worker with a call under way']);
  expect(ended).toEqual({ ...OK, stderr: '' });
  expect(JSON.parse(stdout)).toEqual({ during: 2 });
});
