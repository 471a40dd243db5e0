// What two providers did differently in one case: ports, times, thread numbers and packets do not count.
import { withoutAddresses } from './addresses.js';
import { factText } from './expectation.js';
import { lineDifferences } from './line-diff.js';
import { type CallbackStep, type CallStep, type Facts, mishap, type Outcome } from './outcome.js';
import { wireLines } from './wire-lines.js';

/** The parts of an outcome in which providers can differ. */
export const PARTS = ['end', 'facts', 'calls', 'callbacks', 'wire'] as const;
/** One of these. */
export type Part = (typeof PARTS)[number];
/** Those that do not depend on who is faster. */
export const STEADY_PARTS: readonly Part[] = ['end', 'facts', 'calls'];

/** One thing that two providers did differently; null: the one had nothing there. */
export interface Difference {
  /** Where it shows. */
  part: Part;
  /** What the tested one did. */
  ours: string | null;
  /** What the other one did. */
  theirs: string | null;
}

/** All differences of two outcomes in these parts; none when they are alike. */
export function differences(ours: Outcome, theirs: Outcome, parts: readonly Part[] = PARTS): Difference[] {
  return parts.flatMap((part) =>
    lineDifferences(linesOf(part, ours), linesOf(part, theirs)).map(([left, right]): Difference => ({
      part,
      ours: left,
      theirs: right,
    })),
  );
}

/** A part of an outcome as lines, without what may differ from run to run. */
export function linesOf(part: Part, outcome: Outcome): string[] {
  switch (part) {
    case 'end': {
      const text = mishap(outcome.end);
      return text === null ? [] : [text];
    }
    case 'facts':
      return Object.entries(outcome.facts).map(([name, fact]) => `${name}: ${factText(fact)}`);
    case 'calls':
      return outcome.steps.filter((step) => step.kind === 'call').map(callLine);
    case 'callbacks':
      // Each callback by itself: transports work side by side.
      return [...byCallback(outcome.steps.filter((step) => step.kind === 'callback')).values()]
        .flatMap(withoutLastStatuses)
        .filter((step) => !dependsOnHaste(step))
        .map(callbackLine);
    case 'wire':
      return wireLines(outcome.connections).map((line) => withoutAddresses(line, outcome.servers));
  }
}

/** A call as one line. */
export function callLine({ method, arguments: args, result }: CallStep): string {
  return `${method}(${args.join(', ')}) → ${result ?? 'did not return'}`;
}

/** A call into the callback as one line, with what does not depend on how fast a transfer was. */
function callbackLine({ method, thread, fields, answer }: CallbackStep): string {
  const shown = Object.entries(steady(fields)).map(([name, fact]) => `${name} ${factText(fact)}`);
  return `${method}(${shown.join(', ')}) → ${answer}, on ${thread}`;
}

/** Calls by the callback that was called, in the order of the names. */
function byCallback(calls: CallbackStep[]): Map<string, CallbackStep[]> {
  const nameOf = ({ method }: CallbackStep): string => (method.includes(': ') ? method.split(': ')[0]! : '');
  const names = [...new Set(calls.map(nameOf))].sort();
  return new Map(names.map((name) => [name, calls.filter((call) => nameOf(call) === name)]));
}

/** What comes at the end of a case, after all that it waited for, came or was not waited for. */
function withoutLastStatuses(calls: CallbackStep[]): CallbackStep[] {
  const last = calls.findLastIndex(({ method }) => !method.endsWith('OnStatus'));
  return calls.slice(0, last + 1);
}

/** How often progress is reported, and whether a name is looked up again, depends on the speed of the machine. */
function dependsOnHaste({ fields }: CallbackStep): boolean {
  return fields['fDone'] === false || fields['ixpstatus'] === 'IXP_FINDINGHOST';
}

function steady(fields: Facts): Facts {
  const { pszProblem, ...rest } = fields;
  const kept = Object.entries(rest).filter(([name]) => !HASTE.has(name));
  // Reasons in words tell times and ports.
  const problem = typeof pszProblem === 'string' ? pszProblem.replace(/\d+/g, '…') : pszProblem;
  return Object.fromEntries(problem === undefined ? kept : [...kept, ['pszProblem', problem]]);
}

/** What a final response says beside the progress that came before it. */
const HASTE = new Set(['cbIncrement', 'fResend']);
