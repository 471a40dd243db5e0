// The report as JSON, held against its own schema by a validator that knows nothing of this project.
import Ajv from 'ajv/dist/2020.js';
import { reportJson } from '../../dist/conformance/report-json.js';
import { reportSchema } from '../../dist/conformance/report-schema.js';
import { fullReport } from '../support/conformance.js';
import { reportProblems } from '../support/report-schema.js';

test('the schema is a schema', () => {
  expect(new Ajv({ strict: true, formats: { 'date-time': true } }).validateSchema(reportSchema)).toBe(true);
});

test('a report of everything is as the schema says', () => {
  expect(reportProblems(reportJson(fullReport()))).toEqual([]);
});

/** The report of everything, with something else in one place; undefined: with nothing there. */
function changed(path: string, value: unknown): string {
  const report = JSON.parse(reportJson(fullReport())) as object;
  const names = path.split('.');
  const last = names.pop()!;
  const place = names.reduce((object, name) => object[name] as Record<string, unknown>, {
    ...report,
  } as Record<string, unknown>);
  place[last] = value;
  return JSON.stringify(names.length === 0 ? place : report);
}

test.each([
  ['a member too many', 'extra', 1],
  ['a member that is missing', 'cases.0.title', undefined],
  ['another format', 'format', 'imnxport-conformance-report/0'],
  ['a verdict that there is not', 'cases.0.results.0.verdict', 'good'],
  ['a fact that is an object', 'cases.0.results.0.outcome.facts.x', {}],
  ['a source of both kinds', 'cases.0.source.rule', 'behaviour 1'],
  ['a step of no kind', 'cases.0.results.0.outcome.steps.0.kind', 'x'],
  ['an id without area', 'cases.0.id', 'name'],
])('the schema refuses %s', (_what, path, value) => {
  expect(reportProblems(changed(path, value))).not.toEqual([]);
});

test('bytes of the wire come back as they were', () => {
  const text = reportJson(fullReport());
  const turn = /"bytes": 4,\s+"base64": "([^"]+)"/.exec(text)!;
  expect([...Buffer.from(turn[1]!, 'base64')]).toEqual([0, 255, 13, 10]);
});
