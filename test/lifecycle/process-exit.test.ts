// A process ends by itself when nothing is in flight, and cleanly when something is.
import { once } from 'node:events';
import { run, start } from '../support/child.js';
import { CREATED, deferred, mailServer, scripted } from '../support/real.js';

describe('ends by itself', () => {
  test.each([
    ['without a post', ''],
    ['after a post', '201'],
    ['after close', 'closed'],
    ['after a refused connection', 'ERR_IMNXPORT_FAILED_TO_CONNECT'],
  ])('%s', async (way, stdout) => {
    const { url } = await mailServer();
    expect(await run('exits', [way, url])).toEqual({ code: 0, signal: null, stdout, stderr: '' });
  });

  test('not before its post has ended', async () => {
    const posted = deferred();
    const { url } = await scripted(async (connection) => {
      await connection.request();
      await posted.promise;
      connection.write(CREATED);
    });
    const { child, ended } = start('exits', ['during a post', url]);
    await once(child, 'message');
    posted.resolve();
    expect(await ended).toEqual({ code: 0, signal: null, stdout: '201', stderr: '' });
  });
});

describe('is ended while a post runs', () => {
  test.each(['process.exit', 'process.exit with many', 'an uncaught exception'])('by %s', async (way) => {
    const arrived = deferred();
    const { url } = await scripted(async (connection) => {
      if ((await connection.head()) !== null) arrived.resolve();
      connection.discard();
    });
    const { child, ended } = start('exits', [way, url]);
    await arrived.promise;
    child.send('arrived');
    const { code, signal, stderr } = await ended;
    expect({ code, signal }).toEqual({ code: way === 'an uncaught exception' ? 1 : 7, signal: null });
    expect(stderr.replace(/[^]*on purpose[^]*/, '')).toBe('');
  });

  test('by process.exit in a progress callback', async () => {
    const { url } = await scripted((connection) => connection.discard());
    expect(await run('exits', ['process.exit in a callback', url])).toMatchObject({
      code: 7,
      signal: null,
      stderr: '',
    });
  });

  test('by process.exit with a question open', async () => {
    const { url } = await scripted((connection) => connection.discard());
    const result = await run('exits', ['process.exit with a question open', url]);
    expect(result).toMatchObject({ code: 7, signal: null, stderr: '' });
  });
});
