// Posts that another library carries out: whatever it is, the same promises, events and errors.
import { createReadStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileBody } from '../../dist/file-body.js';
import { ImnxportError } from '../../dist/errors.js';
import { field, response } from '../../dist/conformance/server.js';
import { rejection } from '../support/fake.js';
import { over, providers } from '../support/providers.js';
import { CREATED, deferred, later, mailServer, raw, scripted } from '../support/real.js';

describe.each(providers.map((tested) => [tested.name, tested] as const))('%s', (_name, tested) => {
  test('posts, and tells what the server answered', async () => {
    const server = await raw();
    const mail = over(tested, { userAgent: 'host/1' });
    const answer = await mail.post(server.url, 'Subject: x\r\n\r\n', {
      contentType: 'message/rfc822',
      context: 7,
    });
    expect(answer).toMatchObject({
      status: 201,
      statusText: 'Created',
      location: `${server.origin}/inbox/1.eml`,
      url: server.url,
      bytesSent: 14,
      resent: false,
      hresult: 0,
    });
    const [request] = server.requests;
    expect(request!.body.toString()).toBe('Subject: x\r\n\r\n');
    expect(field(request!, 'user-agent')).toBe('host/1');
    expect(field(request!, 'content-type')).toBe('message/rfc822');
    expect(field(request!, 'content-length')).toBe('14');
  });

  test.each([
    [404, 'ERR_IMNXPORT_HTTP_NOT_FOUND'],
    [500, 'ERR_IMNXPORT_HTTP_INTERNAL_ERROR'],
    [507, 'ERR_IMNXPORT_HTTP_INSUFFICIENT_STORAGE'],
  ])('rejects with the status %d that the server answered', async (status, code) => {
    const server = await raw([response(`${status} No`)]);
    const error = await rejection(over(tested).post(server.url, 'x'));
    expect(error).toMatchObject({ code, status, delivery: 'whole' });
  });

  test('rejects with the failure of the network, after the event fault', async () => {
    const mail = over(tested);
    const faults: string[] = [];
    mail.on('fault', ({ code }) => faults.push(code));
    const error = await rejection(mail.post('http://127.0.0.1:1/', 'x'));
    expect(error).toMatchObject({ code: 'ERR_IMNXPORT_FAILED_TO_CONNECT' });
    expect(faults).toEqual(['ERR_IMNXPORT_FAILED_TO_CONNECT']);
  });

  test('tells of the stages and, on demand, of the lines of the protocol', async () => {
    const server = await raw();
    const mail = over(tested);
    const statuses: number[] = [];
    const lines: string[] = [];
    mail.on('status', (status) => statuses.push(status));
    mail.on('command', (direction, line) => lines.push(`${direction === 'send' ? '>' : '<'} ${line}`));
    await mail.post(server.url, 'x');
    expect(lines[0]).toBe('> POST /inbox/ HTTP/1.1');
    expect(lines).toContain('< HTTP/1.1 201 Created');
    expect(statuses).toContain(3); // connected
    expect(mail.status).toBe(8);
  });

  test('reports progress, and ends at the whole', async () => {
    const { url, server } = await mailServer();
    const sent: number[] = [];
    const bytes = Buffer.alloc(3_000_000, 'x');
    const { bytesSent } = await over(tested).post(url, bytes, {
      onProgress: (progress) => sent.push(progress.sent),
    });
    expect(bytesSent).toBe(3_000_000);
    expect(sent.at(-1)).toBe(3_000_000);
    expect([...sent].sort((a, b) => a - b)).toEqual(sent);
    expect(server.messages[0]!.bytes).toBe(3_000_000);
  });

  test('takes every kind of body', async () => {
    const server = await raw([CREATED, CREATED, CREATED, CREATED, CREATED]);
    const folder = mkdtempSync(join(tmpdir(), 'imnxport-'));
    later(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'message.eml');
    writeFileSync(file, 'from a file');
    const mail = over(tested);
    await mail.post(server.url, new Blob(['from a blob']));
    await mail.post(server.url, fileBody(file));
    await mail.post(server.url, createReadStream(file));
    await mail.post(server.url, ['from ', 'an array']);
    await mail.post(server.url, slowly('from ', 'a ', 'generator'));
    expect(server.requests.map(({ body }) => body.toString())).toEqual([
      ...['from a blob', 'from a file', 'from a file', 'from an array', 'from a generator'],
    ]);
    expect(field(server.requests[4]!, 'transfer-encoding')).toBe('chunked');
  });

  test('sends a body again where a redirect asks for it', async () => {
    const server = await raw([response('307 Moved', ['Location: /mailbox/']), CREATED]);
    const answer = await over(tested).post(server.url, () => slowly('made ', 'twice'));
    expect(answer.resent).toBe(true);
    expect(server.requests.map(({ body }) => body.toString())).toEqual(['made twice', 'made twice']);
  });

  test('rejects with the failure of the body', async () => {
    const { url } = await scripted(async (connection) => void (await connection.request()));
    const failure = new Error('on purpose');
    async function* failing() {
      yield 'x';
      await Promise.resolve();
      throw failure;
    }
    const error = await rejection(over(tested).post(url, failing()));
    expect(error).toMatchObject({ code: 'ERR_IMNXPORT_BODY' });
    expect((error as Error).cause).toBe(failure);
  });

  test('rejects a body of another length than was announced', async () => {
    const { url } = await scripted(async (connection) => void (await connection.request()));
    const error = await rejection(over(tested).post(url, slowly('four'), { contentLength: 5 }));
    expect(error).toMatchObject({ code: 'ERR_IMNXPORT_INCOMPLETE' });
  });

  test('authenticates with the credentials of the options', async () => {
    const { url } = await mailServer({ auth: { scheme: 'basic', user: 'user', password: 'secret' } });
    const mail = over(tested, { credentials: { user: 'user', password: 'secret' } });
    expect((await mail.post(url, 'x')).status).toBe(201);
  });

  test('asks onLogonPrompt, which may take its time', async () => {
    const { url, origin } = await mailServer({ auth: { scheme: 'basic', user: 'user', password: 'secret' } });
    const asked: string[] = [];
    const mail = over(tested, {
      onLogonPrompt: async ({ origin: from, attempt }) => {
        asked.push(`${from} ${attempt}`);
        await new Promise((resolve) => setImmediate(resolve));
        return attempt === 1 ? { user: 'user', password: 'wrong' } : { user: 'user', password: 'secret' };
      },
    });
    expect((await mail.post(url, 'x')).status).toBe(201);
    expect(asked).toEqual([`${origin} 1`, `${origin} 2`]);
    // What worked serves the next post unasked.
    expect((await mail.post(url, 'y')).status).toBe(201);
    expect(asked).toHaveLength(2);
  });

  test('a declined logon cancels the post and what is queued behind', async () => {
    const { url } = await mailServer({ auth: { scheme: 'basic', user: 'user', password: 'secret' } });
    const mail = over(tested, { onLogonPrompt: () => null });
    const [first, second] = await Promise.all([
      rejection(mail.post(url, 'x')),
      rejection(mail.post(url, 'y')),
    ]);
    expect(first).toMatchObject({ code: 'ERR_IMNXPORT_USER_CANCEL', status: 401 });
    expect(second).toMatchObject({ code: 'ERR_IMNXPORT_USER_CANCEL' });
  });

  test('without onLogonPrompt a 401 ends that post only', async () => {
    const server = await raw([response('401 No', ['WWW-Authenticate: Basic realm="x"']), CREATED]);
    const mail = over(tested);
    const first = rejection(mail.post(server.url, 'x'));
    const second = mail.post(server.url, 'y');
    expect(await first).toMatchObject({ code: 'ERR_IMNXPORT_HTTP_UNAUTHORIZED', status: 401 });
    expect((await second).status).toBe(201);
  });

  test('asks onTimeout about a silent server, and goes on or gives up as it says', async () => {
    const answered = deferred();
    const { url } = await scripted(async (connection) => {
      await connection.request();
      await answered.promise;
      connection.write(CREATED);
    });
    const asked: number[] = [];
    // One second: what a documented transport can be told.
    const mail = over(tested, {
      idleTimeout: 1000,
      onTimeout: ({ idleMs }) => {
        asked.push(idleMs);
        answered.resolve();
        return 5000;
      },
    });
    expect((await mail.post(url, 'x')).status).toBe(201);
    expect(asked).toEqual([1000]);
    const silent = await scripted((connection) => connection.discard());
    const giving = over(tested, { idleTimeout: 1000, onTimeout: () => null });
    expect(await rejection(giving.post(silent.url, 'x'))).toMatchObject({ code: 'ERR_IMNXPORT_TIMEOUT' });
  });

  test('an abort rejects at once, and the next post goes on', async () => {
    const arrived = deferred();
    const { url } = await scripted(async (connection, index) => {
      const request = await connection.request();
      if (index > 0 && request !== null) return connection.write(CREATED);
      arrived.resolve();
    });
    const mail = over(tested);
    const controller = new AbortController();
    const first = rejection(mail.post(url, 'x', { signal: controller.signal }));
    const second = mail.post(url, 'y');
    await arrived.promise;
    controller.abort(new Error('not wanted any more'));
    expect(await first).toMatchObject({ message: 'not wanted any more' });
    expect((await second).status).toBe(201);
  });

  test('destroy() ends what runs and what is queued', async () => {
    const arrived = deferred();
    const { url } = await scripted(async (connection) => {
      await connection.request();
      arrived.resolve();
    });
    const mail = over(tested);
    const posts = [mail.post(url, 'x'), mail.post(url, 'y')].map(rejection);
    await arrived.promise;
    await mail.destroy();
    for (const post of posts) expect(await post).toMatchObject({ code: 'ERR_IMNXPORT_CONNECTION_DROPPED' });
    expect(mail.pending).toBe(0);
  });

  test('close() lets the posts end', async () => {
    const server = await raw([CREATED, CREATED]);
    const mail = over(tested);
    const posts = [mail.post(server.url, 'x'), mail.post(server.url, 'y')];
    await mail.close();
    expect((await Promise.all(posts)).map(({ status }) => status)).toEqual([201, 201]);
    expect(await rejection(mail.post(server.url, 'z'))).toMatchObject({ code: 'ERR_IMNXPORT_CLOSED' });
  });

  test('twenty transports post side by side, each its posts in order', async () => {
    const arrived: string[] = [];
    const { url } = await scripted(async (connection) => {
      for (let request; (request = await connection.request()) !== null; connection.write(CREATED)) {
        arrived.push(request.body.toString());
      }
    });
    const lanes = Array.from({ length: 20 }, (_, lane) => {
      const mail = over(tested);
      return Promise.all([1, 2, 3].map((post) => mail.post(url, `${lane}: ${post}`)));
    });
    const answers = (await Promise.all(lanes)).flat();
    expect(answers.every(({ status }) => status === 201)).toBe(true);
    for (let lane = 0; lane < 20; lane++) {
      const own = arrived.filter((body) => body.startsWith(`${lane}: `));
      expect(own).toEqual([1, 2, 3].map((post) => `${lane}: ${post}`));
    }
  });

  test('a large body is read as the server takes it', async () => {
    const { server, url } = await scripted((connection) => connection.stall());
    let made = 0;
    async function* endless() {
      for (;;) {
        made += 65_536;
        yield Buffer.alloc(65_536);
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    const mail = over(tested);
    const post = rejection(mail.post(url, endless()));
    const stopped = async () => {
      // Time is what is tested: a producer that stands still.
      let before = -1;
      while (made !== before || server.connections.length === 0) {
        before = made;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    };
    await stopped();
    expect(made).toBeLessThan(30_000_000);
    await mail.destroy(new Error('enough'));
    expect(await post).toMatchObject({ message: 'enough' });
  });
});

test('a transport with the documented interface only cannot be given headers, proxy and tls', async () => {
  const tested = providers[1]!;
  const server = await raw();
  const refused = [
    [{ headers: { 'X-One': '1' } }, 'headers'],
    [{ proxy: false }, 'proxy'],
    [{ tls: { dangerouslyAcceptAnyCertificate: true } }, 'tls'],
  ] as const;
  for (const [options, name] of refused) {
    const error = await rejection(over(tested, options).post(server.url, 'x'));
    expect(error).toMatchObject({ code: 'ERR_IMNXPORT_NOT_SUPPORTED', delivery: 'none' });
    expect((error as Error).message).toContain(`cannot be given these options: ${name}`);
  }
  const error = await rejection(over(tested).post(server.url, 'x', { headers: { 'X-One': '1' } }));
  expect(error).toMatchObject({ code: 'ERR_IMNXPORT_NOT_SUPPORTED' });
  expect(server.requests).toHaveLength(0);
});

test('one that posts nothing without a connection is connected', async () => {
  const server = await raw([CREATED, CREATED]);
  const mail = over(providers[1]!, { userAgent: 'strict/1' });
  expect((await mail.post(server.url, 'x')).status).toBe(201);
  expect((await mail.post(server.url, 'y')).status).toBe(201);
});

test('the log of the options has what the provider sends and hears', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'imnxport-'));
  later(() => rmSync(folder, { recursive: true }));
  for (const tested of providers) {
    const logFile = join(folder, `${tested.extended}.log`);
    const server = await raw();
    await over(tested, { logFile }).post(server.url, 'x');
    const log = readFileSync(logFile, 'utf8');
    expect(log).toMatch(/Z > POST \/inbox\/ HTTP\/1\.1\n[^]*Z < HTTP\/1\.1 201 Created\n[^]*Z = 0x00000000/);
  }
});

async function* slowly(...chunks: string[]) {
  for (const chunk of chunks) {
    await new Promise((resolve) => setImmediate(resolve));
    yield chunk;
  }
}

test('an error of this package is what it is, over a provider too', async () => {
  const error = await rejection(over(providers[0]!).post('ftp://127.0.0.1/', 'x'));
  expect(ImnxportError.is(error)).toBe(true);
  expect(error).toMatchObject({ code: 'ERR_IMNXPORT_INVALID_ARG' });
});
