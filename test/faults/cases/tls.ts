// The same faults through TLS, and on the way into it and out of it.
import type { Expected, FaultCase } from '../case.js';
import { TOKEN } from '../case.js';
import { answers, closing, CREATED, early, response, type Script } from '../server.js';

const STORED = { hresult: 'S_OK', status: 201, delivery: 'whole' } as const;
const DROPPED = { hresult: 'IXP_E_CONNECTION_DROPPED', status: 201, delivery: 'whole' } as const;
const BROKEN = { hresult: 'IXP_E_CONN_RECV', status: 201, delivery: 'whole' } as const;
const NO_TLS = {
  hresult: 'IXP_E_SECURE_CONNECT_FAILED',
  status: null,
  delivery: 'none',
  requests: 0,
} as const;

const CHUNKED = 'HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n';
const LENGTH = 'HTTP/1.1 201 Created\r\nContent-Length: 10\r\n\r\n';

const secure = (
  title: string,
  script: () => Script,
  expected: Expected,
  more: Partial<FaultCase> = {},
): FaultCase => ({
  title,
  server: script,
  tls: 'here',
  expected,
  ...more,
});
/** A server without TLS that is taken for one with it. */
const plain = (title: string, script: Script, expected: Partial<Expected> = {}): FaultCase => ({
  title,
  server: () => script,
  url: ({ here }) => `${here.replace('http:', 'https:')}/inbox/`,
  expected: { ...NO_TLS, ...expected },
});

const moved =
  (scheme: 'https' | 'http'): (() => Script) =>
  () =>
    answers((peer) => {
      const where = peer.origins.elsewhere.replace(/^https?/, scheme);
      peer.write(response('307 Moved', [`Location: ${where}/inbox/`]));
    });

export const tls: readonly FaultCase[] = [
  secure('a healthy server', () => answers(CREATED), STORED),
  secure('a large entity', () => answers(CREATED), { ...STORED, entities: 1 }, { size: 5_000_000 }),
  secure('a server that closes when it has the entity', () => closing(''), {
    ...DROPPED,
    status: null,
    connections: 1,
  }),
  secure(
    'a server that resets the connection when it has the entity',
    () => async (peer) => {
      await peer.request();
      peer.reset();
    },
    { ...DROPPED, status: null, connections: 1 },
  ),
  secure(
    'a server that resets the connection half-way through the entity',
    () =>
      early(async (peer, head) => {
        await peer.bytes(head, 16 * 1024 * 1024);
        peer.reset();
      }),
    { ...DROPPED, status: null, delivery: 'partial', entities: 0 },
    { size: 32 * 1024 * 1024 },
  ),
  secure('an answer that is closed inside the head', () => closing('HTTP/1.1 201 Created\r\nX-A'), DROPPED),
  secure('an answer that is closed inside the body', () => closing(`${LENGTH}12345`), DROPPED),
  secure('an answer that is closed inside a chunk', () => closing(`${CHUNKED}a\r\n12345`), DROPPED),
  secure(
    'an answer that is closed before the last chunk',
    () => closing(`${CHUNKED}5\r\n12345\r\n`),
    DROPPED,
  ),
  secure(
    'a body without a length does not end with a connection that ends without a word of TLS',
    () => async (peer) => {
      await peer.request();
      await peer.push(Buffer.from('HTTP/1.1 201 Created\r\n\r\n12345'));
      peer.hangUp();
    },
    { ...DROPPED, status: [201, null] },
  ),
  secure('a chunk whose size is no number', () => closing(`${CHUNKED}zz\r\n12345`), BROKEN),
  secure('a chunk that is longer than its size', () => closing(`${CHUNKED}3\r\n12345\r\n0\r\n\r\n`), BROKEN),
  secure(
    'two lengths that differ',
    () => closing(`${LENGTH.replace('\r\n\r\n', '\r\nContent-Length: 5\r\n\r\n')}`),
    BROKEN,
  ),
  secure(
    'a head of 400 KiB',
    () => closing(`HTTP/1.1 201 Created\r\n${`X-A: ${'x'.repeat(1000)}\r\n`.repeat(400)}\r\n`),
    BROKEN,
  ),
  secure('HTTP/0.9', () => closing('<html>stored</html>\r\n'), { ...BROKEN, status: null }),
  // Long enough for a handshake on a busy machine.
  secure(
    'silence',
    () => answers(() => undefined),
    {
      ...{ hresult: 'IXP_E_TIMEOUT', status: null, delivery: 'whole', timeouts: 1 },
    },
    { idle: 1000 },
  ),
  secure(
    'an early 413',
    () =>
      early(async (peer, head) => {
        await peer.bytes(head, 1);
        peer.write(response('413 Too Large'));
      }),
    { hresult: 'IXP_E_HTTP_BAD_REQUEST', status: 413, delivery: 'partial' },
    { size: 32 * 1024 * 1024 },
  ),

  plain('a server that closes instead of a handshake', (peer) => peer.end()),
  plain('a server that answers the handshake in clear', async (peer) => {
    await peer.connection.atLeast(1);
    peer.end('HTTP/1.1 400 Bad Request\r\n\r\n');
  }),
  plain('a server that answers the handshake with an alert', async (peer) => {
    await peer.connection.atLeast(1);
    peer.end('\x15\x03\x03\x00\x02\x02\x28');
  }),
  {
    ...plain('a server that says nothing to a handshake', () => undefined, {
      hresult: 'IXP_E_TIMEOUT',
      timeouts: 1,
    }),
    idle: 500,
  },

  {
    title: 'a redirect from https to http is not followed',
    server: moved('http'),
    elsewhere: () => answers(CREATED),
    tls: 'here',
    headers: [['Authorization', TOKEN]],
    expected: {
      hresult: 'IXP_E_HTTP_NOT_IMPLEMENTED',
      status: 307,
      delivery: 'none',
      problem: /https to http/,
    },
  },
  {
    title: 'a redirect from http to https is',
    server: moved('https'),
    elsewhere: () => answers(CREATED),
    tls: 'elsewhere',
    headers: [['Authorization', TOKEN]],
    expected: { ...STORED, requests: 2 },
  },
  {
    title: 'a redirect from https to https on another port is, without what is secret',
    server: moved('https'),
    elsewhere: () => answers(CREATED),
    tls: 'both',
    credentials: true,
    headers: [['Cookie', TOKEN]],
    expected: { ...STORED, requests: 2 },
  },
  {
    title: 'a redirect from https to who has no TLS',
    server: moved('https'),
    elsewhere: () => (peer) => peer.end(),
    tls: 'here',
    expected: { hresult: 'IXP_E_SECURE_CONNECT_FAILED', status: null, delivery: 'none', requests: 1 },
  },
];

/** Where the end that TLS has itself is told. */
export const tlsEnds: readonly FaultCase[] = [
  secure(
    'a body without a length ends with the connection',
    () => closing('HTTP/1.1 201 Created\r\n\r\n12345'),
    {
      ...STORED,
      body: 5,
    },
  ),
];
