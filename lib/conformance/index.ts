// imnxport/conformance: the cases, the run and the reports of `imnxport conformance`, for test suites of other transports.
export { conformanceCases } from './cases/index.js';
export { type ConformanceCase, type PlainPost, type Source } from './case.js';
export type { Difference } from './compare.js';
export type { Expected } from './expectation.js';
export type { Problem, Provider } from './messages.js';
export type {
  CallbackStep,
  CallStep,
  CaseEnd,
  Fact,
  Facts,
  Outcome,
  Step,
  WireConnection,
  WireTurn,
} from './outcome.js';
export { parseProvider } from './provider-name.js';
export type { CaseReport, Count, ProviderReport, Report, Result, Verdict } from './report.js';
export { reportHtml } from './report-html.js';
export { reportJson } from './report-json.js';
export { REPORT_FORMAT, reportSchema } from './report-schema.js';
export { reportTable, type TableOptions } from './report-table.js';
export { runConformance, type RunOptions } from './runner.js';
export { selectCases } from './select.js';
