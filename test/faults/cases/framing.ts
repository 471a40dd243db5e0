// Where a body ends: lengths that contradict each other, chunks that are none, bodies without end.
import type { Expected, FaultCase } from '../case.js';
import { answers, closing, CREATED, response, type Script } from '../server.js';

const STORED = { hresult: 'S_OK', status: 201, delivery: 'whole' } as const;
const BROKEN = { hresult: 'IXP_E_CONN_RECV', status: 201, delivery: 'whole' } as const;
const DROPPED = { hresult: 'IXP_E_CONNECTION_DROPPED', status: 201, delivery: 'whole' } as const;

const head = (...fields: string[]) => ['HTTP/1.1 201 Created', ...fields, '', ''].join('\r\n');
const chunked = head('Transfer-Encoding: chunked');

const answered = (title: string, bytes: string, expected: Expected): FaultCase => ({
  title,
  server: () => closing(bytes),
  expected: { entities: 1, connections: 1, ...expected },
});

const LENGTHS: [string, string[]][] = [
  ['two lengths that differ', ['Content-Length: 5', 'Content-Length: 6']],
  ['two lengths that differ, the larger first', ['Content-Length: 6', 'Content-Length: 5']],
  ['two lengths in one field that differ', ['Content-Length: 5, 6']],
  ['a negative length', ['Content-Length: -5']],
  ['a length with a plus', ['Content-Length: +5']],
  ['a hexadecimal length', ['Content-Length: 0x5']],
  ['a length with a point', ['Content-Length: 5.0']],
  ['an empty length', ['Content-Length:']],
  ['a length in words', ['Content-Length: five']],
  ['a length with a second number behind it', ['Content-Length: 5 5']],
  ['a length of 2^63', ['Content-Length: 9223372036854775808']],
  ['a length of 2^64 and 5', ['Content-Length: 18446744073709551621']],
  ['a length of 40 digits', [`Content-Length: ${'9'.repeat(40)}`]],
  ['a length of 2^63 behind another', ['Content-Length: 5', 'Content-Length: 9223372036854775808']],
  ['a length of 2^63 in a list', ['Content-Length: 5, 9223372036854775808']],
];

const CODINGS: [string, string][] = [
  ['compression', 'gzip'],
  ['compression in chunks', 'gzip, chunked'],
  ['a coding that nobody knows', 'x-fold'],
];

const CHUNKS: [string, string][] = [
  ['is in words', 'zz\r\n12345\r\n0\r\n\r\n'],
  ['is negative', '-5\r\n12345\r\n0\r\n\r\n'],
  ['is missing', '\r\n12345\r\n0\r\n\r\n'],
  ['begins with a space', ' 5\r\n12345\r\n0\r\n\r\n'],
  ['has more digits than 64 bits', '10000000000000005\r\n12345\r\n0\r\n\r\n'],
  ['has 64 bits', 'ffffffffffffffff\r\n12345\r\n0\r\n\r\n'],
  ['has a thousand zeros', `${'0'.repeat(1000)}5\r\n12345\r\n0\r\n\r\n`],
  ['is smaller than the chunk', '3\r\n12345\r\n0\r\n\r\n'],
  ['has no end', '5'.repeat(100_000)],
];

/** Writes a body without end. */
const endless =
  (begin: string, unit: Buffer): Script =>
  async (peer) => {
    if ((await peer.request()) === null) return;
    peer.write(begin);
    while (await peer.push(unit));
  };
const BYTES = Buffer.alloc(65_536, 'x');
const CHUNK = Buffer.concat([Buffer.from('10000\r\n'), BYTES, Buffer.from('\r\n')]);
const MIB = 1024 * 1024;

const without = (
  title: string,
  begin: string,
  unit: Buffer,
  expected: Partial<Expected> = {},
): FaultCase => ({
  title,
  server: () => endless(begin, unit),
  expected: { ...STORED, body: MIB, truncated: true, connections: 1, ...expected },
});

/** Answers the first request with this on a connection that stays open, and everything else as it should be. */
const once = (title: string, bytes: string, expected: Partial<Expected> = {}): FaultCase => ({
  title,
  server: () => {
    let given = false;
    return (peer) => {
      if (given) return answers(CREATED)(peer);
      given = true;
      return answers(bytes)(peer);
    };
  },
  again: true,
  expected: { ...STORED, connections: 2, ...expected },
});

export const framing: readonly FaultCase[] = [
  ...LENGTHS.map(([what, fields]) => answered(`${what} is no framing`, `${head(...fields)}12345`, BROKEN)),
  answered(
    'a length that is given twice is one length',
    `${head('Content-Length: 5', 'Content-Length: 5')}12345`,
    {
      ...STORED,
      body: 5,
    },
  ),
  answered(
    'a length that is given twice in one field is one length',
    `${head('Content-Length: 5, 5')}12345`,
    {
      ...STORED,
      body: 5,
    },
  ),
  answered('a length with zeros before it', `${head(`Content-Length: ${'0'.repeat(40)}5`)}12345`, {
    ...STORED,
    body: 5,
  }),
  answered('a length that the body does not reach', `${head('Content-Length: 6')}12345`, DROPPED),
  answered(
    'a length of 2^63 - 1 that the body does not reach',
    `${head('Content-Length: 9223372036854775807')}1`,
    DROPPED,
  ),

  ...CODINGS.map(([what, coding]) =>
    answered(
      `${what} that nobody asked for`,
      `${head(`Transfer-Encoding: ${coding}`)}5\r\n12345\r\n0\r\n\r\n`,
      BROKEN,
    ),
  ),
  answered(
    'chunks win over a length before them',
    `${head('Content-Length: 3', 'Transfer-Encoding: chunked')}5\r\n12345\r\n0\r\n\r\n`,
    { ...STORED, body: 5 },
  ),
  answered(
    'chunks win over a length behind them',
    `${head('Transfer-Encoding: chunked', 'Content-Length: 3')}5\r\n12345\r\n0\r\n\r\n`,
    { ...STORED, body: 5 },
  ),
  answered(
    'chunks with a length are no body of that length',
    `${head('Transfer-Encoding: chunked', 'Content-Length: 5')}12345`,
    DROPPED,
  ),

  ...CHUNKS.map(([what, bytes]) => answered(`a chunk whose size ${what}`, `${chunked}${bytes}`, BROKEN)),
  answered('a chunk without a line end behind it', `${chunked}5\r\n12345X\r\n0\r\n\r\n`, BROKEN),
  answered('a chunk of 2^63 - 1 bytes that never come', `${chunked}7fffffffffffffff\r\n12345`, DROPPED),
  answered('chunks with bare line feeds', `${chunked}5\n12345\n0\n\n`, { ...STORED, body: 5 }),
  answered('chunks with extensions', `${chunked}5;a=b\r\n12345\r\n0;c\r\n\r\n`, { ...STORED, body: 5 }),
  answered('no chunk but the last', `${chunked}0\r\n\r\n`, { ...STORED, body: 0 }),
  answered(
    'a Location in the trailers is none of the head',
    `${chunked}5\r\n12345\r\n0\r\nLocation: /trailer\r\n\r\n`,
    { ...STORED, body: 5, location: null },
  ),
  answered('a trailer without a colon', `${chunked}5\r\n12345\r\n0\r\nnonsense\r\n\r\n`, BROKEN),
  answered('a trailer of 64 KiB', `${chunked}5\r\n12345\r\n0\r\nX-A: ${'x'.repeat(65_536)}\r\n\r\n`, BROKEN),

  once('a body that is longer than its length', `${head('Content-Length: 5')}1234567890`, { body: 5 }),
  once('a body behind a length of 0', `${head('Content-Length: 0')}12345`, { body: 0 }),
  once('a body of a 204', 'HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n12345', {
    status: 204,
    body: 0,
  }),
  once(
    'a second answer behind the last chunk',
    `${chunked}5\r\n12345\r\n0\r\n\r\n${response('500 Not for you')}`,
    {
      body: 5,
      connections: 1, // libcurl throws away what it has read, and does not use a connection with more in it
    },
  ),

  answered('a 304 to a post', response('304 Not Modified'), {
    hresult: 'IXP_E_HTTP_NOT_IMPLEMENTED',
    status: 304,
    delivery: 'whole',
  }),
  answered('a body of exactly 1 MiB', response('201 Created', [], 'x'.repeat(MIB)), {
    ...STORED,
    body: MIB,
    truncated: false,
  }),
  answered('a body of 1 MiB and a byte', response('201 Created', [], 'x'.repeat(MIB + 1)), {
    ...STORED,
    body: MIB,
    truncated: true,
  }),
  without('a body without end, and without a length', head(), BYTES),
  without('a body of 2^63 - 1 bytes', head('Content-Length: 9223372036854775807'), BYTES),
  without('chunks without end', chunked, CHUNK),
  without('a refusal without end', 'HTTP/1.1 507 Full\r\n\r\n', BYTES, {
    hresult: 'IXP_E_HTTP_INSUFFICIENT_STORAGE',
    status: 507,
  }),
  {
    title: 'trailers without end',
    server: () => endless(`${chunked}5\r\n12345\r\n0\r\n`, Buffer.from('X-A: b\r\n'.repeat(8192))),
    expected: { ...BROKEN, connections: 1 },
  },
];
