// Redirects: which are followed, where to, and what goes along.
import type { Expected, FaultCase } from '../case.js';
import { TOKEN } from '../case.js';
import { answers, CREATED, type Origins, response } from '../server.js';

const STORED = { hresult: 'S_OK', status: 201, delivery: 'whole' } as const;
/** The server keeps nothing of what it sends on. */
const NOT_FOLLOWED = { hresult: 'IXP_E_HTTP_NOT_IMPLEMENTED', status: 307, delivery: 'none' } as const;

type Where = string | ((origins: Origins) => string);

/** Answered with a redirect to there first, and with 201 by both servers from then on. */
const redirected = (
  title: string,
  where: Where,
  expected: Expected,
  more: Partial<FaultCase> = {},
): FaultCase => ({
  title,
  server: () =>
    answers((peer) => {
      const location = typeof where === 'string' ? where : where(peer.origins);
      peer.write(response('307 Moved', [`Location: ${location}`]));
    }, CREATED),
  elsewhere: () => answers(CREATED),
  expected,
  ...more,
});
const followed = (title: string, where: Where, more: Partial<FaultCase> = {}): FaultCase =>
  redirected(title, where, { ...STORED, requests: 2, entities: 2 }, more);
const stays = (title: string, where: Where, more: Partial<Expected> = {}): FaultCase =>
  redirected(title, where, { ...NOT_FOLLOWED, problem: /redirect/, ...more });

const port = (origin: string) => new URL(origin).port;

const UNUSABLE: [string, Where][] = [
  ['with a password in it', ({ elsewhere }) => elsewhere.replace('://', '://sender:secret@')],
  ['with a user in it', ({ elsewhere }) => elsewhere.replace('://', '://sender@')],
  ['with an empty user in it', ({ elsewhere }) => elsewhere.replace('://', '://@')],
  ['to ftp', ({ elsewhere }) => elsewhere.replace('http:', 'ftp:')],
  ['to a file', 'file:///etc/passwd'],
  ['to gopher', ({ elsewhere }) => elsewhere.replace('http:', 'gopher:')],
  ['to a script', 'javascript:alert(1)'],
  ['to data', 'data:text/plain,stored'],
  ['to mail', 'mailto:sender@example.org'],
  ['to a scheme that nobody knows', ({ elsewhere }) => elsewhere.replace('http:', 'httpx:')],
  ['to no host', 'http:///inbox/'],
  ['to a port of 0', 'http://127.0.0.1:0/inbox/'],
  ['to a port that is none', 'http://127.0.0.1:65536/inbox/'],
  ['to a port in words', 'http://127.0.0.1:http/inbox/'],
  ['to an IPv6 address without its end', 'http://[::1/inbox/'],
  ['of 9,000 bytes', `/${'x'.repeat(9000)}`],
  ['of 90 KiB', `/${'x'.repeat(90 * 1024)}`],
  ['that is empty', ''],
];

const ENCODED: [string, string, string][] = [
  ['a control byte', '/in\x01box/', '/in%01box/'],
  ['a DEL', '/in\x7fbox/', '/in%7Fbox/'],
  ['a tab', '/in\tbox/', '/in%09box/'],
  ['a space', '/in box/', '/in%20box/'],
  ['a byte over 0x7E', '/Entw\xfcrfe/', '/Entw%FCrfe/'],
];

export const redirects: readonly FaultCase[] = [
  ...UNUSABLE.map(([what, where]) => stays(`a redirect ${what} is not followed`, where, { entities: 1 })),
  redirected('a redirect of 100 KiB is no HTTP', `/${'x'.repeat(100 * 1024)}`, {
    hresult: 'IXP_E_CONN_RECV',
    status: 307,
    delivery: 'whole',
  }),
  {
    title: 'a redirect without a Location is not followed',
    server: () => answers(response('307 Moved')),
    expected: { ...NOT_FOLLOWED, location: null, problem: /redirect/ },
  },
  {
    title: 'two Locations that differ are no framing of a redirect',
    server: () => answers(response('307 Moved', ['Location: /first/', 'Location: /second/'])),
    expected: { hresult: 'IXP_E_CONN_RECV', status: 307, delivery: 'whole', entities: 1 },
  },
  ...[300, 304, 306, 309, 399].map((status): FaultCase => ({
    title: `a ${status} is not followed`,
    server: () => answers(response(`${status} Elsewhere`, ['Location: /other/'])),
    expected: { hresult: 'IXP_E_HTTP_NOT_IMPLEMENTED', status, delivery: 'whole' },
  })),
  {
    title: 'a 305 is not followed',
    server: () => answers(response('305 Use Proxy', ['Location: /other/'])),
    expected: { hresult: 'IXP_E_HTTP_USE_PROXY', status: 305, delivery: 'whole' },
  },
  {
    title: 'a 303 is the end, wherever it leads',
    server: () =>
      answers((peer) => peer.write(response('303 See', [`Location: ${peer.origins.elsewhere}/1`]))),
    elsewhere: () => answers(CREATED),
    expected: {
      hresult: 'S_OK',
      status: 303,
      delivery: 'whole',
      location: ({ elsewhere }) => `${elsewhere}/1`,
    },
  },

  ...ENCODED.map(([what, where, target]) =>
    redirected(`${what} in a redirect is percent-encoded`, where, {
      ...STORED,
      requests: 2,
      entities: 2,
      target,
    }),
  ),
  followed('a redirect to a path', '/other/'),
  followed('a redirect to a relative path', 'other/'),
  followed('a redirect to a path above the root', '../../../other/'),
  followed('a redirect to a query', '?box=2'),
  followed('a redirect to a fragment of the same place', '#top'),
  followed('a redirect to a host without a scheme', ({ elsewhere }) => `//${new URL(elsewhere).host}/inbox/`),
  followed('a redirect to another port', ({ elsewhere }) => `${elsewhere}/inbox/`),
  followed(
    'a redirect to another name of the host',
    ({ elsewhere }) => `http://localhost:${port(elsewhere)}/inbox/`,
  ),
  followed(
    'a redirect with capitals in scheme and host',
    ({ elsewhere }) => `HTTP://LOCALHOST:${port(elsewhere)}/`,
  ),
  followed('a redirect with white space around it', ({ elsewhere }) => `  ${elsewhere}/inbox/ \t`),

  followed('credentials do not go to another port', ({ elsewhere }) => `${elsewhere}/inbox/`, {
    credentials: true,
  }),
  followed(
    'credentials do not go to another name',
    ({ elsewhere }) => `http://localhost:${port(elsewhere)}/`,
    {
      credentials: true,
    },
  ),
  followed("a host's Authorization does not go to another port", ({ elsewhere }) => `${elsewhere}/inbox/`, {
    headers: [
      ['Authorization', TOKEN],
      ['Cookie', `session=${TOKEN}`],
      ['Proxy-Authorization', TOKEN],
    ],
  }),
  redirected(
    'credentials do not go to another port that asks for them',
    ({ elsewhere }) => `${elsewhere}/inbox/`,
    { hresult: 'IXP_E_HTTP_UNAUTHORIZED', status: 401, delivery: 'none', requests: 2, prompts: 1 },
    {
      credentials: true,
      elsewhere: () => answers(response('401 Unauthorized', ['WWW-Authenticate: Basic realm="mail"'])),
    },
  ),
  {
    title: 'credentials that the server had do not go on with the entity',
    server: () =>
      answers(response('401 Unauthorized', ['WWW-Authenticate: Basic realm="mail"']), (peer) =>
        peer.write(response('308 Moved', [`Location: ${peer.origins.elsewhere}/inbox/`])),
      ),
    elsewhere: () => answers(CREATED),
    credentials: true,
    expected: { ...STORED, requests: 3 },
  },
  {
    title: 'secrets that were dropped on the way do not come back',
    server: () =>
      answers(
        (peer) => peer.write(response('307 Moved', [`Location: ${peer.origins.elsewhere}/back/`])),
        (peer, { headers }) =>
          peer.write(headers.some((line) => line.includes(TOKEN)) ? response('500 Secret') : CREATED),
      ),
    elsewhere: () =>
      answers((peer) => peer.write(response('307 Moved', [`Location: ${peer.origins.here}/again/`]))),
    headers: [['Authorization', TOKEN]],
    expected: { ...STORED, requests: 3 },
  },

  {
    title: 'a redirect to itself is followed ten times',
    server: () => answers(response('307 Moved', ['Location: /inbox/'])),
    expected: {
      ...NOT_FOLLOWED,
      requests: 11,
      problem: /10 redirects/,
      location: ({ here }) => `${here}/inbox/`,
    },
  },
  {
    title: 'a redirect to and fro is followed ten times',
    server: () =>
      answers((peer) => peer.write(response('302 Found', [`Location: ${peer.origins.elsewhere}/a`]))),
    elsewhere: () =>
      answers((peer) => peer.write(response('301 Moved', [`Location: ${peer.origins.here}/b`]))),
    expected: { ...NOT_FOLLOWED, status: 302, requests: 11, problem: /10 redirects/ },
  },
  {
    title: 'a redirect that grows is followed ten times',
    server: () => {
      let path = '/inbox';
      return answers((peer) => peer.write(response('307 Moved', [`Location: ${(path += '/in')}`])));
    },
    expected: { ...NOT_FOLLOWED, requests: 11, problem: /10 redirects/ },
  },
  redirected(
    'a redirect to where nobody listens',
    'http://127.0.0.1:1/inbox/', // a port that nobody can be given
    { hresult: 'IXP_E_FAILED_TO_CONNECT', status: null, delivery: 'none', requests: 1 },
  ),
  redirected(
    'a redirect to who resets the connection',
    ({ elsewhere }) => `${elsewhere}/inbox/`,
    { hresult: 'IXP_E_CONNECTION_DROPPED', status: null, delivery: 'whole', requests: 2 },
    {
      elsewhere: () => async (peer) => {
        await peer.request();
        peer.reset();
      },
    },
  ),
  {
    title: 'a redirect whose body breaks off is no whole answer',
    server: () => async (peer) => {
      await peer.request();
      peer.end('HTTP/1.1 307 Moved\r\nLocation: /other/\r\nContent-Length: 10\r\n\r\n12345');
    },
    expected: { hresult: 'IXP_E_CONNECTION_DROPPED', status: 307, delivery: 'whole', entities: 1 },
  },
  {
    title: 'a redirect whose body has no end is followed',
    server: () => async (peer) => {
      if (peer.index > 0) return answers(CREATED)(peer);
      await peer.request();
      peer.write('HTTP/1.1 307 Moved\r\nLocation: /other/\r\n\r\n');
      while (await peer.push(Buffer.alloc(65_536, 'x')));
    },
    expected: { ...STORED, requests: 2, connections: 2 },
  },
  {
    title: 'a chunked entity that cannot be rewound does not follow',
    server: () => answers(response('307 Moved', ['Location: /other/'])),
    seeks: false,
    expected: { ...NOT_FOLLOWED, problem: /cannot be rewound/, location: ({ here }) => `${here}/other/` },
  },
];
