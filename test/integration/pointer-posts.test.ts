// Posts by strangers on a transport of ours: CommandPOST by its slot, and answers to a callback in JavaScript.
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { ComTransport } from '../../dist/com/com-transport.js';
import { IHTTPMailCallback } from '../../dist/com/guid.js';
import { implement } from '../../dist/com/implement.js';
import type { CallbackResponse, HttpMailCallback } from '../../dist/com/implement-callback.js';
import type { CommandEnd } from '../../dist/guest-command.js';
import { Hresult } from '../../dist/hresult.js';
import { currentThreadId } from '../../dist/support.js';
import type { HttpMailTransport } from '../../dist/transport.js';
import type { TransportOptions } from '../../dist/types.js';
import { call, callElsewhere, type CType, unknown } from '../support/com.js';
import { rejection } from '../support/fake.js';
import { deferred, later, raw, scripted, transport } from '../support/real.js';
import { strangeStream } from '../support/strange-stream.js';

const POST: CType[] = ['str', 'void *', 'str', 'uint32_t'];
const CREATED = 'HTTP/1.1 201 Created\r\nLocation: /inbox/1.eml\r\nContent-Length: 0\r\n\r\n';

const UNAUTHORIZED = 'HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm="x"\r\nContent-Length: 0\r\n\r\n';

/** The next end of a command that was not posted by post(). */
async function nextEnd(mail: HttpMailTransport): Promise<CommandEnd> {
  const [end] = (await once(mail, 'response')) as [CommandEnd];
  return end;
}

describe('koffi posts on the pointer of toPointer(), by slot 15', () => {
  test.each([
    ['on the JavaScript thread', call],
    ['on another thread', callElsewhere],
  ])('%s: the bytes on the wire, and the event `response`', async (_name, at) => {
    const { url, requests } = await raw([CREATED]);
    const mail = transport({ userAgent: 'test/1' });
    using pointer = mail.toPointer();
    const before = unknown.references(pointer.address);
    const stream = strangeStream(Buffer.from('Subject: hello\r\n\r\nhello'));
    const ended = nextEnd(mail);

    const hr = await at(
      pointer.address,
      15,
      'uint32_t',
      POST,
      url,
      stream.address,
      'message/rfc822',
      0xdead_beef,
    );
    expect(hr).toBe(Hresult.S_OK);

    const { context, response } = await ended;
    expect(context).toBe(0xdead_beef);
    expect(response).toMatchObject({ status: 201, location: `${new URL('1.eml', url).href}`, bytesSent: 23 });
    expect(requests[0]!.raw.toString()).toBe(
      [
        'POST /inbox/ HTTP/1.1',
        `Host: ${new URL(url).host}`,
        'User-Agent: test/1',
        'Accept: */*',
        'Content-Type: message/rfc822',
        'Content-Length: 23',
        '',
        'Subject: hello',
        '',
        'hello',
      ].join('\r\n'),
    );
    expect(stream.references).toBe(0); // all are back
    expect(unknown.references(pointer.address)).toBe(before);
  });

  test('a refusal of the server is the error of the event, with its context', async () => {
    const { url } = await raw(['HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n']);
    const mail = transport();
    using pointer = mail.toPointer();
    const ended = nextEnd(mail);
    call(pointer.address, 15, 'uint32_t', POST, url, strangeStream(Buffer.from('x')).address, null, 7);
    const { context, error } = await ended;
    expect(context).toBe(7);
    expect(error).toMatchObject({ code: 'ERR_IMNXPORT_HTTP_NOT_FOUND', status: 404 });
  });

  test('does not disturb posts of JavaScript, which go on in their order', async () => {
    const { url, requests } = await raw([CREATED, CREATED, CREATED]);
    const mail = transport();
    using pointer = mail.toPointer();
    const ends: number[] = [];
    mail.on('response', ({ context }) => ends.push(context));
    const first = mail.post(url, 'one', { context: 1 });
    call(pointer.address, 15, 'uint32_t', POST, url, strangeStream(Buffer.from('two')).address, null, 2);
    const third = mail.post(url, 'three', { context: 3 });
    await Promise.all([first, third]);
    expect(requests.map(({ body }) => body.toString())).toEqual(['one', 'two', 'three']);
    expect(ends).toEqual([2]);
  });

  test('its questions are put to the options of the transport', async () => {
    // libcurl asks once more before it shows what it was given.
    const { url, requests } = await raw([UNAUTHORIZED, UNAUTHORIZED, CREATED]);
    const mail = transport({ onLogonPrompt: () => ({ user: 'user', password: 'secret' }) });
    const ended = nextEnd(mail);
    expect(mail.com.CommandPOST(url, strangeStream(Buffer.from('x')).address, null, 1)).toBe(Hresult.S_OK);
    expect((await ended).response).toMatchObject({ status: 201 });
    expect(requests[2]!.headers).toContain(
      `Authorization: Basic ${Buffer.from('user:secret').toString('base64')}`,
    );
  });

  test('without anybody to answer them it ends as it would without a prompt', async () => {
    const { url } = await raw([UNAUTHORIZED]);
    const mail = transport();
    const ended = nextEnd(mail);
    mail.com.CommandPOST(url, strangeStream(Buffer.from('x')).address, null, 1);
    expect((await ended).error).toMatchObject({ code: 'ERR_IMNXPORT_HTTP_UNAUTHORIZED' });
  });
});

/** A transport that is driven through its pointer alone, by a callback in JavaScript. */
function driven(handlers: HttpMailCallback, options?: TransportOptions) {
  const pointer = transport(options).toPointer();
  const com = ComTransport.from(pointer);
  const callback = implement(IHTTPMailCallback, handlers);
  expect(com.InitNew('test/1', null, callback)).toBe(Hresult.S_OK);
  later(() => {
    com.HandsOffCallback();
    com.release();
    callback.release();
    pointer.release();
  });
  return { pointer, com, callback };
}

describe('a callback in JavaScript, called by the dispatch thread', () => {
  test('hears progress and end, from a thread that is not the one of JavaScript', async () => {
    const { url } = await raw([CREATED]);
    const done = deferred();
    const responses: CallbackResponse[] = [];
    const threads = new Set<number>();
    const statuses: number[] = [];
    const { com, callback } = driven({
      onStatus: ({ status, threadId }) => {
        statuses.push(status);
        threads.add(threadId);
      },
      onResponse: (response) => {
        responses.push(response);
        threads.add(response.threadId);
        if (response.done) done.resolve();
      },
    });
    using pointer = callback.queryInterface(IHTTPMailCallback);
    expect(unknown.references(pointer.address)).toBeGreaterThan(2); // the transport has its own
    const stream = strangeStream(Buffer.alloc(100_000, 'x'));
    expect(com.CommandPOST(url, stream.address, null, 42)).toBe(Hresult.S_OK);
    await done.promise;

    expect(threads.size).toBe(1);
    expect(threads).not.toContain(currentThreadId());
    expect(statuses).toContain(1); // IXP_CONNECTING
    const last = responses.at(-1)!;
    expect(last).toMatchObject({
      command: 4,
      context: 42,
      done: true,
      result: { hresult: 0, serverError: 201, response: 'HTTP/1.1 201 Created' },
      post: { location: new URL('1.eml', url).href, resend: false, current: 100_000, total: 100_000 },
      answer: null,
    });
    expect(responses.length).toBeGreaterThan(1);
    expect(responses.reduce((sum, { post }) => sum + post!.increment, 0)).toBe(100_000);
  });

  test('OnLogonPrompt is answered by a promise, and its answer goes to the server', async () => {
    // libcurl asks once more before it shows what it was given.
    const { url, requests } = await raw([UNAUTHORIZED, UNAUTHORIZED, CREATED]);
    const done = deferred<CallbackResponse>();
    const { com } = driven({
      onResponse: (response) => response.done && done.resolve(response),
      onLogonPrompt: async ({ server }) => {
        await new Promise((resolve) => setImmediate(resolve));
        return { user: new URL(server.serverName).hostname, password: 'geheim' };
      },
    });
    com.CommandPOST(url, strangeStream(Buffer.from('x')).address, null, 0);
    expect((await done.promise).result.serverError).toBe(201);
    expect(requests[2]!.headers).toContain(
      `Authorization: Basic ${Buffer.from('127.0.0.1:geheim').toString('base64')}`,
    );
  });

  test('OnTimeout that gives up ends the command', async () => {
    const { url } = await scripted((connection) => connection.discard());
    const done = deferred<CallbackResponse>();
    const asked: number[] = [];
    const handlers: HttpMailCallback = {
      onResponse: (response) => response.done && done.resolve(response),
      onTimeout: ({ timeout }) => {
        asked.push(timeout);
        return null;
      },
    };
    const { com } = driven(handlers, { idleTimeout: 20 });
    const stream = strangeStream(Buffer.from('x'));
    com.CommandPOST(url, stream.address, null, 0);
    expect((await done.promise).result.hresult).toBe(Hresult.IXP_E_TIMEOUT);
    expect(stream.references).toBe(0);
    expect(asked).toEqual([1]); // in seconds, rounded up
  });

  test('HandsOffCallback gives its reference back', async () => {
    const gone = deferred();
    const { com, callback } = driven({});
    using watch = callback.queryInterface(IHTTPMailCallback);
    expect(com.HandsOffCallback()).toBe(Hresult.S_OK);
    // On the thread where callbacks run, some time after.
    while (unknown.references(watch.address) > 2) await new Promise((resolve) => setImmediate(resolve));
    gone.resolve();
    await gone.promise;
  });
});

describe('when the callback of the transport is taken away', () => {
  const REPLACED = { code: 'ERR_IMNXPORT_CALLBACK_REPLACED', hresult: Hresult.IXP_E_INVALID_STATE };

  test('by HandsOffCallback: a post that runs rejects, later ones are refused', async () => {
    const arrived = deferred();
    const { url } = await scripted(async (connection) => {
      await connection.request();
      arrived.resolve();
    });
    const mail = transport();
    const post = rejection(mail.post(url, 'x'));
    await arrived.promise;
    using pointer = mail.toPointer();
    expect(call(pointer.address, 8, 'uint32_t')).toBe(Hresult.S_OK);
    expect(await post).toMatchObject({ ...REPLACED, delivery: 'whole' });
    expect(mail.pending).toBe(0);
    const stream = Readable.from(['never read']);
    expect(await rejection(mail.post(url, stream))).toMatchObject({ ...REPLACED, delivery: 'none' });
    expect(stream.destroyed).toBe(true);
    await mail.close();
  });

  test('by InitNew: who has the callback now has the transport, whatever becomes of ours', async () => {
    const { url } = await raw([CREATED, CREATED]);
    const done = deferred<CallbackResponse>();
    const mail = transport();
    using pointer = mail.toPointer();
    using com = ComTransport.from(pointer);
    using callback = implement(IHTTPMailCallback, {
      onResponse: (response) => response.context === 3 && done.resolve(response),
    });
    expect(com.InitNew('test/2', null, callback)).toBe(Hresult.S_OK);
    // The news comes from the thread of the callback: a post that is accepted until then rejects when it is there.
    expect(await rejection(mail.post(url, 'x'))).toMatchObject(REPLACED);
    await mail.close();
    com.CommandPOST(url, strangeStream(Buffer.from('after all')).address, null, 3);
    expect(await done.promise).toMatchObject({ done: true, result: { serverError: 201 } });
    com.HandsOffCallback();
  });

  test('an InitNew while a post runs is refused, and changes nothing', async () => {
    const arrived = deferred();
    const answer = deferred();
    const { url } = await scripted(async (connection) => {
      await connection.request();
      arrived.resolve();
      await answer.promise;
      connection.write(CREATED);
    });
    const mail = transport();
    const post = mail.post(url, 'x');
    await arrived.promise;
    using callback = implement(IHTTPMailCallback, {});
    expect(mail.com.InitNew('test/2', null, callback)).toBe(Hresult.IXP_E_BUSY);
    answer.resolve();
    expect((await post).status).toBe(201);
  });
});
