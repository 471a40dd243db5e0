// Time-outs with and without a question, and aborts in every phase of a post.
import { Readable } from 'node:stream';
import { Hresult } from '../../dist/hresult.js';
import { rejection } from '../support/fake.js';
import { CREATED, deferred, mailServer, raw, scripted, transport } from '../support/real.js';

describe('silence', () => {
  test('of the server is IXP_E_TIMEOUT', async () => {
    const { url } = await scripted((connection) => connection.closed.then(() => undefined));
    const started = performance.now();
    const error = await rejection(transport({ idleTimeout: 200 }).post(url, 'x'));
    expect(error).toMatchObject({
      code: 'ERR_IMNXPORT_TIMEOUT',
      hresult: Hresult.IXP_E_TIMEOUT,
      delivery: 'whole',
    });
    expect(performance.now() - started).toBeGreaterThan(190);
  });

  test('of a server that does not even read is one too', async () => {
    const { url } = await scripted((connection) => connection.stall());
    const error = await rejection(transport({ idleTimeout: 300 }).post(url, Buffer.alloc(50_000_000)));
    expect(error).toMatchObject({ code: 'ERR_IMNXPORT_TIMEOUT', delivery: 'partial' });
  });

  test('is asked about, and may go on', async () => {
    const asked = deferred();
    const { url } = await scripted(async (connection) => {
      await connection.request();
      await asked.promise;
      connection.write(CREATED);
    });
    const idle: number[] = [];
    const mail = transport({
      idleTimeout: 100,
      async onTimeout({ idleMs }) {
        idle.push(idleMs);
        if (idle.length === 2) asked.resolve();
        return Promise.resolve(idle.length === 1 ? 0 : 5000);
      },
    });
    expect(await mail.post(url, 'x')).toMatchObject({ status: 201 });
    expect(idle).toEqual([100, 100]); // 0: the same again
  });

  test('is asked about, and null gives up', async () => {
    const { url } = await scripted((connection) => connection.closed.then(() => undefined));
    const mail = transport({ idleTimeout: 100, onTimeout: () => null });
    expect(await rejection(mail.post(url, 'x'))).toMatchObject({ code: 'ERR_IMNXPORT_TIMEOUT' });
  });

  test('a handler that fails is the cause', async () => {
    const { url } = await scripted((connection) => connection.closed.then(() => undefined));
    const cause = new Error('no one is there');
    const mail = transport({ idleTimeout: 100, onTimeout: () => Promise.reject(cause) });
    expect(await rejection(mail.post(url, 'x'))).toMatchObject({ code: 'ERR_IMNXPORT_TIMEOUT', cause });
  });

  test('of the body is not silence of the server', async () => {
    const { requests, url } = await raw();
    let asked = 0;
    const mail = transport({ idleTimeout: 100, onTimeout: () => (asked++, null) });
    async function* slow() {
      yield 'one ';
      await new Promise((resolve) => setTimeout(resolve, 400));
      yield 'two';
    }
    expect(await mail.post(url, slow())).toMatchObject({ status: 201 });
    expect(requests[0]!.body.toString()).toBe('one two');
    expect(asked).toBe(0);
  });

  test('that is declined ends what is queued behind it, too', async () => {
    const { server, url } = await scripted(async (connection, index) => {
      await connection.request();
      if (index > 0) connection.write(CREATED);
      await connection.closed;
    });
    const mail = transport({ idleTimeout: 200 });
    const posts = [mail.post(url, 'x'), mail.post(url, () => 'y')];
    for (const post of posts) expect(await rejection(post)).toMatchObject({ code: 'ERR_IMNXPORT_TIMEOUT' });
    expect(server.connections).toHaveLength(1);
    expect(await mail.post(url, 'usable afterwards')).toMatchObject({ status: 201 });
  });

  test('does not cost the transport its credentials', async () => {
    const { server, origin, url } = await mailServer({
      auth: { scheme: 'basic', user: 'a', password: 'b' },
    });
    const silent = await scripted((connection) => connection.closed.then(() => undefined));
    const mail = transport({ idleTimeout: 200, credentials: { user: 'a', password: 'b', origin } });
    await mail.post(url, 'x');
    expect(await rejection(mail.post(silent.url, 'x'))).toMatchObject({ code: 'ERR_IMNXPORT_TIMEOUT' });
    await mail.post(url, 'x');
    expect(server.messages).toHaveLength(2);
  });
});

describe('abort', () => {
  /** Aborts when `when` resolves; the transport must be usable afterwards. */
  async function aborted(url: string, body: string | Buffer | Readable, when: Promise<unknown>) {
    const controller = new AbortController();
    const mail = transport();
    const post = mail.post(url, body, { signal: controller.signal });
    await when;
    const reason = new Error('enough');
    controller.abort(reason);
    expect(await rejection(post)).toBe(reason);
    const { url: other } = await raw();
    expect(await mail.post(other, 'usable afterwards')).toMatchObject({ status: 201 });
    await mail.close();
  }

  test('before anything happened', async () => {
    const { server, url } = await raw();
    await aborted(url, 'x', Promise.resolve());
    expect(server.connections.length).toBeLessThanOrEqual(1);
  });

  test('during the TLS handshake', async () => {
    const hello = deferred();
    const { url } = await scripted(async (connection) => {
      await connection.atLeast(1);
      hello.resolve(); // and no answer to it
      await connection.closed;
    });
    await aborted(url.replace('http:', 'https:'), 'x', hello.promise);
  });

  test('during the upload', async () => {
    const head = deferred();
    const { server, url } = await scripted(async (connection) => {
      await connection.head();
      connection.stall();
      head.resolve();
    });
    await aborted(url, Buffer.alloc(50_000_000), head.promise);
    expect(server.connections[0]!.received).toBeLessThan(50_000_000);
  });

  test('while the body gives nothing', async () => {
    const head = deferred();
    const { url } = await scripted(async (connection) => {
      await connection.head();
      head.resolve();
      await connection.closed;
    });
    const stream = new Readable({ read: () => undefined });
    stream.push('some');
    await aborted(url, stream, head.promise);
    expect(stream.destroyed).toBe(true);
  });

  test('while waiting for the answer', async () => {
    const request = deferred();
    const { url } = await scripted(async (connection) => {
      await connection.request();
      request.resolve();
      await connection.closed;
    });
    await aborted(url, 'x', request.promise);
  });

  test('in the middle of the answer', async () => {
    const answered = deferred();
    const { url } = await scripted(async (connection) => {
      await connection.request();
      connection.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf');
      answered.resolve();
      await connection.closed;
    });
    await aborted(url, 'x', answered.promise);
  });

  test('while a question is open', async () => {
    const { url } = await scripted((connection) => connection.closed.then(() => undefined));
    const asked = deferred<AbortSignal>();
    const controller = new AbortController();
    const mail = transport({
      idleTimeout: 100,
      onTimeout({ signal }) {
        asked.resolve(signal);
        return new Promise(() => undefined);
      },
    });
    const post = mail.post(url, 'x', { signal: controller.signal });
    const question = await asked.promise;
    controller.abort('enough');
    expect(await rejection(post)).toBe('enough');
    expect(question.aborted).toBe(true);
    await mail.close();
  });

  test('of a queued post leaves the others alone', async () => {
    const proceed = deferred();
    const bodies: string[] = [];
    const { url } = await scripted(async (connection) => {
      for (;;) {
        const request = await connection.request();
        if (request === null) return connection.end();
        await proceed.promise;
        bodies.push(request.body.toString());
        connection.write(CREATED);
      }
    });
    const controller = new AbortController();
    const mail = transport();
    const posts = [
      mail.post(url, 'a'),
      mail.post(url, 'b', { signal: controller.signal }),
      mail.post(url, 'c'),
    ];
    controller.abort('enough');
    proceed.resolve();
    const ended = await Promise.allSettled(posts);
    expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(bodies).toEqual(['a', 'c']);
  });

  test('by AbortSignal.timeout limits the total time', async () => {
    const { url } = await scripted((connection) => connection.closed.then(() => undefined));
    const post = transport().post(url, 'x', { signal: AbortSignal.timeout(100) });
    expect(await rejection(post)).toMatchObject({ name: 'TimeoutError' });
  });
});
