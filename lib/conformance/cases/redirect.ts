// Redirects: where the post goes then, and with what.
import { type ConformanceCase, decided } from '../case.js';
import { containing } from '../expectation.js';
import { plainCase } from '../plain-case.js';
import { field, response as answer } from '../server.js';

const source = decided('6.1');
const CREATED = answer('201 Created', ['Location: /inbox/1.eml']);

const followed: ConformanceCase[] = [301, 302, 307, 308].map((status) =>
  plainCase({
    id: `redirect/${status}`,
    title: `${status} sends the POST again to where it points, with its entity`,
    source,
    contentType: 'message/rfc822',
    answers: [answer(`${status} Moved`, ['Location: /mailbox/']), CREATED],
    status: 201,
    location: '{origin}/inbox/1.eml',
    requests: 2,
    wire: ([first, second]) => ({
      'second request': second?.line ?? null,
      'same entity': second !== undefined && first!.body.equals(second.body),
      'Content-Type': (second && field(second, 'content-type')) ?? null,
    }),
    onWire: {
      'second request': 'POST /mailbox/ HTTP/1.1',
      'same entity': true,
      'Content-Type': 'message/rfc822',
    },
  }),
);

export const redirect: readonly ConformanceCase[] = [
  ...followed,
  plainCase({
    id: 'redirect/303',
    title: '303 is a success that tells the target and is not followed',
    source,
    answers: [answer('303 See Other', ['Location: /stored/1.eml'])],
    status: 303,
    location: '{origin}/stored/1.eml',
  }),
  plainCase({
    id: 'redirect/ten-hops',
    title: 'ten hops are followed',
    source,
    answers: [...Array.from({ length: 10 }, (_, i) => answer('307 Moved', [`Location: /${i}/`])), CREATED],
    status: 201,
    requests: 11,
  }),
  plainCase({
    id: 'redirect/eleventh-hop',
    title: 'the eleventh hop is not followed',
    source,
    answers: Array.from({ length: 12 }, () => answer('307 Moved', ['Location: /inbox/'])),
    result: 'IXP_E_HTTP_NOT_IMPLEMENTED',
    status: 307,
    requests: 11,
  }),
  plainCase({
    id: 'redirect/other-scheme',
    title: 'a redirect to another scheme is not followed',
    source,
    answers: [answer('307 Moved', ['Location: ftp://127.0.0.1/inbox/'])],
    result: 'IXP_E_HTTP_NOT_IMPLEMENTED',
    status: 307,
    location: 'ftp://127.0.0.1/inbox/',
  }),
  plainCase({
    id: 'redirect/no-location',
    title: 'a redirect without a Location is not followed',
    source,
    answers: [answer('307 Moved')],
    result: 'IXP_E_HTTP_NOT_IMPLEMENTED',
    status: 307,
    location: null,
  }),
  {
    id: 'redirect/other-server',
    title: 'a redirect to another server is followed',
    source,
    expected: { hrResult: 'S_OK', 'requests there': 1, pszLocation: '{origin 2}/inbox/1.eml' },
    async run(bench) {
      const moved: string[] = [];
      const { transport, callback, server } = await bench.start([
        (_request, connection) => connection.write(moved[0]!),
      ]);
      const other = await bench.server();
      moved.push(answer('307 Moved', [`Location: ${other.url}`]));
      await transport.mustPost(server.url, await bench.stream());
      const final = await callback.final();
      bench.see('hrResult', final.hrResult);
      bench.see('requests there', other.requests.length);
      bench.see('pszLocation', final.pszLocation);
    },
  },
  {
    id: 'redirect/unrepeatable',
    title: 'a stream that was read and cannot be rewound is not sent again, and pszProblem says so',
    source,
    expected: {
      hrResult: 'IXP_E_HTTP_NOT_IMPLEMENTED',
      uiServerError: 307,
      requests: 1,
      pszProblem: containing('rew'),
    },
    async run(bench) {
      const { transport, callback, server } = await bench.start([
        answer('307 Moved', ['Location: /mailbox/']),
      ]);
      await transport.mustPost(server.url, await bench.stream('once', { seeks: false }));
      const final = await callback.final();
      for (const name of ['hrResult', 'uiServerError', 'pszProblem'] as const) bench.see(name, final[name]);
      bench.see('requests', server.requests.length);
    },
  },
];
