// What a run found out: of each case what the source says, what each provider did, and whether that is the same.
import type { ConformanceCase, Source } from './case.js';
import { type Difference, differences, PARTS, STEADY_PARTS } from './compare.js';
import { broken, expectedText, factText } from './expectation.js';
import { mishap, type Outcome } from './outcome.js';
import type { Problem } from './messages.js';

/**
 * Of a documented row: `holds` or `broken`. Of a decision: `alike`, or `unlike`, which nobody is blamed for.
 */
export type Verdict = 'holds' | 'broken' | 'alike' | 'unlike';

/** What a provider did in one case. */
export interface Result {
  /** Whether that is as it should be. */
  verdict: Verdict;
  /** It in a few words, as in the table. */
  text: string;
  /** The names of the facts that are not as expected. */
  unexpected: string[];
  /** Everything that was seen. */
  outcome: Outcome;
}

/** What became of one case. */
export interface CaseReport {
  /** Of the case: `post/path-null`. */
  id: string;
  /** What it says, as a sentence. */
  title: string;
  /** Where it comes from. */
  source: Source;
  /** What the source says, as in the table. */
  says: string;
  /** What is expected of each fact, in words. */
  expected: Record<string, string>;
  /** One for each provider, in their order; null: it could not be tried. */
  results: (Result | null)[];
  /** What the two providers did differently; none when there is one only. */
  differences: Difference[];
}

/** How many rows of each kind a provider holds. */
export interface Count {
  /** As documented, or as decided. */
  good: number;
  /** All that were tried. */
  all: number;
}

/** How one provider did. */
export interface ProviderReport {
  /** As it was named: `builtin`, a path, a CLSID. */
  name: string;
  /** `tested` decides about success, `compared` is shown beside it. */
  role: 'tested' | 'compared';
  /** Why it could not be opened; null: it could. */
  problem: Problem | null;
  /** Rows of the documentation. */
  documented: Count;
  /** Rules of this project. */
  decisions: Count;
}

/** What a run found out. */
export interface Report {
  /** What made it. */
  by: { imnxport: string; node: string; platform: string; arch: string };
  /** When it was begun, ISO 8601. */
  at: string;
  /** How long it took. */
  seconds: number;
  /** The tested one first. */
  providers: ProviderReport[];
  /** In the order in which they were given. */
  cases: CaseReport[];
  /** How many cases the two providers did not do alike. */
  different: number;
  /** Whether every documented row holds for the provider under test. */
  conforms: boolean;
}

/** Where a case belongs: what is before the slash of its id. */
export const areaOf = ({ id }: Pick<CaseReport, 'id'>): string => id.slice(0, id.indexOf('/'));

/** The names of the providers as heads of columns: of paths the last part, if that tells them apart. */
export function columnNames(providers: readonly Pick<ProviderReport, 'name'>[]): string[] {
  const short = providers.map(({ name }) => name.split(/[\\/]/).at(-1)!);
  return new Set(short).size === short.length ? short : providers.map(({ name }) => name);
}

/** What the source of a case says, in words. */
export function saysOf({ says, expected }: Pick<ConformanceCase, 'says' | 'expected'>): string {
  if (says !== undefined) return says;
  const entries = Object.entries(expected);
  if (entries.length === 1) return expectedText(entries[0]![1]);
  return entries.map(([name, value]) => `${name}: ${expectedText(value)}`).join(', ');
}

/** What stands in the column "documented": of a decision its rule, so that nobody takes it for documented. */
export function documentedText({ source, says }: Pick<CaseReport, 'source' | 'says'>): string {
  return source.kind === 'documented' ? says : `(${source.rule}) ${says}`;
}

/** Judges what a provider did. */
export function judge(each: ConformanceCase, outcome: Outcome): Result {
  const trouble = mishap(outcome.end);
  const unexpected = broken(each.expected, outcome.facts);
  const good = trouble === null && unexpected.length === 0;
  const verdict = each.source.kind === 'documented' ? (good ? 'holds' : 'broken') : good ? 'alike' : 'unlike';
  return { verdict, text: resultText(each, outcome, trouble, unexpected), unexpected, outcome };
}

function resultText(
  each: ConformanceCase,
  outcome: Outcome,
  trouble: string | null,
  unexpected: string[],
): string {
  if (trouble !== null) return trouble;
  const names = Object.keys(each.expected);
  const told = (name: string): string => factText(outcome.facts[name] ?? null);
  if (names.length === 1) return told(names[0]!);
  if (unexpected.length === 0) return each.source.kind === 'documented' ? 'as documented' : 'as decided';
  return unexpected.map((name) => `${name}: ${told(name)}`).join(', ');
}

/** The report of one case. */
export function caseReport(each: ConformanceCase, outcomes: readonly (Outcome | null)[]): CaseReport {
  const [ours, theirs] = outcomes;
  return {
    id: each.id,
    title: each.title,
    source: each.source,
    says: saysOf(each),
    expected: Object.fromEntries(
      Object.entries(each.expected).map(([name, value]) => [name, expectedText(value)]),
    ),
    results: outcomes.map((outcome) => outcome && judge(each, outcome)),
    differences: ours && theirs ? differences(ours, theirs, each.race ? STEADY_PARTS : PARTS) : [],
  };
}

/** How many rows of a kind the `index`th provider holds. */
export function countOf(cases: readonly CaseReport[], kind: Source['kind'], index: number): Count {
  const results = cases.filter(({ source }) => source.kind === kind).map(({ results }) => results[index]);
  const tried = results.filter((result) => result != null);
  const good = tried.filter(({ verdict }) => verdict === 'holds' || verdict === 'alike');
  return { good: good.length, all: tried.length };
}
