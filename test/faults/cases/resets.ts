// The connection ends: at every phase of a request and of a response, by closing and by a reset.
import type { FaultCase } from '../case.js';
import { answers, closing, CREATED, early, type Peer, response } from '../server.js';

const DROPPED = 'IXP_E_CONNECTION_DROPPED';
/** More than what both systems keep of a connection whose other end does not read. */
const LARGE = 32 * 1024 * 1024;

/** The two ways to end. */
const ways: [string, (peer: Peer) => void][] = [
  ['closes', (peer) => peer.end()],
  ['resets the connection', (peer) => peer.reset()],
];

const beforeTheAnswer = ways.flatMap(([ends, end]): FaultCase[] => [
  {
    title: `a server that ${ends} as soon as it has accepted`,
    server: () => end,
    // How far the I/O thread has come by then is not ours to say; the connection may not even have been told to it.
    expected: {
      hresult: [DROPPED, 'IXP_E_FAILED_TO_CONNECT'],
      status: null,
      delivery: ['none', 'whole'],
      requests: 0,
    },
  },
  {
    title: `a server that ${ends} after the head of a large request`,
    server: () =>
      early((peer) => {
        peer.connection.stall();
        end(peer);
      }),
    size: LARGE,
    // The stream may be read only then.
    expected: { hresult: DROPPED, status: null, delivery: ['none', 'partial'] },
  },
  {
    title: `a server that ${ends} at the first byte of a large entity`,
    server: () =>
      early(async (peer, head) => {
        await peer.bytes(head, 1);
        end(peer);
      }),
    size: LARGE,
    expected: { hresult: DROPPED, status: null, delivery: 'partial', entities: 0 },
  },
  {
    title: `a server that ${ends} half-way through a large entity`,
    server: () =>
      early(async (peer, head) => {
        await peer.bytes(head, LARGE / 2);
        end(peer);
      }),
    size: LARGE,
    expected: { hresult: DROPPED, status: null, delivery: 'partial', entities: 0 },
  },
  {
    title: `a server that ${ends} half-way through a large chunked entity`,
    server: () =>
      early(async (peer, head) => {
        await peer.bytes(head, LARGE / 2);
        end(peer);
      }),
    size: LARGE,
    seeks: false,
    expected: { hresult: DROPPED, status: null, delivery: 'partial', entities: 0 },
  },
  {
    title: `a server that ${ends} before the last byte of an entity`,
    server: () =>
      early(async (peer, head) => {
        await peer.bytes(head, 299_999);
        end(peer);
      }),
    size: 300_000,
    // The last bytes may be on their way to it, or not even that.
    expected: { hresult: DROPPED, status: null, delivery: ['partial', 'whole'] },
  },
  {
    title: `a server that ${ends} when it has the whole entity`,
    server: () => async (peer) => {
      await peer.request();
      end(peer);
    },
    expected: { hresult: DROPPED, status: null, delivery: 'whole', entities: 1, connections: 1 },
  },
  {
    title: `a server that ${ends} when it has the whole chunked entity`,
    server: () => async (peer) => {
      await peer.request();
      end(peer);
    },
    seeks: false,
    expected: { hresult: DROPPED, status: null, delivery: 'whole', entities: 1, connections: 1 },
  },
  {
    title: `a server that ${ends} instead of taking an empty entity`,
    server: () => async (peer) => {
      await peer.request();
      end(peer);
    },
    size: 0,
    expected: { hresult: DROPPED, status: null, delivery: 'whole', requests: 1, connections: 1 },
  },
  {
    title: `a server that ${ends} while it is asked for 100 Continue`,
    server: () => early(end),
    size: 2_000_000,
    credentials: true,
    expected: { hresult: DROPPED, status: null, delivery: 'none', entities: 0, connections: 1 },
  },
  {
    title: `a server that says 100 Continue and ${ends}`,
    server: () =>
      early(async (peer, head) => {
        peer.write('HTTP/1.1 100 Continue\r\n\r\n');
        await peer.bytes(head, 1);
        end(peer);
      }),
    size: LARGE,
    credentials: true,
    expected: { hresult: DROPPED, status: null, delivery: 'partial', entities: 0 },
  },
]);

/** Where an answer may break off: its beginning, and the status that is known by then. */
const CHUNKED = 'HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n';
const LENGTH = 'HTTP/1.1 201 Created\r\nContent-Length: 10\r\n\r\n';
const parts: [string, string, number | null][] = [
  ['after one byte', 'H', null],
  ['inside the version', 'HTTP/1', null],
  ['inside the status line', 'HTTP/1.1 20', null],
  ['before the end of the status line', 'HTTP/1.1 201 Created', null],
  ['after the status line', 'HTTP/1.1 201 Created\r\n', 201],
  ['inside a field', 'HTTP/1.1 201 Created\r\nContent-Len', 201],
  ['after a field', 'HTTP/1.1 201 Created\r\nContent-Length: 0\r\n', 201],
  ['before the last byte of the head', 'HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r', 201],
  ['after an interim head', 'HTTP/1.1 102 Processing\r\n\r\n', null],
  ['inside an interim head', 'HTTP/1.1 102 Proc', null],
  ['before the body', LENGTH, 201],
  ['after one byte of the body', `${LENGTH}1`, 201],
  ['half-way through the body', `${LENGTH}12345`, 201],
  ['before the last byte of the body', `${LENGTH}123456789`, 201],
  ['before the first chunk', CHUNKED, 201],
  ['inside the size of a chunk', `${CHUNKED}1`, 201],
  ['inside a chunk', `${CHUNKED}a\r\n12345`, 201],
  ['after a chunk', `${CHUNKED}5\r\n12345\r\n`, 201],
  ['inside the last chunk', `${CHUNKED}5\r\n12345\r\n0`, 201],
  ['before the end of the last chunk', `${CHUNKED}5\r\n12345\r\n0\r\n`, 201],
  ['inside the trailers', `${CHUNKED}5\r\n12345\r\n0\r\nX-A: b\r\n`, 201],
];
const insideTheAnswer = parts.map(([where, bytes, status]): FaultCase => ({
  title: `an answer that is closed ${where}`,
  server: () => closing(bytes),
  expected: { hresult: DROPPED, status, delivery: 'whole', entities: 1, connections: 1 },
}));

/** A reset may overtake what was sent before it: then less is known. */
const resetInside = parts
  .filter(([where]) => /one byte$|status line$|head$|body$|inside a chunk|last chunk/.test(where))
  .map(([where, bytes, status]): FaultCase => ({
    title: `an answer that is reset ${where}`,
    server: () => async (peer) => {
      await peer.request();
      await peer.push(Buffer.from(bytes));
      peer.reset();
    },
    expected: { hresult: DROPPED, status: [status, null], delivery: 'whole', entities: 1, connections: 1 },
  }));

const SOME = response('201 Created', ['Location: /inbox/1.eml'], '0123456789');
const afterwards = ways.map(([ends, end]): FaultCase => ({
  title: `a server that ${ends} after the last byte of its answer, which counts; the next post finds another way`,
  server: () => {
    const healthy = answers(CREATED);
    return async (peer) => {
      if (peer.index > 0) return healthy(peer);
      await peer.request();
      peer.write(SOME);
      await peer.ended;
      end(peer);
    };
  },
  again: true,
  expected: { hresult: 'S_OK', status: 201, delivery: 'whole', requests: 2, connections: 2, body: 10 },
}));

export const resets: readonly FaultCase[] = [
  {
    title: 'nobody listens',
    server: null,
    expected: { hresult: 'IXP_E_FAILED_TO_CONNECT', status: null, delivery: 'none', requests: 0 },
  },
  ...beforeTheAnswer,
  ...insideTheAnswer,
  ...resetInside,
  ...afterwards,
  {
    title: 'a kept connection serves the next post',
    server: () => answers(CREATED),
    again: true,
    expected: { hresult: 'S_OK', status: 201, delivery: 'whole', requests: 2, connections: 1 },
  },
  {
    title: 'a body without a length ends with the connection',
    server: () => closing('HTTP/1.1 201 Created\r\n\r\n12345'),
    expected: { hresult: 'S_OK', status: 201, delivery: 'whole', body: 5 },
  },
];

/** A reset, and no end before it: Wine ends a connection before it resets it, so that the client may take the end. */
export const bareResets: readonly FaultCase[] = [
  {
    title: 'a body without a length does not end with a reset',
    server: () => async (peer) => {
      await peer.request();
      await peer.push(Buffer.from('HTTP/1.1 201 Created\r\n\r\n12345'));
      peer.reset();
    },
    expected: { hresult: DROPPED, status: [201, null], delivery: 'whole' },
  },
];
