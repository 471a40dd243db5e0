// Silence, and peers that are as slow as can be.
import type { FaultCase } from '../case.js';
import { answers, CREATED, early, response, type Script } from '../server.js';

/**
 * Milliseconds: what is tested is that silence ends a command, so it is waited for. Long enough for a busy machine to connect and
 * send within it.
 */
const IDLE = 300;
const LARGE = 32 * 1024 * 1024;

/** Time is what is tested here: a peer that is slow, but never silent for as long as the time-out. */
const SLOW = { idle: 1500, step: 120, steps: 16 };
const pause = () => new Promise((resolve) => setTimeout(resolve, SLOW.step));

/** Answers with these bytes, and says nothing any more. */
const falls =
  (bytes: string): Script =>
  async (peer) => {
    if ((await peer.request()) !== null) peer.write(bytes);
  };

/** Some bytes at a time. */
const drips =
  (bytes: string): Script =>
  async (peer) => {
    await peer.request();
    const size = Math.ceil(bytes.length / SLOW.steps);
    for (let i = 0; i < bytes.length; i += size) {
      peer.write(bytes.slice(i, i + size));
      await pause();
    }
  };

const silent = (
  title: string,
  script: Script,
  more: Partial<FaultCase> & Pick<FaultCase, 'expected'>,
): FaultCase => ({
  title,
  server: () => script,
  idle: IDLE,
  ...more,
});
const timeout = (status: number | null, delivery: 'none' | 'partial' | 'whole' = 'whole', timeouts = 1) =>
  ({ hresult: 'IXP_E_TIMEOUT', status, delivery, timeouts }) as const;

export const silence: readonly FaultCase[] = [
  silent('a server that takes everything and says nothing', falls(''), { expected: timeout(null) }),
  silent('a server that falls silent inside the status line', falls('HTTP/1.1 20'), {
    expected: timeout(null),
  }),
  silent('a server that falls silent inside the head', falls('HTTP/1.1 201 Created\r\nContent-Len'), {
    expected: timeout(201),
  }),
  silent(
    'a server that falls silent before the body',
    falls('HTTP/1.1 201 Created\r\nContent-Length: 9\r\n\r\n'),
    {
      expected: timeout(201),
    },
  ),
  silent(
    'a server that falls silent inside the body',
    falls('HTTP/1.1 201 Created\r\nContent-Length: 9\r\n\r\n1'),
    {
      expected: timeout(201),
    },
  ),
  silent(
    'a server that falls silent inside a chunk',
    falls('HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n1'),
    { expected: timeout(201) },
  ),
  silent('a server that neither tells a length nor closes', falls('HTTP/1.1 201 Created\r\n\r\nstored'), {
    expected: timeout(201),
  }),
  silent('a server that falls silent after an interim answer', falls('HTTP/1.1 102 Processing\r\n\r\n'), {
    expected: timeout(null),
  }),
  silent(
    'a refusal that falls silent inside its body',
    falls('HTTP/1.1 403 No\r\nContent-Length: 9\r\n\r\n1'),
    {
      expected: timeout(403),
    },
  ),
  silent(
    'a server that reads nothing of a large entity',
    early((peer) => peer.connection.stall()),
    { size: LARGE, expected: timeout(null, 'partial') },
  ),
  silent(
    'a server that stops reading inside a chunked entity',
    early(async (peer, head) => {
      // Soon: the more the server has read, the more the system takes for it, up to 32 MiB.
      await peer.bytes(head, LARGE / 32);
      peer.connection.stall();
    }),
    { size: LARGE, seeks: false, expected: timeout(null, 'partial') },
  ),
  silent('each period of silence is asked about anew', falls(''), {
    waits: 2,
    expected: timeout(null, 'whole', 3),
  }),
  {
    title: 'a head that drips is not silence',
    server: () => drips(response('201 Created', ['Location: /inbox/1.eml', 'X-Padding: 0123456789'])),
    idle: SLOW.idle,
    expected: { hresult: 'S_OK', status: 201, delivery: 'whole' },
  },
  {
    title: 'a body that drips is not silence',
    server: () => {
      const slow = drips('0123456789abcdef');
      return async (peer) => {
        peer.write('HTTP/1.1 201 Created\r\nContent-Length: 16\r\n\r\n');
        await slow(peer);
      };
    },
    idle: SLOW.idle,
    expected: { hresult: 'S_OK', status: 201, delivery: 'whole', body: 16 },
  },
  {
    title: 'interim answers that drip are not silence',
    server: () => drips(`${'HTTP/1.1 102 Processing\r\n\r\n'.repeat(15)}${response('201 Created')}`),
    idle: SLOW.idle,
    expected: { hresult: 'S_OK', status: 201, delivery: 'whole' },
  },
  {
    title: 'a server that reads slowly is not silent',
    server: () => async (peer) => {
      const head = await peer.head();
      const request = peer.entity(head!);
      for (let i = 0; i < SLOW.steps; i++) {
        peer.socket.pause();
        await pause();
        peer.socket.resume();
        await new Promise((resolve) => setImmediate(resolve));
      }
      await request;
      peer.write(CREATED);
    },
    size: LARGE,
    idle: SLOW.idle,
    expected: { hresult: 'S_OK', status: 201, delivery: 'whole', entities: 1 },
  },
  {
    title: 'a server that falls silent after it has asked for a logon',
    server: () => {
      let asked = false;
      return async (peer) => {
        while ((await peer.request()) !== null) {
          if (!asked) peer.write(response('401 Unauthorized', ['WWW-Authenticate: Basic realm="a"']));
          asked = true;
        }
      };
    },
    idle: IDLE,
    credentials: true,
    // What it said of the first attempt is no answer to the second.
    expected: { ...timeout(null), requests: 2 },
  },
  {
    title: 'a server that falls silent after a redirect',
    server: () =>
      answers((peer) => peer.write(response('307 Moved', [`Location: ${peer.origins.elsewhere}/`]))),
    elsewhere: () => falls(''),
    idle: IDLE,
    expected: { ...timeout(null), requests: 2 },
  },
];
