// The set-up: locks, retries, hashes, and what it decides for whom.
'use strict';
const { spawn } = require('node:child_process');
const crypto = require('node:crypto');
const { once } = require('node:events');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { curlSource, checkHash, places } = require('../../scripts/curl-source');
const { run, must } = require('../../scripts/exec');
const { withLock } = require('../../scripts/lock');
const { isFresh } = require('../../scripts/modules');
const { ensurePackages, packages } = require('../../scripts/packages');
const { retry } = require('../../scripts/retry');
const { capturePrinted } = require('./printed');

const printed = capturePrinted();

describe('withLock', () => {
  test('one after the other', async () => {
    const name = `test ${process.pid} ${Math.random()}`;
    /** @type {string[]} */
    const order = [];
    /** @type {() => void} */
    let release = () => {};
    const held = new Promise((resolve) => (release = () => resolve(undefined)));
    const first = withLock(name, async () => {
      order.push('first in');
      await held;
      order.push('first out');
    });
    const second = withLock(name, () => Promise.resolve(order.push('second')));
    release();
    await Promise.all([first, second]);
    expect(order).toEqual(['first in', 'first out', 'second']);
  });

  test('is given back when its work fails', async () => {
    const name = `test ${process.pid} ${Math.random()}`;
    await expect(withLock(name, () => Promise.reject(new Error('x')))).rejects.toThrow('x');
    await expect(withLock(name, () => Promise.resolve(1))).resolves.toBe(1);
  });

  test('is given back when its holder is killed', async () => {
    const name = `test ${process.pid} ${Math.random()}`;
    const script = `require(${JSON.stringify(require.resolve('../../scripts/lock'))})
      .withLock(${JSON.stringify(name)}, () => new Promise(() => { setInterval(() => {}, 1e6); console.log('held'); }))`;
    const holder = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(holder.stdout, 'data');
    let got = false;
    const waiting = withLock(name, () => Promise.resolve((got = true)));
    expect(got).toBe(false);
    holder.kill('SIGKILL');
    await waiting;
    expect(got).toBe(true);
  });
});

describe('retry', () => {
  test('gives up after the last attempt, with its error', async () => {
    const work = jest.fn((/** @type {number} */ attempt) => Promise.reject(new Error(`attempt ${attempt}`)));
    await expect(retry(work, { pauseMs: 0 })).rejects.toThrow('attempt 3');
    expect(work).toHaveBeenCalledTimes(3);
  });

  test('does not repeat what cannot get better', async () => {
    const work = jest.fn(() => Promise.reject(new Error('no')));
    await expect(retry(work, { pauseMs: 0, retryable: () => false })).rejects.toThrow('no');
    expect(work).toHaveBeenCalledTimes(1);
  });
});

describe('running programs', () => {
  test('the failure carries the command and its output', async () => {
    const script = "console.log('why'); process.exit(3)";
    await expect(must(process.execPath, ['-e', script])).rejects.toThrow(/failed \(3\):\n {4}why/);
  });

  test('what takes too long is ended, with everything that it started', async () => {
    const inner = 'setInterval(() => {}, 1e6)';
    const script = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(inner)}], { stdio: 'inherit' }); ${inner}`;
    // The output closes only when the inner program is gone as well.
    await expect(run(process.execPath, ['-e', script], { limit: 0.5 })).resolves.toMatchObject({
      timedOut: true,
      signal: 'SIGKILL',
    });
  });
});

describe('the source of libcurl', () => {
  const bytes = Buffer.from('a release');
  const pin = {
    version: '0.0.1',
    url: 'https://example.org/curl-0.0.1.tar.gz',
    sha256: crypto.createHash('sha256').update(bytes).digest('hex'),
  };
  const place = (/** @type {string} */ name, /** @type {Buffer | Error} */ answer) => ({
    name,
    get: jest.fn(() => (Buffer.isBuffer(answer) ? Promise.resolve(answer) : Promise.reject(answer))),
  });
  /** @type {string} */
  let cache;
  beforeEach(() => {
    cache = fs.mkdtempSync(path.join(os.tmpdir(), 'imnxport-test-'));
    jest.replaceProperty(process, 'env', { ...process.env, IMNXPORT_CACHE: cache });
  });
  afterEach(() => {
    jest.restoreAllMocks();
    fs.rmSync(cache, { recursive: true, force: true });
  });

  test('a wrong hash is refused', () => {
    expect(() => checkHash(Buffer.from('else'), pin)).toThrow(`not the pinned ${pin.sha256}`);
  });

  test('the first place with the right bytes is taken, and asked only once per machine', async () => {
    const [down, wrong, good] = [
      place('down', new Error('x')),
      place('wrong', Buffer.from('else')),
      place('good', bytes),
    ];
    const file = await curlSource(pin, [down, wrong, good]);
    expect(fs.readFileSync(file)).toEqual(bytes);
    await curlSource(pin, [good]);
    expect(good.get).toHaveBeenCalledTimes(1);
  });

  test('a damaged file in the cache is fetched anew', async () => {
    fs.writeFileSync(path.join(cache, 'curl-0.0.1.tar.gz'), 'damaged');
    expect(fs.readFileSync(await curlSource(pin, [place('good', bytes)]))).toEqual(bytes);
  });

  test('when no place has it, the error names them all and says what to do', async () => {
    const failing = curlSource(pin, [
      place('site', new Error('unreachable')),
      place('mirror', Buffer.from('else')),
    ]);
    await expect(failing).rejects.toThrow(/site: unreachable\n.*mirror: has SHA-256[^]*IMNXPORT_CURL_SOURCE/);
  });

  test('who names a file gets that file or an error', () => {
    expect(places(pin, { IMNXPORT_CURL_SOURCE: '/tmp/x.tar.gz' }).map(({ name }) => name)).toEqual([
      '/tmp/x.tar.gz',
    ]);
    expect(places(pin, {})).toHaveLength(2);
  });
});

describe('system packages', () => {
  test('without root nothing is installed: the command for it is printed', async () => {
    const absent = await ensurePackages(['no-such-package'], { isRoot: false, hasApt: true });
    expect(absent).toEqual(['no-such-package']);
    expect(printed()).toContain('not installed: no-such-package\n');
    expect(printed()).toContain('sudo npm run setup');
  });

  test('a demo does not ask for what only tests need', () => {
    expect(packages.build).toContain('cmake');
    expect(packages.build.join()).not.toMatch(/mingw|doctest/);
    expect(packages.all).toEqual(expect.arrayContaining(packages.build));
  });
});

describe('node_modules', () => {
  const lock = { packages: { '': {}, 'node_modules/a': { version: '1.0.0', integrity: 'x' } } };

  test('is fresh when it holds what the lockfile names', () => {
    expect(isFresh(lock, lock)).toBe(true);
  });

  test.each([{}, { 'node_modules/a': { version: '1.0.1', integrity: 'y' } }])(
    'is stale when it holds %j',
    (installed) => {
      expect(isFresh(lock, { packages: installed })).toBe(false);
    },
  );

  test('may lack what is optional', () => {
    const wanted = { packages: { ...lock.packages, 'node_modules/b': { version: '1.0.0', optional: true } } };
    expect(isFresh(wanted, lock)).toBe(true);
  });
});
