// What counts as a difference between two providers, and what does not.
import { differences } from '../../dist/conformance/compare.js';
import { lineDifferences } from '../../dist/conformance/line-diff.js';
import type { CallbackStep } from '../../dist/conformance/outcome.js';
import { wireLines } from '../../dist/conformance/wire-lines.js';
import { madeUpConnection, madeUpOutcome } from '../support/conformance.js';

describe('lines', () => {
  test.each([
    ['nothing', [], [], []],
    ['the same', ['a', 'b'], ['a', 'b'], []],
    ['another line', ['a', 'b', 'c'], ['a', 'x', 'c'], [['b', 'x']]],
    ['one more', ['a', 'c'], ['a', 'b', 'c'], [[null, 'b']]],
    ['one less', ['a', 'b', 'c'], ['a', 'c'], [['b', null]]],
    [
      'all',
      ['a'],
      ['b', 'c'],
      [
        ['a', 'b'],
        [null, 'c'],
      ],
    ],
    [
      'another order',
      ['a', 'b'],
      ['b', 'a'],
      [
        ['a', null],
        [null, 'a'],
      ],
    ],
  ])('%s', (_what, ours, theirs, expected) => {
    expect(lineDifferences(ours, theirs)).toEqual(expected);
  });
});

describe('the wire', () => {
  const head = 'POST / HTTP/1.1\r\nHost: h\r\n';

  test('a request is its head and its entity', () => {
    const lines = wireLines([madeUpConnection(`${head}Content-Length: 3\r\n\r\nabc`)]);
    expect(lines.slice(0, 4)).toEqual(['connection 1', 'POST / HTTP/1.1', 'Host: h', 'Content-Length: 3']);
    expect(lines[4]).toMatch(/^an entity of 3 bytes, SHA-256 ba7816bf/);
  });

  test('requests of one connection are told apart', () => {
    const lines = wireLines([
      madeUpConnection(`${head}Content-Length: 1\r\n\r\na`, 'HTTP/1.1 200\r\n\r\n', `${head}\r\n`),
    ]);
    expect(lines.filter((line) => line.startsWith('POST'))).toHaveLength(2);
    expect(lines.at(-1)).toBe('an entity of 0 bytes');
  });

  test('how an entity is cut into chunks does not show', () => {
    const chunked = `${head}Transfer-Encoding: chunked\r\n\r\n`;
    const one = wireLines([madeUpConnection(`${chunked}3\r\nabc\r\n0\r\n\r\n`)]);
    const two = wireLines([madeUpConnection(`${chunked}1\r\na\r\n2\r\nbc\r\n0\r\n\r\n`)]);
    expect(one).toEqual(two);
    expect(one.at(-1)).toMatch(/^in chunks, an entity of 3 bytes/);
  });

  test('how far a request came that was cut off does not show', () => {
    const sized = `${head}Content-Length: 9\r\n\r\n`;
    expect(wireLines([madeUpConnection(`${sized}a`)])).toEqual(wireLines([madeUpConnection(`${sized}abc`)]));
    const chunked = `${head}Transfer-Encoding: chunked\r\n\r\n`;
    expect(wireLines([madeUpConnection(`${chunked}5\r\nab`)]).at(-1)).toBe('an entity that is cut off');
    expect(wireLines([madeUpConnection('POST / HT')]).at(-1)).toBe('a head that is cut off');
  });

  test('of an entity that was not kept whole the length counts', () => {
    const connection = madeUpConnection(`${head}Content-Length: 1000\r\n\r\nabc`);
    connection.turns[0]!.bytes += 997;
    expect(wireLines([connection]).at(-1)).toBe('an entity of 1000 bytes');
  });

  test('what Digest draws at random does not count', () => {
    const [one, two] = ['a1', 'b2'].map((random) =>
      wireLines([
        madeUpConnection(`${head}Authorization: Digest cnonce="${random}", response="${random}"\r\n\r\n`),
      ]),
    );
    expect(one).toEqual(two);
  });
});

describe('outcomes', () => {
  const told = (fields: CallbackStep['fields'], thread = 'another thread'): CallbackStep => ({
    kind: 'callback',
    at: 1,
    method: 'OnResponse',
    thread,
    fields,
    answer: 'S_OK',
  });

  test('ports and times do not count', () => {
    const [one, two] = [1111, 2222].map((port) =>
      madeUpOutcome({
        steps: [{ ...told({ fDone: true }), at: port }],
        servers: [`http://127.0.0.1:${port}`],
        connections: [madeUpConnection(`POST / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`)],
      }),
    );
    expect(differences(one!, two!)).toEqual([]);
  });

  test('how often progress comes does not count, nor numbers in a reason', () => {
    const one = madeUpOutcome({
      steps: [told({ fDone: true, cbIncrement: 9, fResend: true, pszProblem: 'after 12 ms' })],
    });
    const two = madeUpOutcome({
      steps: [
        told({ fDone: false, cbIncrement: 4 }),
        told({ fDone: true, cbIncrement: 5, fResend: false, pszProblem: 'after 7 ms' }),
      ],
    });
    expect(differences(one, two)).toEqual([]);
  });

  test.each([
    ['facts', madeUpOutcome({ facts: { HRESULT: 'E_FAIL' } }), 'HRESULT: S_OK', 'HRESULT: E_FAIL'],
    [
      'end',
      madeUpOutcome({ end: { kind: 'crashed', during: 'x', how: 'SIGSEGV' } }),
      null,
      'crashed (SIGSEGV) during x',
    ],
    [
      'calls',
      madeUpOutcome({
        steps: [{ kind: 'call', at: 0, method: 'Connect', arguments: ['NULL'], result: null }],
      }),
      null,
      'Connect(NULL) → did not return',
    ],
    [
      'callbacks',
      madeUpOutcome({ steps: [told({ fDone: true })] }),
      null,
      'OnResponse(fDone yes) → S_OK, on another thread',
    ],
    ['wire', madeUpOutcome({ connections: [madeUpConnection()] }), null, 'connection 1'],
  ])('%s', (part, theirs, left, right) => {
    expect(differences(madeUpOutcome(), theirs)).toEqual([{ part, ours: left, theirs: right }]);
  });

  test('in which order two callbacks are called does not count', () => {
    const [one, two] = [
      told({ fDone: true }),
      { ...told({ fDone: true }), method: 'callback 2: OnResponse' },
    ];
    expect(differences(madeUpOutcome({ steps: [one, two] }), madeUpOutcome({ steps: [two, one] }))).toEqual(
      [],
    );
  });

  test('another thread is a difference', () => {
    const one = madeUpOutcome({ steps: [told({}, 'the thread of InitNew')] });
    expect(differences(one, madeUpOutcome({ steps: [told({})] }))).toHaveLength(1);
  });
});
