// What a conformance case is.
import type { Bench } from './bench.js';
import type { Expected } from './expectation.js';
import type { Facts } from './outcome.js';
import type { RawAnswer, RawRequest } from './server.js';

/**
 * Where a case comes from. A page of the public documentation must hold for every transport; a decision of this
 * project is listed, and nobody else has to have decided the same.
 */
export type Source = { kind: 'documented'; page: string } | { kind: 'decision'; rule: string };

/** `IHTTPMailTransport::CommandPOST`: the page of the Windows Mail Networking Reference, or of COM. */
export const documented = (page: string): Source => ({ kind: 'documented', page });
/** `2.1`: the rule of docs/behaviour.md. */
export const decided = (rule: string): Source => ({ kind: 'decision', rule: `behaviour ${rule}` });

/** The page of the documentation, or the rule of this project. */
export function sourceText(source: Source): string {
  return source.kind === 'documented' ? source.page : source.rule;
}

/** One row of the documentation, or one rule of this project, that any transport can be tried with. */
export interface ConformanceCase {
  /** Stable, and the same in every report: `post/path-null`. What is before the slash is its area. */
  id: string;
  /** A sentence that can be true or false. */
  title: string;
  /** Where it comes from. */
  source: Source;
  /** What the source says of it, short and plain; default: what is expected, in words. */
  says?: string;
  /** What is expected of the facts, by name. Other facts are only shown. */
  expected: Readonly<Record<string, Expected>>;
  /**
   * Two parts of the transport race in it: callbacks and bytes on the wire differ from run to run, and are recorded,
   * but not compared.
   */
  race?: boolean;
  /** Carries it out. What it looks at it tells `bench.see`. */
  run(bench: Bench): Promise<void>;
  /** When it is nothing but one post: what is posted, so that other doors than COM can be tried with it. */
  plain?: PlainPost;
}

/** One post, as every door can do it. */
export interface PlainPost {
  /** Where to; `{origin}` is the server. */
  url: string;
  /** What is posted. */
  body: string | Uint8Array;
  /** undefined: none. */
  contentType: string | undefined;
  /** What the server answers, request by request; after them 201 with a Location. */
  answers: readonly RawAnswer[];
  /** What is looked at on the wire, by name. */
  wire?(requests: readonly RawRequest[]): Facts;
}
