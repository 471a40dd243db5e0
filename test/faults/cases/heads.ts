// Heads of answers that are odd, broken or too much, and what is not HTTP at all.
import type { Expected, FaultCase } from '../case.js';
import { answers, closing, CREATED, early, response, type Script } from '../server.js';

const NOT_HTTP = { hresult: 'IXP_E_CONN_RECV', delivery: 'whole' } as const;
const STORED = { hresult: 'S_OK', status: 201, delivery: 'whole' } as const;
const END = '\r\nContent-Length: 0\r\n\r\n';

/** Answered with these bytes and closed. */
const answered = (title: string, bytes: string, expected: Expected): FaultCase => ({
  title,
  server: () => closing(bytes),
  expected: { connections: 1, entities: 1, ...expected },
});
const refused = (title: string, bytes: string, status: number | null = null): FaultCase =>
  answered(title, bytes, { ...NOT_HTTP, status });
const taken = (title: string, bytes: string, more: Partial<Expected> = {}): FaultCase =>
  answered(title, bytes, { ...STORED, ...more });

/** Writes the same again and again until the client has had enough. */
const endless =
  (begin: string, unit: string): Script =>
  async (peer) => {
    if ((await peer.request()) === null) return;
    peer.write(begin);
    const many = Buffer.from(unit.repeat(Math.ceil(65_536 / unit.length)), 'latin1');
    while (await peer.push(many));
  };
const flood = (title: string, begin: string, unit: string, status: number | null): FaultCase => ({
  title,
  server: () => endless(begin, unit),
  expected: { ...NOT_HTTP, status, connections: 1 },
});

const SWITCH = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n';

const OTHERS: [string, string][] = [
  ['HTTP/0.9: a page without a head', '<html>stored</html>\r\n'],
  ['an SSH server', 'SSH-2.0-OpenSSH_9.2\r\n'],
  ['an SMTP server', '220 mail.example ESMTP\r\n'],
  ['an ICY server', 'ICY 200 OK\r\n\r\n'],
  ['zeros', '\0'.repeat(1000)],
  ['a TLS alert', '\x15\x03\x01\x00\x02\x02\x46'],
  ['the preface of HTTP/2', '\0\0\x12\x04\0\0\0\0\0\0\x03\0\0\0\x64\0\x04\0\0\xff\xff'],
  ['RTSP', 'RTSP/1.0 200 OK\r\n\r\n'],
  ['small letters', `http/1.1 201 Created${END}`],
  ['an empty line before the status line', `\r\nHTTP/1.1 201 Created${END}`],
  ['a space before the status line', ` HTTP/1.1 201 Created${END}`],
  ['a byte order mark before the status line', `\xef\xbb\xbfHTTP/1.1 201 Created${END}`],
  ['version 1.2', `HTTP/1.2 201 Created${END}`],
  ['version 2', `HTTP/2 201 Created${END}`],
  ['version 2.0', `HTTP/2.0 201 Created${END}`],
  ['version 11', `HTTP/11 201 Created${END}`],
  ['no version', `HTTP/ 201 Created${END}`],
  ['a status of two digits', `HTTP/1.1 20 Created${END}`],
  ['a status of four digits', `HTTP/1.1 2010 Created${END}`],
  ['a status below 100', `HTTP/1.1 099 Created${END}`],
  ['a status of zeros', `HTTP/1.1 000 Created${END}`],
  ['a negative status', `HTTP/1.1 -20 Created${END}`],
  ['a status in words', `HTTP/1.1 Created${END}`],
  ['no status', `HTTP/1.1 ${END}`],
  ['a status that goes on with letters', `HTTP/1.1 201Created${END}`],
  ['a NUL in the status line', `HTTP/1.1 201 Cre\0ated${END}`],
  ['a CR in the status line', `HTTP/1.1 201 Cre\rated${END}`],
];

const FIELDS: [string, string][] = [
  ['a line without a colon', 'nonsense'],
  ['a NUL in a field', 'X-A: a\0b'],
  ['a CR in a field', 'X-A: a\rLocation: /elsewhere'],
];

export const heads: readonly FaultCase[] = [
  ...OTHERS.map(([what, bytes]) => refused(`${what} is no answer`, bytes)),
  ...FIELDS.map(([what, field]) =>
    refused(`${what} spoils the head`, `HTTP/1.1 201 Created\r\n${field}${END}`, 201),
  ),

  taken('a status line without a reason', `HTTP/1.1 201${END}`),
  taken('a status line with an empty reason', `HTTP/1.1 201 ${END}`),
  taken('a reason in another alphabet', `HTTP/1.1 201 \xe9\xe8\xff${END}`),
  taken('HTTP/1.0', `HTTP/1.0 201 Created${END}`),
  taken('HTTP/1.0 without a length', 'HTTP/1.0 201 Created\r\n\r\nstored', { body: 6 }),
  taken(
    'lines that end with a bare LF',
    'HTTP/1.1 201 Created\nLocation: /inbox/1.eml\nContent-Length: 0\n\n',
    {
      location: ({ here }) => `${here}/inbox/1.eml`,
    },
  ),
  taken(
    'lines that end now with CRLF, now with LF',
    'HTTP/1.1 201 Created\nX-A: b\r\nContent-Length: 0\n\r\n',
  ),
  taken('an obsolete folded field is one field', `HTTP/1.1 201 Created\r\nLocation:\r\n /inbox/1.eml${END}`, {
    location: ({ here }) => `${here}/inbox/1.eml`,
  }),
  taken(
    'a folded line is no field of its own, whatever it looks like',
    `HTTP/1.1 201 Created\r\nX-A: b\r\n\tLocation: /elsewhere${END}`,
    { location: null },
  ),
  taken('a field without a name', `HTTP/1.1 201 Created\r\n: value${END}`),
  taken(
    'a field with a space before the colon is not that field',
    `HTTP/1.1 201 Created\r\nLocation : /a${END}`,
  ),
  taken('a reason of 64 KiB', `HTTP/1.1 201 ${'x'.repeat(65_536)}${END}`),
  taken('a field of 64 KiB', `HTTP/1.1 201 Created\r\nX-A: ${'x'.repeat(65_536)}${END}`),
  taken(
    'a head of 200 KiB',
    `HTTP/1.1 201 Created\r\n${`X-A: ${'x'.repeat(1000)}\r\n`.repeat(200)}Content-Length: 0\r\n\r\n`,
  ),
  refused('a reason of 200 KiB', `HTTP/1.1 201 ${'x'.repeat(204_800)}${END}`),
  refused('a field of 200 KiB', `HTTP/1.1 201 Created\r\nX-A: ${'x'.repeat(204_800)}${END}`, 201),
  refused(
    'a head of 400 KiB',
    `HTTP/1.1 201 Created\r\n${`X-A: ${'x'.repeat(1000)}\r\n`.repeat(400)}Content-Length: 0\r\n\r\n`,
    201,
  ),
  refused(
    'a head of 6,000 fields',
    `HTTP/1.1 201 Created\r\n${'X-A: b\r\n'.repeat(6000)}Content-Length: 0\r\n\r\n`,
    201,
  ),
  flood('a status line without end', 'HTTP/1.1 201 ', 'x', null),
  flood('a field without end', 'HTTP/1.1 201 Created\r\nX-A: ', 'x', 201),
  flood('fields without end', 'HTTP/1.1 201 Created\r\n', 'X-A: b\r\n', 201),
  flood('a folded field without end', 'HTTP/1.1 201 Created\r\nX-A: b', '\r\n b', 201),
  flood('interim answers without end', '', 'HTTP/1.1 102 Processing\r\n\r\n', null),
  flood('fields of an interim answer without end', 'HTTP/1.1 103 Early Hints\r\n', 'Link: </a>\r\n', null),

  taken('100 Continue that nobody asked for', `HTTP/1.1 100 Continue\r\n\r\n${CREATED}`),
  taken('a hundred interim answers', `${'HTTP/1.1 102 Processing\r\n\r\n'.repeat(100)}${CREATED}`),
  taken('a number of an interim answer that nobody knows', `HTTP/1.1 199 Whatever\r\n\r\n${CREATED}`),
  taken(
    'a Location of an interim answer is not that of the answer',
    `HTTP/1.1 103 Early Hints\r\nLocation: /hint\r\n\r\n${response('201 Created')}`,
    { location: null },
  ),
  taken(
    'a length of an interim answer is not that of the answer',
    `HTTP/1.1 103 Early Hints\r\nContent-Length: 5\r\n\r\n${response('201 Created', [], '1234567')}`,
    { body: 7 },
  ),
  answered('101 Switching Protocols that nobody asked for is no answer', SWITCH, {
    hresult: 'IXP_E_CONNECTION_DROPPED',
    status: null,
    delivery: 'whole',
  }),
  refused('what comes behind 101 Switching Protocols is not HTTP', `${SWITCH}${CREATED}`),

  {
    title: 'an answer that comes before the request',
    server: () => async (peer) => {
      peer.write(CREATED);
      await peer.request();
    },
    expected: { ...STORED, entities: 1 },
  },
  {
    title: 'a second answer in the same bytes is not the answer to the next request',
    server: () => {
      let connections = 0;
      return async (peer) => {
        if (connections++ > 0) return answers(CREATED)(peer);
        await peer.request();
        peer.write(`${CREATED}${response('500 Not for you')}`);
      };
    },
    again: true,
    expected: { ...STORED, connections: 2 },
  },
  {
    title: 'a second answer that comes later is not the answer to the next request',
    server: () => {
      let connections = 0;
      return async (peer) => {
        if (connections++ > 0) return answers(CREATED)(peer);
        await peer.request();
        peer.write(CREATED);
        await peer.ended;
        peer.write(response('408 Request Timeout'));
      };
    },
    again: true,
    expected: { ...STORED, connections: 2 },
  },
  {
    title: 'a connection that the server says it closes is not used again',
    server: () => answers(response('201 Created', ['Connection: close'])),
    again: true,
    expected: { ...STORED, connections: 2 },
  },
  {
    title: 'garbage while the entity is sent',
    server: () => early((peer) => peer.write('nonsense\r\n\r\n')),
    size: 32 * 1024 * 1024,
    expected: { hresult: 'IXP_E_CONN_RECV', status: null, delivery: ['none', 'partial'] },
  },
];
