// What has left us when a post fails, and that nothing is ever stored twice.
import { Readable } from 'node:stream';
import type { ImnxportError } from '../../dist/errors.js';
import { fileBody } from '../../dist/file-body.js';
import { Hresult } from '../../dist/hresult.js';
import { rejection } from '../support/fake.js';
import { field, response } from '../../dist/conformance/server.js';
import { CREATED, deferred, raw, scripted, transport } from '../support/real.js';

const bodies: [string, () => Buffer | (() => Readable) | string][] = [
  ['a small body', () => 'small'],
  ['an empty body', () => ''],
  ['a large body', () => Buffer.alloc(1_000_000)],
  ['a function', () => () => Readable.from(['from a function'])],
];

describe('a kept-alive connection that the server closes after storing the whole entity', () => {
  test.each(bodies)('%s: is not sent again', async (_name, body) => {
    let stored = 0;
    const { url } = await scripted(async (connection) => {
      while ((await connection.request()) !== null) {
        stored++;
        if (stored === 2) return connection.end();
        connection.write(CREATED);
      }
      connection.end();
    });
    const mail = transport();
    await mail.post(url, 'first');
    const error = (await rejection(mail.post(url, body()))) as ImnxportError;
    expect(error).toMatchObject({ hresult: Hresult.IXP_E_CONNECTION_DROPPED, delivery: 'whole' });
    expect(stored).toBe(2);
    await mail.post(url, 'third');
    expect(stored).toBe(3);
  });
});

// A challenge is no answer to the request that has the credentials. Of the large entity the server is asked
// before it is sent, and refuses it then; the small one is sent twice.
test.each([10_000, 2_000_000])(
  'a connection that breaks after a challenge was answered with %i bytes: they are not sent again',
  async (size) => {
    let stored = 0;
    const { url } = await scripted(async (connection) => {
      for (;;) {
        const head = await connection.head();
        if (head === null) return connection.end();
        const known = field(head, 'authorization') !== undefined;
        if (known || field(head, 'expect') === undefined) await connection.entity(head);
        if (known) break;
        connection.write(response('401 Unauthorized', ['WWW-Authenticate: Basic realm="mail"']));
      }
      stored++;
      connection.end();
    });
    const mail = transport({
      credentials: { user: 'u', password: 'p' },
      onLogonPrompt: () => ({ user: 'u', password: 'p' }),
    });
    const error = (await rejection(mail.post(url, Buffer.alloc(size)))) as ImnxportError;
    expect(error).toMatchObject({ hresult: Hresult.IXP_E_CONNECTION_DROPPED, delivery: 'whole' });
    expect(stored).toBe(1);
  },
);

test('a kept-alive connection that has died in the meantime is opened anew, once', async () => {
  const gone = deferred();
  const { server, url } = await scripted(async (connection, index) => {
    while ((await connection.request()) !== null) {
      connection.write(CREATED);
      if (index === 0) {
        connection.end();
        void connection.closed.then(() => gone.resolve());
      }
    }
    connection.end();
  });
  const mail = transport();
  await mail.post(url, 'first');
  expect(await mail.post(url, Buffer.alloc(300_000))).toMatchObject({ status: 201 });
  expect(server.connections).toHaveLength(2);
  await gone.promise;
});

describe('a server that answers early', () => {
  test('and closes: its answer counts, nothing is sent again', async () => {
    const { server, url } = await scripted(async (connection) => {
      await connection.head();
      connection.end(response('413 Content Too Large', ['Connection: close'], 'too large'));
    });
    const error = (await rejection(transport().post(url, Buffer.alloc(20_000_000)))) as ImnxportError;
    expect(error).toMatchObject({ status: 413, hresult: Hresult.IXP_E_HTTP_BAD_REQUEST });
    expect(error.delivery).not.toBe('whole');
    expect(Buffer.from(error.response!.body).toString()).toBe('too large');
    expect(server.connections).toHaveLength(1);
  });

  test('the stream that it did not want is destroyed', async () => {
    const { url } = await scripted(async (connection) => {
      await connection.head();
      connection.end(response('403 Forbidden', ['Connection: close']));
    });
    const stream = new Readable({
      read() {
        this.push(Buffer.alloc(65_536));
      },
    });
    expect(await rejection(transport().post(url, stream))).toMatchObject({ status: 403 });
    expect(stream.destroyed).toBe(true);
  });
});

describe('a body that is not what it said', () => {
  const lies: [string, () => Readable, number][] = [
    ['too short', () => Readable.from(['one']), 5],
    ['too long', () => Readable.from(['one', 'two', 'three']), 5],
    ['too long by one chunk after the end', () => Readable.from(['one', 'tw', 'o']), 5],
    ['not empty', () => Readable.from(['x']), 0],
    ['empty', () => Readable.from([]), 5],
    ['much too long', () => Readable.from([Buffer.alloc(1_000_000)]), 500_000],
  ];

  test.each(lies)('%s: the server never gets a whole entity', async (_name, body, contentLength) => {
    let whole = 0;
    const { url } = await scripted(async (connection) => {
      if ((await connection.request()) !== null) {
        whole++;
        connection.write(CREATED);
      }
      await connection.closed;
    });
    const mail = transport();
    const error = (await rejection(mail.post(url, body(), { contentLength }))) as ImnxportError;
    expect(error).toMatchObject({ code: 'ERR_IMNXPORT_INCOMPLETE', hresult: Hresult.IXP_E_INCOMPLETE });
    expect(error.delivery).not.toBe('whole');
    expect(whole).toBe(0);
    await mail.post(url, 'usable afterwards');
    expect(whole).toBe(1);
  });

  test.each([
    ['a shorter file', 1001],
    ['a longer file', 999],
  ])('%s', async (_name, contentLength) => {
    let whole = 0;
    const { url } = await scripted(async (connection) => {
      if ((await connection.request()) !== null) whole++;
      await connection.closed;
    });
    const body = fileBody(process.execPath, { end: 1000 });
    expect(await rejection(transport().post(url, body, { contentLength }))).toMatchObject({
      code: 'ERR_IMNXPORT_INCOMPLETE',
    });
    expect(whole).toBe(0);
  });

  test('broken half-way: its error is the cause, the server never gets the end', async () => {
    const cause = new Error('the disk is on fire');
    let whole = 0;
    const { url } = await scripted(async (connection) => {
      if ((await connection.request()) !== null) {
        whole++;
        connection.write(CREATED);
      }
      await connection.closed;
    });
    async function* body() {
      yield await Promise.resolve(Buffer.alloc(300_000));
      throw cause;
    }
    const mail = transport();
    const error = await rejection(mail.post(url, body()));
    expect(error).toMatchObject({ code: 'ERR_IMNXPORT_BODY', cause });
    expect(whole).toBe(0);
    await mail.post(url, 'usable afterwards');
  });
});

describe('delivery', () => {
  test('none: nobody listens', async () => {
    const error = await rejection(transport().post('http://127.0.0.1:1/', 'x'));
    expect(error).toMatchObject({ code: 'ERR_IMNXPORT_FAILED_TO_CONNECT', delivery: 'none' });
    expect((error as ImnxportError).socketError).toBeGreaterThan(0);
  });

  test('partial: the connection breaks in the middle', async () => {
    const { url } = await scripted(async (connection) => {
      await connection.atLeast(1_000_000);
      connection.reset();
    });
    const error = await rejection(transport().post(url, Buffer.alloc(50_000_000)));
    expect(error).toMatchObject({ code: 'ERR_IMNXPORT_CONNECTION_DROPPED', delivery: 'partial' });
  });

  test('whole: the connection breaks before the answer', async () => {
    const { url } = await scripted(async (connection) => {
      await connection.request();
      connection.reset();
    });
    const error = await rejection(transport().post(url, 'x'));
    expect(error).toMatchObject({ code: 'ERR_IMNXPORT_CONNECTION_DROPPED', delivery: 'whole' });
  });

  test('partial: a part went into a dead connection, and what came over the next one was sent elsewhere', async () => {
    const body = Buffer.alloc(20_000_000);
    const { url } = await scripted(async (connection, index) => {
      if (index === 0) {
        await connection.request();
        connection.write(CREATED);
        await connection.atLeast(1_000_000);
        return connection.reset();
      }
      await connection.request();
      connection.write(response('307 Temporary Redirect', ['Location: http://127.0.0.1:1/']));
    });
    const mail = transport();
    await mail.post(url, 'first');
    const error = await rejection(mail.post(url, body));
    expect(error).toMatchObject({ code: 'ERR_IMNXPORT_FAILED_TO_CONNECT', delivery: 'partial' });
  });

  test('none: the server asked for credentials, and there were none', async () => {
    const { url } = await raw([response('401 Unauthorized', ['WWW-Authenticate: Basic realm="mail"'])]);
    expect(await rejection(transport().post(url, 'x'))).toMatchObject({ status: 401, delivery: 'none' });
  });
});

describe('an answer to an earlier request of the same post', () => {
  const CHALLENGE = response('401 Unauthorized', ['WWW-Authenticate: Basic realm="mail"']);
  const credentials = { user: 'user', password: 'password' };

  test.each([
    ['the whole entity', 'small', 'whole'],
    ['a part of it', Buffer.alloc(50_000_000), 'partial'],
  ] as const)('is not taken for the one that never came, after %s', async (_name, body, delivery) => {
    let answers = 0;
    const { url } = await scripted(async (connection) => {
      if (++answers > 1) {
        // The connection with the credentials, where libcurl did not want to send the rest over the first.
        if (delivery === 'partial') await connection.atLeast(1_000_000);
        return connection.reset();
      }
      await (delivery === 'whole' ? connection.request() : connection.head());
      connection.write(CHALLENGE);
      if (delivery === 'partial') return connection.discard();
      await connection.request();
      connection.reset();
    });
    const error = await rejection(transport({ credentials }).post(url, body));
    expect(error).toMatchObject({ code: 'ERR_IMNXPORT_CONNECTION_DROPPED', delivery });
    expect((error as ImnxportError).status).toBeUndefined();
  });

  test('does not allow to send an empty entity again, behind which there is nothing to rewind', async () => {
    let kept = false;
    let stored = 0;
    const { url } = await scripted(async (connection) => {
      for (let request = await connection.request(); request !== null; request = await connection.request()) {
        if (request.body.length > 0) {
          kept = true;
          connection.write(CREATED);
        } else if (field(request, 'Authorization') === undefined) {
          connection.write(CHALLENGE);
        } else {
          stored++;
          return connection.end();
        }
      }
      connection.end();
    });
    const mail = transport({ credentials });
    await mail.post(url, 'a connection that is kept alive');
    expect(kept).toBe(true);
    const error = await rejection(mail.post(url, ''));
    expect(error).toMatchObject({ code: 'ERR_IMNXPORT_CONNECTION_DROPPED', delivery: 'whole' });
    expect(stored).toBe(1);
  });

  test('does not allow to send the entity again over a third connection', async () => {
    // Two kept-alive connections. The first refuses the question, and is closed then; the second is silent, gets the
    // entity after a second, and breaks.
    const bothBusy = deferred();
    let busy = 0;
    let asked = false;
    let stored = 0;
    const { url } = await scripted(async (connection) => {
      for (let head = await connection.head(); head !== null; head = await connection.head()) {
        if (field(head, 'Expect') !== undefined && !asked) {
          asked = true;
          connection.write(CHALLENGE);
          return connection.discard();
        }
        if ((await connection.entity(head)) === null) return;
        if (asked) {
          stored++;
          return connection.reset();
        }
        if (++busy === 2) bothBusy.resolve();
        await bothBusy.promise;
        connection.write(CREATED);
      }
    });
    const mail = transport({ credentials });
    await Promise.all([mail.post(url, 'one'), transport().post(url, 'two')]);
    const error = await rejection(mail.post(url, Buffer.alloc(2_000_000)));
    expect(error).toMatchObject({ code: 'ERR_IMNXPORT_CONNECTION_DROPPED', delivery: 'whole' });
    expect(stored).toBe(1);
  });
});

test('a server that answers 417 gets the entity over another connection: it may wait for the first one still', async () => {
  const expected: boolean[] = [];
  const { server, url } = await scripted(async (connection) => {
    for (let head = await connection.head(); head !== null; head = await connection.head()) {
      expected.push(field(head, 'Expect') !== undefined);
      if (field(head, 'Expect')) connection.write(response('417 Expectation Failed'));
      if ((await connection.entity(head)) !== null) connection.write(CREATED);
    }
  });
  const credentials = { user: 'user', password: 'password' };
  await transport({ credentials }).post(url, Buffer.alloc(2_000_000));
  expect(expected).toEqual([true, false]);
  expect(server.connections).toHaveLength(2);
});

test('the fault event tells of a network failure before the post rejects', async () => {
  const { url } = await scripted(async (connection) => {
    await connection.request();
    connection.reset();
  });
  const mail = transport();
  const order: string[] = [];
  mail.on('fault', (error) => order.push(error.code));
  await mail.post(url, 'x').catch(() => order.push('rejected'));
  expect(order).toEqual(['ERR_IMNXPORT_CONNECTION_DROPPED', 'rejected']);
});
