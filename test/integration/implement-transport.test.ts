// implement(IHTTPMailTransport): a host that was written for the original posts to JavaScript, by slot.
import { once } from 'node:events';
import { implement } from '../../dist/com/implement.js';
import type { TransportHandlers } from '../../dist/com/implement-transport.js';
import type { ImplementedObject } from '../../dist/com/implemented-object.js';
import type { PostRequest } from '../../dist/com/incoming-post.js';
import { IHTTPMailTransport, IUnknown } from '../../dist/com/guid.js';
import { IxpStatus } from '../../dist/constants.js';
import { Hresult } from '../../dist/hresult.js';
import { unknown } from '../support/com.js';
import { rejection } from '../support/fake.js';
import { host, HostCallback, HostStream } from '../support/legacy-host.js';
import { dispatching, pumpMessages } from '../support/message-pump.js';
import { CREATED, deferred, later, raw, transport } from '../support/real.js';

const URL_ = 'http://mail.example.org/inbox/';

/** A transport over a handler, with a host that has initialised it. */
function hosted(post: TransportHandlers['post']) {
  const callback = new HostCallback();
  const object = implement(IHTTPMailTransport, { post });
  later(() => {
    host.dropConnection(object.address);
    host.handsOffCallback(object.address);
    object.release();
  });
  pumpMessages();
  expect(host.initNew(object.address, callback.object)).toBe(Hresult.S_OK);
  return { object, callback, address: object.address };
}

async function read(request: PostRequest): Promise<Buffer> {
  return Buffer.concat((await request.body.toArray()) as Buffer[]);
}

describe('a host that posts to JavaScript', () => {
  test('reaches the handler with its stream and content type, and gets the answer', async () => {
    const posts: unknown[] = [];
    const { address, callback } = hosted(async (request) => {
      const { url, contentType, userAgent, context, length } = request;
      posts.push({ url, contentType, userAgent, context, length, body: (await read(request)).toString() });
      return { status: 201, location: '1.eml' };
    });
    const stream = new HostStream(Buffer.from('Subject: hello'));
    expect(host.commandPost(address, URL_, stream, 'message/rfc822', 42)).toBe(Hresult.S_OK);
    const [end] = await callback.ends();
    expect(posts).toEqual([
      {
        ...{ url: URL_, contentType: 'message/rfc822', userAgent: 'Mail/6.0', context: 42, length: 14 },
        body: 'Subject: hello',
      },
    ]);
    expect(end).toMatchObject({
      ...{ command: 4, dwContext: 42, pTransport: address },
      rIxpResult: { hrResult: 0, uiServerError: 201, pszResponse: 'HTTP/1.1 201 Created', pszProblem: null },
      rPostInfo: { pszLocation: `${URL_}1.eml`, cbCurrent: 14, cbTotal: 14, cbIncrement: 14 },
    });
    await callback.reached(IxpStatus.Disconnected);
    expect(callback.statuses).toEqual([IxpStatus.Connecting, IxpStatus.Connected, IxpStatus.Disconnected]);
    expect(callback.errors).toEqual([]);
    expect(stream.references).toBe(0);
  });

  test('gets E_NOTIMPL for another command', () => {
    const { address } = hosted(() => ({}));
    expect(host.commandGet(address, URL_)).toBe(Hresult.E_NOTIMPL);
  });

  test('may post on any thread; posts come one after another, in order', async () => {
    const seen: number[] = [];
    let running = 0;
    const { address, callback } = hosted(async (request) => {
      expect(++running).toBe(1);
      seen.push(request.context);
      await read(request);
      running--;
      return {};
    });
    const stream = () => new HostStream(Buffer.from('x'));
    for (const context of [1, 2, 3]) host.commandPost(address, URL_, stream(), null, context);
    expect(await host.commandPostElsewhere(address, URL_, stream())).toBe(Hresult.S_OK);
    expect((await callback.ends(4)).map(({ dwContext }) => dwContext)).toEqual([1, 2, 3, 0]);
    expect(seen).toEqual([1, 2, 3, 0]);
  });

  if (process.platform === 'win32') {
    test('is called back by its own message loop, on the thread of InitNew', async () => {
      const { address, callback } = hosted(() => ({}));
      const inside: boolean[] = [];
      callback.inside = () => inside.push(dispatching);
      host.commandPost(address, URL_, new HostStream(Buffer.alloc(0)), null);
      await callback.reached(IxpStatus.Disconnected);
      expect(inside).toEqual([true, true, true, true]);
    });
  }
});

describe('the body', () => {
  test('of 20 MB goes through in constant memory, no faster than it is read, with progress', async () => {
    const size = 20 * 1024 * 1024;
    const content = Buffer.alloc(size, Buffer.from('0123456789'));
    const stream = new HostStream(content);
    const go = deferred();
    const begun = deferred();
    const readAhead = 3 * 256 * 1024;
    let ahead = 0;
    const { address, callback } = hosted(async ({ body }) => {
      begun.resolve();
      await go.promise;
      let position = 0;
      for await (const chunk of body as AsyncIterable<Buffer>) {
        expect(chunk.equals(content.subarray(position, position + chunk.length))).toBe(true);
        position += chunk.length;
        ahead = Math.max(ahead, stream.read - position);
      }
      expect(position).toBe(size);
      return {};
    });
    host.commandPost(address, URL_, stream, null);
    await begun.promise;
    while (stream.read < readAhead) await new Promise((resolve) => setImmediate(resolve));
    expect(stream.read).toBe(readAhead); // and no more, while nobody reads
    go.resolve();
    const [end] = await callback.ends();
    expect(end!.rIxpResult.hrResult).toBe(0);
    expect(ahead).toBeLessThanOrEqual(readAhead + 3 * 64 * 1024); // and what waits in JavaScript
    const counts = callback.responses.map(({ rPostInfo }) => rPostInfo.cbIncrement);
    expect(counts.length).toBeGreaterThan(1);
    expect(counts.reduce((sum, count) => sum + count)).toBe(size);
  });

  test('of a stream that is shorter than it said fails, and so does the post', async () => {
    const failure = deferred<unknown>(); // the host and the handler are told of it in either order
    const { address, callback } = hosted(async (request) => {
      failure.resolve(await rejection(read(request)));
      return { status: 201 };
    });
    const content = Buffer.alloc(2_000_000, 1);
    host.commandPost(address, URL_, new HostStream(content, 2_000_001), null);
    const [end] = await callback.ends();
    expect(end!.rIxpResult).toMatchObject({ hrResult: Hresult.IXP_E_INCOMPLETE, uiServerError: 0 });
    expect(await failure.promise).toMatchObject({ code: 'ERR_IMNXPORT_INCOMPLETE' });
  });

  test('that is thrown away whole lets a success be one', async () => {
    const { address, callback } = hosted(({ body }) => {
      body.resume();
      return {};
    });
    host.commandPost(address, URL_, new HostStream(Buffer.alloc(2_000_000)), null);
    const [end] = await callback.ends();
    expect(end!.rIxpResult.hrResult).toBe(0);
  });

  test('that was not read whole makes a success IXP_E_INCOMPLETE', async () => {
    const { address, callback } = hosted(() => ({ status: 200 }));
    host.commandPost(address, URL_, new HostStream(Buffer.from('x')), null);
    const [end] = await callback.ends();
    expect(end!.rIxpResult).toMatchObject({
      ...{ hrResult: Hresult.IXP_E_INCOMPLETE, uiServerError: 200 },
      pszProblem: 'the handler answered before it had read the whole entity',
    });
  });
});

describe('a handler', () => {
  const failing: [string, TransportHandlers['post']][] = [
    [
      'throws',
      () => {
        throw new Error('no luck');
      },
    ],
    ['rejects', () => Promise.reject(new Error('no luck'))],
  ];
  test.each(failing)('that %s ends the post with E_FAIL, its message and OnError', async (_how, post) => {
    const { address, callback } = hosted(post);
    host.commandPost(address, URL_, new HostStream(Buffer.from('x')), null);
    const [end] = await callback.ends();
    expect(end!.rIxpResult).toMatchObject({
      ...{ hrResult: Hresult.E_FAIL, uiServerError: 0, pszResponse: null, pszProblem: 'no luck' },
    });
    expect(callback.errors).toEqual([Hresult.E_FAIL]);
  });

  test('is told when the host drops the connection while it runs; its answer is late', async () => {
    const begun = deferred<PostRequest>();
    const late = deferred();
    const { address, callback } = hosted(async (request) => {
      begun.resolve(request);
      await late.promise;
      return { status: 201 };
    });
    host.commandPost(address, URL_, new HostStream(Buffer.alloc(2_000_000)), null, 1);
    host.commandPost(address, URL_, new HostStream(Buffer.from('x')), null, 2);
    const { signal, body } = await begun.promise;
    const aborted = once(signal, 'abort');
    expect(host.dropConnection(address)).toBe(Hresult.S_OK);
    await aborted;
    late.resolve();
    expect(signal.reason).toMatchObject({ code: 'ERR_IMNXPORT_CONNECTION_DROPPED' });
    expect(body.destroyed).toBe(true);
    const dropped = Hresult.IXP_E_CONNECTION_DROPPED;
    const ends = await callback.ends(2);
    expect(ends.map(({ rIxpResult }) => rIxpResult.hrResult)).toEqual([dropped, dropped]);
    expect(callback.errors).toEqual([]);
  });

  test('that never answers is waited for until the host gives up', async () => {
    const begun = deferred();
    const { address, callback } = hosted(() => {
      begun.resolve();
      return new Promise(() => undefined);
    });
    host.commandPost(address, URL_, new HostStream(Buffer.from('x')), null);
    await begun.promise;
    expect(callback.responses).toEqual([]);
    host.dropConnection(address);
    await callback.ends();
  });

  test('may pass the post on to a transport of its own, byte for byte', async () => {
    const server = await raw([CREATED]);
    const inner = transport();
    const { address, callback } = hosted(({ body, contentType, length, signal }) =>
      inner.post(server.url, body, {
        ...{ contentType: contentType ?? undefined, contentLength: length ?? undefined, signal },
      }),
    );
    const content = Buffer.alloc(3_000_000, Buffer.from('line of text\r\n'));
    host.commandPost(address, URL_, new HostStream(content), 'message/rfc822');
    const [end] = await callback.ends();
    expect(end).toMatchObject({
      rIxpResult: { hrResult: 0, uiServerError: 201 },
      rPostInfo: { pszLocation: `${server.origin}/inbox/1.eml` },
    });
    const [request] = server.requests;
    expect(request!.headers).toContain('Content-Type: message/rfc822');
    expect(request!.body.equals(content)).toBe(true);
  });

  test('that passes a refusal on gives the host what the server said', async () => {
    const server = await raw(['HTTP/1.1 507 Insufficient Storage\r\nContent-Length: 0\r\n\r\n']);
    const inner = transport();
    const { address, callback } = hosted(({ body }) => inner.post(server.url, body));
    host.commandPost(address, URL_, new HostStream(Buffer.from('x')), null);
    const [end] = await callback.ends();
    expect(end!.rIxpResult).toMatchObject({
      ...{ hrResult: Hresult.IXP_E_HTTP_INSUFFICIENT_STORAGE, uiServerError: 507 },
      pszResponse: 'HTTP/1.1 507 Insufficient Storage',
    });
  });
});

describe('the object', () => {
  test('is one identity, and counts its references', () => {
    const object: ImplementedObject = implement(IHTTPMailTransport, { post: () => ({}) });
    expect(unknown.references(object.address)).toBe(1);
    using identity = object.queryInterface(IUnknown);
    expect(identity.address).toBe(object.address);
    expect(unknown.references(object.address)).toBe(2);
    object.release();
    expect(unknown.references(identity.address)).toBe(1);
  });

  test('works on when its pointer has been given away', async () => {
    const callback = new HostCallback();
    pumpMessages();
    const address = implement(IHTTPMailTransport, { post: () => ({ status: 204 }) }).detach();
    host.initNew(address, callback.object);
    host.commandPost(address, URL_, new HostStream(Buffer.alloc(0)), null);
    const [end] = await callback.ends();
    expect(end!.rIxpResult.uiServerError).toBe(204);
    host.handsOffCallback(address);
    expect(unknown.release(address)).toBe(0);
  });
});
