// What a case expects of the facts that it looks at, how that reads, and whether it holds.
import type { Fact, Facts } from './outcome.js';

/** A rule for a fact that is more than one value. */
export interface Rule {
  /** What is expected, as it is read in a report. */
  text: string;
  /** Whether a fact is as expected. */
  holds(fact: Fact): boolean;
}

/** The value that a fact must have, or a rule for it. */
export type Expected = Fact | Rule;

const isRule = (expected: Expected): expected is Rule => typeof expected === 'object' && expected !== null;

/** A fact as it is read in a report. */
export function factText(fact: Fact): string {
  if (fact === null) return 'none';
  if (typeof fact === 'boolean') return fact ? 'yes' : 'no';
  return String(fact);
}

/** An expectation as it is read in a report. */
export function expectedText(expected: Expected): string {
  return isRule(expected) ? expected.text : factText(expected);
}

/** Whether a fact is as expected; one that was never found out is not. */
export function holds(expected: Expected, fact: Fact | undefined): boolean {
  if (fact === undefined) return false;
  return isRule(expected) ? expected.holds(fact) : expected === fact;
}

/** The names of the facts that are not as expected. */
export function broken(expected: Readonly<Record<string, Expected>>, facts: Facts): string[] {
  return Object.keys(expected).filter((name) => !holds(expected[name]!, facts[name]));
}

/** Any failing HRESULT. */
export const aFailure: Rule = {
  text: 'a failure',
  holds: (fact) =>
    typeof fact === 'string' && !/^S_/.test(fact) && /^([A-Z]\w*_E_|E_|ERROR_|0x[89A-F])/.test(fact),
};

/** This number, or more. */
export function atLeast(number: number): Rule {
  return { text: `${number} or more`, holds: (fact) => typeof fact === 'number' && fact >= number };
}

/** A text that contains another. */
export function containing(part: string): Rule {
  return { text: `… ${part} …`, holds: (fact) => typeof fact === 'string' && fact.includes(part) };
}

/** Anything but this value. */
export function not(value: Fact): Rule {
  return { text: `not ${factText(value)}`, holds: (fact) => fact !== value };
}
