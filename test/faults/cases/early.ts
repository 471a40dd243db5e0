// Answers that come while the entity is on its way, and what is asked before it is sent.
import type { Expected, FaultCase } from '../case.js';
import { answers, CREATED, early, type Peer, response, type Script } from '../server.js';

/** More than what both systems keep of a connection whose other end does not read. */
const LARGE = 32 * 1024 * 1024;
const CHALLENGE = 'WWW-Authenticate: Basic realm="mail"';

/** Answers at the first byte of the entity, and takes the rest; another request is answered by 201. */
const impatient = (answer: string | ((peer: Peer) => string), then?: (peer: Peer) => void): Script => {
  let given = false;
  return async (peer) => {
    for (;;) {
      const head = await peer.head();
      if (head === null) return peer.end();
      if (given) {
        if ((await peer.entity(head)) === null) return peer.end();
        peer.write(CREATED);
        continue;
      }
      given = true;
      await peer.bytes(head, 1);
      peer.write(typeof answer === 'string' ? answer : answer(peer));
      if (then) return then(peer);
      if ((await peer.entity(head)) === null) return peer.end();
    }
  };
};

const refusal = (status: string, hresult: Expected['hresult']): FaultCase[] =>
  [true, false].map((seeks) => ({
    title: `an early ${status} ${seeks ? '' : 'to a chunked entity '}is taken at its word, and the rest is not sent`,
    server: () => impatient(response(status)),
    size: LARGE,
    seeks,
    expected: { hresult, status: Number(status.slice(0, 3)), delivery: 'partial', entities: 0 },
  }));

const toElsewhere = (status: string): FaultCase => ({
  title: `an early ${status} sends the entity on`,
  server: () => impatient((peer) => response(status, [`Location: ${peer.origins.elsewhere}/inbox/`])),
  elsewhere: () => answers(CREATED),
  size: LARGE,
  expected: { hresult: 'S_OK', status: 201, delivery: 'whole', requests: 2, entities: 1 },
});

export const earlyAnswers: readonly FaultCase[] = [
  ...refusal('400 Bad Request', 'IXP_E_HTTP_BAD_REQUEST'),
  ...refusal('403 Forbidden', 'IXP_E_HTTP_FORBIDDEN'),
  ...refusal('408 Request Timeout', 'IXP_E_HTTP_REQUEST_TIMEOUT'),
  ...refusal('411 Length Required', 'IXP_E_HTTP_LENGTH_REQUIRED'),
  ...refusal('413 Content Too Large', 'IXP_E_HTTP_BAD_REQUEST'),
  ...refusal('417 Expectation Failed', 'IXP_E_HTTP_BAD_REQUEST'),
  ...refusal('500 Oops', 'IXP_E_HTTP_INTERNAL_ERROR'),
  ...refusal('507 Insufficient Storage', 'IXP_E_HTTP_INSUFFICIENT_STORAGE'),
  {
    title: 'an early 413 with Connection: close, after which the server closes',
    server: () => impatient(response('413 Too Large', ['Connection: close']), (peer) => peer.end()),
    size: LARGE,
    expected: { hresult: 'IXP_E_HTTP_BAD_REQUEST', status: 413, delivery: 'partial', entities: 0 },
  },
  {
    title: 'an early 413 with a body',
    server: () => impatient(response('413 Too Large', [], 'at most 1 MiB')),
    size: LARGE,
    expected: { hresult: 'IXP_E_HTTP_BAD_REQUEST', status: 413, delivery: 'partial', body: 13 },
  },
  {
    title: 'an early 413 whose body breaks off is no whole answer',
    server: () =>
      impatient('HTTP/1.1 413 Too Large\r\nContent-Length: 20\r\n\r\nat most', (peer) => peer.end()),
    size: LARGE,
    expected: { hresult: 'IXP_E_CONNECTION_DROPPED', status: 413, delivery: 'partial' },
  },

  {
    title: 'an early 201 of a server that takes the rest',
    server: () => impatient(CREATED),
    size: LARGE,
    expected: { hresult: 'S_OK', status: 201, delivery: 'whole', entities: 1 },
  },
  {
    title: 'an early 201 of a server that takes the rest in chunks',
    server: () => impatient(CREATED),
    size: LARGE,
    seeks: false,
    expected: { hresult: 'S_OK', status: 201, delivery: 'whole', entities: 1 },
  },
  {
    title: 'an early 201 of a server that says that it closes',
    server: () => impatient(response('201 Created', ['Connection: close']), (peer) => peer.end()),
    size: LARGE,
    expected: { hresult: 'IXP_E_INCOMPLETE', status: 201, delivery: 'partial', entities: 0 },
  },
  {
    title: 'an early 201 of a server that resets the connection',
    server: () =>
      early(async (peer, head) => {
        await peer.bytes(head, 1);
        await peer.push(Buffer.from(CREATED));
        // The answer may be lost with it.
        peer.reset();
      }),
    size: LARGE,
    expected: { hresult: 'IXP_E_CONNECTION_DROPPED', status: [201, null], delivery: 'partial', entities: 0 },
  },
  {
    title: 'an early 303 does not say that the whole entity was stored',
    server: () => impatient(response('303 See Other', ['Location: /stored/1'])),
    size: LARGE,
    expected: { hresult: 'IXP_E_INCOMPLETE', status: 303, delivery: 'partial', entities: 0 },
  },

  ...['301 Moved', '302 Found', '307 Moved', '308 Moved'].map(toElsewhere),
  {
    title: 'an early 307 does not move a stream that was read and cannot be rewound',
    server: () => impatient((peer) => response('307 Moved', [`Location: ${peer.origins.elsewhere}/inbox/`])),
    elsewhere: () => answers(CREATED),
    size: LARGE,
    seeks: false,
    expected: {
      hresult: 'IXP_E_HTTP_NOT_IMPLEMENTED',
      status: 307,
      delivery: 'none',
      location: ({ elsewhere }) => `${elsewhere}/inbox/`,
      problem: /cannot be rewound/,
    },
  },
  {
    title: 'an early 401 without credentials',
    server: () => impatient(response('401 Unauthorized', [CHALLENGE])),
    size: LARGE,
    expected: { hresult: 'IXP_E_HTTP_UNAUTHORIZED', status: 401, delivery: 'none', prompts: 1, entities: 0 },
  },
  {
    title: 'an early 401 is answered with the entity from its beginning',
    server: () => {
      let asked = 0;
      return async (peer) => {
        for (;;) {
          const head = await peer.head();
          if (head === null) return peer.end();
          if (asked++ === 0) peer.write(response('401 Unauthorized', [CHALLENGE]));
          else if ((await peer.entity(head)) !== null) peer.write(CREATED);
          else return peer.end();
        }
      };
    },
    size: LARGE,
    credentials: true,
    expected: { hresult: 'S_OK', status: 201, delivery: 'whole', requests: 2, entities: 1 },
  },
  {
    title: 'an early 401 does not ask for a stream that was read and cannot be rewound',
    server: () => impatient(response('401 Unauthorized', [CHALLENGE])),
    size: LARGE,
    seeks: false,
    expected: {
      hresult: 'IXP_E_HTTP_UNAUTHORIZED',
      status: 401,
      delivery: 'none',
      entities: 0,
      problem: /cannot be rewound/,
    },
  },

  {
    title: '100 Continue is waited for, and the entity follows',
    server: () =>
      early(async (peer, head) => {
        peer.write('HTTP/1.1 100 Continue\r\n\r\n');
        if ((await peer.entity(head)) !== null) peer.write(CREATED);
      }),
    size: 2_000_000,
    credentials: true,
    expected: { hresult: 'S_OK', status: 201, delivery: 'whole', entities: 1 },
  },
  {
    title: 'a server that does not know the question gets the entity after a second',
    server: () => answers(CREATED),
    size: 2_000_000,
    credentials: true,
    expected: { hresult: 'S_OK', status: 201, delivery: 'whole', entities: 1 },
  },
  {
    title: 'a 417 to the question gets the entity without it',
    server: () => {
      let asked = false;
      return async (peer) => {
        for (;;) {
          const head = await peer.head();
          if (head === null) return peer.end();
          if (!asked) peer.write(response('417 Expectation Failed'));
          else if ((await peer.entity(head)) !== null) peer.write(CREATED);
          asked = true;
        }
      };
    },
    size: 2_000_000,
    credentials: true,
    expected: { hresult: 'S_OK', status: 201, delivery: 'whole', requests: 2, entities: 1 },
  },
  {
    title: 'a 417 that closes gets the entity on another connection',
    server: () => async (peer) => {
      if (peer.index > 0) return answers(CREATED)(peer);
      if ((await peer.head()) !== null) peer.end(response('417 Expectation Failed', ['Connection: close']));
    },
    size: 2_000_000,
    credentials: true,
    expected: { hresult: 'S_OK', status: 201, delivery: 'whole', requests: 2, entities: 1, connections: 2 },
  },
  {
    title: 'a server that says 417 to everything has the last word',
    server: () => async (peer) => {
      const head = await peer.head();
      if (head === null) return;
      if (peer.index > 0) await peer.entity(head);
      peer.end(response('417 Expectation Failed', ['Connection: close']));
    },
    size: 2_000_000,
    credentials: true,
    expected: { hresult: 'IXP_E_HTTP_BAD_REQUEST', status: 417, delivery: 'whole', requests: 2 },
  },
  {
    title: 'a 413 to the question spares the entity',
    server: () => early((peer) => peer.end(response('413 Content Too Large', ['Connection: close']))),
    size: 2_000_000,
    credentials: true,
    expected: { hresult: 'IXP_E_HTTP_BAD_REQUEST', status: 413, delivery: 'none', entities: 0 },
  },
  {
    title: 'a 413 behind 100 Continue',
    server: () =>
      early(async (peer, head) => {
        peer.write('HTTP/1.1 100 Continue\r\n\r\n');
        await peer.bytes(head, 1);
        peer.write(response('413 Content Too Large', ['Connection: close']));
      }),
    size: LARGE,
    credentials: true,
    expected: { hresult: 'IXP_E_HTTP_BAD_REQUEST', status: 413, delivery: 'partial', entities: 0 },
  },
  {
    title: 'interim answers while the entity is on its way',
    server: () =>
      early(async (peer, head) => {
        for (let i = 1; i <= 30; i++) {
          await peer.bytes(head, i * 1024 * 1024);
          peer.write('HTTP/1.1 102 Processing\r\n\r\n');
        }
        if ((await peer.entity(head)) !== null) peer.write(CREATED);
      }),
    size: LARGE,
    expected: { hresult: 'S_OK', status: 201, delivery: 'whole', entities: 1 },
  },
];
