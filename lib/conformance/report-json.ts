// The report as JSON, as report-schema.ts describes it.
import type { CaseReport, Report } from './report.js';
import { REPORT_FORMAT } from './report-schema.js';

/** The report as text; bytes of the wire are base64, as many of them as were kept. */
export function reportJson(report: Report): string {
  const { by, at, seconds, providers, cases, different, conforms } = report;
  const json = {
    format: REPORT_FORMAT,
    by,
    at,
    seconds,
    conforms,
    different,
    providers,
    cases: cases.map(caseJson),
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}

function caseJson({ results, ...rest }: CaseReport) {
  return { ...rest, results: results.map((result) => result && { ...result, outcome: outcomeJson(result) }) };
}

function outcomeJson({ outcome }: NonNullable<CaseReport['results'][number]>) {
  const { end, facts, steps, servers, connections } = outcome;
  return {
    end,
    facts,
    steps: steps.map((step) => ({ ...step, at: rounded(step.at) })),
    servers,
    connections: connections.map((connection) => ({
      end: connection.end,
      turns: connection.turns.map(({ from, at, bytes, data }) => ({
        from,
        at: rounded(at),
        bytes,
        base64: data.toString('base64'),
      })),
    })),
  };
}

/** Milliseconds with three digits: more is noise. */
function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
