// Outcomes and reports of the conformance kit, made up for tests of what is done with them.
import { type ConformanceCase, decided, documented } from '../../dist/conformance/case.js';
import type { CallStep, Outcome, WireConnection } from '../../dist/conformance/outcome.js';
import { caseReport, countOf, type Report } from '../../dist/conformance/report.js';

/** A case that is never run. */
export function madeUpCase(each: Partial<ConformanceCase> = {}): ConformanceCase {
  return {
    id: 'area/name',
    title: 'something is so',
    source: documented('Page'),
    expected: { HRESULT: 'S_OK' },
    run: () => Promise.resolve(),
    ...each,
  };
}

/** What a provider might have done. */
export function madeUpOutcome(outcome: Partial<Outcome> = {}): Outcome {
  return {
    end: { kind: 'completed' },
    facts: { HRESULT: 'S_OK' },
    steps: [],
    servers: [],
    connections: [],
    ...outcome,
  };
}

/** One connection over which these bytes went, the client's first. */
export function madeUpConnection(...texts: (string | Buffer)[]): WireConnection {
  return {
    turns: texts.map((text, index) => ({
      from: index % 2 === 0 ? 'client' : 'server',
      at: index,
      bytes: Buffer.byteLength(text),
      data: Buffer.from(text),
    })),
    end: 'open',
  };
}

/** A report over cases and what each provider did in them. */
export function madeUpReport(
  cases: [ConformanceCase, (Outcome | null)[]][],
  names: string[] = ['ours', 'theirs'],
  problems: Report['providers'][number]['problem'][] = [],
): Report {
  const reports = cases.map(([each, outcomes]) => caseReport(each, outcomes));
  return {
    by: { imnxport: '0.0.0', node: 'v0', platform: 'none', arch: 'none' },
    at: '2026-01-31T12:00:00.000Z',
    seconds: 1.5,
    providers: names.map((name, index) => ({
      name,
      role: index === 0 ? 'tested' : 'compared',
      problem: problems[index] ?? null,
      documented: countOf(reports, 'documented', index),
      decisions: countOf(reports, 'decision', index),
    })),
    cases: reports,
    different: reports.filter(({ differences }) => differences.length > 0).length,
    conforms: true,
  };
}

/** A report that has something of everything. */
export function fullReport(): Report {
  const call: CallStep = {
    kind: 'call',
    at: 1.23456,
    method: 'InitNew',
    arguments: ['NULL'],
    result: 'S_OK',
  };
  const callback = {
    kind: 'callback',
    at: 2,
    method: 'OnResponse',
    thread: 'another thread',
    fields: { fDone: true, cbCurrent: 3, pszLocation: null },
    answer: 'S_OK',
  } as const;
  const connection = madeUpConnection('POST / HTTP/1.1\r\n\r\n', Buffer.from([0, 255, 13, 10]));
  const good = madeUpOutcome({
    steps: [call, callback],
    servers: ['http://127.0.0.1:1'],
    connections: [connection],
  });
  const bad = madeUpOutcome({ facts: { HRESULT: 'E_FAIL' } });
  const lost = (end: Outcome['end']): Outcome =>
    madeUpOutcome({ end, facts: {}, steps: [{ ...call, result: null }] });
  return madeUpReport([
    [madeUpCase(), [good, bad]],
    [madeUpCase({ id: 'area/decision', source: decided('4.2') }), [good, bad]],
    [
      madeUpCase({ id: 'area/crash' }),
      [good, lost({ kind: 'crashed', during: 'InitNew()', how: 'SIGSEGV' })],
    ],
    [madeUpCase({ id: 'area/hang' }), [good, lost({ kind: 'hung', during: 'waiting', seconds: 10 })]],
    [madeUpCase({ id: 'area/fail' }), [good, lost({ kind: 'failed', during: 'x', problem: 'y' })]],
    [madeUpCase({ id: 'area/untried' }), [good, null]],
  ]);
}
