// Challenges: loops, many of them, odd ones, and what is answered to them.
import type { Expected, FaultCase, Logon } from '../case.js';
import { GIVEN } from '../case.js';
import type { RawRequest } from '../../../dist/conformance/request.js';
import {
  type Answer,
  answers,
  basic,
  closing,
  CREATED,
  type Peer,
  response,
  type Script,
} from '../server.js';

const STORED = { hresult: 'S_OK', status: 201, delivery: 'whole' } as const;
/** What a server refuses it does not keep. */
const REFUSED = { hresult: 'IXP_E_HTTP_UNAUTHORIZED', status: 401, delivery: 'none' } as const;

const asks = (...challenges: string[]) =>
  response(
    '401 Unauthorized',
    challenges.map((challenge) => `WWW-Authenticate: ${challenge}`),
  );
const BASIC = 'Basic realm="mail"';

/** Asks whoever does not come with that logon as Basic. */
const door =
  (challenge: string, { user, password }: Logon = GIVEN): Answer =>
  (peer, request) =>
    peer.write(basic(request) === `${user}:${password}` ? CREATED : challenge);

/** Asks for a logon as Basic, and goes on with the first head that has one. */
const loggedOn =
  (then: (peer: Peer, head: RawRequest) => Promise<void>): Script =>
  async (peer) => {
    for (;;) {
      const head = await peer.head();
      if (head === null) return;
      if (basic(head) !== undefined) return then(peer, head);
      peer.write(asks(BASIC));
    }
  };

const opens = (title: string, ...challenges: string[]): FaultCase => ({
  title,
  server: () => answers(door(asks(...challenges))),
  credentials: true,
  expected: { ...STORED, requests: 2 },
});

/** A server that answers everything with this, whatever it is given. */
const never = (
  title: string,
  challenge: string,
  expected: Partial<Expected>,
  more: Partial<FaultCase> = {},
): FaultCase => ({
  title,
  server: () => answers(challenge),
  credentials: true,
  expected: { ...REFUSED, prompts: 1, ...expected },
  ...more,
});

/** The server's message of NTLM: no target, Unicode and NTLM, eight bytes to be answered. */
const NTLM_CHALLENGE = Buffer.concat([
  Buffer.from('NTLMSSP\0\x02\0\0\0\0\0\0\0\x30\0\0\0\x01\x02\0\0', 'latin1'),
  Buffer.from('0123456789abcdef0000000000000000', 'hex'),
  Buffer.alloc(8),
]).toString('base64');

const wrong = (password: string): Logon => ({ user: 'sender', password });
const RIGHT: Logon = { user: 'other', password: 'right' };

export const authentication: readonly FaultCase[] = [
  opens('a challenge', BASIC),
  opens('a challenge in capitals', 'BASIC REALM="mail"'),
  opens('a challenge without a realm', 'Basic'),
  opens('a realm with quotation marks', 'Basic realm="the \\"mail\\" server"'),
  opens('a realm with a comma', 'Basic realm="a, b"'),
  opens('a realm that looks like a challenge', 'Basic realm="x, Unknown realm=\\"y\\""'),
  opens('a realm without quotation marks', 'Basic realm=mail'),
  opens('a realm without its end', 'Basic realm="mail'),
  opens('a realm of 60 KiB', `Basic realm="${'x'.repeat(60 * 1024)}"`),
  opens('a realm in another alphabet', 'Basic realm="\xe4\xf6\xfc"'),
  opens('several challenges in several fields', 'Unknown a="b"', BASIC, 'Another'),
  opens('several challenges in one field', `Unknown a="b", ${BASIC}`),
  opens('several challenges in one field, the known one first', `${BASIC}, Unknown a="b"`),
  opens('the same challenge a hundred times', ...Array.from({ length: 100 }, () => BASIC)),
  opens('an empty challenge beside one', '', BASIC),

  never('a server that asks for ever', asks(BASIC), { requests: 2 }),
  never(
    'a server that asks for ever, and closes each time',
    asks(BASIC).replace('\r\n', '\r\nConnection: close\r\n'),
    {
      requests: 2,
    },
  ),
  never('a challenge that nobody knows', asks('Unknown a="b"'), { requests: 1 }),
  never('a 401 without a challenge', response('401 Unauthorized'), { requests: 1 }),
  never('a 401 with an empty challenge', asks(''), { requests: 1 }),
  never('a challenge that is nothing but commas', asks(',,, ,'), { requests: 1 }),
  never('a challenge that only begins like one that is known', asks('Basically realm="a"'), { requests: 1 }),
  never('a challenge of NTLM that is none', asks('NTLM !!!!'), { requests: 2 }),
  never('without credentials', asks(BASIC), { requests: 1 }, { credentials: false }),
  never(
    "a host's Authorization that is refused",
    asks(BASIC),
    { requests: 1 },
    {
      credentials: true,
      headers: [['Authorization', 'Bearer refused']],
    },
  ),
  never(
    'three wrong answers are enough',
    asks(BASIC),
    { prompts: 3, requests: 8 },
    {
      logons: [wrong('1'), wrong('2'), wrong('3'), wrong('4')],
    },
  ),
  never(
    'a logon that is cancelled',
    asks(BASIC),
    { hresult: 'IXP_E_USER_CANCEL', prompts: 1, requests: 2 },
    { logons: [null] },
  ),
  never(
    'a logon that is cancelled the second time',
    asks(BASIC),
    { hresult: 'IXP_E_USER_CANCEL', prompts: 2, requests: 4 },
    {
      logons: [wrong('1'), null],
    },
  ),
  {
    title: 'the second answer is right',
    server: () => answers(door(asks(BASIC), RIGHT)),
    credentials: true,
    logons: [wrong('1'), RIGHT],
    // libcurl asks once more before it shows what it was given.
    expected: { ...STORED, prompts: 2, requests: 6 },
  },
  {
    title: 'a success for the empty request that NTLM begins with is none of the entity',
    server: () => answers(asks('NTLM'), CREATED),
    credentials: true,
    expected: { ...STORED, requests: 3 },
  },
  {
    title: 'a challenge that closes the connection',
    server: () => async (peer) => {
      const request = await peer.request();
      if (request === null) return peer.end();
      if (basic(request) === undefined) peer.end(asks(BASIC).replace('\r\n', '\r\nConnection: close\r\n'));
      else peer.write(CREATED);
    },
    credentials: true,
    expected: { ...STORED, requests: 2, connections: 2 },
  },
  {
    title: 'a challenge whose body breaks off is no whole answer',
    server: () => closing('HTTP/1.1 401 No\r\nWWW-Authenticate: Basic\r\nContent-Length: 10\r\n\r\n12345'),
    expected: { hresult: 'IXP_E_CONNECTION_DROPPED', status: 401, delivery: 'whole' },
  },
  {
    title: 'a challenge whose body has no end',
    server: () => {
      const body = Buffer.alloc(65_536, 'x');
      return async (peer) => {
        if ((await peer.request()) === null) return;
        peer.write('HTTP/1.1 401 No\r\nWWW-Authenticate: Unknown\r\n\r\n');
        while (await peer.push(body));
      };
    },
    expected: { ...REFUSED, prompts: 1, requests: 1 },
  },
  {
    title: 'a connection that is closed after the logon was sent',
    server: () => async (peer) => {
      for (;;) {
        const request = await peer.request();
        if (request === null) return;
        if (basic(request) !== undefined) return peer.end();
        peer.write(asks(BASIC));
      }
    },
    credentials: true,
    expected: { hresult: 'IXP_E_CONNECTION_DROPPED', status: null, delivery: 'whole', requests: 2 },
  },
  {
    title:
      'a connection that is closed after logon and entity, where the question had spared an entity, is the end',
    server: () =>
      loggedOn(async (peer, head) => {
        await peer.entity(head); // which comes after a second without 100 Continue
        peer.end();
      }),
    size: 2_000_000,
    credentials: true,
    expected: {
      hresult: 'IXP_E_CONNECTION_DROPPED',
      status: null,
      delivery: 'whole',
      requests: 2,
      entities: 1,
    },
  },
  {
    title: 'a connection that is reset half-way through the entity that the logon let in',
    server: () =>
      loggedOn(async (peer) => {
        peer.write('HTTP/1.1 100 Continue\r\n\r\n');
        await peer.connection.atLeast(16 * 1024 * 1024);
        peer.reset();
      }),
    size: 32 * 1024 * 1024,
    credentials: true,
    // The challenge was no answer to this attempt.
    expected: {
      hresult: 'IXP_E_CONNECTION_DROPPED',
      status: null,
      delivery: 'partial',
      requests: 2,
      entities: 0,
    },
  },
  {
    title: 'a refusal behind the logon',
    server: () =>
      answers((peer, request) =>
        peer.write(basic(request) === undefined ? asks(BASIC) : response('403 Forbidden')),
      ),
    credentials: true,
    expected: { hresult: 'IXP_E_HTTP_FORBIDDEN', status: 403, delivery: 'whole', requests: 2 },
  },
  {
    title: 'challenge and redirect in turn are an end in the end',
    server: () =>
      answers((peer, request) =>
        peer.write(basic(request) === undefined ? asks(BASIC) : response('307 Moved', ['Location: /inbox/'])),
      ),
    credentials: true,
    expected: {
      hresult: 'IXP_E_HTTP_NOT_IMPLEMENTED',
      status: 307,
      delivery: 'none',
      requests: 22,
      problem: /10 redirects/,
    },
  },
  {
    title: 'a challenge of a proxy where there is none is not answered',
    server: () =>
      answers(response('407 Proxy Authentication Required', ['Proxy-Authenticate: Basic realm="p"'])),
    credentials: true,
    expected: { hresult: 'IXP_E_HTTP_PROXY_AUTH_REQ', status: 407, delivery: 'none', requests: 1 },
  },
];

const NONCE = 'nonce="dcd98b7102dd2f0e"';
const DIGEST = `Digest realm="mail", ${NONCE}, qop="auth", algorithm=MD5`;
const given = /^Authorization: Digest /im;

/** A Windows without Digest cannot tell any of these. */
export const digest: readonly FaultCase[] = [
  never('a server that asks by Digest for ever', asks(DIGEST), { requests: 2 }),
  never('a nonce that is always stale', asks(`${DIGEST}, stale=true`), { requests: 11 }),
  never('a Digest without a nonce', asks('Digest realm="mail", qop="auth"'), {}),
  never(
    'a Digest of an algorithm that nobody knows',
    asks(`Digest realm="mail", ${NONCE}, algorithm=SHA-9`),
    {},
  ),
  never('a Digest of a quality that nobody knows', asks(`Digest realm="mail", ${NONCE}, qop="auth-x"`), {
    requests: 2,
  }),
  {
    title: 'a nonce that was stale once',
    server: () =>
      answers(
        asks(DIGEST),
        asks(`Digest realm="mail", nonce="another", qop="auth", stale=true`),
        (peer, request) =>
          peer.write(
            request.raw.toString('latin1').includes('nonce="another"') ? CREATED : response('403 No'),
          ),
      ),
    credentials: true,
    expected: { ...STORED, requests: 3 },
  },
  {
    title: 'the stronger of several challenges in one field',
    server: () =>
      answers(asks(`${BASIC}, ${DIGEST}`), (peer, request) =>
        peer.write(given.test(request.raw.toString('latin1')) ? CREATED : response('403 No')),
      ),
    credentials: true,
    expected: { ...STORED, requests: 2 },
  },
  {
    title: 'a realm with quotation marks in Digest',
    server: () =>
      answers(asks(`Digest realm="the \\"mail\\" server, or so", ${NONCE}, qop="auth"`), (peer, request) =>
        peer.write(
          request.raw.toString('latin1').includes('realm="the \\"mail\\" server, or so"')
            ? CREATED
            : response('403 No'),
        ),
      ),
    credentials: true,
    expected: { ...STORED, requests: 2 },
  },
];

/** Needs an answer to the challenge of NTLM. */
export const ntlm: readonly FaultCase[] = [
  {
    title: 'a connection that is closed after the entity that NTLM ends with is the end',
    server: () => async (peer) => {
      for (const answer of [asks('NTLM'), asks(`NTLM ${NTLM_CHALLENGE}`)]) {
        if ((await peer.request()) === null) return;
        peer.write(answer);
      }
      await peer.request();
      peer.end();
    },
    credentials: true,
    expected: {
      hresult: 'IXP_E_CONNECTION_DROPPED',
      status: null,
      delivery: 'whole',
      requests: 3,
      connections: 1,
    },
  },
];
