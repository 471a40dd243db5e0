// What is recorded of one case with one provider.
import type { ConnectionEnd } from './recording.js';

/** A value that a case looked at: an HRESULT by its name, a text, a number, yes or no. */
export type Fact = string | number | boolean | null;
/** What a case looked at, by name, in the order in which it did. */
export type Facts = Record<string, Fact>;

/** A call into the transport, or into one of the other objects of a case. */
export interface CallStep {
  /** Which kind of step it is. */
  kind: 'call';
  /** Milliseconds after the case began. */
  at: number;
  /** `InitNew`; of another object than the first transport with its name before it: `transport 2: InitNew`. */
  method: string;
  /** The arguments, as they are read in a report. */
  arguments: string[];
  /** The HRESULT by its name, or the value; null: it never returned. */
  result: string | null;
}

/** A call of the transport into the host's callback. */
export interface CallbackStep {
  /** Which kind of step it is. */
  kind: 'callback';
  /** Milliseconds after the case began. */
  at: number;
  /** `OnResponse`; of another callback than the first with its name before it. */
  method: string;
  /** On which thread it came, told by what that thread has done before. */
  thread: string;
  /** What it was given. */
  fields: Facts;
  /** What it answered. */
  answer: string;
}

/** What was recorded, one after another. */
export type Step = CallStep | CallbackStep;

/** What one side of a connection sent until the other spoke. */
export interface WireTurn {
  /** Who sent it. */
  from: 'client' | 'server';
  /** Milliseconds after the case began. */
  at: number;
  /** How many bytes it is long. */
  bytes: number;
  /** Its bytes, or those that were kept. */
  data: Buffer;
}

/** One connection to a server of the case. */
export interface WireConnection {
  /** What was said, in turns. */
  turns: WireTurn[];
  /** How it ended. */
  end: ConnectionEnd;
}

/** How a case ended: by itself, or by the end of the process in which the provider runs. */
export type CaseEnd =
  | { kind: 'completed' }
  /** The process ended by itself. */
  | { kind: 'crashed'; during: string; how: string }
  /** A call did not return, or what was waited for did not come. */
  | { kind: 'hung'; during: string; seconds: number }
  /** The case could not be carried out, because something else went wrong. */
  | { kind: 'failed'; during: string; problem: string };

/** Everything that was seen of one case. */
export interface Outcome {
  /** How the case ended. */
  end: CaseEnd;
  /** What the case looked at; as far as it came, when it did not end by itself. */
  facts: Facts;
  /** Calls and callbacks, in the order in which they were seen. */
  steps: Step[];
  /** The origins of the servers of the case, in the order in which they were started. */
  servers: string[];
  /** In the order in which they were accepted. */
  connections: WireConnection[];
}

/** What happened when a case did not end by itself, in a few words; null when it did. */
export function mishap(end: CaseEnd): string | null {
  switch (end.kind) {
    case 'completed':
      return null;
    case 'crashed':
      return `crashed (${end.how}) during ${end.during}`;
    case 'hung':
      return `hung: ${end.during}, ${end.seconds} s`;
    case 'failed':
      return `failed during ${end.during}: ${end.problem}`;
  }
}
