// CommandPOST: its arguments, and the request that goes over the wire.
import { createHash } from 'node:crypto';
import { MESSAGE } from '../bench.js';
import { type ConformanceCase, decided, documented } from '../case.js';
import { LONGEST_ORIGIN, plainCase } from '../plain-case.js';
import { field, type RawRequest } from '../server.js';

const page = documented('IHTTPMailTransport::CommandPOST');

/** Every byte value, and too long for one packet. */
const TWO_MEGABYTES = Buffer.from(Array.from({ length: 2_000_003 }, (_, i) => (i * 7) & 0xff));
const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 16);

const first = (requests: readonly RawRequest[], name: string): string | null =>
  requests[0] === undefined ? null : (field(requests[0], name) ?? null);

/** Those that are refused because of one argument. */
const nulls: ConformanceCase[] = [
  {
    id: 'post/path-null',
    title: 'a path that is NULL is refused',
    source: page,
    expected: { CommandPOST: 'E_INVALIDARG' },
    async run(bench) {
      const { transport } = await bench.start();
      bench.see('CommandPOST', await transport.CommandPOST(null, await bench.stream()));
    },
  },
  {
    id: 'post/stream-null',
    title: 'a stream that is NULL is refused, and nothing is sent',
    source: page,
    expected: { CommandPOST: 'E_INVALIDARG', requests: 0 },
    async run(bench) {
      const { transport, server } = await bench.start();
      bench.see('CommandPOST', await transport.CommandPOST(server.url, null));
      bench.see('requests', server.requests.length);
    },
  },
];

const wrongUrls: ConformanceCase[] = (
  [
    ['no-scheme', 'no scheme', '/inbox/'],
    ['scheme', 'another scheme', 'ftp://127.0.0.1/inbox/'],
    ['no-host', 'an empty host', 'http:///inbox/'],
    ['user-info', 'user info', 'http://user:secret@127.0.0.1/inbox/'],
    ['line-end', 'a line end', 'http://127.0.0.1/\r\nX: y'],
    ['del', 'a DEL', 'http://127.0.0.1/\x7f'],
    ['too-long', '8,193 bytes', `http://127.0.0.1/${'a'.repeat(8193 - 17)}`],
  ] as const
).map(([name, what, url]) =>
  plainCase({
    id: `post/url-${name}`,
    title: `a URL with ${what} is refused, and nothing is sent`,
    source: decided('3.1'),
    url,
    refused: 'E_INVALIDARG',
  }),
);

export const post: readonly ConformanceCase[] = [
  {
    id: 'post/accepted',
    title: 'CommandPOST is accepted',
    source: page,
    expected: { CommandPOST: 'S_OK' },
    async run(bench) {
      const { transport, server } = await bench.start();
      bench.see(
        'CommandPOST',
        await transport.CommandPOST(server.url, await bench.stream(), 'message/rfc822'),
      );
    },
  },
  ...nulls,
  {
    id: 'post/asynchronous',
    title: 'CommandPOST returns before the server has answered',
    source: documented('IHTTPMailTransport'),
    says: 'the transport works asynchronously',
    expected: { 'returned before the answer': true, 'final response before the answer': false },
    async run(bench) {
      const held = bench.held();
      const { transport, callback, server } = await bench.start([held.answer]);
      await transport.mustPost(server.url, await bench.stream());
      bench.see('returned before the answer', true);
      await held.reached();
      bench.see('final response before the answer', callback.finals().length > 0);
      held.letGo();
      await callback.final();
    },
  },
  plainCase({
    id: 'post/method',
    title: 'a POST is sent to the path and query of the URL',
    source: page,
    url: '{origin}/mail/in%20box/?a=b&c=%C3%A4',
    wire: ([request]) => ({ 'request line': request?.line ?? null }),
    onWire: { 'request line': 'POST /mail/in%20box/?a=b&c=%C3%A4 HTTP/1.1' },
  }),
  plainCase({
    id: 'post/entity',
    title: 'the data of the stream arrive as they are',
    source: page,
    says: 'pStream is the data to be posted',
    wire: ([request]) => ({ entity: request?.body.toString() ?? null }),
    onWire: { entity: MESSAGE },
  }),
  plainCase({
    id: 'post/entity-large',
    title: 'two megabytes of every byte value arrive as they are',
    source: page,
    says: 'pStream is the data to be posted',
    body: TWO_MEGABYTES,
    wire: ([request]) => ({
      bytes: request?.body.byteLength ?? null,
      'SHA-256': request ? hash(request.body) : null,
    }),
    onWire: { bytes: TWO_MEGABYTES.byteLength, 'SHA-256': hash(TWO_MEGABYTES) },
  }),
  plainCase({
    id: 'post/entity-empty',
    title: 'an empty stream is an entity of no bytes',
    source: decided('4.2'),
    body: '',
    wire: (requests) => ({ 'Content-Length': first(requests, 'content-length') }),
    onWire: { 'Content-Length': '0' },
  }),
  plainCase({
    id: 'post/content-type',
    title: 'the content type goes out as Content-Type',
    source: page,
    contentType: 'message/rfc822',
    wire: (requests) => ({ 'Content-Type': first(requests, 'content-type') }),
    onWire: { 'Content-Type': 'message/rfc822' },
  }),
  plainCase({
    id: 'post/content-type-parameters',
    title: 'a content type with parameters goes out as it is',
    source: decided('3.2'),
    contentType: 'message/rfc822; charset="utf-8"',
    wire: (requests) => ({ 'Content-Type': first(requests, 'content-type') }),
    onWire: { 'Content-Type': 'message/rfc822; charset="utf-8"' },
  }),
  plainCase({
    id: 'post/content-type-none',
    title: 'without a content type there is no Content-Type',
    source: decided('3.2'),
    wire: (requests) => ({ 'Content-Type': first(requests, 'content-type') }),
    onWire: { 'Content-Type': null },
  }),
  plainCase({
    id: 'post/content-type-line-end',
    title: 'a content type with a line end is refused, and nothing is sent',
    source: decided('3.1'),
    contentType: 'message/rfc822\r\nX: y',
    refused: 'E_INVALIDARG',
  }),
  ...wrongUrls,
  plainCase({
    id: 'post/url-long',
    title: 'a URL of 8,192 bytes is sent',
    source: decided('3.1'),
    url: `{origin}/${'a'.repeat(8192 - LONGEST_ORIGIN.length - 1)}`,
    status: 201,
  }),
  plainCase({
    id: 'post/url-fragment',
    title: 'a fragment is cut from the URL',
    source: decided('3.1'),
    url: '{origin}/inbox/?a=b#top',
    wire: ([request]) => ({ 'request line': request?.line ?? null }),
    onWire: { 'request line': 'POST /inbox/?a=b HTTP/1.1' },
  }),
  plainCase({
    id: 'post/length-known',
    title: 'a stream of known length goes out with Content-Length',
    source: decided('4.2'),
    wire: (requests) => ({
      'Content-Length': first(requests, 'content-length'),
      'Transfer-Encoding': first(requests, 'transfer-encoding'),
    }),
    onWire: { 'Content-Length': String(MESSAGE.length), 'Transfer-Encoding': null },
  }),
  plainCase({
    id: 'post/headers',
    title: 'no Expect, no cookies and no Accept-Encoding are sent',
    source: decided('6.5'),
    wire: (requests) => ({
      Expect: first(requests, 'expect'),
      Cookie: first(requests, 'cookie'),
      'Accept-Encoding': first(requests, 'accept-encoding'),
    }),
    onWire: { Expect: null, Cookie: null, 'Accept-Encoding': null },
  }),
  {
    id: 'post/context',
    title: 'the context of the command comes back in its responses',
    source: decided('3.5'),
    expected: { contexts: '4294967295, 7' },
    async run(bench) {
      const held = bench.held();
      const { transport, callback, server } = await bench.start([held.answer]);
      await transport.mustPost(server.url, await bench.stream(), null, 0xffffffff);
      await transport.mustPost(server.url, await bench.stream(), null, 7);
      held.letGo();
      await callback.final(2);
      bench.see(
        'contexts',
        callback
          .finals()
          .map(({ dwContext }) => dwContext)
          .join(', '),
      );
    },
  },
  {
    id: 'post/order',
    title: 'commands of one transport run one after another, in the order of the calls',
    source: decided('3'),
    expected: { 'requests while the first runs': 1, bodies: 'one, two, three' },
    async run(bench) {
      const held = bench.held();
      const { transport, callback, server } = await bench.start([held.answer]);
      for (const body of ['one', 'two', 'three'])
        await transport.mustPost(server.url, await bench.stream(body));
      await held.reached();
      await bench.grace();
      bench.see('requests while the first runs', server.begun);
      held.letGo();
      await callback.final(3);
      bench.see('bodies', server.requests.map(({ body }) => body.toString()).join(', '));
    },
  },
  {
    id: 'post/connection-kept',
    title: 'a connection is kept for the next command',
    source: decided('3'),
    expected: { requests: 2, connections: 1 },
    async run(bench) {
      const { transport, callback, server } = await bench.start();
      await transport.mustPost(server.url, await bench.stream());
      await callback.final(1);
      await transport.mustPost(server.url, await bench.stream());
      await callback.final(2);
      bench.see('requests', server.requests.length);
      bench.see('connections', server.connections.length);
    },
  },
  {
    id: 'post/two-transports',
    title: 'two transports post side by side',
    source: decided('3'),
    expected: { 'second finished while the first runs': true, first: 'S_OK', second: 'S_OK' },
    async run(bench) {
      const held = bench.held();
      const one = await bench.start([held.answer]);
      const two = await bench.start();
      await one.transport.mustPost(one.server.url, await bench.stream());
      await held.reached();
      await two.transport.mustPost(two.server.url, await bench.stream());
      bench.see('second', (await two.callback.final()).hrResult);
      bench.see('second finished while the first runs', one.callback.finals().length === 0);
      held.letGo();
      bench.see('first', (await one.callback.final()).hrResult);
    },
  },
];
