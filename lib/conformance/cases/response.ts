// OnResponse: what the final response says, progress, and what a transfer that was started again looks like.
import { type ConformanceCase, decided, documented } from '../case.js';
import { aFailure, atLeast, containing, not } from '../expectation.js';
import { HTTPMAIL_POST } from '../names.js';
import { plainCase } from '../plain-case.js';
import { type RawAnswer, response as answer } from '../server.js';

const LARGE = 3_000_000;

/** Where the location of the final response comes from. */
const locations: ConformanceCase[] = (
  [
    ['path', 'a path is made absolute', ['Location: /inbox/1.eml'], '{origin}/inbox/1.eml'],
    ['relative', 'a relative reference is made absolute', ['Location: 1.eml'], '{origin}/inbox/1.eml'],
    [
      'content',
      'it is Content-Location without a Location',
      ['Content-Location: /inbox/2.eml'],
      '{origin}/inbox/2.eml',
    ],
    [
      'both',
      'it is Location before Content-Location',
      ['Content-Location: /b', 'Location: /a'],
      '{origin}/a',
    ],
    ['none', 'it is NULL when there is neither', [], null],
  ] as const
).map(([name, what, headers, location]) =>
  plainCase({
    id: `response/location-${name}`,
    title: `of the location: ${what}`,
    source: decided('5.2'),
    answers: [answer('201 Created', [...headers])],
    status: 201,
    location,
  }),
);

/** What the network does, and what that is called. */
const network: ConformanceCase[] = [
  plainCase({
    id: 'response/no-such-host',
    title: 'a name that does not exist is IXP_E_CANT_FIND_HOST',
    source: decided('5.4'),
    url: 'http://no-such-host.invalid/inbox/',
    result: 'IXP_E_CANT_FIND_HOST',
    status: 0,
    requests: 0,
  }),
  plainCase({
    id: 'response/refused',
    title: 'a port where nobody listens is IXP_E_FAILED_TO_CONNECT',
    source: decided('5.4'),
    url: 'http://127.0.0.1:1/inbox/',
    result: 'IXP_E_FAILED_TO_CONNECT',
    status: 0,
    requests: 0,
  }),
  plainCase({
    id: 'response/closed',
    title: 'a connection closed before the answer is IXP_E_CONNECTION_DROPPED, and nothing is sent again',
    source: decided('5.4'),
    answers: [(_request, connection) => connection.end()],
    result: 'IXP_E_CONNECTION_DROPPED',
    status: 0,
  }),
  plainCase({
    id: 'response/reset',
    title: 'a connection reset before the answer is IXP_E_CONNECTION_DROPPED',
    source: decided('5.4'),
    answers: [(_request, connection) => connection.reset()],
    result: 'IXP_E_CONNECTION_DROPPED',
    status: 0,
  }),
  plainCase({
    id: 'response/cut-head',
    title: 'a head that is cut off is IXP_E_CONNECTION_DROPPED',
    source: decided('5.4'),
    answers: [(_request, connection) => connection.end('HTTP/1.1 201 Created\r\nLocation: /inb')],
    result: 'IXP_E_CONNECTION_DROPPED',
  }),
  plainCase({
    id: 'response/cut-body',
    title: 'an answer whose body is cut off is IXP_E_CONNECTION_DROPPED',
    source: decided('5.4'),
    answers: [
      (_request, connection) => connection.end('HTTP/1.1 201 Created\r\nContent-Length: 9\r\n\r\nstor'),
    ],
    result: 'IXP_E_CONNECTION_DROPPED',
  }),
  plainCase({
    id: 'response/not-http',
    title: 'an answer that is not HTTP is IXP_E_CONN_RECV',
    source: decided('5.4'),
    answers: [(_request, connection) => connection.end('220 mail.example.org ESMTP\r\n')],
    result: 'IXP_E_CONN_RECV',
    status: 0,
  }),
  plainCase({
    id: 'response/slow',
    title: 'an answer that comes byte by byte is an answer',
    source: decided('5.2'),
    answers: [byteByByte(answer('201 Created', ['Location: /inbox/1.eml']))],
    status: 201,
    location: '{origin}/inbox/1.eml',
  }),
  plainCase({
    id: 'response/interim',
    title: 'interim responses are passed over',
    source: decided('5.2'),
    answers: [
      `HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n${answer('201 Created', ['Location: /inbox/1.eml'])}`,
    ],
    status: 201,
  }),
];

/** Writes each byte by itself; the last ones come when the first ones have long been read. */
function byteByByte(text: string): RawAnswer {
  return async (_request, connection) => {
    for (const character of text) {
      connection.write(character);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
}

export const response: readonly ConformanceCase[] = [
  {
    id: 'response/final-comes',
    title: 'a command that was accepted gets a final response',
    source: documented('HTTPMAILRESPONSE'),
    says: 'fDone: the last response of the command',
    expected: { 'final responses': atLeast(1) },
    async run(bench) {
      const { transport, callback, server } = await bench.start();
      await transport.mustPost(server.url, await bench.stream());
      await callback.final();
      bench.see('final responses', callback.finals().length);
    },
  },
  {
    id: 'response/final-once',
    title: 'nothing comes after the final response of a command',
    source: documented('HTTPMAILRESPONSE'),
    says: 'fDone: the last response of the command',
    expected: { 'final responses': 1, 'responses after it': 0 },
    async run(bench) {
      const { transport, callback, server } = await bench.start();
      await transport.mustPost(server.url, await bench.stream());
      await callback.final();
      // When the next command is through, there was time for one more.
      await transport.mustPost(server.url, await bench.stream(), null, 2);
      await bench.until(() => callback.finals(2)[0], 'waiting for the final response of the next command');
      await bench.grace();
      const all = callback.responses(0);
      bench.see('final responses', all.filter(({ fDone }) => fDone).length);
      bench.see('responses after it', all.length - 1 - all.findIndex(({ fDone }) => fDone));
    },
  },
  {
    id: 'response/command',
    title: 'the response names its command: HTTPMAIL_POST',
    source: documented('HTTPMAILRESPONSE'),
    expected: { command: HTTPMAIL_POST },
    async run(bench) {
      const { transport, callback, server } = await bench.start();
      await transport.mustPost(server.url, await bench.stream());
      bench.see('command', (await callback.final()).command);
    },
  },
  {
    id: 'response/transport',
    title: 'the response names the transport',
    source: decided('5.6'),
    expected: { pTransport: 'transport' },
    async run(bench) {
      const { transport, callback, server } = await bench.start();
      await transport.mustPost(server.url, await bench.stream());
      bench.see('pTransport', (await callback.final()).pTransport);
    },
  },
  plainCase({
    id: 'response/stored',
    title: 'a message that was stored is a success, and pszLocation is where it is',
    source: documented('HTTPMAILPOST'),
    says: 'pszLocation: the URL where the entity is stored',
    answers: [answer('201 Created', ['Location: http://mail.example.org/inbox/1.eml'])],
    location: 'http://mail.example.org/inbox/1.eml',
  }),
  ...locations,
  {
    id: 'response/failure-details',
    title: 'when the server refuses, IXPRESULT has its number and its last response',
    source: documented('IXPRESULT'),
    says: 'details of a failure: uiServerError, pszResponse',
    expected: { hrResult: aFailure, uiServerError: 403, pszResponse: containing('403') },
    async run(bench) {
      const { transport, callback, server } = await bench.start([answer('403 Not yours')]);
      await transport.mustPost(server.url, await bench.stream());
      const final = await callback.final();
      for (const name of ['hrResult', 'uiServerError', 'pszResponse'] as const) bench.see(name, final[name]);
    },
  },
  {
    id: 'response/protocol-error',
    title: 'a refusal of the server comes through OnResponse, not through OnError',
    source: documented('ITransportCallback::OnError'),
    says: 'protocol errors come through OnResponse',
    expected: { hrResult: aFailure, OnError: 0 },
    async run(bench) {
      const { transport, callback, server } = await bench.start([answer('404 Not Found')]);
      await transport.mustPost(server.url, await bench.stream());
      bench.see('hrResult', (await callback.final()).hrResult);
      bench.see('OnError', callback.count('OnError'));
    },
  },
  {
    id: 'response/fatal-error',
    title: 'a connection that the server resets is told by OnError',
    source: documented('ITransportCallback::OnError'),
    says: 'called for fatal errors: TCP failures, disconnection',
    expected: { OnError: atLeast(1) },
    async run(bench) {
      const { transport, callback, server } = await bench.start([
        (_request, connection) => connection.reset(),
      ]);
      await transport.mustPost(server.url, await bench.stream());
      await callback.called('OnError');
      bench.see('OnError', callback.count('OnError'));
    },
  },
  {
    id: 'response/fatal-error-first',
    title: 'OnError comes before the final response, once',
    source: decided('5.4'),
    expected: { order: 'OnError, OnResponse', 'hrResult of OnError': 'IXP_E_CONNECTION_DROPPED' },
    async run(bench) {
      const { transport, callback, server } = await bench.start([
        (_request, connection) => connection.reset(),
      ]);
      await transport.mustPost(server.url, await bench.stream());
      await callback.final();
      const order = callback.calls
        .map(({ method }) => method)
        .filter((method) => /^On(Error|Response)$/.test(method));
      bench.see('order', order.join(', '));
      bench.see('hrResult of OnError', callback.of('OnError')[0]?.fields['hrResult'] ?? null);
    },
  },
  {
    id: 'response/socket-error',
    title: 'a connection that is refused tells the error of the system',
    source: decided('5.4'),
    expected: { hrResult: 'IXP_E_FAILED_TO_CONNECT', dwSocketError: not(0), uiServerError: 0 },
    async run(bench) {
      const { transport, callback } = await bench.start();
      await transport.mustPost('http://127.0.0.1:1/', await bench.stream());
      const final = await callback.final();
      for (const name of ['hrResult', 'dwSocketError', 'uiServerError'] as const)
        bench.see(name, final[name]);
    },
  },
  ...network,
  {
    id: 'response/counts',
    title: 'the final response counts the whole entity',
    source: documented('HTTPMAILPOST'),
    says: 'cbCurrent: bytes so far, cbTotal: size of the whole',
    expected: { cbCurrent: 5000, cbTotal: 5000 },
    async run(bench) {
      const { transport, callback, server } = await bench.start();
      await transport.mustPost(server.url, await bench.stream('12345', { size: 5000 }));
      const { cbCurrent, cbTotal } = await callback.final();
      bench.see('cbCurrent', cbCurrent);
      bench.see('cbTotal', cbTotal);
    },
  },
  {
    id: 'response/increments',
    title: 'cbIncrement counts the bytes since the last call',
    source: documented('HTTPMAILPOST'),
    says: 'the increments add up to cbCurrent',
    expected: { 'sum of cbIncrement': LARGE, 'cbCurrent is the sum so far': true },
    async run(bench) {
      const { transport, callback, server } = await bench.start();
      await transport.mustPost(server.url, await bench.stream('x', { size: LARGE }));
      await callback.final();
      let sum = 0;
      let right = true;
      for (const { cbIncrement, cbCurrent, fResend } of callback.responses()) {
        sum = fResend ? cbIncrement : sum + cbIncrement;
        right &&= cbCurrent === sum;
      }
      bench.see('sum of cbIncrement', sum);
      bench.see('cbCurrent is the sum so far', right);
    },
  },
  {
    id: 'response/progress',
    title: 'a large entity has a response before the final one',
    source: decided('5.1'),
    expected: { 'progress came': true, cbTotal: LARGE },
    async run(bench) {
      const { transport, callback, server } = await bench.start();
      await transport.mustPost(server.url, await bench.stream('x', { size: LARGE }));
      await callback.final();
      const progress = callback.responses().filter(({ fDone }) => !fDone);
      bench.see('progress came', progress.length > 0);
      bench.see('cbTotal', progress.at(-1)?.cbTotal ?? null);
    },
  },
  {
    id: 'response/unknown-total',
    title: 'cbTotal is 0 while the length is unknown',
    source: decided('5.1'),
    expected: { hrResult: 'S_OK', 'cbTotal of progress': 0 },
    async run(bench) {
      const { transport, callback, server } = await bench.start();
      await transport.mustPost(server.url, await bench.stream('x', { size: LARGE, seeks: false }));
      bench.see('hrResult', (await callback.final()).hrResult);
      const totals = callback.responses().flatMap(({ fDone, cbTotal }) => (fDone ? [] : [cbTotal]));
      bench.see('cbTotal of progress', Math.max(0, ...totals));
    },
  },
];
